package issuance

import (
	"context"
	"fmt"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// TokenOf makes a token of a credential as somebody with the ledger in their hands would have it.
func (i *Issuer) TokenOf(ctx context.Context, c badge.Credential) ([]byte, error) {
	org, keys, err := i.issuerOf(ctx, c.OrgID)
	if err != nil {
		return nil, err
	}
	key, _ := badge.NewestKey(keys, badge.RS256)
	return i.signToken(ctx, org, keys, key, c)
}

// AssertionOf is the twin of a credential as somebody with the ledger in their hands would have it.
func (i *Issuer) AssertionOf(c badge.Credential) error {
	_, err := assertion(i.names, c)
	return err
}

// PlainList is the document of a plain list with some lines in it.
func (i *Issuer) PlainList(slug string, lines []store.Revoked) ([]byte, error) {
	return plainList(i.names, slug, 1, lines)
}

// LongestPlainList is how many credentials a plain list can name.
const LongestPlainList = plainPlaces * 3 / 4

// KeptTokens asks for some tokens, and tells how often one was made and how many are kept.
func KeptTokens(ask int) (made, kept int) {
	var t tokens
	for n := range ask {
		for range 2 {
			_, _ = t.get([]byte(fmt.Sprint(n)), "key", func() ([]byte, error) { made++; return []byte("token"), nil })
		}
	}
	return made, len(t.kept)
}

// MaxTokens is how many are kept at most.
const MaxTokens = maxTokens
