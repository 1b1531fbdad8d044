package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"laurel/internal/badge"
	"laurel/test/world"
)

// renditions are the shapes of a badge, by how each is asked for. An address
// with a code in it that is not here fails TestEveryAddressOfABadgeIsInTheTable.
var renditions = map[string]func(b *browser, code string) *shown{
	"/b/{code}":                                  func(b *browser, code string) *shown { return b.get("/b/" + code) },
	"/b/{code} as data":                          func(b *browser, code string) *shown { return b.ask("/b/"+code, "application/json", "") },
	"/b/{code} as a preview":                     func(b *browser, code string) *shown { return b.ask("/b/"+code, "*/*", "facebookexternalhit/1.1") },
	"/b/{code}.json":                             func(b *browser, code string) *shown { return b.get("/b/" + code + ".json") },
	"/b/{code}.png":                              func(b *browser, code string) *shown { return b.get("/b/" + code + ".png") },
	"/b/{code}.png as of 2.0":                    func(b *browser, code string) *shown { return b.get("/b/" + code + ".png?v=2") },
	"/b/{code}.pdf":                              func(b *browser, code string) *shown { return b.get("/b/" + code + ".pdf") },
	"/b/{code}.svg":                              func(b *browser, code string) *shown { return b.get("/b/" + code + ".svg") },
	"/b/{code}.jwt":                              func(b *browser, code string) *shown { return b.get("/b/" + code + ".jwt") },
	"/b/{code}.jws":                              func(b *browser, code string) *shown { return b.get("/b/" + code + ".jws") },
	"/ob2/b/{code}":                              func(b *browser, code string) *shown { return b.get("/ob2/b/" + code) },
	"/ob2/b/{code}.json":                         func(b *browser, code string) *shown { return b.get("/ob2/b/" + code + ".json") },
	"/b/{code}.jpg":                              func(b *browser, code string) *shown { return b.get("/b/" + code + ".jpg") },
	"/b/{code}/qr.{kind:svg|png}":                func(b *browser, code string) *shown { return b.get("/b/" + code + "/qr.svg") },
	"/b/{code}.png, small":                       func(b *browser, code string) *shown { return b.get("/b/" + code + ".png?size=128") },
	"/b/{code}.png without proof":                func(b *browser, code string) *shown { return b.get("/b/" + code + ".png?plain") },
	"/b/{code}/{shape:card|story|signature}.png": func(b *browser, code string) *shown { return b.get("/b/" + code + "/card.png") },
	"/b/{code}/ as a story":                      func(b *browser, code string) *shown { return b.get("/b/" + code + "/story.png") },
	"/b/{code}/ as a signature":                  func(b *browser, code string) *shown { return b.get("/b/" + code + "/signature.png") },
	"/b/{code}/embed":                            func(b *browser, code string) *shown { return b.get("/b/" + code + "/embed") },
	"/oembed": func(b *browser, code string) *shown {
		return b.get("/oembed?url=" + url.QueryEscape(world.PublicURL+"/b/"+code))
	},
	"/verify by hosted address": func(b *browser, code string) *shown {
		return b.post("/verify", "address", world.PublicURL+"/ob2/b/"+code)
	},
	"/verify by address": func(b *browser, code string) *shown { return b.post("/verify", "address", world.PublicURL+"/b/"+code) },
}

// ask is get with headers of one's own.
func (b *browser) ask(path, accept, agent string) *shown {
	b.t.Helper()
	r := b.request(http.MethodGet, path, nil)
	r.Header.Set("Accept", accept)
	r.Header.Set("User-Agent", agent)
	return b.do(r)
}

// signedInAs is somebody with a browser who chose a password.
func signedInAs(t *testing.T, w *world.World, door http.Handler, email badge.Email) *browser {
	t.Helper()
	if err := w.Accounts.RequestPassword(t.Context(), string(email)); err != nil {
		t.Fatal(err)
	}
	b := visit(t, door)
	b.post(linkIn(t, w.LetterText(t, badge.LetterNewPassword, email)), "password", "a password for looking", "repeat", "a password for looking").status(http.StatusOK)
	return b
}

