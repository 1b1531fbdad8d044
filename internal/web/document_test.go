package web_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/test/world"
)

func TestTheAddressAnswersPeopleAndPrograms(t *testing.T) {
	w, door, _ := founded(t)
	a := w.Badge(t, ours(t, w).ID, "sail")
	code := string(w.Issue(t, a, "Ada <ada@example.org>")[0].Code)
	b := visit(t, door)
	const person, data = "text/html; charset=utf-8", "application/vc+ld+json"
	for accept, want := range map[string]string{
		"":          data,
		"*/*":       data,
		"text/html": person,
		"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": person,
		"text/*":                                  person,
		"application/json":                        data,
		"application/ld+json":                     data,
		"application/vc+ld+json, text/html":       data,
		"application/vc+ld+json;q=0.9, text/html": person,
		"text/html;q=0.5, application/json":       data,
		"text/html;q=0, */*":                      data,
		"application/*;q=0.2, text/html;q=0.3":    person,
		"image/png":                               data,
		"TEXT/HTML":                               person,
		"text/html;q=x, application/json;q=0.1":   data,
	} {
		r := b.request(http.MethodGet, "/b/"+code, nil)
		r.Header.Del("Accept")
		if accept != "" {
			r.Header.Set("Accept", accept)
		}
		p := b.do(r).status(http.StatusOK)
		if got := p.Header.Get("Content-Type"); got != want {
			t.Errorf("Accept %q: %s, want %s", accept, got, want)
		}
		if !strings.Contains(strings.Join(p.Header.Values("Vary"), ","), "Accept") {
			t.Errorf("Accept %q: Vary %v", accept, p.Header.Values("Vary"))
		}
	}
}

func TestDocumentsAreServedAsTheyWereSigned(t *testing.T) {
	w, door, _ := founded(t)
	a := w.Badge(t, ours(t, w).ID, "sail")
	code := w.Issue(t, a, "Ada <ada@example.org>")[0].Code
	b := visit(t, door)
	document := b.get("/b/" + string(code) + ".json").status(http.StatusOK)
	if signed := w.Credential(t, code).Signed; document.body != string(signed) {
		t.Error("the document is not the bytes that were signed")
	}
	r := b.request(http.MethodGet, "/b/"+string(code)+".json", nil)
	r.Header.Set("If-None-Match", document.Header.Get("ETag"))
	b.do(r).status(http.StatusNotModified)

	picture := b.get("/b/" + string(code) + ".png").status(http.StatusOK)
	if !bytes.Contains([]byte(picture.body), w.Credential(t, code).Signed) || picture.Header.Get("Content-Type") != "image/png" {
		t.Error("the picture does not carry the document")
	}
	for path, kind := range map[string]string{
		"/o/riverbank/did.json": "application/did+json", "/o/riverbank/status/1": "application/vc+ld+json", "/o/riverbank/profile.json": "application/ld+json",
		"/a/" + string(a.Revision.ID) + ".json": "application/ld+json", "/media/" + a.Revision.Picture + ".png": "image/png",
	} {
		p := b.get(path).status(http.StatusOK)
		if p.Header.Get("Content-Type") != kind || p.Header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %v", path, p.Header)
		}
	}
	lower := strings.ToLower(string(code))
	b.get("/b/" + lower[:4] + "-" + lower[4:8] + "-" + lower[8:]).at("/b/" + string(code))
	b.get("/b/" + lower + ".json").at("/b/" + string(code) + ".json")
	for _, path := range []string{"/b/XXXXXXXXXXXX", "/b/short", "/b/XXXXXXXXXXXX.png", "/o/nobody", "/o/nobody/did.json", "/o/riverbank/status/9", "/a/none", "/media/none.png"} {
		b.get(path).status(http.StatusNotFound)
	}
}

func TestFilesOfPeopleAreNoPictures(t *testing.T) {
	w, door, _ := founded(t)
	batch := w.Upload(t, w.Badge(t, ours(t, w).ID, "sail"), world.File("Ada <ada@example.org>"), award.Answers{})
	visit(t, door).get("/media/" + batch.File + ".png").status(http.StatusNotFound)
}

