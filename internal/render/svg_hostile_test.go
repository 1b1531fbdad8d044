package render

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"laurel/internal/font"
)

func svg(body string) string {
	return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100">` + body + `</svg>`
}

// laughs is an entity bomb told with <use>: ten levels of ten.
func laughs() string {
	var b strings.Builder
	b.WriteString(`<defs><circle id="a0" r="5"/>`)
	for i := range 9 {
		fmt.Fprintf(&b, `<g id="a%d">%s</g>`, i+1, strings.Repeat(fmt.Sprintf(`<use href="#a%d"/>`, i), 10))
	}
	b.WriteString(`</defs><use href="#a9"/>`)
	return b.String()
}

func TestHostileSVGIsRefusedWithASentence(t *testing.T) {
	const doctype = "document type"
	cases := map[string]struct{ file, says string }{
		"script":               {svg(`<script>alert(1)</script>`), "script"},
		"script in other case": {svg(`<SCRIPT>alert(1)</SCRIPT>`), "script"},
		"script in a prefix":   {`<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>1</s:script></s:svg>`, "script"},
		"event handler":        {svg(`<rect onload="alert(1)" width="9" height="9"/>`), "onload"},
		"foreignObject":        {svg(`<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>`), "foreignObject"},
		"script link":          {svg(`<a href="javascript:alert(1)"><circle r="9"/></a>`), "outside"},
		"picture elsewhere":    {svg(`<image href="https://example.org/x.png" width="9" height="9"/>`), "outside"},
		"picture in a file":    {svg(`<image xlink:href="file:///etc/passwd" width="9" height="9"/>`), "outside"},
		"picture by path":      {svg(`<image xlink:href="../../etc/passwd" width="9" height="9"/>`), "outside"},
		"use elsewhere":        {svg(`<use href="http://example.org/x.svg#a"/>`), "outside"},
		"SVG in an SVG":        {svg(`<image href="data:image/svg+xml;base64,PHN2Zy8+" width="9" height="9"/>`), "outside"},
		"style elsewhere":      {svg(`<style>@import url("https://example.org/x.css");</style>`), "outside"},
		"font elsewhere":       {svg(`<style>@font-face{font-family:x;src:url(https://example.org/x.woff)}</style>`), "outside"},
		"fill elsewhere":       {svg(`<rect fill="url( 'https://example.org/x.svg#a' )" width="9" height="9"/>`), "outside"},
		"stylesheet":           {`<?xml version="1.0"?><?xml-stylesheet href="https://example.org/x.css"?>` + svg(""), "outside"},
		"entity bomb":          {`<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>` + svg("<text>&b;</text>"), doctype},
		"external entity":      {`<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + svg("<text>&x;</text>"), doctype},
		"document type alone":  {`<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">` + svg(""), doctype},
		"unknown entity":       {svg("<text>&nbsp;</text>"), "damaged"},
		"cut off":              {`<svg xmlns="http://www.w3.org/2000/svg"><g>`, "damaged"},
		"no namespace":         {`<svg><circle r="9"/></svg>`, "not a picture"},
		"not UTF-8":            {svg("<text>Bj\xf6rn</text>"), "UTF-8"},
		"other encoding":       {`<?xml version="1.0" encoding="UTF-16"?>` + svg(""), "damaged"},
		"deep nesting":         {svg(strings.Repeat("<g>", 5000) + strings.Repeat("</g>", 5000)), "too complex"},
		"many elements":        {svg(strings.Repeat("<g/>", 30_000)), "too complex"},
		"no size":              {`<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"/>`, ""},
		"a line":               {`<svg xmlns="http://www.w3.org/2000/svg" width="100000" height="1"/>`, "far longer"},
		"numbers beyond all":   {`<svg xmlns="http://www.w3.org/2000/svg" width="1e39" height="1e39"/>`, ""},
		"billion laughs":       {svg(laughs()), ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := engine.Picture(context.Background(), []byte(c.file))
			var refused *Refused
			if !errors.As(err, &refused) || !strings.Contains(refused.Sentence, c.says) {
				t.Errorf("got %v, want a refusal that says %q", err, c.says)
			}
			if refused != nil {
				t.Logf("%s (%.120v)", refused.Sentence, refused.Cause)
			}
		})
	}
}