// Every shape of a badge, in each of the three visibilities, for each kind of
// reader: what may not be seen is answered like what never was.
func TestRule13UnsharedIsGoneInEveryShape(t *testing.T) {
	w, door, staff := founded(t)
	other := w.Found(t, "hilltop", nil)
	w.Issue(t, w.Badge(t, other.ID, "climb"), "Bob <bob@example.org>")
	w.Choose(t, ours(t, w).ID, badge.ProofForms{JWT: true, Hosted: true})
	sail := w.Badge(t, ours(t, w).ID, "sail")
	if _, err := w.Certificates.Switch(t.Context(), badge.Host(), sail.OrgID, sail.ID, true); err != nil {
		t.Fatal(err)
	}
	code := w.Issue(t, sail, "Ada <ada@example.org>")[0].Code
	ada, bob := signedInAs(t, w, door, "ada@example.org"), signedInAs(t, w, door, "bob@example.org")
	foreign := visit(t, door)
	foreign.post(linkIn(t, w.LetterText(t, badge.LetterStaff, "owner@hilltop.example")), "password", "a password for hilltop", "repeat", "a password for hilltop").at("/org/hilltop")
	viewers := map[string]*browser{"stranger": visit(t, door), "owner": ada, "staff": staff, "another earner": bob, "another organization": foreign}
	const nothing = "ABCDEFGH2345"
	for _, visibility := range []badge.Visibility{badge.VisibilityPublic, badge.VisibilityPrivate, badge.VisibilityUnlisted} {
		ada.post("/portfolio/"+string(code)+"/visibility", "visibility", string(visibility)).status(http.StatusOK)
		for shape, get := range renditions {
			for who, b := range viewers {
				seen := visibility != badge.VisibilityPrivate || (who == "owner" || who == "staff") && shape != "/oembed" && shape != "/verify by hosted address"
				p, none := get(b, string(code)), get(b, nothing)
				if got := p.StatusCode == http.StatusOK; got != seen {
					t.Errorf("%s, %s, %s: status %d", shape, visibility, who, p.StatusCode)
				}
				if !seen && (p.StatusCode != none.StatusCode || strings.ReplaceAll(p.body, string(code), nothing) != none.body || !sameHeader(p.Header, none.Header)) {
					t.Errorf("%s, %s, %s: %d %v and for what never was %d %v", shape, visibility, who, p.StatusCode, p.Header, none.StatusCode, none.Header)
				}
				if cache := p.Header.Get("Cache-Control"); cache != "no-cache" && cache != "no-store" && cache != "private, no-store" {
					t.Errorf("%s, %s, %s: kept as %q", shape, visibility, who, cache)
				}
				if robots := p.Header.Get("X-Robots-Tag"); strings.HasPrefix(shape, "/b/") && shape != "/b/{code} as data" && shape != "/b/{code}/embed" && (robots == "") != (visibility == badge.VisibilityPublic) {
					t.Errorf("%s, %s, %s: robots %q", shape, visibility, who, robots)
				}
			}
		}
		meta := viewers["stranger"].get("/b/"+string(code)).Find(`meta[name="robots"]`).Length() == 0
		if meta != (visibility == badge.VisibilityPublic) {
			t.Errorf("%s: search engines may keep the page: %t", visibility, meta)
		}
		staff.get("/org/riverbank/issued/" + string(code)).status(http.StatusOK)
		ada.get("/portfolio/" + string(code)).status(http.StatusOK)
		for who, b := range map[string]*browser{"another earner": bob, "another organization": foreign} {
			if got := b.get("/portfolio/" + string(code)).StatusCode; got != http.StatusNotFound {
				t.Errorf("%s: in their portfolio %d", who, got)
			}
			if got := b.get("/b/" + string(code) + "/linkedin").StatusCode; got != http.StatusNotFound {
				t.Errorf("%s: to LinkedIn %d", who, got)
			}
			b.post("/portfolio/"+string(code)+"/visibility", "visibility", "public").status(http.StatusNotFound)
		}
	}
}

// sameHeader compares everything but what carries the address itself.
func sameHeader(a, b http.Header) bool {
	for name := range a {
		if name != "Content-Length" && name != "Set-Cookie" && !slices.Equal(a[name], b[name]) {
			return false
		}
	}
	return len(a) == len(b)
}

// A new address of a badge must come into the table above.
func TestEveryAddressOfABadgeIsInTheTable(t *testing.T) {
	_, door, _ := founded(t)
	owners := []string{"/b/{code}/linkedin", "/b/{code}.pkpass", "/b/{code}/google-wallet"} // for its owner alone, in any visibility
	n := 0
	err := chi.Walk(door.(chi.Routes), func(_, pattern string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if !strings.Contains(pattern, "{code") || strings.HasPrefix(pattern, "/portfolio/") || strings.HasPrefix(pattern, "/org/") {
			return nil
		}
		n++
		if renditions[pattern] == nil && !slices.Contains(owners, pattern) {
			t.Errorf("%s is not in the table", pattern)
		}
		return nil
	})
	if err != nil || n < 7 {
		t.Fatalf("%d addresses, %v", n, err)
	}
}

// known is get by somebody who has something of that tag already.
func (b *browser) known(path, tag string) *shown {
	b.t.Helper()
	r := b.request(http.MethodGet, path, nil)
	r.Header.Set("If-None-Match", tag)
	return b.do(r)
}
