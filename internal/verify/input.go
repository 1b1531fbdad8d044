package verify

import (
	"bytes"
	"errors"

	"laurel/internal/badge"
	"laurel/openbadge/bake"
)

// MaxInput is the largest document or picture that is looked at, in bytes.
const MaxInput = 4 << 20

// accepted is every form in which a badge may be published.
const accepted = jsonLD + ", application/vc+jwt;q=0.8, image/png;q=0.7, image/svg+xml;q=0.7, text/plain;q=0.5"

// extract finds the credential in what somebody handed in: JSON, a compact
// token, or the address at which an assertion of Open Badges 2.0 is hosted,
// which pictures carry. Errors: *badge.Invalid.
func extract(data []byte) (bake.Payload, error) {
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))
	switch {
	case len(data) == 0:
		return bake.Payload{}, badge.Refuse("document", "There is nothing in it. Choose a file, paste the badge's text, or give its address.")
	case len(data) > MaxInput:
		return bake.Payload{}, badge.Refuse("document", "This is larger than 4 MB. A badge is much smaller.")
	case data[0] == '{':
		return bake.Payload{Form: bake.JSON, Data: data}, nil
	case bytes.HasPrefix(data, []byte("ey")) && bytes.Count(data, []byte(".")) == 2: // a header {" or { in base64url
		return bake.Payload{Form: bake.JWT, Data: data}, nil
	}
	payload, err := bake.Extract(data)
	switch {
	case errors.Is(err, bake.ErrNotPicture), errors.Is(err, bake.ErrNotSVG), isPage(data):
		return bake.Payload{}, badge.Refuse("document", "This is neither a badge in JSON or JWT form, nor a PNG or SVG picture with a badge in it, nor a PDF with a badge attached.")
	case err != nil:
		return bake.Payload{}, badge.Refuse("document", "This picture holds no badge that can be read: "+err.Error()+". Programs that shrink pictures often strip it; ask for the badge's address or its JSON file.")
	case payload.Standard == bake.CLR2:
		return bake.Payload{}, badge.Refuse("document", "This picture holds a learner record (CLR), not a single badge. Ask for the badge itself.")
	}
	return payload, nil
}

// isPage tells a web page, which people hand in for the badge that it shows.
func isPage(data []byte) bool {
	head := bytes.ToLower(data[:min(len(data), 64)])
	return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html"))
}
