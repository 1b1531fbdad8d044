package openbadge

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"laurel/vc"
)

// Fault is one rule of the standard that a document breaks.
type Fault struct {
	Pointer string // JSON Pointer (RFC 6901) to the place; empty for the document as a whole
	Message string // a sentence that says what to change
}

// Check judges a decoded credential, signed or not, by the rules of Open Badges 3.0 under VC Data Model 2.0 (data
// model AchievementCredential and its parts; Serialization): members that have to be there, their kinds, lists as
// arrays, no nulls, no empty arrays, contexts in their order. No faults means that both schema families of the
// standard and its text are satisfied as far as the document alone can show. What a document has beyond the standard
// is not judged. Embedded endorsements are checked as documents of their own kind, not verified.
func Check(o vc.Object) []Fault {
	c := &checker{}
	c.emptiness(nil, o)
	c.contexts(o)
	c.shape(nil, o, credentialShape)
	c.period(o)
	return c.faults
}

type checker struct{ faults []Fault }

func (c *checker) fault(path []string, format string, args ...any) {
	c.faults = append(c.faults, Fault{vc.Pointer(path...), fmt.Sprintf(format, args...)})
}

// at is the path of something inside path, in memory of its own.
func at(path []string, name string) []string { return append(slices.Clip(path), name) }

// emptiness finds nulls and empty arrays (Serialization, JSON: a member without a value is left out).
func (c *checker) emptiness(path []string, value any) {
	switch v := value.(type) {
	case nil:
		c.fault(path, "This is null. Leave the member out.")
	case []any:
		if len(v) == 0 {
			c.fault(path, "This list is empty. Leave the member out.")
		}
		for i, e := range v {
			c.emptiness(at(path, strconv.Itoa(i)), e)
		}
	case vc.Object:
		for _, name := range sorted(v) {
			c.emptiness(at(path, name), v[name])
		}
	}
}

