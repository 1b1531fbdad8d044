package bake_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"laurel/openbadge/bake"
)

// FuzzExtract takes any picture. What comes out is bounded and of its form; baked again, it comes out the same and alone;
// every refusal is of a declared kind.
func FuzzExtract(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := bake.Extract(data)
		if err != nil {
			for _, kind := range []error{bake.ErrNotPicture, bake.ErrNoBadge, bake.ErrBroken, bake.ErrNotSVG} {
				if errors.Is(err, kind) {
					return
				}
			}
			t.Fatalf("an error of no kind: %v", err)
		}
		if len(p.Data) == 0 || len(p.Data) > bake.MaxCredential || p.Form == bake.JSON && p.Data[0] != '{' || p.Form == bake.JWT && bytes.Count(p.Data, []byte(".")) != 2 {
			t.Fatalf("taken out as %s of %s: %.200q", p.Form, p.Standard, p.Data)
		}
		if p.Form == bake.URL && (p.Standard != bake.OpenBadges2 || !strings.HasPrefix(string(p.Data), "http")) {
			t.Fatalf("taken out as an address: %q", p.Data)
		}
		rebake := bake.SVG
		if bytes.HasPrefix(data, []byte("\x89PNG")) {
			rebake = bake.PNG
		}
		again, err := rebake(data, p.Data)
		if err != nil || p.Standard == bake.CLR2 {
			return // a form that is not baked, or a picture with a place of another standard, which stays
		}
		second, err := bake.Extract(again)
		if err != nil || second.Standard != bake.OpenBadges3 || !bytes.Equal(second.Data, p.Data) || len(again) > len(data)+2*len(p.Data)+512 {
			t.Errorf("baked again, it comes out as %s %q, not %q: %v", second.Standard, second.Data, p.Data, err)
		}
	})
}

func TestBoundsOfPictures(t *testing.T) {
	large := strings.Repeat("x", bake.MaxCredential-7)
	for name, c := range map[string]struct{ picture, says string }{
		"PNG":               {"\x89PNG\r\n\x1a\n" + strings.Repeat("x", bake.MaxPicture), "at most 16777216"},
		"SVG":               {"<svg>" + strings.Repeat("x", bake.MaxSVG), "at most 4194304"},
		"depth":             {strings.Replace(drawing, "<circle", strings.Repeat("<g>", bake.MaxSVGDepth+1)+"<circle", 1), "deeper than 256"},
		"credential in SVG": {`<svg ` + ns3 + `><openbadges:credential>{"a":"` + large + `"}</openbadges:credential></svg>`, "not 1 to 262144"},
	} {
		if _, err := bake.Extract([]byte(c.picture)); !errors.Is(err, bake.ErrBroken) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %.200v", name, err)
		}
	}
	png := insert(picture(t), chunk("iTXt", "openbadgecredential\x00\x00\x00\x00\x00"+`{"a":"`+large+`"}`))
	if _, err := bake.Extract(png); !errors.Is(err, bake.ErrBroken) || !strings.Contains(err.Error(), "not 1 to 262144") {
		t.Errorf("credential in PNG: %v", err)
	}
}