func TestAForgedDocumentShowsNothing(t *testing.T) {
	w, door, _ := founded(t)
	code := w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada Lovelace <ada@example.org>")[0].Code
	signed := w.Credential(t, code).Signed
	for name, forged := range map[string][]byte{
		"name":   bytes.Replace(signed, []byte("Ada Lovelace"), []byte("Eve Forgerly"), 1),
		"status": bytes.Replace(signed, []byte(`"statusListIndex":"`), []byte(`"statusListIndex":"1`), 1),
		"issuer": bytes.ReplaceAll(signed, []byte("riverbank"), []byte("hilltopxx")),
		"broken": signed[:len(signed)-2],
	} {
		w.Forge(t, code, forged)
		p := visit(t, door).get("/b/" + string(code)).status(http.StatusOK).saysNot("This badge is valid").saysNot("Eve Forgerly").saysNot("Ada Lovelace").saysNot("Badge sail")
		if p.Find(".badge-page").Length() != 0 {
			t.Errorf("%s: content is shown", name)
		}
		p.says("cannot be verified")
		body, kind := multipartForm(t, "file", "badge.json", forged)
		b := visit(t, door)
		r := b.request(http.MethodPost, "/verify", body)
		r.Header.Set("Content-Type", kind)
		b.do(r).saysNot("This badge is valid").saysNot("Eve Forgerly")
	}
}

func TestWithoutItsStatusABadgeIsNotValid(t *testing.T) {
	w, door, _ := founded(t)
	code := w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada <ada@example.org>")[0].Code
	b := visit(t, door)
	b.get("/b/" + string(code)).says("This badge is valid.")
	tamper(t, w, "update status_lists set signed = x'7b7d'")
	b.get("/b/" + string(code)).saysNot("This badge is valid").says("could not be checked completely").says("could not be read")
}

func TestHostileTextStaysText(t *testing.T) {
	w, door, owner := founded(t)
	const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	owner.upload("/org/riverbank/badges/new", "picture", "a.png", world.Picture(), "name", hostile, "slug", "hostile", "alt", hostile, "description", hostile,
		"criteria", hostile+"\n\n# Title\n\n[bad](javascript:alert(1)) [mail](mailto:a@example.org) [good](https://example.org/x) ![pixel](https://evil.example/p.png) [plain](http://plain.example)",
		"tags", hostile, "validity", "none").at("/org/riverbank/badges")
	a, err := w.Catalog.BySlug(t.Context(), badge.Host(), ours(t, w).ID, "hostile")
	if err != nil {
		t.Fatal(err)
	}
	file := "name,email,narrative\n\"=1+1<script>alert(1)</script>\",eve@example.org,\"" + strings.ReplaceAll(hostile, `"`, `""`) + "\"\n"
	code := string(w.IssueFile(t, a, file, award.Answers{})[0].Code)
	for _, path := range []string{
		"/b/" + code, "/o/riverbank", "/a/" + string(a.Revision.ID), "/org/riverbank", "/org/riverbank/badges", "/org/riverbank/badges/hostile",
		"/org/riverbank/issue", "/org/riverbank/issued", "/org/riverbank/issued/" + code, "/org/riverbank/earners", "/admin/letters",
		"/org/riverbank/issued?q=" + "%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
	} {
		p := owner.get(path).status(http.StatusOK)
		p.Find("script").Each(func(_ int, s *goquery.Selection) {
			if src, _ := s.Attr("src"); !strings.HasPrefix(src, "/static/") || strings.TrimSpace(s.Text()) != "" {
				t.Errorf("%s: a script of a stranger", path)
			}
		})
		if p.Find("[onerror]").Length() > 0 || p.Find(`img[src="x"]`).Length() > 0 || p.Find(`img[src*="evil.example"]`).Length() > 0 {
			t.Errorf("%s: markup of a stranger", path)
		}
	}
	prose := visit(t, door).get("/b/" + code).Find(".prose")
	var links []string
	prose.Find("a").Each(func(_ int, s *goquery.Selection) {
		links = append(links, s.AttrOr("href", "")+" "+s.AttrOr("rel", ""))
	})
	if got := strings.Join(links, ","); got != "mailto:a@example.org nofollow,https://example.org/x nofollow" {
		t.Errorf("links in the criteria: %s", got)
	}
	if prose.Find("h1, h2").Length() > 0 || prose.Find("h3").Length() != 1 {
		t.Error("a heading of the criteria stands above those of the page")
	}
	batches := owner.get("/org/riverbank").Find("table a").First().AttrOr("href", "")
	if result := owner.get(batches + "/result.csv").body; !strings.Contains(result, "'=1+1") || strings.Contains(result, ",=1+1") {
		t.Errorf("a formula in the result file: %s", result)
	}
}
