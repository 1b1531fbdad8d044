package tenant

import (
	"context"
	"fmt"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/vc/did"
)

// missingKeys makes the keys that an organization needs for the forms of its
// credentials and does not have, of which the newest is the first.
func (t *Tenants) missingKeys(org badge.Organization, has []badge.SigningKey) (missing []badge.SigningKey, err error) {
	needs := []badge.Algorithm{badge.EdDSA}
	if org.Forms.JWT {
		needs = append(needs, badge.RS256)
	}
	number := 0
	if len(has) > 0 {
		number = has[0].Number
	}
	for _, algorithm := range needs {
		if _, there := badge.NewestKey(has, algorithm); there {
			continue
		}
		number++
		k, err := t.newKey(org.ID, number, algorithm)
		if err != nil {
			return nil, fmt.Errorf("make a signing key: %w", err)
		}
		missing = append(missing, k)
	}
	return missing, nil
}

// newKey makes a signing key whose private half leaves this function sealed.
func (t *Tenants) newKey(org badge.OrgID, number int, algorithm badge.Algorithm) (badge.SigningKey, error) {
	k := badge.SigningKey{ID: badge.NewID[badge.KeyID](), OrgID: org, Number: number, Algorithm: algorithm, CreatedAt: t.Now()}
	if algorithm == badge.RS256 {
		public, sealed, err := t.Ring.GenerateRS256(string(org), string(k.ID))
		if err != nil {
			return k, err
		}
		jwk, err := did.EncodeJWK(public)
		k.Public, k.Sealed = string(jwk), sealed
		return k, err
	}
	public, sealed, err := t.Ring.Generate(string(org), string(k.ID))
	if err != nil {
		return k, err
	}
	k.Public, k.Sealed = did.EncodeKey(public), sealed
	return k, nil
}

func addKeys(ctx context.Context, otx *store.OrgTx, keys []badge.SigningKey) error {
	for _, k := range keys {
		if err := otx.AddKey(ctx, k); err != nil {
			return err
		}
	}
	return nil
}
