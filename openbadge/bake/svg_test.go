package bake_test

import (
	"errors"
	"strings"
	"testing"

	"laurel/openbadge/bake"
)

const (
	drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>A &amp; B</title><circle r="4"/></svg>`
	jws     = "eyJhbGciOiJSUzI1NiJ9.eyJpZCI6MX0.c2ln"
	ns3     = `xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"`
	ns2     = `xmlns:openbadges="http://openbadges.org"`
	nsSVG   = `xmlns="http://www.w3.org/2000/svg"`
)

func TestSVGGoldenBytes(t *testing.T) {
	const element = `<openbadges:credential><![CDATA[{"a":1}]]></openbadges:credential>`
	for _, c := range []struct{ name, svg, credential, want string }{
		{"JSON", drawing, `{"a":1}`, `<svg ` + ns3 + ` xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">` + element + `<title>A &amp; B</title><circle r="4"/></svg>`},
		{"JWT", `<svg/>`, jws, `<svg ` + ns3 + `><openbadges:credential verify="` + jws + `"></openbadges:credential></svg>`},
		{"end of character data inside", `<svg></svg>`, `{"a":"]]>]]>"}`, `<svg ` + ns3 + `><openbadges:credential><![CDATA[{"a":"]]]]><![CDATA[>]]]]><![CDATA[>"}]]></openbadges:credential></svg>`},
		{"tag without content", `<svg ` + nsSVG + ` />`, `{"a":1}`, `<svg ` + ns3 + ` ` + nsSVG + `>` + element + `</svg>`},
		{"with a prefix", `<g:svg xmlns:g='http://www.w3.org/2000/svg'/>`, `{"a":1}`, `<g:svg ` + ns3 + ` xmlns:g='http://www.w3.org/2000/svg'>` + element + `</g:svg>`},
		{"declared before", `<svg a="x=y" ` + ns3 + ` b='>'>t</svg>`, `{"a":1}`, `<svg a="x=y" ` + ns3 + ` b='>'>` + element + `t</svg>`},
		{"declared in the text of an attribute", `<svg a='xmlns:openbadges="x"'>t</svg>`, `{"a":1}`, `<svg ` + ns3 + ` a='xmlns:openbadges="x"'>` + element + `t</svg>`},
		{"a badge of 2.0 before", `<svg ` + ns2 + `> <openbadges:assertion verify="https://a.example/1"><![CDATA[{"b":2}]]></openbadges:assertion><g/></svg>`, `{"a":1}`, `<svg ` + ns3 + `>` + element + ` <g/></svg>`},
		{"two badges before", `<svg ` + ns3 + `><openbadges:credential verify="x"/><g><openbadges:credential>{}</openbadges:credential></g></svg>`, `{"a":1}`, `<svg ` + ns3 + `>` + element + `<g></g></svg>`},
		{"declaration and comments around", "\ufeff<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- c --><svg\n/><!-- d -->\n", `{"a":1}`, "\ufeff<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- c --><svg " + ns3 + `>` + element + "</svg><!-- d -->\n"},
	} {
		got, err := bake.SVG([]byte(c.svg), []byte(c.credential))
		if err != nil || string(got) != c.want {
			t.Errorf("%s:\n%s, %v; want\n%s", c.name, got, err, c.want)
			continue
		}
		if p, err := bake.Extract(got); err != nil || string(p.Data) != c.credential || p.Standard != bake.OpenBadges3 {
			t.Errorf("%s: taken out: %+v, %v", c.name, p, err)
		}
	}
}

