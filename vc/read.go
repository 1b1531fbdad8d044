package vc

import (
	"fmt"
	"regexp"
	"slices"
	"time"
)

// Strings reads a value that may be one string or an array of them. Other values are left out.
func Strings(v any) []string {
	if s, ok := v.(string); ok {
		return []string{s}
	}
	var list []string
	array, _ := v.([]any)
	for _, e := range array {
		if s, ok := e.(string); ok {
			list = append(list, s)
		}
	}
	return list
}

// Objects reads a value that may be one object or an array of them. Other values are left out.
func Objects(v any) []Object {
	if o, ok := v.(Object); ok {
		return []Object{o}
	}
	var list []Object
	array, _ := v.([]any)
	for _, e := range array {
		if o, ok := e.(Object); ok {
			list = append(list, o)
		}
	}
	return list
}

// String reads a string member; it is empty when the member is missing or something else.
func String(o Object, name string) string {
	s, _ := o[name].(string)
	return s
}

// ID reads a value that is an identifier itself or an object that has one in its member id.
func ID(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	o, _ := v.(Object)
	return String(o, "id")
}

// IssuerID reads the identifier of a credential's issuer, given as text or as an object (VC Data Model 2.0, section
// 4.7). It is empty when there is none.
func IssuerID(o Object) string { return ID(o["issuer"]) }

// Types reads the types of an object (VC Data Model 2.0, section 4.5).
func Types(o Object) []string { return Strings(o["type"]) }

// HasType says whether name is among the types of an object.
func HasType(o Object, name string) bool { return slices.Contains(Types(o), name) }

// Contexts reads the contexts of a document in their order. ok is false when one of them is not a plain address or
// when there are none.
func Contexts(o Object) (list []string, ok bool) {
	list = Strings(o["@context"])
	n := 1
	if array, isArray := o["@context"].([]any); isArray {
		n = len(array)
	}
	return list, len(list) > 0 && len(list) == n
}

// stamp is stricter than time.Parse, which takes one digit for an hour and a comma for a point.
var stamp = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`)

// Time reads an xsd:dateTimeStamp: date, time and zone, all three required (VC Data Model 2.0, section 4.9; XML
// Schema 1.1 part 2, section 3.4.28). Years beyond four digits and the hour 24 are not read.
func Time(s string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || !stamp.MatchString(s) {
		return time.Time{}, fmt.Errorf("%q is not a date and time with a zone, such as 2026-01-15T09:00:00Z", s)
	}
	return t, nil
}

// Moment reads a member that Time understands. It is the zero time when the member is missing.
func Moment(o Object, name string) (time.Time, error) {
	v, there := o[name]
	if !there {
		return time.Time{}, nil
	}
	s, _ := v.(string)
	t, err := Time(s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s: %w", name, err)
	}
	return t, nil
}

// Period reads when a credential is valid (VC Data Model 2.0, section 4.9). A zero time is an open end.
func Period(o Object) (from, until time.Time, err error) {
	if from, err = Moment(o, "validFrom"); err != nil {
		return time.Time{}, time.Time{}, err
	}
	until, err = Moment(o, "validUntil")
	return from, until, err
}

// FormatTime writes a time as credentials carry it: UTC in whole seconds, 2026-01-15T09:00:00Z.
func FormatTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
