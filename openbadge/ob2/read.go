package ob2

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"time"

	"laurel/openbadge/internal/loose"
	"laurel/openbadge/internal/rule"
	"laurel/vc"
)

// ErrKind says that a document is not of the kind that was to be read.
var ErrKind = errors.New("this is not that kind of document of Open Badges 2.0")

// IsAssertion says whether a document is an assertion of Open Badges 2.0 or 1.x, and not a verifiable credential.
func IsAssertion(o vc.Object) bool {
	if vc.HasType(o, "VerifiableCredential") {
		return false
	}
	_, badge := o["badge"]
	_, recipient := o["recipient"]
	return vc.HasType(o, "Assertion") || badge && recipient || isTrue(o["revoked"]) && vc.String(o, "id") != ""
}

// ReadAssertion reads any assertion of Open Badges 2.0 or 1.x, also one that breaks rules of the standard: single
// values for lists, the names of 1.x, dates as Unix time. What it cannot make sense of it leaves out. Addresses for
// people are http or https, pictures may be data:image/… too; ids are as they were written. The error wraps ErrKind.
func ReadAssertion(o vc.Object) (Assertion, error) {
	if !IsAssertion(o) {
		return Assertion{}, ErrKind
	}
	recipient, _ := loose.First(o["recipient"])
	a := Assertion{
		ID:  vc.String(o, "id"),
		UID: loose.Text(o["uid"]),
		Recipient: IdentityObject{
			Type:     vc.String(recipient, "type"),
			Identity: vc.String(recipient, "identity"),
			Hashed:   isTrue(recipient["hashed"]),
			Salt:     vc.String(recipient, "salt"),
		},
		Badge:            readBadgeClass(o["badge"]),
		Verification:     readVerification(o),
		IssuedOn:         instant(o["issuedOn"]),
		Expires:          instant(o["expires"]),
		Image:            readImage(o["image"]),
		Evidence:         readEvidence(o["evidence"]),
		Narrative:        loose.Text(o["narrative"]),
		Revoked:          isTrue(o["revoked"]),
		RevocationReason: loose.Text(o["revocationReason"]),
	}
	return a, nil
}

// ReadBadgeClass reads a badge class as ReadAssertion reads an assertion.
func ReadBadgeClass(o vc.Object) (BadgeClass, error) {
	_, criteria := o["criteria"]
	if !vc.HasType(o, "BadgeClass") && !(criteria && o["issuer"] != nil) {
		return BadgeClass{}, ErrKind
	}
	return readBadgeClass(o), nil
}

// ReadProfile reads an issuer, or another profile, as ReadAssertion reads an assertion.
func ReadProfile(o vc.Object) (Profile, error) {
	if !vc.HasType(o, "Issuer") && !vc.HasType(o, "Profile") && (o["type"] != nil || vc.String(o, "url") == "") {
		return Profile{}, ErrKind
	}
	return readProfile(o), nil
}

// ReadKey reads a key as ReadAssertion reads an assertion.
func ReadKey(o vc.Object) (CryptographicKey, error) {
	if vc.String(o, "publicKeyPem") == "" {
		return CryptographicKey{}, ErrKind
	}
	return readKey(o), nil
}

// ReadRevocationList reads a revocation list as ReadAssertion reads an assertion. Rows that say that they are not
// revoked are left out.
func ReadRevocationList(o vc.Object) (RevocationList, error) {
	value, there := o["revokedAssertions"]
	if !there {
		return RevocationList{}, ErrKind
	}
	l := RevocationList{ID: vc.String(o, "id"), Issuer: id(o["issuer"])}
	for _, e := range each(value) {
		switch v := e.(type) {
		case string:
			l.Revoked = append(l.Revoked, RevokedAssertion{ID: v})
		case vc.Object:
			if v["revoked"] != false {
				l.Revoked = append(l.Revoked, RevokedAssertion{vc.String(v, "id"), loose.Text(v["uid"]), loose.Text(v["revocationReason"])})
			}
		}
	}
	return l, nil
}

// ReadEndorsement reads an endorsement as ReadAssertion reads an assertion.
func ReadEndorsement(o vc.Object) (Endorsement, error) {
	claim, ok := loose.First(o["claim"])
	if !ok || !vc.HasType(o, "Endorsement") {
		return Endorsement{}, ErrKind
	}
	return Endorsement{
		ID:           vc.String(o, "id"),
		Claim:        Claim{vc.String(claim, "id"), loose.Text(claim["endorsementComment"])},
		Issuer:       readProfile(o["issuer"]),
		IssuedOn:     instant(o["issuedOn"]),
		Verification: readVerification(o),
	}, nil
}

// readVerification knows the short names, and what they were called in 1.x.
func readVerification(o vc.Object) Verification {
	v, ok := loose.First(o["verification"])
	if !ok {
		v, _ = loose.First(o["verify"])
	}
	switch {
	case vc.HasType(v, "HostedBadge"), vc.HasType(v, "hosted"):
		return Verification{Type: HostedBadge}
	case vc.HasType(v, "SignedBadge"), vc.HasType(v, "signed"):
		return Verification{SignedBadge, loose.Or(id(v["creator"]), vc.String(v, "url"))}
	}
	return Verification{}
}

// id is the id of something that is given by it, or as an object, or as a list of one of these.
func id(value any) string {
	if o, ok := loose.First(value); ok {
		return vc.String(o, "id")
	}
	return vc.ID(value)
}

func each(value any) []any {
	if list, ok := value.([]any); ok {
		return list
	}
	return []any{value}
}

// isTrue takes what is not plainly false for true, for the sake of "true" as text.
func isTrue(value any) bool { return value != nil && value != false && value != "false" }

// instant reads a date as ISO 8601, or in Unix seconds as 1.x allowed it. It is zero when there is none.
func instant(value any) time.Time {
	switch v := value.(type) {
	case string:
		if t, err := rule.ParseInstant(v); err == nil {
			return t
		}
		if t, err := time.Parse(time.DateOnly, v); err == nil {
			return t
		}
		return seconds(v)
	case json.Number:
		return seconds(v.String())
	}
	return time.Time{}
}

func seconds(s string) time.Time {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 || n > math.MaxInt32*100 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}
