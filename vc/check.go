package vc

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Fault is one rule of a standard that a document breaks.
type Fault struct {
	Pointer string // JSON Pointer (RFC 6901) to the place; empty for the document as a whole
	Message string // a sentence that says what to change
}

// Check judges a decoded credential, signed or not, by the rules that VC Data Model 2.0 has for every credential
// (sections 4.3 to 4.11 and 5.3 to 5.6): which members have to be there, what they have to be, and that whatever names
// a way of doing something has a type. Rules of one kind of credential are for others to judge: badges for package
// openbadge, status entries for statuslist, proofs for proof. What a document has beyond the standard is not judged.
func Check(credential Object) []Fault {
	c := &checker{}
	c.head(credential, "VerifiableCredential")
	c.texts(credential, "", "name", "description")
	c.identity("/issuer", credential["issuer"])
	c.subjects(credential)
	c.period(credential)
	for _, p := range parts {
		if value, there := credential[p.member]; there {
			c.each("/"+p.member, value, func(at string, o Object) { c.part(at, o, p) })
		}
	}
	return c.faults
}

// CheckPresentation judges a decoded presentation by the rules of VC Data Model 2.0, section 4.13. The credentials in it
// are judged as credentials; one that is enveloped (section 4.13.1) only for its envelope.
func CheckPresentation(presentation Object) []Fault {
	c := &checker{}
	c.head(presentation, "VerifiablePresentation")
	if holder, there := presentation["holder"]; there {
		c.identity("/holder", holder)
	}
	credentials, there := presentation["verifiableCredential"]
	if list, isArray := credentials.([]any); !there || isArray && len(list) == 0 {
		return c.faults
	}
	c.each("/verifiableCredential", credentials, func(at string, o Object) {
		if HasType(o, EnvelopedType) {
			if !strings.HasPrefix(String(o, "id"), "data:") {
				c.fault(at+"/id", "An enveloped credential stands in its id, as a data: address.")
			}
			return
		}
		for _, f := range Check(o) {
			c.fault(at+f.Pointer, "%s", f.Message)
		}
	})
	return c.faults
}

// EnvelopedType is the type of a credential that stands whole in a data: address (VC Data Model 2.0, section 4.13.1).
const EnvelopedType = "EnvelopedVerifiableCredential"

// part is a member whose values are objects with a type.
type part struct {
	member string
	id     bool // has to have an id
	typed  bool // has to have a type
}

// parts are those members (VC Data Model 2.0, sections 4.10, 4.11, 4.12, 5.3, 5.4, 5.5 and 5.6).
var parts = []part{
	{member: "credentialStatus", typed: true},
	{member: "credentialSchema", id: true, typed: true},
	{member: "proof", typed: true},
	{member: "relatedResource", id: true},
	{member: "refreshService", typed: true},
	{member: "termsOfUse", typed: true},
	{member: "evidence", typed: true},
}

type checker struct{ faults []Fault }

func (c *checker) fault(at, format string, args ...any) {
	c.faults = append(c.faults, Fault{at, fmt.Sprintf(format, args...)})
}

// head checks contexts, id and type (VC Data Model 2.0, sections 4.3, 4.4 and 4.5).
func (c *checker) head(o Object, typ string) {
	contexts, _ := o["@context"].([]any)
	if len(contexts) == 0 || contexts[0] != ContextV2 {
		c.fault("/@context", "The contexts have to be an array that begins with %s.", ContextV2)
	}
	for i, context := range contexts {
		if _, isObject := context.(Object); !isObject {
			c.uri("/@context/"+strconv.Itoa(i), context)
		}
	}
	if id, there := o["id"]; there {
		c.uri("/id", id)
	}
	c.types("", o)
	if len(Types(o)) > 0 && !HasType(o, typ) {
		c.fault("/type", "%s has to be one of the types.", typ)
	}
}

