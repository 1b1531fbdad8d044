package page_test

import (
	"bytes"
	"strings"
	"testing"

	"laurel/internal/web/page"

	"github.com/PuerkitoBio/goquery"
)

func parse(t *testing.T, html []byte) *goquery.Document {
	t.Helper()
	d, err := goquery.NewDocumentFromReader(bytes.NewReader(html))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// eachPage runs a check on every page of the gallery.
func eachPage(t *testing.T, check func(t *testing.T, d *goquery.Document)) {
	t.Helper()
	for _, s := range gallery("/static/x/") {
		t.Run(s.name, func(t *testing.T) { check(t, parse(t, render(t, s.page))) })
	}
}

// The policy of the pages forbids scripts and styles inside a page; a browser
// drops them without a word, so a page that has one is a page that looks wrong.
func TestNoPageHasAScriptOrStyleInside(t *testing.T) {
	eachPage(t, func(t *testing.T, d *goquery.Document) {
		d.Find("script").Each(func(_ int, s *goquery.Selection) {
			src, _ := s.Attr("src")
			if !strings.HasPrefix(src, "/static/x/") || strings.TrimSpace(s.Text()) != "" {
				t.Errorf("script inside the page, or from elsewhere: %q", src)
			}
		})
		if n := d.Find("style, [style]").Length(); n > 0 {
			t.Errorf("%d styles inside the page", n)
		}
		d.Find("*").Each(func(_ int, s *goquery.Selection) {
			for _, a := range s.Nodes[0].Attr {
				if strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Key, "hx-on") || strings.Contains(strings.ToLower(a.Val), "javascript:") && a.Key != "value" && a.Key != "content" {
					t.Errorf("<%s %s=%q>", s.Nodes[0].Data, a.Key, a.Val)
				}
			}
		})
	})
}

// Names, reasons and cells from other people are text, whatever they hold.
func TestHostileTextStaysText(t *testing.T) {
	seen := 0
	eachPage(t, func(t *testing.T, d *goquery.Document) {
		if d.Find("img[onerror], script:not([src]), img[src=x]").Length() > 0 {
			t.Error("a name became markup")
		}
		if strings.Contains(d.Text(), hostile) {
			seen++
		}
	})
	if seen < 5 {
		t.Errorf("only %d pages of the gallery show the hostile name; the test looks at too little", seen)
	}
}

func TestEveryFieldHasALabel(t *testing.T) {
	fields := 0
	eachPage(t, func(t *testing.T, d *goquery.Document) {
		d.Find("input, select, textarea").Each(func(_ int, s *goquery.Selection) {
			if kind, _ := s.Attr("type"); kind == "hidden" {
				return
			}
			fields++
			id, _ := s.Attr("id")
			_, named := s.Attr("aria-label")
			if !named && (id == "" || d.Find(`label[for="`+id+`"]`).Length() != 1) {
				t.Errorf("field %s has no label of its own", s.AttrOr("name", id))
			}
			for _, target := range strings.Fields(s.AttrOr("aria-describedby", "")) {
				if d.Find("#"+target).Length() != 1 {
					t.Errorf("field %s is described by #%s, which is not there", s.AttrOr("name", id), target)
				}
			}
		})
	})
	if fields < 40 {
		t.Errorf("only %d fields were looked at", fields)
	}
}

func TestEveryPageIsWholeAndAddressesStayHere(t *testing.T) {
	eachPage(t, func(t *testing.T, d *goquery.Document) {
		if n := d.Find("main h1").Length(); n != 1 {
			t.Errorf("%d headings of the first level, want 1", n)
		}
		if d.Find("title").Text() == "" || d.Find("html[lang]").Length() != 1 {
			t.Error("no title or no language")
		}
		d.Find("form[method=post]").Each(func(_ int, s *goquery.Selection) {
			if action := s.AttrOr("action", ""); !strings.HasPrefix(action, "/") || strings.HasPrefix(action, "//") {
				t.Errorf("form goes to %q", action)
			}
			if s.Find("button[type=submit]").Length() == 0 {
				t.Error("form cannot be sent without scripts")
			}
		})
		d.Find("link[rel=stylesheet], link[rel=preload], img[src], iframe[src]").Each(func(_ int, s *goquery.Selection) {
			if url := s.AttrOr("href", s.AttrOr("src", "")); strings.HasPrefix(url, "//") || strings.Contains(url, "://") {
				t.Errorf("the page loads %s", url)
			}
		})
		ids := map[string]bool{}
		d.Find("[id]").Each(func(_ int, s *goquery.Selection) {
			if id := s.AttrOr("id", ""); ids[id] {
				t.Errorf("id %q stands twice", id)
			} else {
				ids[id] = true
			}
		})
	})
}

