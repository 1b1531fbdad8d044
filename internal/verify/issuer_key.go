package verify

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"laurel/vc"
	"laurel/vc/did"
)

// issuerKey is the key that a signature names, found at its owner.
type issuerKey struct {
	issuer, domain string
	public         crypto.PublicKey
}

// findKey finds the key that a signature names at the issuer whom the document names: in the issuer's DID document, or
// at a web address of the issuer's own host.
func (q *inquiry) findKey(ctx context.Context, issuer, method string) (Check, issuerKey) {
	if strings.HasPrefix(method, "https://") || strings.HasPrefix(method, "http://") { // http is read on loopback only
		return q.findWebKey(ctx, issuer, method)
	}
	controller, _, _ := strings.Cut(method, "#")
	if issuer == "" || controller != issuer {
		return foreignKey(), issuerKey{}
	}
	key := issuerKey{issuer: issuer}
	document, err := q.resolve(ctx, issuer, &key)
	if err != nil {
		return noKey(err), key
	}
	if key.public, err = document.Key(method, q.at); err != nil {
		return disownedKey(err), key
	}
	if key.domain == "" {
		return Check{checkIssuer, Warn, says("The issuer is known by its key alone: no web address vouches for its name."), "did:key"}, key
	}
	return ownKey(key, method), key
}

// findWebKey reads a key from its own address, which answers with one bare JWK or Multikey (Open Badges 3.0, section
// 8.2.5). It is the issuer's when it is at the issuer's host. An issuer with a DID document has to list the same key there, so that
// two issuers of one host cannot sign for one another.
func (q *inquiry) findWebKey(ctx context.Context, issuer, method string) (Check, issuerKey) {
	key := issuerKey{issuer: issuer}
	home := issuer
	if strings.HasPrefix(issuer, "did:web:") {
		home, _ = did.WebURL(issuer) // an empty address is nobody's home
	}
	if key.domain = hostOf(home); key.domain == "" || !strings.EqualFold(key.domain, hostOf(method)) {
		return foreignKey(), issuerKey{}
	}
	body, err := q.get(ctx, method, "application/jwk+json, application/json;q=0.9")
	if err != nil {
		return noKey(err), key
	}
	if final := hostOf(q.final(method)); !strings.EqualFold(final, key.domain) { // a redirect that anybody could have made
		return noKey(errMoved), key
	}
	if key.public, err = q.bareKey(body, issuer); errors.Is(err, errDisowned) {
		return disownedKey(err), key
	} else if err != nil {
		return noKey(err), key
	}
	if home == issuer {
		return ownKey(key, method), key
	}
	document, err := q.resolve(ctx, issuer, &key)
	if err != nil {
		return noKey(err), key
	}
	if !slices.ContainsFunc(document.AssertionMethod, func(id string) bool {
		listed, err := document.Key(id, q.at)
		return err == nil && same(listed, key.public)
	}) {
		return disownedKey(errDisowned), key
	}
	return ownKey(key, method), key
}

// bareKey reads a key that stands alone: a JWK, or a Multikey that names its controller (Controlled Identifiers 1.0,
// section 2.2.2).
func (q *inquiry) bareKey(body []byte, issuer string) (crypto.PublicKey, error) {
	o, err := vc.Decode(body)
	if err != nil {
		return nil, err
	}
	multibase := vc.String(o, "publicKeyMultibase")
	if multibase == "" {
		return did.ParseJWK(body)
	}
	if controller := vc.String(o, "controller"); controller != issuer {
		return nil, fmt.Errorf("%w: its controller is %q", errDisowned, controller)
	}
	for _, name := range []string{"revoked", "expires"} {
		end, err := vc.Moment(o, name)
		if err != nil {
			return nil, err
		}
		if !end.IsZero() && !q.at.Before(end) {
			return nil, fmt.Errorf("%w: %s %s", errDisowned, name, vc.FormatTime(end))
		}
	}
	return did.ParseMultikey(multibase)
}

// same tells whether two keys are one; every kind of key that package did gives can be compared.
func same(a, b crypto.PublicKey) bool {
	comparable, ok := a.(interface{ Equal(crypto.PublicKey) bool })
	return ok && comparable.Equal(b)
}

func ownKey(key issuerKey, method string) Check {
	return Check{checkIssuer, Pass, says("The key belongs to %s.", key.domain), method}
}

func foreignKey() Check {
	return Check{checkIssuer, Fail, says("It was signed with a key of somebody other than the issuer it names."), ""}
}

func noKey(err error) Check {
	return Check{checkIssuer, Unknown, says("The issuer's key could not be had, so nobody can tell whether this badge is genuine. Try again later."), reason(err)}
}

func disownedKey(err error) Check {
	return Check{checkIssuer, Fail, says("The issuer does not know the key this badge was signed with, or no longer stands by it."), reason(err)}
}

// resolve finds a DID document: did:key from itself, did:web from its address.
func (q *inquiry) resolve(ctx context.Context, id string, key *issuerKey) (*did.Document, error) {
	switch {
	case strings.HasPrefix(id, "did:key:"):
		return did.ResolveKey(id)
	case strings.HasPrefix(id, "did:web:"):
		address, err := did.WebURL(id)
		if err != nil {
			return nil, err
		}
		body, err := q.get(ctx, address, "application/did+json, application/json;q=0.9")
		if err != nil {
			return nil, err
		}
		key.domain = hostOf(address)
		return did.ParseDocument(body, id)
	}
	return nil, errMethod
}

// hostOf is the host, and port, of a web address; empty when it is none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return u.Host
}
