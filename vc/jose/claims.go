package jose

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"strconv"
	"time"

	"laurel/vc"
)

// read finds the credential among the claims of a token and compares the two.
func (t *Token) read(claims vc.Object) error {
	if _, there := claims["aud"]; there {
		return fmt.Errorf("%w: it is meant for one audience (aud) only", ErrClaims)
	}
	inner, old := claims["vc"]
	var err error
	switch {
	case t.jose():
		err = t.readJOSE(claims)
	case old:
		err = t.readOld(claims, inner)
	default:
		t.Credential = bare(claims)
		err = compare(claims, t.Credential)
	}
	if err != nil {
		return err
	}
	if _, ok := vc.Contexts(t.Credential); !ok || !vc.HasType(t.Credential, "VerifiableCredential") {
		return fmt.Errorf("%w: its payload is not a verifiable credential", ErrMalformed)
	}
	return nil
}

// bare is a credential without the claims that stood beside its members.
func bare(claims vc.Object) vc.Object {
	credential := maps.Clone(claims)
	for _, name := range []string{"iss", "jti", "sub", "nbf", "exp", "iat"} {
		delete(credential, name)
	}
	return credential
}

// readJOSE reads a vc+jwt (VC-JOSE-COSE 1.0, section 3.1.3): claims about who and what are optional and have to agree;
// nbf and exp are about the signature, and the credential has its own period.
func (t *Token) readJOSE(claims vc.Object) error {
	for _, name := range []string{"vc", "vp"} {
		if _, there := claims[name]; there {
			return fmt.Errorf("%w: a vc+jwt must not have the claim %s", ErrClaims, name)
		}
	}
	t.Credential = bare(claims)
	for name, want := range identifiers(t.Credential) {
		if got, there := claims[name]; there && got != want {
			return mismatch(name, got, want)
		}
	}
	var err error
	if t.notBefore, err = date(claims, "nbf"); err != nil {
		return err
	}
	t.expires, err = date(claims, "exp")
	return err
}

// readOld reads the credential inside the claim vc (VC Data Model 1.1, section 6.3.1). What it leaves to the claims is
// put in. A second credential beside the claim is refused: another reader could take that one.
func (t *Token) readOld(claims vc.Object, inner any) error {
	o, ok := inner.(vc.Object)
	if contexts, plain := vc.Contexts(o); !ok || !plain || contexts[0] != vc.ContextV1 {
		return fmt.Errorf("%w: the claim vc is not a credential of the data model 1.1", ErrClaims)
	}
	for _, name := range []string{"@context", "type", "id", "issuer", "credentialSubject", "vp"} {
		if _, there := claims[name]; there {
			return fmt.Errorf("%w: beside the claim vc there is %s", ErrClaims, name)
		}
	}
	t.Credential = maps.Clone(o)
	fill(t.Credential, claims)
	return compare(claims, t.Credential)
}

// fill copies claims into the members that a credential lacks.
func fill(credential, claims vc.Object) {
	put := func(o vc.Object, member, claim string) {
		if value := vc.String(claims, claim); o[member] == nil && value != "" {
			o[member] = value
		}
	}
	put(credential, "id", "jti")
	put(credential, "issuer", "iss")
	if issuer, ok := credential["issuer"].(vc.Object); ok {
		issuer = maps.Clone(issuer)
		put(issuer, "id", "iss")
		credential["issuer"] = issuer
	}
	if subject, ok := credential["credentialSubject"].(vc.Object); ok {
		subject = maps.Clone(subject)
		put(subject, "id", "sub")
		credential["credentialSubject"] = subject
	}
	for member, claim := range map[string]string{"issuanceDate": "nbf", "expirationDate": "exp"} {
		if at, err := date(claims, claim); err == nil && !at.IsZero() && credential[member] == nil {
			credential[member] = vc.FormatTime(at)
		}
	}
}

// identifiers are the claims about who and what, as the credential says them.
func identifiers(credential vc.Object) map[string]any {
	subject := ""
	if subjects := vc.Objects(credential["credentialSubject"]); len(subjects) == 1 {
		subject = vc.String(subjects[0], "id")
	}
	return map[string]any{"iss": vc.IssuerID(credential), "jti": vc.String(credential, "id"), "sub": subject}
}

// period is when a credential is valid, in the words of its data model.
func period(credential vc.Object) (from, until time.Time, err error) {
	contexts, _ := vc.Contexts(credential)
	if len(contexts) == 0 || contexts[0] != vc.ContextV1 {
		return vc.Period(credential)
	}
	if from, err = vc.Moment(credential, "issuanceDate"); err != nil {
		return from, until, err
	}
	until, err = vc.Moment(credential, "expirationDate")
	return from, until, err
}

// compare holds the claims against the credential: iss, jti, sub and nbf have to be there, exp when the credential
// ends, and each has to be equal, the dates in whole seconds (Open Badges 3.0, section 8.2.4.1).
func compare(claims, credential vc.Object) error {
	for name, want := range identifiers(credential) {
		if got := claims[name]; got != want || want == "" {
			return mismatch(name, got, want)
		}
	}
	from, until, err := period(credential)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrClaims, err)
	}
	for name, want := range map[string]time.Time{"nbf": from, "exp": until} {
		got, err := date(claims, name)
		switch {
		case err != nil:
			return err
		case got.IsZero() != want.IsZero(), name == "nbf" && got.IsZero(), !got.IsZero() && got.Unix() != want.Unix():
			return mismatch(name, claims[name], want.Unix())
		}
	}
	return nil
}

func mismatch(name string, got, want any) error {
	return fmt.Errorf("%w: %s is %.200q, the credential says %.200q", ErrClaims, name, fmt.Sprint(got), fmt.Sprint(want))
}

// date reads a claim of whole seconds since 1970 (RFC 7519, section 2, NumericDate). It is zero when there is none. Some
// issuers write 1577836800.0, which is the same number.
func date(claims vc.Object, name string) (time.Time, error) {
	value, there := claims[name]
	if !there {
		return time.Time{}, nil
	}
	text, _ := value.(json.Number)
	seconds, err := strconv.ParseFloat(string(text), 64)
	const year10000 = 253402300800
	if err != nil || seconds < 0 || seconds >= year10000 || seconds != math.Trunc(seconds) {
		return time.Time{}, fmt.Errorf("%w: %s is not a whole number of seconds since 1970", ErrClaims, name)
	}
	return time.Unix(int64(seconds), 0).UTC(), nil
}