// What an unverified document claims must not appear anywhere on the page:
// not in the title, the link preview or the footer either.
func TestNothingOfAnUnverifiedBadgeIsShown(t *testing.T) {
	v := page.BadgeView{State: page.StateUnverified, Content: woundCare(), Checks: goodChecks()[:1], URL: address}
	v.Checks[0].Text = "The content is not what was signed."
	html := string(render(t, page.Badge(v)))
	report := string(render(t, page.Verify(page.VerifyView{Report: &page.Report{State: page.StateUnverified, Content: &v.Content, Domain: "elsewhere.example"}})))
	c := woundCare()
	for _, claim := range []string{c.Name, c.Earner, c.Issuer.Name, c.Number, c.Skills[0].Name, c.Picture.URL, "Forty supervised", "This badge is valid"} {
		if strings.Contains(html, claim) {
			t.Errorf("the badge page shows %q", claim)
		}
		if strings.Contains(report, claim) {
			t.Errorf("the report shows %q", claim)
		}
	}
}

func TestBadgePageSaysItsState(t *testing.T) {
	for _, c := range []struct {
		state    page.State
		sentence string
	}{
		{page.StateValid, "This badge is valid. Riverbank College issued it to María José Núñez on March 1, 2026. It is valid until March 1, 2029."},
		{page.StateExpired, "This badge has expired. It was valid until March 1, 2029. Riverbank College issued it to María José Núñez on March 1, 2026."},
		{page.StateRevoked, "This badge was revoked. Riverbank College took it back on November 20, 2026. Reason: Issued by mistake"},
		{page.StateSuspended, "This badge is suspended. Riverbank College has put it on hold since November 20, 2026. Reason: Issued by mistake"},
		{page.StateSuperseded, "This badge was replaced by a newer one. Riverbank College issued it to María José Núñez on March 1, 2026. Open the newer badge"},
		{page.StateNotYet, "This badge is not valid yet. It becomes valid on March 1, 2026."},
		{page.StateUnknown, "This badge could not be checked completely. Issued by mistake"},
		{page.StateUnverified, "This badge cannot be verified. Issued by mistake"},
	} {
		t.Run(string(c.state), func(t *testing.T) {
			v := page.BadgeView{State: c.state, Content: woundCare(), Checks: goodChecks(), URL: address, Since: noon, Reason: "Issued by mistake"}
			d := parse(t, render(t, page.Badge(v)))
			got := strings.Join(strings.Fields(d.Find(".notice p").First().Text()), " ")
			if got != c.sentence {
				t.Errorf("the page says\n%q, want\n%q", got, c.sentence)
			}
			if c.state != page.StateValid && strings.Contains(d.Find("main").Text(), "is valid.") {
				t.Error("the page calls the badge valid")
			}
		})
	}
}

// A page of what is not public asks not to be indexed; only Meta.Index lifts it.
func TestPagesAreNotIndexedUnlessAsked(t *testing.T) {
	robots := func(index bool) int {
		v := page.BadgeView{State: page.StateValid, Content: woundCare()}
		v.Meta.Index = index
		return parse(t, render(t, page.Badge(v))).Find(`meta[name=robots][content=noindex]`).Length()
	}
	if robots(false) != 1 || robots(true) != 0 {
		t.Error("noindex does not follow Meta.Index")
	}
}

// The progress page follows the work by itself, with scripts and without, and
// stops when the work is done.
func TestBatchPageAsksAgainUntilDone(t *testing.T) {
	for _, done := range []bool{false, true} {
		v := page.BatchView{OrgFrame: page.OrgFrame{OrgSlug: "riverbank"}, BatchURL: "/org/riverbank/batches/7", Total: 10, Issued: 4, Done: done}
		html := string(render(t, page.Batch(v)))
		for _, sign := range []string{`http-equiv="refresh"`, `hx-get="/org/riverbank/batches/7"`} {
			if strings.Contains(html, sign) == done {
				t.Errorf("done %t: the page has %s: %t", done, sign, !done)
			}
		}
		if !done && parse(t, []byte(html)).Find(`progress[value="4"][max="10"]`).Length() != 1 {
			t.Error("the bar does not stand at 4 of 10")
		}
	}
}

func TestDaysAreReadableAndExact(t *testing.T) {
	d := parse(t, render(t, badge(page.Frame{}, page.StateValid, nil)))
	days := map[string]string{}
	d.Find(".facts time").Each(func(_ int, s *goquery.Selection) { days[s.AttrOr("datetime", "")] = s.Text() })
	if days["2026-03-01"] != "March 1, 2026" || days["2029-03-01"] != "March 1, 2029" {
		t.Errorf("days: %v", days)
	}
}
