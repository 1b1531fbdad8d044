package rule

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"laurel/vc"
)

// Checker goes through an object and reports faults as it finds them: the JSON Pointer (RFC 6901) to the place, empty
// for the whole, and a sentence.
type Checker struct {
	Report func(pointer, message string)
}

// Fault reports one broken rule.
func (c *Checker) Fault(path []string, format string, args ...any) {
	c.Report(vc.Pointer(path...), fmt.Sprintf(format, args...))
}

// At is the path of something inside path, in memory of its own.
func At(path []string, names ...string) []string { return append(slices.Clip(path), names...) }

// Nulls finds nulls, and with lists true also empty arrays, wherever they are.
func (c *Checker) Nulls(path []string, value any, lists bool) {
	switch v := value.(type) {
	case nil:
		c.Fault(path, "This is null. Leave the member out.")
	case []any:
		if lists && len(v) == 0 {
			c.Fault(path, "This list is empty. Leave the member out.")
		}
		for i, e := range v {
			c.Nulls(At(path, strconv.Itoa(i)), e, lists)
		}
	case vc.Object:
		for _, name := range Names(v) {
			c.Nulls(At(path, name), v[name], lists)
		}
	}
}

// Names are the names of an object's members in alphabetical order.
func Names(o vc.Object) []string {
	names := make([]string, 0, len(o))
	for name := range o {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Shape checks the members of an object that its table describes. Nulls are left to Nulls.
func (c *Checker) Shape(path []string, o vc.Object, s *Shape) {
	if s.Type != "" {
		c.types(path, o, s)
	}
	c.Rules(path, o, s.Rules)
	if s.Closed {
		for _, name := range Names(o) {
			if name != "type" && !slices.ContainsFunc(s.Rules, func(r Rule) bool { return r.Name == name }) {
				c.Fault(At(path, name), "%s takes no member of this name. Remove it.", s.Type)
			}
		}
	}
	if s.Also != nil {
		s.Also(c, path, o)
	}
}

// Rules checks some members of an object.
func (c *Checker) Rules(path []string, o vc.Object, rules []Rule) {
	for _, r := range rules {
		value, there := o[r.Name]
		switch {
		case !there && r.Required:
			c.Fault(At(path, r.Name), "The member %s is missing.", r.Name)
		case there && value != nil:
			c.member(At(path, r.Name), value, r)
		}
	}
}

func (c *Checker) types(path []string, o vc.Object, s *Shape) {
	value, there := o["type"]
	if !there {
		c.Fault(At(path, "type"), "The member type is missing; it has to name %s.", s.Type)
		return
	}
	_, isString := value.(string)
	switch types := vc.Types(o); {
	case s.PlainType && (!isString || types[0] != s.Type):
		c.Fault(At(path, "type"), "The type has to be the text %q.", s.Type)
	case !slices.Contains(types, s.Type):
		c.Fault(At(path, "type"), "%s has to be one of the types.", s.Type)
	}
}

func (c *Checker) member(path []string, value any, r Rule) {
	list, isArray := value.([]any)
	switch {
	case r.Many == Always && !isArray:
		c.Fault(path, "This has to be an array, even for one value.")
	case r.Many == Never && isArray:
		c.Fault(path, "There can be only one of these, so this is not an array.")
	case isArray:
		for i, e := range list {
			if e != nil {
				c.value(At(path, strconv.Itoa(i)), e, r)
			}
		}
	default:
		c.value(path, value, r)
	}
}

func (c *Checker) value(path []string, value any, r Rule) {
	if s, ok := value.(string); ok && r.OrURI {
		c.uri(path, s)
		return
	}
	if r.Shape != nil {
		if o, ok := value.(vc.Object); ok {
			c.Shape(path, o, r.Shape)
		} else {
			c.Fault(path, "This has to be an object { … }%s.", r.Instead)
		}
		return
	}
	switch r.Kind {
	case Boolean:
		if _, ok := value.(bool); !ok {
			c.Fault(path, "This has to be true or false.")
		}
	case Number:
		if _, ok := value.(json.Number); !ok {
			c.Fault(path, "This has to be a number.")
		}
	default:
		s, ok := value.(string)
		switch {
		case !ok:
			c.Fault(path, "This has to be text.")
		case r.Required && strings.TrimSpace(s) == "":
			c.Fault(path, "This text is empty. Fill it in.")
		default:
			c.text(path, s, r)
		}
	}
}

func (c *Checker) text(path []string, s string, r Rule) {
	switch r.Kind {
	case URI:
		c.uri(path, s)
	case Moment:
		if _, err := vc.Time(s); err != nil {
			c.Fault(path, "This has to be a date and time with a zone, such as 2026-01-15T09:00:00Z.")
		}
	case Instant:
		if _, err := ParseInstant(s); err != nil {
			c.Fault(path, "This has to be a date and time with a zone, such as 2026-01-15T09:00:00Z.")
		}
	case Day:
		if _, err := time.Parse(time.DateOnly, s); err != nil {
			c.Fault(path, "This has to be a date, such as 2026-01-15.")
		}
	case Word:
		if !slices.Contains(r.Words, s) && !extension.MatchString(s) {
			c.Fault(path, "%q is not in the standard's list. Use one of %s, or a word of your own that begins with ext:.",
				Shorten(s), strings.Join(r.Words, ", "))
		}
	}
}

// ParseInstant reads a date, time and zone by ISO 8601 as other systems write them: seconds may be missing, and the
// zone may be written without a colon.
func ParseInstant(s string) (time.Time, error) {
	var err error
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04Z0700"} {
		var t time.Time
		if t, err = time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, err
}

// uri wants an absolute identifier: a relative one means something else wherever the document is kept.
func (c *Checker) uri(path []string, s string) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme == "" || u.Opaque+u.Host+u.Path == "" || strings.ContainsFunc(s, unicode.IsSpace) {
		c.Fault(path, "%q is not a full address or identifier, such as https://example.org/1 or urn:uuid:….", Shorten(s))
	}
}

// Shorten cuts text that is quoted in a sentence.
func Shorten(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
