package bake

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// ErrNotPicture says that bytes are neither a PNG nor an SVG picture.
var ErrNotPicture = errors.New("this is neither a PNG nor an SVG picture")

// Standard is the standard by which a credential was baked into a picture. What it says of itself is for the reader of
// the credential.
type Standard string

// Standards whose places in pictures are known.
const (
	OpenBadges3 Standard = "Open Badges 3.0"
	OpenBadges2 Standard = "Open Badges 2.0"
	CLR2        Standard = "Comprehensive Learner Record 2.0"
)

// Form is how a credential was written into a picture.
type Form string

// Forms of payloads.
const (
	JSON Form = "JSON" // an object, with its proof inside or, of Open Badges 2.0, hosted at its id
	JWT  Form = "JWT"  // a compact JWS
	URL  Form = "URL"  // the address of a hosted assertion; Open Badges 2.0 and before only
)

// Payload is what Extract found in a picture.
type Payload struct {
	Standard Standard
	Form     Form
	Data     []byte // without white space around it
}

// place is where one standard puts a credential: the keyword of a PNG text chunk, and the element of an SVG.
type place struct {
	standard  Standard
	keyword   string
	namespace string
	element   string
}

// places are in the standards' chapters on baking: Open Badges 3.0, Document Formats; Open Badges 2.0, Baking
// Specification; CLR 2.0, Document Formats.
var places = []place{
	{OpenBadges3, keyword, namespace3, "credential"},
	{OpenBadges2, keyword2, namespace2, "assertion"},
	{CLR2, "clrcredential", "https://purl.imsglobal.org/clr/v2p0", "credential"},
}

// Extract takes the one credential out of a PNG or SVG picture, whichever of the known standards baked it. Errors wrap
// ErrNotPicture, ErrNoBadge, or ErrBroken for a picture with more than one credential, a compressed one, or one in a
// form that its standard does not know: what a person would see cannot be told then.
func Extract(data []byte) (Payload, error) {
	switch {
	case bytes.HasPrefix(data, []byte(signature)):
		return extractPNG(data)
	case isSVG(data):
		return extractSVG(data)
	}
	return Payload{}, ErrNotPicture
}

func extractPNG(png []byte) (Payload, error) {
	chunks, err := split(png)
	if err != nil {
		return Payload{}, err
	}
	var at place
	var found *chunk
	for _, c := range chunks {
		word, _ := c.keyword()
		for _, p := range places {
			if word != p.keyword {
				continue
			}
			if found != nil {
				return Payload{}, fmt.Errorf("%w: it carries more than one badge", ErrBroken)
			}
			at, found = p, &c
		}
	}
	if found == nil {
		return Payload{}, ErrNoBadge
	}
	if at.standard == OpenBadges2 && found.kind == "tEXt" {
		return found.legacy()
	}
	text, err := found.payload()
	if err != nil {
		return Payload{}, err
	}
	return read(at.standard, text)
}

// legacy reads the text chunk that was used before baking was specified: the address of an assertion, or a signed one
// (Open Badges 2.0, Baking Specification, Legacy PNGs). It is Latin-1, of which only ASCII can be meant.
func (c chunk) legacy() (Payload, error) {
	if !c.intact() {
		return Payload{}, fmt.Errorf("%w: the checksum of the badge in it is wrong", ErrBroken)
	}
	_, text := c.keyword()
	if bytes.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return Payload{}, fmt.Errorf("%w: the badge in it is neither an address nor signed", ErrBroken)
	}
	return read(OpenBadges2, text)
}

// compact is the outer form of a compact JWS (RFC 7515, section 7.1). The payload may be detached in no badge.
var compact = regexp.MustCompile(`^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$`)

// read tells the form of a payload.
func read(standard Standard, text []byte) (Payload, error) {
	text = bytes.TrimSpace(text)
	p := Payload{Standard: standard, Data: bytes.Clone(text)}
	switch {
	case len(text) == 0 || len(text) > MaxCredential:
		return Payload{}, fmt.Errorf("%w: the badge in it has %d bytes, not 1 to %d", ErrBroken, len(text), MaxCredential)
	case !utf8.Valid(text):
		return Payload{}, fmt.Errorf("%w: the badge in it is not UTF-8 text", ErrBroken)
	case text[0] == '{':
		p.Form = JSON
	case compact.Match(text):
		p.Form = JWT
	case standard == OpenBadges2 && isAddress(string(text)):
		p.Form = URL
	default:
		return Payload{}, fmt.Errorf("%w: what it carries is neither JSON nor signed text", ErrBroken)
	}
	return p, nil
}

func isAddress(s string) bool {
	return (strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")) && !strings.ContainsAny(s, " \t\r\n\"<>")
}
