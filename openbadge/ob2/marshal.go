package ob2

import (
	"fmt"

	"laurel/openbadge/internal/ordered"
)

// Marshal writes the assertion as it is hosted or signed: members in an order for human eyes, one value of a list
// alone, no nulls. The same assertion always gives the same bytes. It does not judge what it writes; Check does. The
// only errors are text that is not UTF-8 and years beyond 9999. Of a revoked assertion only id, revoked and the reason
// are written, as is the custom (section Assertion, property revoked).
func (a Assertion) Marshal() ([]byte, error) { return marshal(a.object()) }

// Marshal writes a badge class as it is hosted, with the errors of Assertion.Marshal.
func (b BadgeClass) Marshal() ([]byte, error) { return marshal(b.object()) }

// Marshal writes a profile as it is hosted, with the errors of Assertion.Marshal.
func (p Profile) Marshal() ([]byte, error) { return marshal(p.object()) }

// Marshal writes a key as it is hosted, with the errors of Assertion.Marshal.
func (k CryptographicKey) Marshal() ([]byte, error) { return marshal(k.object()) }

// Marshal writes a revocation list as it is hosted, with the errors of Assertion.Marshal.
func (l RevocationList) Marshal() ([]byte, error) {
	revoked := []any{} // a list without a row says that nothing was revoked
	for _, r := range l.Revoked {
		revoked = append(revoked, r.value())
	}
	return marshal(ordered.Object{
		{Name: "type", Value: "RevocationList"},
		{Name: "id", Value: l.ID},
		{Name: "issuer", Value: l.Issuer},
		{Name: "revokedAssertions", Value: revoked},
	})
}

// Marshal writes an endorsement as it is hosted, with the errors of Assertion.Marshal.
func (e Endorsement) Marshal() ([]byte, error) {
	return marshal(ordered.Object{
		{Name: "type", Value: "Endorsement"},
		{Name: "id", Value: e.ID},
		{Name: "claim", Value: ordered.Object{{Name: "id", Value: e.Claim.ID}, {Name: "endorsementComment", Value: e.Claim.Comment}}},
		{Name: "issuer", Value: e.Issuer.value()},
		{Name: "issuedOn", Value: e.IssuedOn},
		{Name: "verification", Value: e.Verification.object()},
	})
}

func marshal(o ordered.Object) ([]byte, error) {
	out, err := append(ordered.Object{{Name: "@context", Value: Context}}, o...).Marshal()
	if err != nil {
		return nil, fmt.Errorf("write a document of Open Badges 2.0: %w", err)
	}
	return out, nil
}

func (a Assertion) object() ordered.Object {
	if a.Revoked {
		return ordered.Object{
			{Name: "type", Value: "Assertion"},
			{Name: "id", Value: a.ID},
			{Name: "revoked", Value: true},
			{Name: "revocationReason", Value: a.RevocationReason},
		}
	}
	return ordered.Object{
		{Name: "type", Value: "Assertion"},
		{Name: "id", Value: a.ID},
		{Name: "recipient", Value: ordered.Object{
			{Name: "type", Value: a.Recipient.Type},
			{Name: "hashed", Value: a.Recipient.Hashed},
			{Name: "identity", Value: a.Recipient.Identity},
			{Name: "salt", Value: a.Recipient.Salt},
		}},
		{Name: "badge", Value: a.Badge.value()},
		{Name: "verification", Value: a.Verification.object()},
		{Name: "issuedOn", Value: a.IssuedOn},
		{Name: "expires", Value: a.Expires},
		{Name: "image", Value: a.Image.value()},
		{Name: "narrative", Value: a.Narrative},
		{Name: "evidence", Value: list(a.Evidence, Evidence.value)},
	}
}

func (v Verification) object() ordered.Object {
	return ordered.Object{{Name: "type", Value: string(v.Type)}, {Name: "creator", Value: v.Creator}}
}

// value is the address of a badge class of which nothing else is known, or all of it.
func (b BadgeClass) value() any {
	if b.Name == "" && b.Description == "" {
		return b.ID
	}
	return b.object()
}

func (b BadgeClass) object() ordered.Object {
	return ordered.Object{
		{Name: "type", Value: "BadgeClass"},
		{Name: "id", Value: b.ID},
		{Name: "name", Value: b.Name},
		{Name: "description", Value: b.Description},
		{Name: "image", Value: b.Image.value()},
		{Name: "criteria", Value: b.Criteria.value()},
		{Name: "issuer", Value: b.Issuer.value()},
		{Name: "alignment", Value: list(b.Alignment, Alignment.value)},
		{Name: "tags", Value: list(b.Tags, itself)},
		{Name: "version", Value: b.Version},
		{Name: "related", Value: list(b.Related, itself)},
		{Name: "endorsement", Value: list(b.Endorsement, itself)},
	}
}

// value is the address of a profile of which nothing else is known, or all of it.
func (p Profile) value() any {
	if p.Name == "" && p.URL == "" && p.Email == "" {
		return p.ID
	}
	return p.object()
}

func (p Profile) object() ordered.Object {
	kind := p.Type
	if kind == "" {
		kind = "Issuer"
	}
	o := ordered.Object{
		{Name: "type", Value: kind},
		{Name: "id", Value: p.ID},
		{Name: "name", Value: p.Name},
		{Name: "url", Value: p.URL},
		{Name: "email", Value: p.Email},
		{Name: "telephone", Value: p.Telephone},
		{Name: "description", Value: p.Description},
		{Name: "image", Value: p.Image.value()},
		{Name: "publicKey", Value: list(p.PublicKey, CryptographicKey.value)},
	}
	if s := p.Verification; len(s.StartsWith)+len(s.AllowedOrigins) > 0 {
		o = append(o, ordered.Member{Name: "verification", Value: ordered.Object{
			{Name: "type", Value: "VerificationObject"},
			{Name: "startsWith", Value: list(s.StartsWith, itself)},
			{Name: "allowedOrigins", Value: list(s.AllowedOrigins, itself)},
		}})
	}
	return append(o,
		ordered.Member{Name: "revocationList", Value: p.RevocationList},
		ordered.Member{Name: "endorsement", Value: list(p.Endorsement, itself)},
	)
}

// value is the address of a key of which nothing else is known, or all of it.
func (k CryptographicKey) value() any {
	if k.PublicKeyPEM == "" {
		return k.ID
	}
	return k.object()
}

func (k CryptographicKey) object() ordered.Object {
	return ordered.Object{
		{Name: "type", Value: "CryptographicKey"},
		{Name: "id", Value: k.ID},
		{Name: "owner", Value: k.Owner},
		{Name: "publicKeyPem", Value: k.PublicKeyPEM},
	}
}
