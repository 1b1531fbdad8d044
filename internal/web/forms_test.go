package web_test

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"laurel/internal/badge"
	"laurel/internal/design"
	"laurel/internal/verify"
	"laurel/openbadge/bake"
	"laurel/test/world"
)

// choose saves the settings with some of the boxes of proof forms ticked.
func choose(owner *browser, boxes ...string) {
	owner.t.Helper()
	pairs := []string{"name", "Riverbank College", "url", "https://www.riverbank.example", "email", "badges@riverbank.example"}
	for _, box := range boxes {
		pairs = append(pairs, box, "on")
	}
	owner.upload("/org/riverbank/settings", "nothing", "none", nil, pairs...).status(http.StatusOK).at("/org/riverbank/settings").says("The settings are saved.")
	owner.get("/org/riverbank/settings").Find(`input[type="checkbox"][name^="form_"]`).Each(func(_ int, s *goquery.Selection) {
		_, ticked := s.Attr("checked")
		if name := s.AttrOr("name", ""); ticked != slices.Contains(boxes, name) {
			owner.t.Errorf("%v: the box %s is ticked: %t", boxes, name, ticked)
		}
	})
}

// raw asks for data and does not follow redirects.
func raw(t *testing.T, door http.Handler, path, accept string) *shown {
	t.Helper()
	b := visit(t, door)
	b.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	r := b.request(http.MethodGet, path, nil)
	r.Header.Set("Accept", accept)
	return b.do(r)
}

// Every form at its address, for each choice and each state of a badge.
func TestFormsAreThereWhenChosen(t *testing.T) {
	w, door, owner := founded(t)
	org := ours(t, w)
	a := w.Badge(t, org.ID, "sail")
	r := w.Issue(t, a, "Ada <ada@example.org>", "Bob <bob@example.org>")
	if err := w.Issuer.Revoke(t.Context(), badge.Host(), org.ID, r[1].Code, "Because."); err != nil {
		t.Fatal(err)
	}
	codes := map[string]string{"valid": string(r[0].Code), "revoked": string(r[1].Code), "unknown": "XXXXXXXXXXXX"}
	const always, jwt, hosted = "", "form_jwt", "form_hosted"
	forms := []struct{ address, needs, kind string }{
		{"/b/%.json", always, "application/vc+ld+json"},
		{"/b/%.png", always, "image/png"},
		{"/b/%.svg", always, "image/svg+xml"},
		{"/b/%.jwt", jwt, "text/plain"},
		{"/b/%.jws", jwt, "text/plain"},
		{"/b/%.png?v=2", hosted, "image/png"},
		{"/ob2/b/%", hosted, "application/ld+json"},
		{"/ob2/b/%.json", hosted, "application/ld+json"},
		{"/ob2/a/" + string(a.Revision.ID), hosted, "application/ld+json"},
		{"/ob2/o/riverbank", hosted, "application/ld+json"},
	}
	for _, boxes := range [][]string{nil, {jwt}, {hosted}, {jwt, hosted}, nil} {
		choose(owner, boxes...)
		for _, f := range forms {
			for state, code := range codes {
				path := strings.Replace(f.address, "%", code, 1)
				want := http.StatusOK
				switch {
				case f.needs != always && !slices.Contains(boxes, f.needs), state == "unknown" && path != f.address:
					want = http.StatusNotFound
				case state == "revoked" && strings.HasPrefix(path, "/ob2/b/"):
					want = http.StatusGone
				}
				p := raw(t, door, path, "*/*")
				if p.StatusCode != want {
					t.Errorf("%v, %s, %s: %d, want %d", boxes, state, f.address, p.StatusCode, want)
				}
				if p.Header.Get("Access-Control-Allow-Origin") != "*" || p.Header.Get("X-Content-Type-Options") != "nosniff" {
					t.Errorf("%s: other sites may not read it, or a browser may guess what it is", f.address)
				}
				if kind := p.Header.Get("Content-Type"); want != http.StatusNotFound && kind != f.kind {
					t.Errorf("%s: %s", f.address, kind)
				}
				if want == http.StatusNotFound || strings.HasPrefix(path, "/ob2/a/") || strings.HasPrefix(path, "/ob2/o/") {
					continue
				}
				report, err := w.Verifier.Document(t.Context(), []byte(p.body))
				verdict := map[string]verify.Verdict{"valid": verify.Valid, "revoked": verify.Revoked}[state]
				if want != http.StatusGone && (err != nil || report.Verdict != verdict) && !(f.address == "/b/%.png?v=2" && state == "revoked") {
					t.Errorf("%v, %s, %s: %s, %v: %+v", boxes, state, f.address, report.Verdict, err, report.Checks)
				}
			}
		}
		var got []string
		visit(t, door).get("/b/" + codes["valid"]).Find(".chips a").Each(func(_ int, s *goquery.Selection) { got = append(got, s.AttrOr("href", "")) })
		for _, f := range forms[:8] {
			offered := f.needs == always || slices.Contains(boxes, f.needs)
			if f.address == "/b/%.jws" || f.address == "/ob2/b/%" {
				offered = false // other names of what is offered
			}
			if path := strings.Replace(f.address, "%", codes["valid"], 1); slices.Contains(got, path) != offered {
				t.Errorf("%v: the page leads to %v; %s among them: want %t", boxes, got, path, offered)
			}
		}
	}
}

