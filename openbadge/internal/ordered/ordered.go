// Package ordered writes JSON objects whose members keep their order and whose empty members are left out.
//
// In come Go values in the order in which people shall read them; out come the same bytes every time. The package
// knows nothing of badges and judges nothing.
package ordered

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"laurel/vc"
)

// Object is a JSON object whose members keep their order. Values are string, bool, float64, time.Time, []string,
// Object, []Object, json.RawMessage, []json.RawMessage, and []any of these. Empty ones are not written, nor nil and the
// zero time; false, 0 and an []any that is not nil are.
type Object []Member

// Member is one name with its value.
type Member struct {
	Name  string
	Value any
}

// Objects turns a list of things into a list of objects.
func Objects[T any](list []T, one func(T) Object) []Object {
	var out []Object
	for _, e := range list {
		out = append(out, one(e))
	}
	return out
}

// Marshal writes the object without white space. The only errors are text that is not UTF-8, a year beyond 9999, a
// number that JSON has no way to write, and an embedded document that is not one JSON object.
func (o Object) Marshal() ([]byte, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	out := o.append(nil)
	if !utf8.Valid(out) {
		return nil, errors.New("some of the text is not valid UTF-8")
	}
	return out, nil
}

// check finds values that cannot be written.
func (o Object) check() error {
	for _, m := range o {
		if err := checkValue(m.Value); err != nil {
			return fmt.Errorf("%s: %w", m.Name, err)
		}
	}
	return nil
}

func checkValue(value any) error {
	switch v := value.(type) {
	case time.Time:
		if v.UTC().Year() > 9999 {
			return fmt.Errorf("the year %d cannot be written", v.Year())
		}
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("%v is not a number that can be written", v)
		}
	case Object:
		return v.check()
	case []Object:
		for _, e := range v {
			if err := e.check(); err != nil {
				return err
			}
		}
	case []any:
		for _, e := range v {
			if err := checkValue(e); err != nil {
				return err
			}
		}
	case json.RawMessage:
		return checkRaw(v)
	case []json.RawMessage:
		for _, e := range v {
			if err := checkRaw(e); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkRaw(raw json.RawMessage) error {
	if len(raw) == 0 {
		return nil
	}
	if _, err := vc.Decode(raw); err != nil {
		return fmt.Errorf("the document to be embedded cannot be read: %w", err)
	}
	return nil
}

func (o Object) append(out []byte) []byte {
	out = append(out, '{')
	empty := len(out)
	for _, m := range o {
		if Empty(m.Value) {
			continue
		}
		if len(out) > empty {
			out = append(out, ',')
		}
		out = appendString(out, m.Name)
		out = append(out, ':')
		out = appendValue(out, m.Value)
	}
	return append(out, '}')
}

// Empty says whether a value is left out. An object is empty when all its members are.
func Empty(value any) bool {
	switch v := value.(type) {
	case string:
		return v == ""
	case time.Time:
		return v.IsZero()
	case []string:
		return len(v) == 0
	case []Object:
		return len(v) == 0
	case []any:
		return v == nil
	case json.RawMessage:
		return len(v) == 0
	case []json.RawMessage:
		return len(v) == 0
	case Object:
		for _, m := range v {
			if !Empty(m.Value) {
				return false
			}
		}
		return true
	}
	return value == nil
}

func appendValue(out []byte, value any) []byte {
	switch v := value.(type) {
	case string:
		return appendString(out, v)
	case bool:
		return strconv.AppendBool(out, v)
	case float64:
		return strconv.AppendFloat(out, v, 'f', -1, 64)
	case time.Time:
		return appendString(out, vc.FormatTime(v))
	case []string:
		return appendList(out, v, appendString)
	case []Object:
		return appendList(out, v, func(out []byte, o Object) []byte { return o.append(out) })
	case []any:
		return appendList(out, v, appendValue)
	case Object:
		return v.append(out)
	case json.RawMessage:
		return appendRaw(out, v)
	case []json.RawMessage:
		return appendList(out, v, appendRaw)
	}
	panic(fmt.Sprintf("ordered: no JSON for %T", value)) // a mistake in a caller, found by any test
}

// appendRaw writes a document of somebody else as it is, but for white space around its parts.
func appendRaw(out []byte, raw json.RawMessage) []byte {
	b := bytes.NewBuffer(out)
	_ = json.Compact(b, raw) // check has read it
	return b.Bytes()
}

func appendList[T any](out []byte, list []T, one func([]byte, T) []byte) []byte {
	out = append(out, '[')
	for i, e := range list {
		if i > 0 {
			out = append(out, ',')
		}
		out = one(out, e)
	}
	return append(out, ']')
}

// appendString writes JSON text without the HTML escapes of json.Marshal, which people would have to read. Bytes
// that are not UTF-8 stay, for Marshal to find.
func appendString(out []byte, s string) []byte {
	if plain(s) {
		return append(append(append(out, '"'), s...), '"')
	}
	if !utf8.ValidString(s) {
		return append(out, s...)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a valid string into memory
	return append(out, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
}

// plain says whether text is written as it is: printable ASCII, without what JSON escapes. Most text is.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}