func TestExtractSVG(t *testing.T) {
	const json2 = `{"type":"Assertion"}`
	in := func(attributes, body string) string {
		return "<svg " + nsSVG + " " + attributes + ">\n " + body + "\n<circle r='4'/></svg>"
	}
	for _, c := range []struct {
		name, svg string
		want      any // bake.Payload without its Data, or an error
		data      string
	}{
		{"3.0 JSON", in(ns3, `<openbadges:credential><![CDATA[ {"a":1} ]]></openbadges:credential>`), bake.Payload{Standard: bake.OpenBadges3, Form: bake.JSON}, `{"a":1}`},
		{"3.0 JSON as escaped text", in(ns3, `<openbadges:credential>{&quot;a&quot;:"&lt;"}</openbadges:credential>`), bake.Payload{Standard: bake.OpenBadges3, Form: bake.JSON}, `{"a":"<"}`},
		{"3.0 JWT", in(ns3, `<openbadges:credential verify="`+jws+`"/>`), bake.Payload{Standard: bake.OpenBadges3, Form: bake.JWT}, jws},
		{"3.0 with another prefix", in(`xmlns:o="https://purl.imsglobal.org/ob/v3p0"`, `<o:credential verify="`+jws+`"/>`), bake.Payload{Standard: bake.OpenBadges3, Form: bake.JWT}, jws},
		{"3.0 declared at the element", in(``, `<credential xmlns="https://purl.imsglobal.org/ob/v3p0" verify=" `+jws+` "></credential>`), bake.Payload{Standard: bake.OpenBadges3, Form: bake.JWT}, jws},
		{"3.0 after the picture", `<svg ` + ns3 + `><g/><openbadges:credential verify="` + jws + `"/></svg>`, bake.Payload{Standard: bake.OpenBadges3, Form: bake.JWT}, jws},
		{"2.0 hosted", in(ns2, `<openbadges:assertion verify="https://a.example/1"><![CDATA[`+"\n"+json2+"\n"+`]]></openbadges:assertion>`), bake.Payload{Standard: bake.OpenBadges2, Form: bake.JSON}, json2},
		{"2.0 signed", in(ns2, `<openbadges:assertion verify="`+jws+`"/>`), bake.Payload{Standard: bake.OpenBadges2, Form: bake.JWT}, jws},
		{"2.0 address", in(ns2, `<openbadges:assertion verify="https://a.example/1"> </openbadges:assertion>`), bake.Payload{Standard: bake.OpenBadges2, Form: bake.URL}, "https://a.example/1"},
		{"CLR", in(`xmlns:clr="https://purl.imsglobal.org/clr/v2p0"`, `<clr:credential><![CDATA[{}]]></clr:credential>`), bake.Payload{Standard: bake.CLR2, Form: bake.JSON}, `{}`},

		{"no badge", drawing, bake.ErrNoBadge, ""},
		{"prefix without a namespace", in(``, `<openbadges:credential verify="`+jws+`"/>`), bake.ErrBroken, ""},
		{"element of 2.0 in the namespace of 3.0", in(ns3, `<openbadges:assertion verify="`+jws+`"/>`), bake.ErrNoBadge, ""},
		{"badge in a comment", in(ns3, `<!--<openbadges:credential verify="`+jws+`"/>-->`), bake.ErrNoBadge, ""},
		{"badge in character data", in(ns3, `<desc><![CDATA[<openbadges:credential verify="`+jws+`"/>]]></desc>`), bake.ErrNoBadge, ""},
		{"two badges", in(ns3, strings.Repeat(`<openbadges:credential verify="`+jws+`"/>`, 2)), bake.ErrBroken, ""},
		{"two badges of two standards", in(ns3+` xmlns:o="http://openbadges.org"`, `<openbadges:credential verify="`+jws+`"/><o:assertion verify="`+jws+`"/>`), bake.ErrBroken, ""},
		{"badge in a badge", in(ns3, `<openbadges:credential><openbadges:credential verify="`+jws+`"/></openbadges:credential>`), bake.ErrBroken, ""},
		{"badge deeper in the picture", in(ns3, `<g><openbadges:credential verify="`+jws+`"/></g>`), bake.ErrBroken, ""},
		{"JWT and JSON", in(ns3, `<openbadges:credential verify="`+jws+`">{}</openbadges:credential>`), bake.ErrBroken, ""},
		{"2.0 signed with a body", in(ns2, `<openbadges:assertion verify="`+jws+`">{}</openbadges:assertion>`), bake.ErrBroken, ""},
		{"two JWT", in(ns3, `<openbadges:credential verify="`+jws+`" verify="`+jws+`"/>`), bake.ErrBroken, ""},
		{"JSON in the attribute", in(ns3, `<openbadges:credential verify="{}"/>`), bake.ErrBroken, ""},
		{"address in 3.0", in(ns3, `<openbadges:credential verify="https://a.example/1"/>`), bake.ErrBroken, ""},
		{"element in the badge", in(ns3, `<openbadges:credential>{}<g/></openbadges:credential>`), bake.ErrBroken, ""},
		{"comment in the badge", in(ns3, `<openbadges:credential>{<!-- -->}</openbadges:credential>`), bake.ErrBroken, ""},
		{"empty", in(ns3, `<openbadges:credential/>`), bake.ErrBroken, ""},
		{"other text", in(ns3, `<openbadges:credential>hello</openbadges:credential>`), bake.ErrBroken, ""},
		{"too large", in(ns3, `<openbadges:credential>{`+strings.Repeat(" ", bake.MaxCredential)+`}</openbadges:credential>`), bake.ErrBroken, ""},
		{"document type", `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">` + drawing, bake.ErrBroken, ""},
		{"entities", `<!DOCTYPE svg [<!ENTITY a "b"><!ENTITY b "&a;&a;">]><svg>&b;</svg>`, bake.ErrBroken, ""},
		{"unknown entity", in(ns3, `<openbadges:credential>&a;</openbadges:credential>`), bake.ErrBroken, ""},
		{"cut in the middle", drawing[:70], bake.ErrBroken, ""},
		{"two pictures", `<svg/><svg/>`, bake.ErrBroken, ""},
		{"crossed tags", `<svg><g></svg></g>`, bake.ErrBroken, ""},
		{"too deep", `<svg>` + strings.Repeat(`<g>`, bake.MaxSVGDepth), bake.ErrBroken, ""},
		{"too large a picture", drawing + strings.Repeat(" ", bake.MaxSVG), bake.ErrBroken, ""},
		{"another encoding", `<?xml version="1.0" encoding="ISO-8859-1"?><svg/>`, bake.ErrNotSVG, ""},
		{"not UTF-8", "<svg>\xff</svg>", bake.ErrNotSVG, ""},
		{"a web page", `<html><svg/></html>`, bake.ErrNotSVG, ""},
		{"another svg", `<svg xmlns="http://evil.example/"/>`, bake.ErrNotSVG, ""},
		{"only a comment", `<!-- svg -->`, bake.ErrNotSVG, ""},
		{"JSON", `{"a":1}`, bake.ErrNotPicture, ""},
		{"nothing", ``, bake.ErrNotPicture, ""},
	} {
		p, err := bake.Extract([]byte(c.svg))
		data := string(p.Data)
		p.Data = nil
		switch want := c.want.(type) {
		case error:
			if !errors.Is(err, want) {
				t.Errorf("%s: %+v, %v; want %v", c.name, p, err, want)
			}
		case bake.Payload:
			if err != nil || p.Standard != want.Standard || p.Form != want.Form || data != c.data {
				t.Errorf("%s: %+v %q, %v; want %+v %q", c.name, p, data, err, want, c.data)
			}
		}
	}
}

