package web_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"laurel/internal/badge"
	"laurel/internal/design"
	"laurel/test/world"
)

// hostile is what people type who want a page to do something, one a line.
func hostile(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("testdata/hostile.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Split(strings.TrimSpace(string(text)), "\n")
	if len(all) < 60 {
		t.Fatalf("%d lines", len(all))
	}
	return all
}

// inert says what in a page could run, load or lead away, other than what pages
// have of their own; nothing is fine.
func inert(doc *goquery.Document) (faults []string) {
	doc.Find("*").Each(func(_ int, s *goquery.Selection) {
		node := s.Get(0)
		fault := func(what string) { faults = append(faults, "<"+node.Data+"> "+what) }
		switch node.Data {
		case "script":
			if src := s.AttrOr("src", ""); !strings.HasPrefix(src, "/static/") || strings.TrimSpace(s.Text()) != "" {
				fault("is not ours")
			}
		case "iframe", "object", "embed", "base", "style", "foreignobject", "animate", "use", "template", "marquee", "video", "audio", "math", "xmp":
			fault("is in the page")
		case "meta":
			if s.AttrOr("http-equiv", "") != "" {
				fault("does something")
			}
		}
		for _, a := range node.Attr {
			value := strings.ToLower(strings.Join(strings.Fields(a.Val), ""))
			switch {
			case strings.HasPrefix(a.Key, "on"), strings.HasPrefix(a.Key, "hx-on"), a.Key == "srcdoc", a.Key == "style":
				fault("has " + a.Key)
			case slices.Contains([]string{"href", "src", "action", "formaction", "data", "xlink:href", "srcset", "hx-get", "hx-post"}, a.Key) &&
				(strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "vbscript:") || strings.HasPrefix(value, "data:text") || strings.Contains(value, "evil.example")):
				fault(a.Key + "=" + a.Val)
			}
		}
	})
	return faults
}

// Every field of the editor, one payload each and the next one in the next
// field: nothing of it becomes markup, in no page, document or letter.
func TestHostileTextOfABadgeStaysTextEverywhere(t *testing.T) {
	w, door, owner := founded(t)
	org := ours(t, w)
	payloads := hostile(t)
	for first := 0; first < len(payloads); first += 8 {
		p := func(n int) string { return payloads[(first+n)%len(payloads)] }
		all := strings.Join(payloads[first:min(first+8, len(payloads))], "\n\n")
		a, err := w.Catalog.Create(t.Context(), badge.Host(), org.ID, badge.Achievement{Slug: fmt.Sprintf("hostile-%d", first), Revision: badge.Revision{
			Name: p(0), Description: p(1) + "\n" + p(2), Criteria: all, Tags: []string{p(2), p(3)}, Details: badge.Details{
				Alt: p(3), FieldOfStudy: p(4), Creator: badge.Creator{Name: p(5), URL: "https://example.org/?q='onmouseover=alert(1)"},
				Alignments: []badge.Alignment{{Name: p(6), URL: "https://example.org/?x='&y=1", Framework: p(7), Code: p(0)}},
			},
		}}, world.Picture())
		if err != nil {
			t.Fatalf("%q: %v", p(0), err)
		}
		code := string(w.Issue(t, a, "Ada <ada@example.org>")[0].Code)
		revision := string(a.Revision.ID)
		for _, path := range []string{
			"/a/" + revision, "/b/" + code, "/b/" + code + "/embed", "/o/riverbank", "/org/riverbank/badges", "/org/riverbank/badges?q=" + url.QueryEscape(p(0)),
			"/org/riverbank/badges/" + a.Slug, "/org/riverbank/badges/" + a.Slug + "/design", "/org/riverbank/badges/start", "/org/riverbank/issue",
		} {
			page := owner.get(path).status(http.StatusOK)
			if faults := inert(page.Document); len(faults) > 0 {
				t.Errorf("%s with %q: %q", path, p(0), faults)
			}
		}
		owner.get("/a/" + revision).says(strings.Join(strings.Fields(p(0)), " "))
		document := raw(t, door, "/a/"+revision+".json", "*/*")
		if h := document.Header; h.Get("Content-Type") != "application/ld+json" || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("a document that could be taken for a page: %v", h)
		}
		checkDocument(t, document.body, a.Revision)
	}
	for _, l := range w.Letters(t) {
		_, content, err := w.Post.Show(t.Context(), badge.Host(), l.ID)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(content.HTML))
		if err != nil {
			t.Fatal(err)
		}
		doc.Find("style, meta").Remove() // letters have their own
		for _, fault := range inert(doc) {
			if !strings.HasSuffix(fault, "has style") { // as mail programs want it
				t.Errorf("letter %s: %s", l.Kind, fault)
			}
		}
	}
}

