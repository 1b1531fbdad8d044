package issuance

import (
	"context"
	"encoding/json"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/vc"
	"laurel/vc/statuslist"
)

// plainPlaces is how many places a plain list has; at most three quarters of
// them are given out. It bounds the list: all of it revoked is still a document
// that verifiers read.
const plainPlaces = 2048

// A chunk has to find room in a fresh list.
const _ = uint(plainPlaces*3/4 - MaxChunk)

// RevocationList is a plain list of an organization's revoked credentials by
// its number: those that were issued with that list as their status (1EdTech
// Verifiable Credentials Revocation List 1.0). It is read off the ledger, so
// that it never is behind. Errors: badge.ErrNotFound.
func (i *Issuer) RevocationList(ctx context.Context, slug string, number int) ([]byte, error) {
	var lines []store.Revoked
	err := i.db.Read(ctx, func(tx *store.Tx) error {
		l, err := tx.PublicList(ctx, slug, badge.ListPlain, number)
		if err != nil {
			return err
		}
		lines, err = tx.Org(l.OrgID).RevokedIn(ctx, l.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	return plainList(i.names, slug, number, lines)
}

// plainList writes the document of a plain list.
func plainList(n Names, slug string, number int, lines []store.Revoked) ([]byte, error) {
	issuer, err := n.DID(slug)
	if err != nil {
		return nil, err
	}
	l := statuslist.RevocationList{ID: n.Revocations(slug, number), Issuer: issuer}
	for _, line := range lines {
		l.Revoked = append(l.Revoked, statuslist.Revoked{Credential: n.Badge(line.Code), Reason: line.Reason})
	}
	data, err := json.Marshal(l)
	if err != nil || len(data) <= vc.MaxBytes {
		return data, err
	}
	// Longer than verifiers read: that they are revoked matters more than why.
	for k := range l.Revoked {
		l.Revoked[k].Reason = ""
	}
	return json.Marshal(l)
}
