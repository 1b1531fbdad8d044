package openbadge

import (
	"errors"
	"unicode/utf8"
)

// Marshal writes an achievement as a document of its own, as it is served at its address. The only error is text that
// is not UTF-8.
func (a Achievement) Marshal() ([]byte, error) { return document(a.object()) }

// Marshal writes a profile as a document of its own, as it is served at its address. The only error is text that is
// not UTF-8.
func (p Profile) Marshal() ([]byte, error) { return document(p.object()) }

// document puts the contexts before the members of an object.
func document(o object) ([]byte, error) {
	out := append(object{{"@context", contexts}}, o...).append(nil)
	if !utf8.Valid(out) {
		return nil, errors.New("some of the text is not valid UTF-8")
	}
	return out, nil
}
