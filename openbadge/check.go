package openbadge

import (
	"regexp"
	"slices"

	"laurel/openbadge/internal/rule"
	"laurel/vc"
)

// Fault is one rule of the standard that a document breaks.
type Fault = vc.Fault

// Check judges a decoded credential, signed or not, by the rules of Open Badges 3.0 (data model AchievementCredential
// and its parts; Serialization): members that have to be there, their kinds, lists as arrays, no nulls, no empty
// arrays, contexts in their order. A credential that begins with the context of VC Data Model 1.1 is judged by that
// model, with issuanceDate and expirationDate; every other one by VC Data Model 2.0. No faults means that both schema
// families of the standard and its text are satisfied as far as the document alone can show. What a document has
// beyond the standard is not judged. Embedded endorsements are checked as documents of their own kind, not verified.
func Check(o vc.Object) []Fault { return check(o, credential) }

// CheckEndorsement judges an EndorsementCredential as Check judges a badge (data model EndorsementCredential).
func CheckEndorsement(o vc.Object) []Fault {
	return check(o, func(c *rule.Checker, path []string, o vc.Object) { c.Shape(path, o, endorsementShape) })
}

// CheckCLR judges a ClrCredential and the credentials in it as Check judges a badge (Comprehensive Learner Record
// 2.0, data model ClrCredential). Credentials of kinds that are not known here are not looked into.
func CheckCLR(o vc.Object) []Fault {
	return check(o, func(c *rule.Checker, path []string, o vc.Object) {
		contexts(c, path, o, clrContext, ContextCLR)
		c.Shape(path, o, clrShape)
	})
}

func check(o vc.Object, by func(c *rule.Checker, path []string, o vc.Object)) []Fault {
	var faults []Fault
	c := &rule.Checker{Report: func(pointer, message string) { faults = append(faults, Fault{Pointer: pointer, Message: message}) }}
	c.Nulls(nil, o, true)
	by(c, nil, o)
	return faults
}

// credential checks an AchievementCredential at path.
func credential(c *rule.Checker, path []string, o vc.Object) {
	contexts(c, path, o, badgeContext, Context303)
	c.Shape(path, o, credentialShape)
}

var (
	badgeContext = family{
		any: regexp.MustCompile(`^https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.0\.[0-3])?\.json$`),
		old: regexp.MustCompile(`^https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.0\.[01])?\.json$`),
	}
	clrContext = family{
		any: regexp.MustCompile(`^https://purl\.imsglobal\.org/spec/clr/v2p0/context(-2\.0\.\d)?\.json$`),
		old: regexp.MustCompile(`^https://purl\.imsglobal\.org/spec/clr/v2p0/context\.json$`),
	}
)

// family is the addresses of one context in its versions. The old ones redefine terms of data model 2.0, so that they
// are good under data model 1.1 only.
type family struct{ any, old *regexp.Regexp }

// contexts checks @context (data model AchievementCredential, property @context; VC Data Model 2.0, section 4.3; VC
// Data Model 1.1, section 4.1). use is the second context to be recommended.
func contexts(c *rule.Checker, path []string, o vc.Object, second family, use string) {
	path = rule.At(path, "@context")
	list, plain := vc.Contexts(o)
	if _, isArray := o["@context"].([]any); !isArray || !plain {
		c.Fault(path, "The contexts have to be an array of addresses.")
		return
	}
	if list[0] != vc.ContextV2 && list[0] != vc.ContextV1 {
		c.Fault(rule.At(path, "0"), "The first context has to be %s.", vc.ContextV2)
	}
	switch {
	case len(list) < 2 || !second.any.MatchString(list[1]):
		c.Fault(rule.At(path, "1"), "The second context has to be the one of this kind of credential, %s.", use)
	case list[0] != vc.ContextV1 && second.old.MatchString(list[1]):
		c.Fault(rule.At(path, "1"), "This version of the context does not fit data model 2.0. Use %s.", use)
	}
	if typ := extensionType(o); typ != "" && !slices.Contains(list, contextExtensions) {
		c.Fault(path, "The type %s is used, so the context %s is needed as well.", typ, contextExtensions)
	}
}

// extensionType finds a type that only the extensions context defines. Documents inside that have contexts of their
// own are left to them.
func extensionType(value any) string {
	switch v := value.(type) {
	case []any:
		for _, e := range v {
			if o, ok := e.(vc.Object); ok && o["@context"] != nil {
				continue
			}
			if t := extensionType(e); t != "" {
				return t
			}
		}
	case vc.Object:
		for _, t := range vc.Types(v) {
			if slices.Contains(extensionTypes, t) {
				return t
			}
		}
		for _, name := range rule.Names(v) {
			if t := extensionType(v[name]); t != "" {
				return t
			}
		}
	}
	return ""
}

// dates checks when a credential is valid, by the data model that its first context names (VC Data Model 2.0, section
// 4.9; VC Data Model 1.1, sections 4.6 and 4.7).
func dates(c *rule.Checker, path []string, o vc.Object) {
	from, until := "validFrom", "validUntil"
	if list, _ := vc.Contexts(o); len(list) > 0 && list[0] == vc.ContextV1 {
		from, until = "issuanceDate", "expirationDate"
	} else {
		for _, old := range []string{"issuanceDate", "expirationDate"} {
			if _, there := o[old]; there {
				c.Fault(rule.At(path, old), "This member belongs to data model 1.1. Use validFrom and validUntil.")
			}
		}
	}
	c.Rules(path, o, []rule.Rule{{Name: from, Required: true, Kind: rule.Moment}, {Name: until, Kind: rule.Moment}})
	begin, err1 := vc.Moment(o, from)
	end, err2 := vc.Moment(o, until)
	if err1 == nil && err2 == nil && !end.IsZero() && end.Before(begin) {
		c.Fault(rule.At(path, until), "The credential ends before it begins. Set %s after %s.", until, from)
	}
}
