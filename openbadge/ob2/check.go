package ob2

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"laurel/openbadge"
	"laurel/openbadge/internal/rule"
	"laurel/vc"
)

// Check judges a decoded document by the rules of Open Badges 2.0 for its kind: Assertion, BadgeClass, Issuer,
// Profile, CryptographicKey, RevocationList or Endorsement, and what is embedded in it (section Data Classes). No
// faults means that the document alone breaks no rule of the standard's text; documents that it names are not looked
// at. What a document has beyond the standard is not judged. Of a revoked assertion only its id is wanted.
func Check(o vc.Object) []openbadge.Fault {
	var faults []openbadge.Fault
	c := &rule.Checker{Report: func(pointer, message string) {
		faults = append(faults, openbadge.Fault{Pointer: pointer, Message: message})
	}}
	c.Nulls(nil, o, false)
	if o["revoked"] == true && (o["type"] == nil || vc.HasType(o, "Assertion")) {
		c.Rules(nil, o, []rule.Rule{{Name: "id", Required: true, Kind: rule.URI}, {Name: "revocationReason"}})
		return faults
	}
	if !slices.Contains(vc.Strings(o["@context"]), Context) {
		c.Fault([]string{"@context"}, "The context has to be %s.", Context)
	}
	for _, kind := range kinds {
		if vc.HasType(o, kind.name) {
			c.Shape(nil, o, kind.shape)
			return faults
		}
	}
	c.Fault([]string{"type"}, "The type is none that Open Badges 2.0 knows, such as Assertion, BadgeClass or Issuer.")
	return faults
}

// kinds are the documents that stand by themselves.
var kinds = []struct {
	name  string
	shape *rule.Shape
}{
	{"Assertion", assertionShape},
	{"BadgeClass", badgeClassShape},
	{"Issuer", issuerShape},
	{"Profile", profileShape},
	{"CryptographicKey", keyShape},
	{"RevocationList", revocationListShape},
	{"Endorsement", endorsementShape},
}

// hash is an IdentityHash (section Primitive datatypes).
var hash = regexp.MustCompile(`^(sha256\$[0-9A-Fa-f]{64}|md5\$[0-9A-Fa-f]{32})$`)

// hashed wants an identity that says to be hashed to be so.
func hashed(c *rule.Checker, path []string, o vc.Object) {
	if identity := vc.String(o, "identity"); o["hashed"] == true && !hash.MatchString(identity) {
		c.Fault(rule.At(path, "identity"), "This says to be hashed, so it has to be sha256$ or md5$ and hexadecimal digits.")
	}
}

// verification wants one of the two ways to verify, and an address that can be asked where it is the hosted one. The
// member may be called verify (section Assertion, property verification).
func verification(c *rule.Checker, path []string, o vc.Object) {
	name := "verification"
	if o[name] == nil && o["verify"] != nil {
		name = "verify"
	}
	c.Rules(path, o, []rule.Rule{{Name: name, Required: true, Shape: verificationShape}})
	v, ok := o[name].(vc.Object)
	if !ok {
		return
	}
	switch readVerification(o).Type {
	case HostedBadge:
		if id := vc.String(o, "id"); !strings.HasPrefix(id, "https://") && !strings.HasPrefix(id, "http://") {
			c.Fault(rule.At(path, "id"), "This is verified by asking its address, so its id has to be a web address.")
		}
	case "":
		if _, there := v["type"]; there {
			c.Fault(rule.At(path, name, "type"), "The way to verify has to be HostedBadge or SignedBadge.")
		}
	}
}

// rows wants every row of a revocation list to name an assertion.
func rows(c *rule.Checker, path []string, o vc.Object) {
	for i, e := range each(o["revokedAssertions"]) {
		switch v := e.(type) {
		case string:
			c.Rules(rule.At(path, "revokedAssertions"), vc.Object{strconv.Itoa(i): v}, []rule.Rule{{Name: strconv.Itoa(i), Kind: rule.URI}})
		case vc.Object:
			if vc.String(v, "id") == "" && vc.String(v, "uid") == "" {
				c.Fault(rule.At(path, "revokedAssertions", strconv.Itoa(i)), "This names no assertion. Give it the assertion's id.")
			}
		case nil: // has its fault already, or there is no list
		default:
			c.Fault(rule.At(path, "revokedAssertions", strconv.Itoa(i)), "This has to be the id of an assertion, or an object with it.")
		}
	}
}