func TestOddSVGIsDrawnWithinItsBounds(t *testing.T) {
	pixels := base64.StdEncoding.EncodeToString(bomb(30_000, 30_000, 8, 6))
	cases := map[string]string{
		"huge":         `<svg xmlns="http://www.w3.org/2000/svg" width="1000000" height="1000000"><circle r="9"/></svg>`,
		"tiny":         `<svg xmlns="http://www.w3.org/2000/svg" width="0.001" height="0.001"><circle r="9"/></svg>`,
		"wide":         `<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="100"><circle r="9"/></svg>`,
		"no viewBox":   `<svg xmlns="http://www.w3.org/2000/svg"><circle r="9"/></svg>`,
		"picture bomb": svg(`<image href="data:image/png;base64,` + pixels + `" width="9" height="9"/>`),
		"blur of everything": svg(`<filter id="f"><feGaussianBlur stdDeviation="1000"/></filter>` +
			strings.Repeat(`<g filter="url(#f)">`, 40) + `<circle r="90"/>` + strings.Repeat(`</g>`, 40)),
		"noise of everything": svg(`<filter id="f"><feTurbulence baseFrequency="9" numOctaves="1000"/></filter>` + strings.Repeat(`<rect width="100" height="100" filter="url(#f)"/>`, 50)),
		"use of itself":       svg(`<g id="a"><use href="#a"/></g>`),
		"mask of itself":      svg(`<mask id="m"><rect mask="url(#m)" width="9" height="9"/></mask><rect mask="url(#m)" width="9" height="9"/>`),
		"pattern in pattern":  svg(`<pattern id="p" width="1e-9" height="1e-9"><rect fill="url(#p)" width="9" height="9"/></pattern><rect fill="url(#p)" width="99" height="99"/>`),
		"dashes":              svg(`<path stroke="#000" stroke-dasharray="1e-7" d="M0 0L1e9 1e9"/>`),
		"text of nothing":     svg(`<text font-size="1e9">x</text><text font-family="nowhere">北京 שלום</text>`),
		"animation":           svg(`<circle r="9"><animate attributeName="r" to="1e9" dur="1s" repeatCount="indefinite"/></circle>`),
	}
	e := New(engine.cacheDir, font.Carried())
	e.drawTime = time.Second
	t.Cleanup(func() { _ = e.Close(context.Background()) })
	if err := e.prepare(context.Background()); err != nil {
		t.Fatal(err)
	}
	for name, file := range cases {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			p, err := e.Picture(context.Background(), []byte(file))
			took := time.Since(began)
			var refused *Refused
			if err != nil && !errors.As(err, &refused) {
				t.Errorf("neither drawn nor refused: %v", err)
			}
			if p.Width > keptSide || p.Height > keptSide {
				t.Errorf("%d by %d", p.Width, p.Height)
			}
			if took > e.drawTime+5*time.Second {
				t.Errorf("took %v", took)
			}
			t.Logf("%v, %d by %d, %d bytes, %v", took.Round(time.Millisecond), p.Width, p.Height, len(p.PNG), err)
		})
	}
	if _, err := e.Picture(context.Background(), []byte(svg(`<circle r="9"/>`))); err != nil {
		t.Errorf("after all that, a good SVG is refused: %v", err)
	}
}

func TestOrdinarySVGIsDrawn(t *testing.T) {
	small := base64.StdEncoding.EncodeToString(asPNG(t, photo(8, 8)))
	cases := map[string]string{
		"prolog, comment and byte order mark": "\ufeff<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- <!DOCTYPE in a comment> -->\n" + svg(`<circle r="90"/>`),
		"embedded picture":                    svg(`<image xlink:href="data:image/png;base64,` + small + `" width="90" height="90"/>`),
		"style with class and gradient":       svg(`<style><![CDATA[.a{fill:url(#g)} @media print{.a{fill:red}}]]></style><linearGradient id="g"><stop stop-color="#f00"/></linearGradient><rect class="a" width="90" height="90"/>`),
		"metadata of an editor":               svg(`<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:x r:resource="http://purl.org/dc/dcmitype/StillImage"/></r:RDF></metadata><circle r="90"/>`),
		"shadows in shadows": svg(`<filter id="s"><feDropShadow dx="1" dy="1" stdDeviation="2"/></filter>` +
			strings.Repeat(`<g filter="url(#s)" opacity=".9"><circle cx="50" cy="50" r="40"/>`, 2) + strings.Repeat(`</g>`, 2)),
	}
	for name, file := range cases {
		t.Run(name, func(t *testing.T) {
			p, err := engine.Picture(context.Background(), []byte(file))
			if err != nil {
				t.Fatal(err)
			}
			if _, _, _, alpha := pixelsOf(t, p.PNG).At(480, 480).RGBA(); alpha == 0 {
				t.Error("nothing drawn")
			}
		})
	}
}

func TestDrawingEndsWithTheRequest(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := engine.drawSVG(ctx, []byte(svg(`<circle r="9"/>`)))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestTextInEveryFamilyIsDrawn(t *testing.T) {
	empty, err := engine.Picture(context.Background(), []byte(svg("")))
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range []string{"DejaVu Sans", "sans-serif", "serif", "monospace", "cursive", "fantasy"} {
		p, err := engine.Picture(context.Background(), []byte(svg(`<text y="50" font-size="30" font-family="`+family+`">Å</text>`)))
		if err != nil || bytes.Equal(p.PNG, empty.PNG) {
			t.Errorf("%s: nothing drawn, %v", family, err)
		}
	}
}

func TestCompiledEngineIsKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	for range 2 {
		e := New(dir, font.Carried())
		if _, err := e.Picture(context.Background(), []byte(svg(`<circle r="9"/>`))); err != nil {
			t.Fatal(err)
		}
		if err := e.Close(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	found, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil || len(found) == 0 {
		t.Errorf("nothing in the cache, %v", err)
	}
	info, err := os.Stat(dir)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
		t.Errorf("others can write what is run: %v %v", info.Mode(), err)
	}
}
