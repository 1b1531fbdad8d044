// Package rule checks decoded JSON objects against the tables of a standard.
//
// In come a table (Shape) and an object; out come the places where the object breaks it, each as a JSON Pointer with a
// sentence that says what to change. The package knows no table itself and never changes what it reads.
package rule

import (
	"regexp"

	"laurel/vc"
)

// Shape is a standard's table for one kind of object.
type Shape struct {
	Type      string // has to be among the types; empty: the object needs none
	PlainType bool   // type is this text alone, not a list
	Closed    bool   // no members but these
	Rules     []Rule
	Also      func(c *Checker, path []string, o vc.Object) // rules about several members
}

// Rule is one row of such a table.
type Rule struct {
	Name     string
	Required bool
	Many     Many
	Kind     Kind
	Words    []string // for kind Word
	Shape    *Shape   // the value is an object
	OrURI    bool     // text that is an identifier is as good as the object
	Instead  string   // ends the sentence that says that this is no object
}

// Kind is what a value has to be.
type Kind int

// Kinds of values.
const (
	Text    Kind = iota
	URI          // an absolute identifier
	Moment       // date, time and zone to the second (xsd:dateTimeStamp)
	Instant      // date, time and zone by ISO 8601; seconds may be missing
	Day          // date without a time
	Boolean
	Number
	Word // one of Words, or an own one that begins with "ext:"
)

// Many says whether a value is one or a list.
type Many int

// Multiplicities.
const (
	Never  Many = iota // 0..1 and 1: not an array
	Always             // 0..* and 1..*: always an array
	Either             // 0..* that JSON-LD may compact to one value
)

// extension is an own word where a standard has a list (Open Badges 3.0, extended vocabularies).
var extension = regexp.MustCompile(`^ext:[A-Za-z0-9._|-]+$`)