func (c *checker) types(at string, o Object) {
	n := 1
	if list, isArray := o["type"].([]any); isArray {
		n = len(list)
	}
	if types := Types(o); len(types) == 0 || len(types) != n || slices.Contains(types, "") {
		c.fault(at+"/type", "The member type has to name one or more types.")
	}
}

// identity checks a value that is an identifier, or an object that has one (VC Data Model 2.0, section 4.7).
func (c *checker) identity(at string, value any) {
	o, isObject := value.(Object)
	if !isObject {
		c.uri(at, value)
		return
	}
	c.uri(at+"/id", o["id"])
	c.texts(o, at, "name", "description")
}

// subjects wants claims about somebody (VC Data Model 2.0, section 4.8).
func (c *checker) subjects(credential Object) {
	c.each("/credentialSubject", credential["credentialSubject"], func(at string, o Object) {
		if len(o) == 0 {
			c.fault(at, "This subject has no claims.")
		}
		if id, there := o["id"]; there {
			c.uri(at+"/id", id)
		}
	})
}

// period checks the dates (VC Data Model 2.0, section 4.9).
func (c *checker) period(credential Object) {
	for _, member := range []string{"validFrom", "validUntil"} {
		if _, err := Moment(credential, member); err != nil {
			c.fault("/"+member, "This has to be a date and time with a zone, such as 2026-01-15T09:00:00Z.")
		}
	}
	from, until, err := Period(credential)
	if err == nil && !from.IsZero() && !until.IsZero() && until.Before(from) {
		c.fault("/validUntil", "The credential ends before it begins. Set validUntil after validFrom.")
	}
}

func (c *checker) part(at string, o Object, p part) {
	if id, there := o["id"]; there || p.id {
		c.uri(at+"/id", id)
	}
	if p.typed {
		c.types(at, o)
	}
	if p.member == "relatedResource" && o["digestSRI"] == nil && o["digestMultibase"] == nil {
		c.fault(at, "A related resource needs its digestSRI or digestMultibase.")
	}
}

// each goes through an object or an array of them; nothing else is either.
func (c *checker) each(at string, value any, check func(at string, o Object)) {
	if o, ok := value.(Object); ok {
		check(at, o)
		return
	}
	list, _ := value.([]any)
	if len(list) == 0 {
		c.fault(at, "This has to be an object { … }, or an array of them.")
	}
	for i, e := range list {
		if o, ok := e.(Object); ok {
			check(at+"/"+strconv.Itoa(i), o)
		} else {
			c.fault(at+"/"+strconv.Itoa(i), "This has to be an object { … }.")
		}
	}
}

// language is a language tag by its form (BCP 47, section 2.1).
var language = regexp.MustCompile(`^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$`)

// texts checks text for people, with or without its language (VC Data Model 2.0, sections 4.6 and 11.1).
func (c *checker) texts(o Object, at string, members ...string) {
	for _, member := range members {
		value, there := o[member]
		if _, plain := value.(string); plain || !there {
			continue
		}
		c.each(at+"/"+member, value, func(at string, text Object) {
			for name, v := range text {
				s, isText := v.(string)
				switch {
				case name == "@value" && isText, name == "@language" && language.MatchString(s), name == "@direction" && (s == "ltr" || s == "rtl"):
				default:
					c.fault(at, "Text is a string, or an object of @value, @language and @direction alone.")
					return
				}
			}
			if _, there := text["@value"]; !there {
				c.fault(at, "Text is a string, or an object of @value, @language and @direction alone.")
			}
		})
	}
}

// uri wants one absolute identifier (VC Data Model 2.0, section 4.4).
func (c *checker) uri(at string, value any) {
	s, _ := value.(string)
	u, err := url.Parse(s)
	if err != nil || u.Scheme == "" || u.Opaque+u.Host+u.Path == "" || strings.ContainsFunc(s, unicode.IsSpace) {
		c.fault(at, "This has to be one full address or identifier, such as https://example.org/1 or did:key:….")
	}
}
