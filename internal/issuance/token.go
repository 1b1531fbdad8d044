package issuance

import (
	"bytes"
	"context"
	"crypto"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/vc"
	"laurel/vc/did"
	"laurel/vc/jose"
)

// Token is a credential as a JWT of Open Badges 3.0, signed with RS256
// (section 8.2, JSON Web Token Proof Format). Its payload is the stored
// document without its own proof, and the same credential always gives the same
// bytes. A revoked one has its token too: the status in it says so. Errors:
// badge.ErrNotFound, also when the organization does not offer this form.
func (i *Issuer) Token(ctx context.Context, code badge.Code) ([]byte, error) {
	c, _, err := i.Public(ctx, code)
	if err != nil {
		return nil, err
	}
	org, keys, err := i.issuerOf(ctx, c.OrgID)
	if err != nil {
		return nil, err
	}
	key, there := badge.NewestKey(keys, badge.RS256)
	if !org.Forms.JWT || !there {
		return nil, badge.ErrNotFound
	}
	token, err := i.tokens.get(c.Signed, key.ID, func() ([]byte, error) { return i.signToken(ctx, org, keys, key, c) })
	if err != nil {
		return nil, fmt.Errorf("token of %s: %w", code, err)
	}
	return token, nil
}

// issuerOf finds the organization of a credential with its keys.
func (i *Issuer) issuerOf(ctx context.Context, id badge.OrgID) (org badge.Organization, keys []badge.SigningKey, err error) {
	err = i.db.Read(ctx, func(tx *store.Tx) (err error) {
		if org, err = tx.Org(id).Organization(ctx); err != nil {
			return err
		}
		keys, err = tx.Org(id).Keys(ctx)
		return err
	})
	return org, keys, err
}

// signToken makes a token of a stored document, if the document bears the
// organization's own signature and stands at its own address: what somebody
// changed in the ledger is not signed a second time.
func (i *Issuer) signToken(ctx context.Context, org badge.Organization, keys []badge.SigningKey, key badge.SigningKey, c badge.Credential) ([]byte, error) {
	first, err := keyOf(org, keys, c.KeyID)
	if err != nil {
		return nil, err
	}
	by, err := i.checker(org, first)
	if err != nil {
		return nil, err
	}
	if err := check(ctx, by, c.Signed, i.now()); err != nil {
		return nil, err
	}
	doc, err := vc.Decode(c.Signed)
	if err != nil {
		return nil, err
	}
	if id := vc.String(doc, "id"); id != i.names.Badge(c.Code) {
		return nil, fmt.Errorf("the document kept here is the document of %s", id)
	}
	unsigned, err := withoutProof(c.Signed)
	if err != nil {
		return nil, err
	}
	public, err := publicKey(key)
	if err != nil {
		return nil, err
	}
	sign, err := i.ring.SignerRS256(string(org.ID), string(key.ID), key.Sealed)
	if err != nil {
		return nil, err
	}
	token, err := jose.Sign(unsigned, public, i.names.Key(org.Slug, key.Number), sign)
	if err != nil {
		return nil, err
	}
	return token, checkToken(token, public, i.now())
}

// checkToken reads a token back and verifies it with the public key alone.
func checkToken(token []byte, public crypto.PublicKey, now time.Time) error {
	read, err := jose.Parse(token)
	if err == nil {
		err = read.Verify(public, now)
	}
	if err != nil {
		return fmt.Errorf("our own token does not hold: %w", err)
	}
	return nil
}

// withoutProof takes the proof out of a document and leaves every other member
// as its bytes are: the claims of a token beside a proof would be members that
// the proof does not cover.
func withoutProof(signed []byte) ([]byte, error) {
	d := json.NewDecoder(bytes.NewReader(signed))
	if _, err := d.Token(); err != nil { // the opening brace
		return nil, err
	}
	out := []byte{'{'}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		if name == "proof" {
			continue
		}
		quoted, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(append(out, quoted...), ':'), value...)
	}
	return append(out, '}'), nil
}

// maxTokens bounds how many tokens are kept in memory, some 5 KB each.
const maxTokens = 512

// tokens keeps the tokens that were asked for last. An RSA signature costs
// many times the other kind, and asking for one must not change the ledger:
// so they are made on demand, one at a time, which leaves the other cores to
// those who do not ask, and kept in memory only, since the same bytes come out
// again.
type tokens struct {
	turn sync.Mutex // held while one is made
	mu   sync.Mutex // of kept
	kept map[tokenKey][]byte
}

// tokenKey names a token by the hash of its document and the key that signs.
type tokenKey struct {
	document [sha256.Size]byte
	key      badge.KeyID
}

func (t *tokens) get(document []byte, key badge.KeyID, sign func() ([]byte, error)) ([]byte, error) {
	name := tokenKey{sha256.Sum256(document), key}
	if token, found := t.find(name); found {
		return token, nil
	}
	t.turn.Lock()
	defer t.turn.Unlock()
	if token, found := t.find(name); found { // made while this one waited
		return token, nil
	}
	token, err := sign()
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.kept == nil || len(t.kept) >= maxTokens {
		t.kept = map[tokenKey][]byte{}
	}
	t.kept[name] = token
	return token, nil
}

func (t *tokens) find(name tokenKey) ([]byte, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	token, found := t.kept[name]
	return token, found
}

// KeyJWK is one public key of an organization alone, as a JSON Web Key: what
// the header of a token leads to. It stays there when the form is not offered
// any more. Errors: badge.ErrNotFound.
func (i *Issuer) KeyJWK(ctx context.Context, slug string, number int) ([]byte, error) {
	var keys []badge.SigningKey
	err := i.db.Read(ctx, func(tx *store.Tx) error {
		org, err := tx.PublicOrganization(ctx, slug)
		if err != nil {
			return err
		}
		keys, err = tx.Org(org.ID).Keys(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		if k.Number != number {
			continue
		}
		public, err := publicKey(k)
		if err != nil {
			return nil, err
		}
		return did.EncodeJWK(public)
	}
	return nil, badge.ErrNotFound
}
