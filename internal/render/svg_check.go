package render

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"
)

// The bounds of an SVG beyond its bytes.
const (
	maxDepth      = 100
	maxElements   = 20_000
	maxAttributes = 200 // of an element; a parser compares each with each
)

const svgNamespace = "http://www.w3.org/2000/svg"

// checkSVG refuses what must not reach the drawing engine, or would be missing
// from the picture without a word: document types and entities, programs, web
// page parts, and anything that lies outside the file.
func checkSVG(data []byte) error {
	if len(data) > maxVector {
		return &Refused{Sentence: fmt.Sprintf("The SVG has %d KB, and %d KB is the limit. Simplify it, or save it as PNG.", len(data)>>10, maxVector>>10)}
	}
	if !utf8.Valid(data) {
		return &Refused{Sentence: "The SVG is not saved as UTF-8. Save it as plain SVG, or as PNG."}
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	depth, elements, inStyle := 0, 0, false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return &Refused{Sentence: "The SVG is damaged or cut off. Save it as plain SVG, or as PNG.", Cause: err}
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			elements++
			switch {
			case elements == 1 && (t.Name.Local != "svg" || t.Name.Space != svgNamespace):
				return &Refused{Sentence: "This file is not a picture that can be used. Choose a PNG, JPEG or SVG file."}
			case depth > maxDepth || elements > maxElements:
				return &Refused{Sentence: "The SVG is too complex to be drawn. Simplify it, or save it as PNG."}
			}
			if err := checkElement(t); err != nil {
				return err
			}
			inStyle = t.Name.Local == "style"
		case xml.EndElement:
			depth--
			inStyle = false
		case xml.CharData:
			if inStyle && reachesOut(string(t)) {
				return errOutside
			}
		case xml.Directive:
			return &Refused{Sentence: "The SVG has a document type (a part that begins with <!DOCTYPE or <!ENTITY), which is not accepted. Save it as plain SVG, or as PNG."}
		case xml.ProcInst:
			if t.Target != "xml" {
				return errOutside
			}
		}
	}
	if elements == 0 {
		return &Refused{Sentence: "This file is not a picture that can be used. Choose a PNG, JPEG or SVG file."}
	}
	return nil
}

var errOutside = &Refused{Sentence: "The SVG uses something that lies outside the file: a picture, a font or a style. Embed it, turn text into paths, or save the picture as PNG."}

func checkElement(t xml.StartElement) error {
	switch strings.ToLower(t.Name.Local) {
	case "script", "handler", "listener":
		return &Refused{Sentence: "The SVG has a program in it (script). Save it as plain SVG, or as PNG."}
	case "foreignobject", "iframe":
		return &Refused{Sentence: "The SVG has parts of a web page in it (foreignObject), which cannot be drawn. Turn text into paths, or save the picture as PNG."}
	}
	if len(t.Attr) > maxAttributes {
		return &Refused{Sentence: "The SVG is too complex to be drawn. Simplify it, or save it as PNG."}
	}
	for _, a := range t.Attr {
		name, value := strings.ToLower(a.Name.Local), strings.TrimSpace(a.Value)
		switch {
		case a.Name.Space == "xmlns" || name == "xmlns":
		case name == "href" || name == "src":
			if !staysInside(value) {
				return errOutside
			}
		case strings.HasPrefix(name, "on") && a.Name.Space == "":
			return &Refused{Sentence: "The SVG has a program in it (" + name + "). Save it as plain SVG, or as PNG."}
		case reachesOut(value):
			return errOutside
		}
	}
	return nil
}

// staysInside accepts a reference within the file and embedded pixels. An
// embedded SVG is not one of them: it would pass by these checks.
func staysInside(ref string) bool {
	ref = strings.ToLower(ref)
	for _, prefix := range []string{"#", "data:image/png", "data:image/jpeg", "data:image/jpg", "data:image/gif", "data:image/webp"} {
		if strings.HasPrefix(ref, prefix) {
			return true
		}
	}
	return ref == ""
}

var cssURL = regexp.MustCompile(`(?i)url\(\s*["']?\s*([^"')\s]*)`)

// reachesOut finds url(…) and @import in a style that lead out of the file.
// Fonts inside the file are refused too: the engine does not read them.
func reachesOut(style string) bool {
	if !strings.Contains(style, "(") && !strings.Contains(style, "@") {
		return false
	}
	if strings.Contains(strings.ToLower(style), "@import") {
		return true
	}
	for _, m := range cssURL.FindAllStringSubmatch(style, -1) {
		if !staysInside(m[1]) {
			return true
		}
	}
	return false
}