func TestExtractPNGOfEveryStandard(t *testing.T) {
	plain := picture(t)
	const fields = "\x00\x00\x00\x00\x00"
	for _, c := range []struct {
		name     string
		chunks   [][]byte
		standard bake.Standard
		form     bake.Form
		data     string
		err      error
	}{
		{"3.0 JSON", [][]byte{chunk("iTXt", "openbadgecredential"+fields+" {}\n")}, bake.OpenBadges3, bake.JSON, "{}", nil},
		{"3.0 JWT", [][]byte{chunk("iTXt", "openbadgecredential"+fields+jws)}, bake.OpenBadges3, bake.JWT, jws, nil},
		{"2.0 JSON", [][]byte{chunk("iTXt", "openbadges"+fields+"{}")}, bake.OpenBadges2, bake.JSON, "{}", nil},
		{"2.0 JWT", [][]byte{chunk("iTXt", "openbadges"+fields+jws)}, bake.OpenBadges2, bake.JWT, jws, nil},
		{"2.0 address", [][]byte{chunk("iTXt", "openbadges"+fields+"https://a.example/1")}, bake.OpenBadges2, bake.URL, "https://a.example/1", nil},
		{"legacy address", [][]byte{chunk("tEXt", "openbadges\x00http://a.example/1.json\n")}, bake.OpenBadges2, bake.URL, "http://a.example/1.json", nil},
		{"legacy signed", [][]byte{chunk("tEXt", "openbadges\x00"+jws)}, bake.OpenBadges2, bake.JWT, jws, nil},
		{"CLR", [][]byte{chunk("iTXt", "clrcredential"+fields+"{}")}, bake.CLR2, bake.JSON, "{}", nil},
		{"none", nil, "", "", "", bake.ErrNoBadge},
		{"two of one standard", [][]byte{chunk("iTXt", "openbadges"+fields+"{}"), chunk("iTXt", "openbadges"+fields+"{}")}, "", "", "", bake.ErrBroken},
		{"two of two standards", [][]byte{chunk("iTXt", "openbadges"+fields+"{}"), chunk("iTXt", "openbadgecredential"+fields+"{}")}, "", "", "", bake.ErrBroken},
		{"new and legacy", [][]byte{chunk("iTXt", "openbadges"+fields+"{}"), chunk("tEXt", "openbadges\x00https://a.example/1")}, "", "", "", bake.ErrBroken},
		{"compressed 2.0", [][]byte{chunk("iTXt", "openbadges\x00\x01\x00\x00\x00"+packed("{}"))}, "", "", "", bake.ErrBroken},
		{"zTXt of 2.0", [][]byte{chunk("zTXt", "openbadges\x00\x00"+packed("https://a.example/1"))}, "", "", "", bake.ErrBroken},
		{"tEXt of 3.0", [][]byte{chunk("tEXt", "openbadgecredential\x00{}")}, "", "", "", bake.ErrBroken},
		{"address in 3.0", [][]byte{chunk("iTXt", "openbadgecredential"+fields+"https://a.example/1")}, "", "", "", bake.ErrBroken},
		{"script as an address", [][]byte{chunk("tEXt", "openbadges\x00javascript:alert(1)")}, "", "", "", bake.ErrBroken},
		{"address with a space", [][]byte{chunk("tEXt", "openbadges\x00https://a.example/ 1")}, "", "", "", bake.ErrBroken},
		{"legacy with an umlaut", [][]byte{chunk("tEXt", "openbadges\x00https://a.example/\xfc")}, "", "", "", bake.ErrBroken},
		{"legacy, empty", [][]byte{chunk("tEXt", "openbadges\x00")}, "", "", "", bake.ErrBroken},
		{"legacy, only a keyword", [][]byte{chunk("tEXt", "openbadges")}, "", "", "", bake.ErrBroken},
		{"not UTF-8", [][]byte{chunk("iTXt", "openbadges"+fields+"{\xff}")}, "", "", "", bake.ErrBroken},
		{"wrong checksum", [][]byte{append(chunk("tEXt", "openbadges\x00https://a.example/1")[:38], 0, 0, 0, 0)}, "", "", "", bake.ErrBroken},
	} {
		p, err := bake.Extract(insert(plain, c.chunks...))
		if !errors.Is(err, c.err) || p.Standard != c.standard || p.Form != c.form || string(p.Data) != c.data {
			t.Errorf("%s: %+v %q, %v", c.name, p, p.Data, err)
		}
	}
}

func TestBakeSVGRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		svg, credential string
		want            error // nil: any
	}{
		"no credential":            {drawing, "", nil},
		"other text":               {drawing, "hello", nil},
		"an address":               {drawing, "https://a.example/1", nil},
		"huge credential":          {drawing, "{" + strings.Repeat(" ", bake.MaxCredential) + "}", nil},
		"not UTF-8":                {drawing, "{\"\xff\"}", nil},
		"a zero byte":              {drawing, "{\x00}", nil},
		"what XML has no sign for": {drawing, "{\"\uffff\"}", nil},
		"not a picture":            {"hello", "{}", bake.ErrNotSVG},
		"a PNG":                    {"\x89PNG\r\n\x1a\n", "{}", bake.ErrNotSVG},
		"cut picture":              {drawing[:60], "{}", bake.ErrBroken},
		"document type":            {"<!DOCTYPE svg>" + drawing, "{}", bake.ErrBroken},
		"prefix of another":        {`<svg xmlns:openbadges="http://else.example/"/>`, "{}", bake.ErrBroken},
		"prefix declared twice":    {`<svg ` + ns3 + ` ` + ns3 + `/>`, "{}", bake.ErrBroken},
	} {
		got, err := bake.SVG([]byte(c.svg), []byte(c.credential))
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %.80s, %v", name, got, err)
		}
	}
}

// Whatever is baked comes out again, and baking again leaves one badge.
func FuzzSVG(f *testing.F) {
	f.Add([]byte(drawing), []byte(`{"a":"]]>"}`))
	f.Add([]byte(`<svg `+ns2+` a = 'b' ><openbadges:assertion verify="https://a.example/1">{}</openbadges:assertion></svg>`), []byte(jws))
	f.Add([]byte(`<?xml version="1.0"?><s:svg xmlns:s="http://www.w3.org/2000/svg" `+ns3+`/>`), []byte("{}"))
	f.Fuzz(func(t *testing.T, svg, credential []byte) {
		_, _ = bake.Extract(svg)
		baked, err := bake.SVG(svg, credential)
		if err != nil {
			return
		}
		want := strings.ReplaceAll(strings.ReplaceAll(strings.TrimSpace(string(credential)), "\r\n", "\n"), "\r", "\n")
		for range 2 {
			p, err := bake.Extract(baked)
			if err != nil || string(p.Data) != want {
				t.Fatalf("baked as %q, but taken out: %q, %v", baked, p.Data, err)
			}
			if baked, err = bake.SVG(baked, credential); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func BenchmarkSVG(b *testing.B) {
	large := []byte(strings.Replace(drawing, "<circle", "<desc>"+strings.Repeat("x", 32<<10)+"</desc><circle", 1))
	credential := []byte(`{"a":"` + strings.Repeat("x", 3200) + `"}`)
	b.SetBytes(int64(len(large)))
	for b.Loop() {
		if _, err := bake.SVG(large, credential); err != nil {
			b.Fatal(err)
		}
	}
}