func TestTheTwinAnswersProgramsAndLeadsPeople(t *testing.T) {
	w, door, owner := founded(t)
	a := w.Badge(t, ours(t, w).ID, "sail")
	r := w.Issue(t, a, "Ada <ada@example.org>", "Bob <bob@example.org>")
	choose(owner, "form_hosted")
	if err := w.Issuer.Revoke(t.Context(), badge.Host(), ours(t, w).ID, r[1].Code, "Because."); err != nil {
		t.Fatal(err)
	}
	const html = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
	for _, path := range []string{"/b/" + string(r[0].Code), "/b/" + string(r[1].Code), "/a/" + string(a.Revision.ID), "/o/riverbank"} {
		for accept, want := range map[string]string{
			"*/*": "application/ld+json", "application/ld+json": "application/ld+json", "application/json": "application/json",
			"application/json, application/ld+json;q=0.5": "application/ld+json", html: "", "text/html": "",
		} {
			p := raw(t, door, "/ob2"+path, accept)
			if want == "" && (p.StatusCode != http.StatusSeeOther || p.Header.Get("Location") != path) {
				t.Errorf("%s for people: %d to %s", path, p.StatusCode, p.Header.Get("Location"))
			}
			if want != "" && (p.Header.Get("Content-Type") != want || p.StatusCode == http.StatusSeeOther || !strings.Contains(p.body, `"id":"`+world.PublicURL+"/ob2"+path+`"`)) {
				t.Errorf("%s, Accept %s: %d %s %s", path, accept, p.StatusCode, p.Header.Get("Content-Type"), p.body)
			}
			if p.Header.Get("Vary") != "Accept, User-Agent" {
				t.Errorf("%s: Vary %q", path, p.Header.Get("Vary"))
			}
		}
		if p := raw(t, door, "/ob2"+path+".json", html); p.Header.Get("Content-Type") != "application/ld+json" {
			t.Errorf("%s.json for people: %d %s", path, p.StatusCode, p.Header.Get("Content-Type"))
		}
	}
	gone := raw(t, door, "/ob2/b/"+string(r[1].Code), "*/*")
	if gone.StatusCode != http.StatusGone || !strings.Contains(gone.body, `"revoked":true,"revocationReason":"Because."`) {
		t.Errorf("revoked: %d %s", gone.StatusCode, gone.body)
	}
	raw(t, door, "/b/"+strings.ToLower(string(r[0].Code))+".png?v=2", "*/*").status(http.StatusMovedPermanently)
	if p := visit(t, door).get("/b/" + strings.ToLower(string(r[0].Code)) + ".png?v=2"); !strings.Contains(p.body, "openbadges\x00") {
		t.Error("an address typed in small letters leads to another picture")
	}
}

// The file is a picture that any program draws, and nothing in it runs.
func TestTheSVGIsAPictureWithTheBadgeInIt(t *testing.T) {
	w, door, _ := founded(t)
	a, err := w.Catalog.Create(t.Context(), badge.Host(), ours(t, w).ID, badge.Achievement{Slug: "hostile", Revision: badge.Revision{
		Name: `</title><script>alert("]]>")</script>`, Description: "x", Criteria: "]]> <b>", Details: badge.Details{Alt: "A green line."},
	}}, world.Picture())
	if err != nil {
		t.Fatal(err)
	}
	code := w.Issue(t, a, "Ada <ada@example.org>")[0].Code
	p := raw(t, door, "/b/"+string(code)+".svg", "*/*").status(http.StatusOK)
	if h := p.Header; !strings.HasPrefix(h.Get("Content-Security-Policy"), "sandbox; default-src 'none'; ") || h.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(h.Get("Content-Disposition"), `attachment; filename="title-script-alert`) {
		t.Errorf("headers %v", h)
	}
	payload, err := bake.Extract([]byte(p.body))
	if err != nil || payload.Standard != bake.OpenBadges3 || !bytes.Equal(payload.Data, w.Credential(t, code).Signed) {
		t.Errorf("%s, %v", payload.Data, err)
	}
	var svg struct {
		ViewBox string   `xml:"viewBox,attr"`
		Title   string   `xml:"title"`
		Scripts []string `xml:"script"`
		Image   struct {
			Href string `xml:"href,attr"`
		} `xml:"image"`
	}
	if err := xml.Unmarshal([]byte(p.body), &svg); err != nil || svg.ViewBox != "0 0 64 64" || svg.Title != a.Revision.Name || len(svg.Scripts) > 0 || !strings.HasPrefix(svg.Image.Href, "data:image/png;base64,") {
		t.Errorf("%+v, %v", svg, err)
	}
}

