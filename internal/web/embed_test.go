package web_test

import (
	"encoding/json"
	"fmt"
	"image"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"laurel/test/world"
)

// What a site is given that turns an address into a card fits into the room
// that it says it has (oEmbed 1.0, sections 2.2 and 2.3.4).
func TestOEmbedFollowsTheRoomThereIs(t *testing.T) {
	w, door, _ := founded(t)
	code := string(w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada <ada@example.org>")[0].Code)
	page := visit(t, door).get("/b/" + code)
	discovered := strings.TrimPrefix(page.Find(`link[rel=alternate][type="application/json+oembed"]`).AttrOr("href", ""), world.PublicURL)
	if discovered == "" {
		t.Fatal("the badge page does not say where its card is")
	}
	for _, c := range []struct {
		room, frame   string
		width, height int
	}{
		{"", "/embed", 460, 170},
		{"&maxwidth=1000&maxheight=1000", "/embed", 460, 170},
		{"&maxwidth=459", "/embed?size=line", 400, 92},
		{"&maxwidth=300", "/embed?size=tall", 280, 400},
		{"&maxwidth=300&maxheight=100", "/embed?size=line", 300, 92},
		{"&maxheight=169", "/embed?size=line", 400, 92},
		{"&maxwidth=-1&maxheight=x", "/embed", 460, 170},
		{"&maxwidth=1&maxheight=1", "/embed?size=line", 1, 1},
	} {
		var card struct {
			Type, Version, HTML string
			Width, Height       int
			ThumbURL            string `json:"thumbnail_url"`
			ThumbWidth          int    `json:"thumbnail_width"`
			ThumbHeight         int    `json:"thumbnail_height"`
		}
		p := raw(t, door, discovered+c.room, "*/*").status(http.StatusOK)
		if err := json.Unmarshal([]byte(p.body), &card); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{fmt.Sprintf(`src="%s/b/%s%s"`, world.PublicURL, code, c.frame), fmt.Sprintf(`width="%d" height="%d"`, c.width, c.height)} {
			if !strings.Contains(card.HTML, want) {
				t.Errorf("%s: %s is not in %s", c.room, want, card.HTML)
			}
		}
		if card.Type != "rich" || card.Version != "1.0" || card.Width != c.width || card.Height != c.height || strings.Contains(card.HTML, "<script") {
			t.Errorf("%s: %+v", c.room, card)
		}
		if c.width == 1 {
			if card.ThumbURL != "" {
				t.Errorf("%s: a thumbnail of %d pixels", c.room, card.ThumbWidth)
			}
			continue
		}
		thumbnail, err := url.Parse(card.ThumbURL)
		if err != nil {
			t.Fatal(err)
		}
		picture := raw(t, door, thumbnail.RequestURI(), "*/*").status(http.StatusOK)
		pictured(t, picture, "png")
		size, _, err := image.DecodeConfig(strings.NewReader(picture.body))
		if err != nil || size.Width != card.ThumbWidth || size.Height != card.ThumbHeight {
			t.Errorf("%s: the thumbnail has %d by %d, and says %d by %d", c.room, size.Width, size.Height, card.ThumbWidth, card.ThumbHeight)
		}
	}
}

// What was pasted somewhere years ago shows a badge, whatever its address asks
// for, in the colors that it asks for.
func TestAnEmbedHasSizesAndThemes(t *testing.T) {
	w, door, _ := founded(t)
	code := string(w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada <ada@example.org>")[0].Code)
	for query, want := range map[string][2]string{
		"": {"embed embed-card", "embed-page theme-auto"}, "?size=tall&theme=dark": {"embed embed-tall", "embed-page theme-dark"},
		"?size=line&theme=light": {"embed embed-line", "embed-page theme-light"}, `?size="><script>&theme=purple`: {"embed embed-card", "embed-page theme-auto"},
	} {
		p := visit(t, door).get("/b/" + code + "/embed" + strings.ReplaceAll(query, `"><script>`, "%22%3E%3Cscript%3E")).status(http.StatusOK).says("Badge sail")
		if got := [2]string{p.Find("body").AttrOr("class", ""), p.Find("html").AttrOr("class", "")}; got != want {
			t.Errorf("%s: %q", query, got)
		}
		if p.Find("script").Length() != 0 || p.Find("a[target=_top]").Length() != 1 {
			t.Errorf("%s: a script, or no link out of the frame", query)
		}
	}
}

// Every policy says who may frame, because default-src does not.
func TestOnlyTheEmbedMayBeFramed(t *testing.T) {
	policies := regexp.MustCompile(`(?m)^\s*(?:const )?(\w*[pP]olicy)\s*=\s*(.+)$`)
	seen := 0
	for _, file := range []string{"security.go", "embed.go"} {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range policies.FindAllStringSubmatch(string(source), -1) {
			seen++
			everybody := strings.Contains(p[2], "frame-ancestors *")
			said := strings.Contains(p[2], "frame-ancestors") || strings.HasPrefix(p[2], "pagePolicy")
			if !said || everybody != (p[1] == "embedPolicy") {
				t.Errorf("%s = %s", p[1], p[2])
			}
		}
	}
	if seen < 7 {
		t.Errorf("%d policies found", seen)
	}
	w, door, _ := founded(t)
	code := string(w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada <ada@example.org>")[0].Code)
	for _, path := range []string{"/", "/login", "/b/" + code, "/b/" + code + ".png", "/b/" + code + ".svg", "/b/" + code + ".json", "/b/" + code + "/qr.svg", "/b/" + code + "/card.png", "/oembed", "/static/nothing", "/nothing"} {
		if policy := raw(t, door, path, "*/*").Header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("%s comes with %q", path, policy)
		}
	}
}