func sorted(o vc.Object) []string {
	names := make([]string, 0, len(o))
	for name := range o {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

var (
	badgeContext = regexp.MustCompile(`^https://purl\.imsglobal\.org/spec/ob/v3p0/context-3\.0\.[23]\.json$`)
	oldContext   = regexp.MustCompile(`^https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.0\.[01])?\.json$`)
)

const contextExtensions = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"

// contexts checks @context (data model AchievementCredential, property @context; VC Data Model 2.0, section 4.3).
func (c *checker) contexts(o vc.Object) {
	path := []string{"@context"}
	list, plain := vc.Contexts(o)
	_, isArray := o["@context"].([]any)
	switch {
	case !isArray || !plain:
		c.fault(path, "The contexts have to be an array of addresses.")
		return
	case list[0] == vc.ContextV1:
		c.fault(at(path, "0"), "This credential follows the older data model 1.1. Issue it under %s.", vc.ContextV2)
		return
	case list[0] != vc.ContextV2:
		c.fault(at(path, "0"), "The first context has to be %s.", vc.ContextV2)
	}
	switch {
	case len(list) > 1 && oldContext.MatchString(list[1]):
		c.fault(at(path, "1"), "This version of the Open Badges context does not fit data model 2.0. Use %s.", Context303)
	case len(list) < 2 || !badgeContext.MatchString(list[1]):
		c.fault(at(path, "1"), "The second context has to be the one of Open Badges 3.0, %s.", Context303)
	}
	if typ := extensionType(o); typ != "" && !slices.Contains(list, contextExtensions) {
		c.fault(path, "The type %s is used, so the context %s is needed as well.", typ, contextExtensions)
	}
}

// extensionType finds a type that only the extensions context defines.
func extensionType(value any) string {
	switch v := value.(type) {
	case []any:
		for _, e := range v {
			if t := extensionType(e); t != "" {
				return t
			}
		}
	case vc.Object:
		for _, t := range vc.Types(v) {
			if slices.Contains([]string{"1EdTechJsonSchemaValidator2019", "1EdTechRevocationList", "1EdTechCredentialRefresh"}, t) {
				return t
			}
		}
		for _, name := range sorted(v) {
			if t := extensionType(v[name]); t != "" {
				return t
			}
		}
	}
	return ""
}

// period checks that a credential does not end before it begins (VC Data Model 2.0, section 4.9).
func (c *checker) period(o vc.Object) {
	from, until, err := vc.Period(o)
	if err == nil && !until.IsZero() && until.Before(from) {
		c.fault([]string{"validUntil"}, "The credential ends before it begins. Set validUntil after validFrom.")
	}
}

// shape checks the members of an object that the standard describes.
func (c *checker) shape(path []string, o vc.Object, s *shape) {
	if s.typ != "" {
		c.types(path, o, s)
	}
	for _, r := range s.rules {
		value, there := o[r.name]
		switch {
		case !there && r.required:
			c.fault(at(path, r.name), "The member %s is missing.", r.name)
		case there && value != nil: // nulls have their fault already
			c.member(at(path, r.name), value, r)
		}
	}
	if s.closed {
		for _, name := range sorted(o) {
			if name != "type" && !slices.ContainsFunc(s.rules, func(r rule) bool { return r.name == name }) {
				c.fault(at(path, name), "%s takes no member of this name. Remove it.", s.typ)
			}
		}
	}
	if s.also != nil {
		s.also(c, path, o)
	}
}

func (c *checker) types(path []string, o vc.Object, s *shape) {
	value, there := o["type"]
	if !there {
		c.fault(at(path, "type"), "The member type is missing; it has to name %s.", s.typ)
		return
	}
	_, isString := value.(string)
	switch types := vc.Types(o); {
	case s.plainType && (!isString || types[0] != s.typ):
		c.fault(at(path, "type"), "The type has to be the text %q.", s.typ)
	case !slices.Contains(types, s.typ):
		c.fault(at(path, "type"), "%s has to be one of the types.", s.typ)
	}
}

func (c *checker) member(path []string, value any, r rule) {
	list, isArray := value.([]any)
	switch {
	case r.many == always && !isArray:
		c.fault(path, "This has to be an array, even for one value.")
	case r.many == never && isArray:
		c.fault(path, "There can be only one of these, so this is not an array.")
	case isArray:
		for i, e := range list {
			if e != nil {
				c.value(at(path, strconv.Itoa(i)), e, r)
			}
		}
	default:
		c.value(path, value, r)
	}
}

func (c *checker) value(path []string, value any, r rule) {
	if r.orURI {
		if s, ok := value.(string); ok {
			c.uri(path, s)
			return
		}
	}
	if r.shape != nil {
		if o, ok := value.(vc.Object); ok {
			c.shape(path, o, r.shape)
		} else {
			c.fault(path, "This has to be an object { … }%s.", r.instead)
		}
		return
	}
	switch r.kind {
	case boolean:
		if _, ok := value.(bool); !ok {
			c.fault(path, "This has to be true or false.")
		}
	case number:
		if _, ok := value.(json.Number); !ok {
			c.fault(path, "This has to be a number.")
		}
	default:
		s, ok := value.(string)
		switch {
		case !ok:
			c.fault(path, "This has to be text.")
		case r.required && strings.TrimSpace(s) == "":
			c.fault(path, "This text is empty. Fill it in.")
		default:
			c.text(path, s, r)
		}
	}
}

func (c *checker) text(path []string, s string, r rule) {
	switch r.kind {
	case uri:
		c.uri(path, s)
	case moment:
		if _, err := vc.Time(s); err != nil {
			c.fault(path, "This has to be a date and time with a zone, such as 2026-01-15T09:00:00Z.")
		}
	case word:
		if !slices.Contains(r.words, s) && !extension.MatchString(s) {
			c.fault(path, "%q is not in the standard's list. Use one of %s, or a word of your own that begins with ext:.",
				shorten(s), strings.Join(r.words, ", "))
		}
	}
}

// extension is an own word where the standard has a list (Open Badges 3.0, extended vocabularies).
var extension = regexp.MustCompile(`^ext:[A-Za-z0-9._|-]+$`)

// uri wants an absolute identifier: a relative one means something else wherever the document is kept.
func (c *checker) uri(path []string, s string) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme == "" || u.Opaque+u.Host+u.Path == "" || strings.ContainsFunc(s, unicode.IsSpace) {
		c.fault(path, "%q is not a full address or identifier, such as https://example.org/1 or urn:uuid:….", shorten(s))
	}
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
