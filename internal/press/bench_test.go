package press_test

import (
	"fmt"
	"testing"

	"laurel/internal/press"
)

// A card for one more earner of a badge whose picture was drawn before.
func BenchmarkCard(b *testing.B) {
	for name, facts := range map[string]press.Facts{"Latin": twenty["logo"], "Arabic": twenty["arabic"], "Devanagari": twenty["devanagari"]} {
		b.Run(name, func(b *testing.B) {
			p, blobs := folder(b)
			facts.Account, facts.Picture = "ada", kept(b, blobs, facts.Picture)
			if facts.Logo != "" {
				facts.Logo = kept(b, blobs, facts.Logo)
			}
			first := facts.Earner
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				facts.Earner = fmt.Sprint(first, " ", n)
				if _, err := p.Shape(b.Context(), press.Card, facts); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