// Whoever uploaded a drawing, or drew in the designer, gets vectors and not a
// picture of them.
func TestTheSVGHasTheVectorsOfItsPicture(t *testing.T) {
	w, door, _ := founded(t)
	org := ours(t, w).ID
	about := badge.Revision{Name: "Sail", Description: "Sails.", Criteria: "Sail.", Details: badge.Details{Alt: "A sail."}}
	drawing := []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 90"><title>mine</title><text y="40" fill="#123456">Sail</text></svg>`)
	d, _ := design.Start("course")
	designed := about
	designed.Design = d.JSON()
	for name, c := range map[string]struct {
		revision badge.Revision
		file     []byte
		says     string
	}{"uploaded": {about, drawing, `fill="#123456"`}, "designed": {designed, nil, "linearGradient"}} {
		t.Run(name, func(t *testing.T) {
			a, err := w.Catalog.Create(t.Context(), badge.Host(), org, badge.Achievement{Slug: name, Revision: c.revision}, c.file)
			if err != nil || (a.Revision.Vector != "") != (name == "uploaded") {
				t.Fatalf("%q, %v", a.Revision.Vector, err)
			}
			code := w.Issue(t, a, "Ada <ada@example.org>")[0].Code
			p := raw(t, door, "/b/"+string(code)+".svg", "*/*").status(http.StatusOK)
			if !strings.Contains(p.body, c.says) || !strings.Contains(p.body, "<path") || strings.Contains(p.body, "<image") || !strings.Contains(p.body, "<title>Sail</title>") || strings.Contains(p.body, "mine") {
				t.Errorf("no vectors: %.600s", p.body)
			}
			if payload, err := bake.Extract([]byte(p.body)); err != nil || !bytes.Equal(payload.Data, w.Credential(t, code).Signed) {
				t.Errorf("%.80s, %v", payload.Data, err)
			}
			reworded, err := w.Catalog.Revise(t.Context(), badge.Host(), org, a.ID, badge.Achievement{Revision: about}, nil)
			if err != nil || reworded.Revision.Vector != a.Revision.Vector {
				t.Errorf("another wording has %q, %v", reworded.Revision.Vector, err)
			}
			if repainted, err := w.Catalog.Revise(t.Context(), badge.Host(), org, a.ID, badge.Achievement{Revision: about}, world.Picture()); err != nil || repainted.Revision.Vector != "" {
				t.Errorf("a picture of pixels has the vectors of the one before: %v", err)
			}
		})
	}
}

// A list of revoked badges is served, and the page reads it.
func TestThePlainList(t *testing.T) {
	w, door, owner := founded(t)
	a := w.Badge(t, ours(t, w).ID, "sail")
	raw(t, door, "/o/riverbank/revocations/1", "*/*").status(http.StatusNotFound)
	choose(owner, "form_plain_list")
	code := string(w.Issue(t, a, "Ada <ada@example.org>")[0].Code)
	empty := `{"id":"` + world.PublicURL + `/o/riverbank/revocations/1","issuer":"did:web:badges.example.org:o:riverbank","revokedCredential":[]}`
	if p := raw(t, door, "/o/riverbank/revocations/1", "*/*").status(http.StatusOK); p.body != empty || p.Header.Get("Content-Type") != "application/json" {
		t.Errorf("%s %s", p.Header.Get("Content-Type"), p.body)
	}
	visit(t, door).get("/b/" + code).says("This badge is valid.")
	choose(owner) // what is issued keeps its list
	owner.post("/org/riverbank/issued/"+code+"/revoke", "reason", "Sank.").status(http.StatusOK)
	if p := raw(t, door, "/o/riverbank/revocations/1", "*/*"); !strings.Contains(p.body, `[{"id":"`+world.PublicURL+"/b/"+code+`","revoked":true,"revocationReason":"Sank."}]`) {
		t.Error(p.body)
	}
	visit(t, door).get("/b/" + code).says("Sank.").saysNot("This badge is valid")
}
