package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"laurel/internal/badge"
)

// Every guide opens for a stranger, and every link in it to a page of ours
// leads somewhere, down to the heading.
func TestNoLinkInTheGuidesIsDead(t *testing.T) {
	_, door, _ := founded(t)
	reader := visit(t, door)
	pages := []string{"/guides", "/sharing", "/faq"}
	reader.get("/guides").Find("main .guide-card a").Each(func(_ int, a *goquery.Selection) {
		pages = append(pages, a.AttrOr("href", ""))
	})
	if len(pages) < 10 {
		t.Fatalf("the list leads to %d pages only", len(pages))
	}
	pictures := map[string]bool{}
	for _, path := range pages {
		p := reader.get(path).status(http.StatusOK)
		p.Find("main .guide-prose img").Each(func(_ int, img *goquery.Selection) {
			pictures[img.AttrOr("src", "")] = true
			if img.AttrOr("alt", "") == "" || img.AttrOr("width", "0") == "0" {
				t.Errorf("%s shows %s without words or without its size", path, img.AttrOr("src", ""))
			}
			reader.get(img.AttrOr("src", "")).status(http.StatusOK)
			reader.get(img.Parent().Find("source").AttrOr("srcset", "")).status(http.StatusOK)
		})
		if text, _ := p.Find("main").Html(); strings.Contains(text, "picture:") {
			t.Errorf("%s names a picture that is not there", path)
		}
		p.Find("main a").Each(func(_ int, a *goquery.Selection) {
			href := a.AttrOr("href", "")
			to, err := url.Parse(href)
			if err != nil || to.Host != "" {
				t.Errorf("%s leads away, to %q", path, href)
				return
			}
			target := p
			if to.Path != "" {
				target = reader.get(to.Path).status(http.StatusOK)
			}
			if to.Fragment != "" && target.Find("#"+to.Fragment).Length() != 1 {
				t.Errorf("%s leads to %s, where no such heading is", path, href)
			}
		})
	}
	if len(pictures) < 9 {
		t.Errorf("the guides show %d pictures of pages only", len(pictures))
	}
	reader.get("/guides/no-such-guide").status(http.StatusNotFound)
	reader.get("/guides/faq").status(http.StatusNotFound)
}

// The signature holds the earner's own badge once they are logged in, with
// absolute addresses and what mail programs keep.
func TestRule11TheSignatureHoldsOnesOwnBadgeWithItsLink(t *testing.T) {
	w, door, _ := founded(t)
	a := w.Badge(t, ours(t, w).ID, "sail")
	code := w.Issue(t, a, "Ada <ada@example.org>")[0].Code
	w.Issue(t, w.Badge(t, ours(t, w).ID, "row"), "Ada <ada@example.org>")
	stranger, earner := visit(t, door), visit(t, door)
	stranger.get("/guides/signatures").says("Log in, and the signature stands here").saysNot("Badge sail")

	earner.post("/login", "email", "ada@example.org", "password", temporaryPassword.FindStringSubmatch(w.LetterText(t, badge.LetterIssued, "ada@example.org"))[1])
	earner.post("/password/change", "password", "three quiet rivers meet", "repeat", "three quiet rivers meet")
	p := earner.get("/guides/signatures?badge=" + string(code)).says("Badge sail").says("Copy for the mail program")
	source := p.Find("main textarea").Text()
	address := "https://badges.example.org/b/" + string(code)
	for _, want := range []string{`href="` + address + `"`, `src="` + address + `/signature.png"`, `alt="Badge sail, Riverbank College"`, "<table", `width="80"`} {
		if !strings.Contains(source, want) {
			t.Errorf("the source lacks %s: %s", want, source)
		}
	}
	earner.get("/guides/signatures?badge=someone-elses").says("Badge row")

	if got := p.Find(".signature-steps h3").Text(); got != "Outlook" || p.Find("#gmail").Length() != 0 {
		t.Errorf("beside it: %q", got)
	}
	gmail := earner.get("/guides/signatures?program=gmail&side=112&badge=" + string(code)).says("Open the gear").saysNot("Classic Outlook")
	if got := gmail.Find("main textarea").Text(); !strings.Contains(got, `width="112" height="112"`) || !strings.Contains(gmail.Find(`#program-2`).AttrOr("href", ""), "side=112") {
		t.Errorf("the picture is not as large as chosen: %s", got)
	}
	plain := earner.get("/guides/signatures?program=text-only&badge=" + string(code)).says("Copy the line")
	if plain.Find("[data-copy-html], main textarea").Length() != 0 || plain.Find("[data-copy]").First().AttrOr("data-copy", "") != "Badge sail, Riverbank College: "+address {
		t.Error("text only comes with more than text")
	}
	stranger.get("/guides/signatures").says("Open the gear").says("Classic Outlook")
}
