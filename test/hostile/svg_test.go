package hostile_test

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"laurel/internal/font"
	"laurel/internal/render"
	"laurel/test/hostile"
)

// patience is how long one drawing may take here. The engine's own limit is
// longer; that it holds is seen in its tests.
const patience = 3 * time.Second

// Every drawing is refused with a sentence, or what is kept of it is XML that
// names nothing outside itself and holds nothing that acts.
func TestHostileSVGs(t *testing.T) {
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Fatal("xmllint is not installed (Debian: libxml2-utils); it judges the files")
	}
	e := render.New(t.TempDir(), font.Carried())
	t.Cleanup(func() { _ = e.Close(context.Background()) })
	dir, files := t.TempDir(), hostile.SVGs()
	if len(files) < 200 {
		t.Errorf("%d files", len(files))
	}
	var kept []string
	refused := map[string]int{}
	for i, f := range files {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		_, err := e.Picture(ctx, f.Data)
		var vector []byte
		if err == nil {
			vector, err = e.Vector(ctx, f.Data)
		}
		cancel()
		no, is := errors.AsType[*render.Refused](err)
		switch {
		case is && len(no.Sentence) > 20 && strings.HasSuffix(no.Sentence, "."):
			refused[no.Sentence]++
			continue
		case errors.Is(err, context.DeadlineExceeded):
			refused["It takes too long."]++
			continue
		case err != nil:
			t.Errorf("%s: neither kept nor refused with a sentence: %v", f.Name, err)
			continue
		case vector == nil:
			continue // its pixels alone
		}
		for _, fault := range faults(vector) {
			t.Errorf("%s: kept with %s", f.Name, fault)
		}
		path := filepath.Join(dir, fmt.Sprintf("%d.svg", i))
		if err := os.WriteFile(path, vector, 0o600); err != nil {
			t.Fatal(err)
		}
		kept = append(kept, path)
	}
	if n := refused["It takes too long."]; n > 15 {
		t.Errorf("%d files take too long", n)
	}
	if len(kept) < 20 || len(refused) < 5 {
		t.Errorf("%d kept, refused for %d reasons: the files do not try everything", len(kept), len(refused))
	}
	t.Logf("%d files, %d kept as vectors, refused: %v", len(files), len(kept), refused)
	if out, err := exec.CommandContext(t.Context(), "xmllint", append([]string{"--nonet", "--noout"}, kept...)...).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("not XML: %v\n%.2000s", err, out)
	}
}

// faults is what in a kept drawing could act or lead away.
func faults(svg []byte) (list []string) {
	for d := xml.NewDecoder(strings.NewReader(string(svg))); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			return append(list, err.Error())
		}
		switch t := token.(type) {
		case xml.Directive, xml.ProcInst, xml.Comment:
			list = append(list, fmt.Sprintf("%T", t))
		case xml.CharData:
			if strings.TrimSpace(string(t)) != "" {
				list = append(list, "text")
			}
		case xml.StartElement:
			if t.Name.Space != "http://www.w3.org/2000/svg" || slices.Contains([]string{"script", "foreignObject", "a", "use", "set", "style", "text", "metadata", "title", "iframe"}, t.Name.Local) || strings.HasPrefix(t.Name.Local, "animate") {
				list = append(list, "<"+t.Name.Local+">")
			}
			for _, a := range t.Attr {
				v := strings.ToLower(a.Value)
				inside := strings.HasPrefix(v, "data:image/png;base64,") || strings.HasPrefix(v, "data:image/jpeg;base64,")
				leads := strings.Contains(v, ":") && !inside && a.Name.Local != "xmlns" && a.Name.Local != "style" || a.Name.Local == "href" && !inside
				if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") || leads || strings.Contains(v, "url(") && !strings.HasPrefix(v, "url(#p") || strings.Contains(v, "alert") {
					list = append(list, fmt.Sprintf("%s=%.80q", a.Name.Local, a.Value))
				}
			}
		}
	}
}
