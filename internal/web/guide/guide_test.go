package guide_test

import (
	"strings"
	"testing"

	"laurel/internal/locale"
	"laurel/internal/web/guide"
)

// Every text can be read in every language, and every section has an address of its own.
func TestEveryTextHasItsParts(t *testing.T) {
	for _, l := range locale.Languages {
		for _, slug := range append([]string{"sharing", "faq"}, guide.Guides...) {
			text, in, found := guide.Read(l, slug)
			if !found || in != l {
				t.Errorf("there is no text %s in %s", slug, l.Name())
				continue
			}
			if text.Title == "" || text.Lead == "" || strings.Contains(text.Lead, "\n\n") || len(text.Sections) < 3 {
				t.Errorf("%s: title %q, lead %q, %d sections", slug, text.Title, text.Lead, len(text.Sections))
			}
			seen := map[string]bool{}
			for _, s := range text.Sections {
				if s.ID == "" || seen[s.ID] || strings.TrimSpace(s.HTML) == "" {
					t.Errorf("%s: section %q has the address %q, which is empty or taken, or no text", slug, s.Heading, s.ID)
				}
				seen[s.ID] = true
				if strings.Contains(s.HTML, "raw HTML omitted") {
					t.Errorf("%s, %s: HTML in the text, which is not shown", slug, s.Heading)
				}
			}
		}
	}
}

func TestASignatureEscapesWhatOthersWrote(t *testing.T) {
	s := guide.Signature{Badge: `A "badge" <b>`, Organization: "R & D", URL: "https://badges.example.org/b/7KQ2M9XWTR4H", PictureURL: "https://badges.example.org/b/7KQ2M9XWTR4H.png", Side: 80, Verify: "Verify this badge"}
	html := s.HTML()
	if strings.Contains(html, "<b>") || !strings.Contains(html, "R &amp; D") || !strings.Contains(html, `width="80"`) {
		t.Errorf("the signature: %s", html)
	}
	if want := `A "badge" <b>, R & D: https://badges.example.org/b/7KQ2M9XWTR4H`; s.Text() != want {
		t.Errorf("the line: %s", s.Text())
	}
}