// checkDocument reads the same words out of the JSON as were put in.
func checkDocument(t *testing.T, text string, r badge.Revision) {
	t.Helper()
	var got struct {
		Name, Description, FieldOfStudy string
		Criteria                        struct{ Narrative string }
		Image                           struct{ Caption string }
		Tag                             []string
		Creator                         struct{ Name, URL string }
		Alignment                       []struct{ TargetName, TargetURL, TargetFramework, TargetCode string }
	}
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	if got.Name != r.Name || got.Criteria.Narrative != r.Criteria || got.Image.Caption != r.Alt || !slices.Equal(got.Tag, r.Tags) || got.FieldOfStudy != r.FieldOfStudy ||
		got.Creator.Name != r.Creator.Name || len(got.Alignment) != 1 || got.Alignment[0].TargetName != r.Alignments[0].Name || got.Alignment[0].TargetCode != r.Alignments[0].Code {
		t.Errorf("%+v\nof %+v", got, r)
	}
}

// The same words in the designer: as a picture, and typed into its form.
func TestHostileWordsOfADesignStayWords(t *testing.T) {
	w, _, owner := founded(t)
	w.Badge(t, ours(t, w).ID, "sail")
	start, _ := design.Start("course")
	for _, p := range hostile(t) {
		cut := func(most int) string { return string([]rune(p)[:min(len([]rune(p)), most)]) }
		form := url.Values{
			"shape": {start.Shape}, "pattern": {start.Pattern}, "font": {start.Font}, "field": {start.Field}, "band": {start.Band}, "metal": {start.Metal},
			"upper": {cut(design.MaxRing)}, "lower": {cut(design.MaxRing) + "Ω"}, "center": {cut(design.MaxCenter)}, "ribbon": {cut(design.MaxRibbon-1) + "Ω"},
		}
		picture := owner.get("/org/riverbank/badges/picture?" + form.Encode())
		if len([]rune(cut(design.MaxRing))) < design.MaxRing {
			picture.status(http.StatusOK)
		}
		if picture.StatusCode == http.StatusOK {
			if h := picture.Header; h.Get("Content-Type") != "image/svg+xml" || !strings.HasPrefix(h.Get("Content-Security-Policy"), "sandbox; default-src 'none'") {
				t.Errorf("%q: %v", p, h)
			}
			onlyShapes(t, picture.body)
		}
		for _, field := range []string{"upper", "shape", "icon", "field", "stars", "palette"} {
			wrong := url.Values{}
			for name, value := range form {
				wrong[name] = value
			}
			wrong.Set(field, p)
			wrong.Set("do", "preview")
			page := owner.do(owner.request(http.MethodPost, "/org/riverbank/badges/sail/design", strings.NewReader(wrong.Encode())))
			if faults := inert(page.Document); page.StatusCode >= 500 || len(faults) > 0 {
				t.Errorf("%q as %s: %d %q", p, field, page.StatusCode, faults)
			}
		}
	}
}

func onlyShapes(t *testing.T, svg string) {
	t.Helper()
	for r := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := r.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%v in %s", err, svg)
		}
		if e, ok := token.(xml.StartElement); ok {
			if slices.Contains([]string{"script", "image", "a", "foreignObject", "use", "animate", "style"}, e.Name.Local) {
				t.Errorf("<%s> in a picture", e.Name.Local)
			}
			for _, a := range e.Attr {
				if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href" && !strings.HasPrefix(a.Value, "#") {
					t.Errorf("%s=%q in a picture", a.Name.Local, a.Value)
				}
			}
		}
	}
}
