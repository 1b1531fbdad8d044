package render

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
)

func TestTextBecomesOutlines(t *testing.T) {
	out, err := engine.Simplify(context.Background(), []byte(svg(`<style>.big{font-size:20px;fill:#123456}</style><text class="big" x="5" y="50">Åse &amp; co</text><use href="#a"/><defs><rect id="a" width="9" height="9"/></defs>`)))
	if err != nil {
		t.Fatal(err)
	}
	for _, gone := range []string{"<text", "<style", "<use", "class="} {
		if bytes.Contains(out, []byte(gone)) {
			t.Errorf("still has %s", gone)
		}
	}
	if !bytes.Contains(out, []byte("#123456")) || strings.Count(string(out), "<path") < 2 {
		t.Errorf("outlines or color are gone: %s", out)
	}
}

func TestSimplifyRefusesWhatPictureRefuses(t *testing.T) {
	for _, body := range []string{`<script>1</script>`, `<image href="https://example.org/x.png" width="9" height="9"/>`, laughs()} {
		_, err := engine.Simplify(context.Background(), []byte(svg(body)))
		if _, refused := errors.AsType[*Refused](err); !refused {
			t.Errorf("%.40s: %v", body, err)
		}
	}
}

func BenchmarkSimplifyText(b *testing.B) {
	one := []byte(svg(`<text x="5" y="50">Anna Example</text>`))
	for b.Loop() {
		if _, err := engine.Simplify(context.Background(), one); err != nil {
			b.Fatal(err)
		}
	}
}
