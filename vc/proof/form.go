package proof

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"laurel/vc"
)

// checkForm judges how a verified document is written (Data Integrity 1.0, section 4.6, Context Validation). The
// signature covers what a document means and not how it is spelled: under another context, with the full address of
// a property for its name, or with a value in a list within a list, the same signature holds, while a reader that
// looks for "credentialStatus" or "validUntil" finds nothing. So only the one spelling that everybody reads alike is
// accepted.
func checkForm(doc vc.Object) error {
	if err := checkContexts(doc); err != nil {
		return err
	}
	return checkSpelling(doc, vc.String(doc, "id"), true)
}

// contextRank gives each context that an Open Badges credential or status list may have its place in the order: the
// data model, Open Badges, its extensions, then contexts of proofs.
var contextRank = map[string]int{
	vc.ContextV2: 0,
	vc.ContextV1: 0,
	"https://purl.imsglobal.org/spec/ob/v3p0/context.json":       1,
	"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": 1,
	"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": 1,
	"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": 1,
	"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json":    2,
	"https://w3id.org/security/suites/ed25519-2020/v1":           3,
	"https://w3id.org/security/data-integrity/v1":                3,
	"https://w3id.org/security/data-integrity/v2":                3,
}

// checkContexts wants contexts that are known, one of each rank at most, in their order.
func checkContexts(o vc.Object) error {
	contexts, ok := vc.Contexts(o)
	if !ok {
		return fmt.Errorf("%w: there are none, or some are written into the document", ErrContext)
	}
	last := -1
	for i, c := range contexts {
		rank, known := contextRank[c]
		if !known || rank <= last || i == 0 && rank != 0 {
			return fmt.Errorf("%w: %q at position %d", ErrContext, c, i+1)
		}
		last = rank
	}
	return nil
}

// memberName is how the contexts above spell properties. They spell types with a capital letter or a digit, and some
// types have the address of a property, so that "Criteria" could stand for "criteria".
var memberName = regexp.MustCompile(`^[a-z][A-Za-z0-9]*$`)

// checkSpelling looks through a document whose own identifier is root. An object inside with the same identifier
// would be the same thing for the signature, and could take over members that readers look for on the outside.
func checkSpelling(value any, root string, outermost bool) error {
	switch v := value.(type) {
	case []any:
		if id := mentionedTwice(v); id != "" {
			return fmt.Errorf("%w: %q is there twice in one list", ErrSpelling, id)
		}
		for _, e := range v {
			if _, nested := e.([]any); nested {
				return fmt.Errorf("%w: a list stands directly in a list", ErrSpelling)
			}
			if err := checkSpelling(e, root, false); err != nil {
				return err
			}
		}
	case vc.Object:
		if _, literal := v["@value"]; literal {
			return checkLanguageValue(v)
		}
		if id := vc.String(v, "id"); !outermost && id != "" && id == root {
			return fmt.Errorf("%w: the identifier of the document is used again inside it", ErrSpelling)
		}
		for name, member := range v {
			switch {
			case name == "@context":
				if err := checkContexts(v); err != nil {
					return err
				}
			case name == "type":
				if err := checkTypes(v); err != nil {
					return err
				}
			case !memberName.MatchString(name):
				return fmt.Errorf("%w: %q is not the short name of a member", ErrSpelling, name)
			default:
				if err := checkSpelling(member, root, false); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// mentionedTwice finds the identifier of an object that a list has a second time. For the signature both are one thing,
// whichever of them has which member, while readers take the first for the whole.
func mentionedTwice(list []any) string {
	objects := map[string]bool{} // by identifier: whether an object has it, and not only text
	for _, e := range list {
		_, isObject := e.(vc.Object)
		id := vc.ID(e)
		before, again := objects[id]
		if again && id != "" && (before || isObject) {
			return id
		}
		objects[id] = before || isObject
	}
	return ""
}

// vocabularies are where the contexts above define types. A type of another vocabulary has its address for a name.
var vocabularies = []string{"https://www.w3.org/", "https://w3id.org/", "https://purl.imsglobal.org/"}

// checkTypes refuses the full address of a type that has a short name, by which readers look for it.
func checkTypes(o vc.Object) error {
	for _, name := range vc.Types(o) {
		if slices.ContainsFunc(vocabularies, func(v string) bool { return strings.HasPrefix(name, v) }) {
			return fmt.Errorf("%w: the type %q has a short name", ErrSpelling, name)
		}
	}
	return nil
}

// checkLanguageValue accepts text with a language (VC Data Model 2.0, section 11.1), which is not the same as the
// text alone; every other value object is another spelling of a plain value.
func checkLanguageValue(v vc.Object) error {
	language := vc.String(v, "@language")
	for name := range v {
		if language == "" || name != "@value" && name != "@language" && name != "@direction" {
			return fmt.Errorf("%w: a value is wrapped in an object", ErrSpelling)
		}
	}
	return nil
}
