package render

import (
	"bytes"
	"context"
	"encoding/base64"
	"strings"
	"testing"
)

// rich is an SVG with everything that drawing programs usually write.
func rich(t testing.TB) string {
	small := base64.StdEncoding.EncodeToString(asPNG(t, photo(8, 8)))
	return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="50mm" height="180" viewBox="10 10 100 80" preserveAspectRatio="xMinYMax slice">
<title>Secret title</title><metadata>secret metadata</metadata><desc>secret words</desc><!-- secret comment -->
<style>.band{fill:url(#a)}</style>
<defs><linearGradient id="a"><stop offset="0" stop-color="red" stop-opacity=".5"/><stop offset="1" stop-color="rgba(1,2,3,.4)"/></linearGradient>
<radialGradient id="r" gradientUnits="userSpaceOnUse" gradientTransform="rotate(20)" spreadMethod="reflect" fx="3" cx="5" r="9"><stop offset="0"/><stop offset="1" stop-color="blue"/></radialGradient>
<pattern id="p" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="scale(2)"><circle r="4"/></pattern>
<clipPath id="c" clip-path="url(#c2)"><circle cx="40" cy="40" r="20"/><rect width="4" height="5" clip-rule="evenodd"/></clipPath><clipPath id="c2"><rect width="50" height="50"/></clipPath>
<mask id="m" mask-type="alpha"><rect width="60" height="60" fill="#fff"/></mask>
<filter id="f"><feGaussianBlur stdDeviation="2 3" in="SourceAlpha" result="bl"/><feOffset dx="3" dy="2" in="bl"/><feFlood flood-color="red" flood-opacity=".3"/>
<feComposite in2="bl" operator="in"/><feMerge><feMergeNode/><feMergeNode in="SourceGraphic"/></feMerge><feBlend mode="multiply" in2="SourceGraphic"/>
<feColorMatrix values="1 0 0 0 0 0 1 0 0 0 0 0 1 0 0 0 0 0 1 0"/><feComponentTransfer><feFuncA type="table" tableValues="0 .5 1"/><feFuncR type="gamma" amplitude="2" exponent="3" offset=".1"/>
<feFuncG type="linear" slope="2" intercept="1"/></feComponentTransfer><feDropShadow dx="2" dy="2" stdDeviation="1"/><feComposite operator="arithmetic" k1="1" k2="2" in2="bl"/>
<feColorMatrix type="hueRotate" values="30"/><feMorphology operator="dilate" radius="2"/></filter></defs>
<g id="x" opacity=".5" style="mix-blend-mode:multiply;isolation:isolate" transform="translate(30 40)"><rect class="band" width="30" height="30" stroke="url(#r)" stroke-width="3" stroke-dasharray="2 3" stroke-dashoffset="1" stroke-linejoin="round" stroke-linecap="square" stroke-miterlimit="7" stroke-opacity=".3" fill-opacity=".4" fill-rule="evenodd"/></g>
<circle cx="40" cy="40" r="30" fill="url(#p)" clip-path="url(#c)" mask="url(#m)"/><circle cx="70" cy="70" r="5" filter="url(#f)" paint-order="stroke" stroke="#00f" shape-rendering="crispEdges"/>
<path d="M30 30h20a5 5 0 0 1 9 9z" filter="blur(3px) drop-shadow(2px 2px red)"/><image x="20" y="30" width="9" height="10" preserveAspectRatio="xMidYMid slice" xlink:href="data:image/png;base64,` + small + `"/>
<text x="33" y="40">Text</text><rect visibility="hidden" width="4" height="4"/></svg>`
}

func TestVectorsLookLikeTheFileTheyCameFrom(t *testing.T) {
	files := map[string][]byte{"a drawing program's": []byte(rich(t)), "a badge": fileOf(t, "testdata/badge-wound-care.svg")}
	for name, file := range files {
		t.Run(name, func(t *testing.T) {
			kept, err := engine.Vector(t.Context(), file)
			if err != nil || kept == nil {
				simple, _ := engine.Simplify(t.Context(), file)
				_, why := rewrite(simple)
				t.Fatalf("no vectors are kept: %v, %v", err, why)
			}
			before, err := engine.Picture(t.Context(), file)
			if err != nil {
				t.Fatal(err)
			}
			after, err := engine.Picture(t.Context(), kept)
			if err != nil {
				t.Fatal(err)
			}
			if d := difference(pixelsOf(t, before.PNG), pixelsOf(t, after.PNG)); d > 0.3 || before.Width != after.Width || before.Height != after.Height {
				t.Errorf("differs by %.3f of 255", d)
			}
			if bytes.Contains(kept, []byte("ecret")) {
				t.Error("words of the file are still there")
			}
			again, err := engine.Vector(t.Context(), file)
			if err != nil || !bytes.Equal(kept, again) {
				t.Errorf("the same file gives other bytes: %v", err)
			}
		})
	}
}

func TestVectorsThatAreNotOnTheListAreNotKept(t *testing.T) {
	const begin, end = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9">`, `</svg>`
	for name, body := range map[string]string{
		"script":                 `<script>alert(1)</script>`,
		"handler":                `<g onload="alert(1)"/>`,
		"foreignObject":          `<foreignObject/>`,
		"animation":              `<path d="M 0 0"><animate attributeName="href" to="javascript:alert(1)"/></path>`,
		"link":                   `<a href="https://example.org"><path d="M 0 0"/></a>`,
		"use":                    `<use href="#x"/>`,
		"other namespace":        `<g xmlns="http://www.w3.org/1999/xhtml"/>`,
		"attribute of another":   `<g xmlns:o="urn:o" o:opacity="1"/>`,
		"xml:base":               `<g xml:base="https://example.org/"/>`,
		"text":                   `<g>words</g>`,
		"style element":          `<style>*{}</style>`,
		"style beyond blending":  `<g style="background:url(https://example.org)"/>`,
		"paint elsewhere":        `<path fill="url(https://example.org/#a)" d="M 0 0"/>`,
		"paint with a fallback":  `<path fill="url(#a) red" d="M 0 0"/>`,
		"paint without a part":   `<path fill="url(#a)" d="M 0 0"/>`,
		"color by name":          `<path fill="red" d="M 0 0"/>`,
		"number that is none":    `<g opacity="NaN"/>`,
		"number without end":     `<g opacity="1e999"/>`,
		"number of a program":    `<g opacity="1&quot; onload=&quot;alert(1)"/>`,
		"transform of a script":  `<g transform="matrix(1 0 0 1 0 expression)"/>`,
		"path with other things": `<path d="M 0 0 &quot;&gt;"/>`,
		"path cut off":           `<path d="M 0"/>`,
		"path that draws first":  `<path d="L 0 0"/>`,
		"picture elsewhere":      `<image href="https://example.org/x.png"/>`,
		"picture of text":        `<image href="data:text/html;base64,PGI+"/>`,
		"picture of SVG":         `<image href="data:image/png;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4="/>`,
		"picture bomb":           `<image href="data:image/png;base64,` + base64.StdEncoding.EncodeToString(bomb(30_000, 30_000, 8, 6)) + `"/>`,
		"svg within":             `<svg/>`,
		"one name twice":         `<g id="a"/><g id="a"/>`,
		"noise":                  `<filter id="f"><feTurbulence/></filter>`,
		"instruction":            `<?xml-stylesheet href="https://example.org"?>`,
		"comment":                `<!-- words -->`,
		"depth":                  strings.Repeat("<g>", 300) + strings.Repeat("</g>", 300),
		"damaged":                `<g`,
	} {
		if out, err := rewrite([]byte(begin + body + end)); err == nil {
			t.Errorf("%s is written: %s", name, out)
		}
	}
	if _, err := rewrite([]byte(begin + `<g id="a"/>` + end)); err != nil {
		t.Errorf("a harmless one is not: %v", err)
	}
}

func TestPixelsHaveNoVectors(t *testing.T) {
	if v, err := engine.Vector(context.Background(), asPNG(t, photo(8, 8))); v != nil || err != nil {
		t.Errorf("%s %v", v, err)
	}
}
