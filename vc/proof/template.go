package proof

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"laurel/vc"
	"laurel/vc/canon"
)

// Template signs prepared documents that differ from a sample in a few strings only, without reading them as JSON or as
// RDF: what stands between the strings has to be the sample's, byte for byte. It never changes and may be used by many
// goroutines at once.
type Template struct {
	between [][]byte // what stands before, between and after the strings; one more than there are strings
	slots   []string
	options [sha256.Size]byte
	canon   *canon.Template
}

// NewTemplate makes a template from a document of Prepare (eddsa-rdfc-2022) and the JSON Pointers of the strings that
// vary outside of its proof; those that the document does not have are passed over. An error says that none can be
// made, not that such documents cannot be signed: see canon.Compile.
func NewTemplate(ctx context.Context, prepared []byte, varying []string) (*Template, error) {
	message, err := Message(ctx, prepared)
	if err != nil {
		return nil, err
	}
	doc, p, err := single(prepared)
	if err != nil {
		return nil, err
	}
	if p.Cryptosuite != EdDSARDFC2022 {
		return nil, fmt.Errorf("template: %w: %s", ErrUnsupported, p.Cryptosuite)
	}
	t := &Template{options: [sha256.Size]byte(message)}
	if t.between, t.slots, err = cut(prepared, varying); err != nil {
		return nil, err
	}
	delete(doc, "proof")
	if t.canon, err = canon.Compile(ctx, doc, t.slots); err != nil {
		return nil, err
	}
	if again, ok := t.Message(prepared); !ok || !bytes.Equal(again, message) {
		return nil, errors.New("template: it does not write its own sample")
	}
	_, err = Complete(prepared, make([]byte, len(message)))
	return t, err
}

// cut finds strings in a document that Decode accepts and returns what is around them, and which pointers they have, in
// the order of the document.
func cut(document []byte, pointers []string) (between [][]byte, found []string, err error) {
	d := json.NewDecoder(bytes.NewReader(document))
	end := 0
	var value func(at string) error
	value = func(at string) error {
		before := d.InputOffset()
		token, err := d.Token()
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('{'):
			for err == nil && d.More() {
				var name json.Token
				if name, err = d.Token(); err == nil {
					err = value(at + vc.Pointer(name.(string)))
				}
			}
		case json.Delim('['):
			for i := 0; err == nil && d.More(); i++ {
				err = value(at + vc.Pointer(strconv.Itoa(i)))
			}
		default:
			if _, text := token.(string); text && slices.Contains(pointers, at) {
				start := int(before) + bytes.IndexByte(document[before:], '"')
				between, found = append(between, document[end:start]), append(found, at)
				end = int(d.InputOffset())
			}
			return nil
		}
		if err == nil {
			_, err = d.Token()
		}
		return err
	}
	if err := value(""); err != nil {
		return nil, nil, fmt.Errorf("template: %w", err)
	}
	return append(between, document[end:]), found, nil
}

// Message is the function Message for a document that differs from the sample in the template's strings only. It
// returns false for any other, and for one of which the template cannot be certain; Message can tell what it is.
func (t *Template) Message(prepared []byte) ([]byte, bool) {
	if len(prepared) > vc.MaxBytes/2 { // the signature comes to it, and nobody's badge is near
		return nil, false
	}
	rest := prepared
	values := make([]string, len(t.between)-1)
	for i := range values {
		var ok bool
		if rest, ok = bytes.CutPrefix(rest, t.between[i]); !ok {
			return nil, false
		}
		if values[i], rest, ok = text(rest); !ok {
			return nil, false
		}
	}
	if !bytes.Equal(rest, t.between[len(values)]) {
		return nil, false
	}
	return t.hash(values)
}

// Slots are the JSON Pointers of the strings that vary, in the order of the document.
func (t *Template) Slots() []string { return slices.Clone(t.slots) }

// Write makes the prepared document that has other strings in the slots, one value for each, and its Message. It
// returns false when the template cannot be certain of it.
func (t *Template) Write(values []string) (prepared, message []byte, ok bool) {
	if len(values) != len(t.slots) {
		return nil, nil, false
	}
	size := 0
	for i, v := range values {
		size += len(t.between[i]) + len(v) + 2
	}
	prepared = make([]byte, 0, size+len(t.between[len(values)]))
	for i, v := range values {
		prepared = append(prepared, t.between[i]...)
		if prepared, ok = appendText(prepared, v); !ok {
			return nil, nil, false
		}
	}
	prepared = append(prepared, t.between[len(values)]...)
	if len(prepared) > vc.MaxBytes/2 {
		return nil, nil, false
	}
	message, ok = t.hash(values)
	return prepared, message, ok
}

// appendText writes a JSON string as the documents of this module have it.
func appendText(to []byte, s string) ([]byte, bool) {
	plain := true
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			plain = false
			break
		}
	}
	if plain {
		return append(append(append(to, '"'), s...), '"'), true
	}
	if !utf8.ValidString(s) {
		return nil, false
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return nil, false
	}
	return append(to, bytes.TrimSuffix(b.Bytes(), []byte{'\n'})...), true
}

// hash fills the canonical form and hashes it.
func (t *Template) hash(values []string) ([]byte, bool) {
	canonical, ok := t.canon.Fill(values)
	if !ok {
		return nil, false
	}
	hash := sha256.Sum256(canonical)
	return append(append(make([]byte, 0, 2*sha256.Size), t.options[:]...), hash[:]...), true
}

// text reads the JSON string at the beginning of s.
func text(s []byte) (value string, rest []byte, ok bool) {
	if len(s) == 0 || s[0] != '"' {
		return "", nil, false
	}
	escaped := false
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c < ' ':
			return "", nil, false
		case c == '\\':
			escaped = true
			i++
		case c == '"' && escaped:
			o, err := vc.Decode(slices.Concat([]byte(`{"":`), s[:i+1], []byte("}")))
			value, ok = o[""].(string)
			return value, s[i+1:], err == nil && ok
		case c == '"':
			return string(s[1:i]), s[i+1:], utf8.Valid(s[1:i])
		}
	}
	return "", nil, false
}

// Complete is the function Complete for a document that Message accepted, and a signature of Ed25519.
func (t *Template) Complete(prepared, signature []byte) []byte {
	return completed(prepared[:len(prepared)-len(preparedEnd)], signature)
}
