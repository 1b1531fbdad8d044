package issuance

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/vc/proof"
	"laurel/vc/statuslist"
)

// listTTL is how long others may keep a copy of a list: a revocation is
// everywhere within a minute.
const listTTL = time.Minute

// nearlyFull tells whether a list has so few free indexes left that drawing
// one at random would take long and tell much.
func nearlyFull(l badge.StatusList) bool { return l.Taken+MaxChunk > len(l.Used)*8*3/4 }

// openList adds the next list of a kind of an organization.
func (i *Issuer) openList(ctx context.Context, org badge.OrgID, kind badge.ListKind, number int) error {
	l := badge.StatusList{
		ID: badge.NewID[badge.StatusListID](), OrgID: org, Kind: kind, Number: number,
		Used: statuslist.New(statuslist.MinBits), Set: statuslist.New(statuslist.MinBits), Version: 1, Signed: []byte{}, CreatedAt: i.now(),
	}
	if l.Kind == badge.ListPlain {
		l.Used, l.Set = make([]byte, plainPlaces/8), []byte{}
	}
	err := i.db.Write(ctx, func(tx *store.Tx) error { return tx.Org(org).AddList(ctx, l) })
	if errors.Is(err, badge.ErrConflict) { // another process opened it
		return nil
	}
	return err
}

// drawIndex gives out a free index of a list at random (Bitstring Status List
// 1.0, section 5.1: order of issue must not show).
func drawIndex(random io.Reader, l *badge.StatusList) (int, error) {
	bits := uint32(len(l.Used) * 8) // a power of two
	for {
		var b [4]byte
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return 0, err
		}
		index := int(binary.BigEndian.Uint32(b[:]) & (bits - 1))
		if l.Used[index/8]&(0x80>>(index%8)) == 0 {
			badge.SetBit(l.Used, index)
			l.Taken++
			return index, nil
		}
	}
}

// PublishList signs the present state of a list and puts it where verifiers
// read it. Done already: nothing happens.
func (i *Issuer) PublishList(ctx context.Context, org badge.OrgID, id badge.StatusListID) error {
	var o badge.Organization
	var l badge.StatusList
	var keys []badge.SigningKey
	err := i.db.Read(ctx, func(tx *store.Tx) (err error) {
		otx := tx.Org(org)
		if o, err = otx.Organization(ctx); err != nil {
			return err
		}
		if keys, err = otx.Keys(ctx); err != nil {
			return err
		}
		l, err = otx.List(ctx, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("publish status list %s: %w", id, err)
	}
	if l.Kind == badge.ListPlain || l.Published == l.Version { // a plain list is read off the ledger
		return nil
	}
	if l.Signed, err = i.signList(ctx, o, keys, l); err != nil {
		return fmt.Errorf("publish status list %s: %w", id, err)
	}
	l.Published = l.Version
	return i.db.Write(ctx, func(tx *store.Tx) error { return tx.Org(org).PublishList(ctx, l) })
}

// publishLists publishes the lists that some credentials are in, unless they
// are: a badge that can be seen can be verified, from its first moment.
func (i *Issuer) publishLists(ctx context.Context, org badge.OrgID, credentials []badge.Credential) error {
	published := map[badge.StatusListID]bool{}
	for _, c := range credentials {
		if published[c.ListID] {
			continue
		}
		if err := i.PublishList(ctx, org, c.ListID); err != nil {
			return err
		}
		published[c.ListID] = true
	}
	return nil
}

func (i *Issuer) signList(ctx context.Context, org badge.Organization, keys []badge.SigningKey, l badge.StatusList) ([]byte, error) {
	s, err := i.newest(org, keys)
	if err != nil {
		return nil, err
	}
	now := i.now().UTC().Truncate(time.Second)
	unsigned, err := statuslist.Credential(statuslist.List{
		ID: i.names.listOf(org.Slug, l), Issuer: s.did, Purpose: purposeOf(l.Kind), ValidFrom: now, TTL: listTTL, Bits: l.Set,
	})
	if err != nil {
		return nil, err
	}
	prepared, err := proof.Prepare(unsigned, proof.Options{VerificationMethod: s.method, Created: now})
	if err != nil {
		return nil, err
	}
	signed, err := proof.Sign(ctx, prepared, s.sign)
	if err != nil {
		return nil, err
	}
	return signed, check(ctx, s, signed, now)
}

// purposeOf is what the bits of a bitstring list mean (Bitstring Status List
// 1.0, section 2.1). A suspension can be taken back, a revocation cannot.
func purposeOf(kind badge.ListKind) string {
	if kind == badge.ListSuspension {
		return statuslist.Suspension
	}
	return statuslist.Revocation
}

// StatusList is the signed list of a kind at an organization's slug and a
// number. Errors: badge.ErrNotFound, also before it is published.
func (i *Issuer) StatusList(ctx context.Context, slug string, kind badge.ListKind, number int) ([]byte, error) {
	var l badge.StatusList
	err := i.db.Read(ctx, func(tx *store.Tx) (err error) {
		l, err = tx.PublicList(ctx, slug, kind, number)
		return err
	})
	if err == nil && len(l.Signed) == 0 {
		err = badge.ErrNotFound
	}
	return l.Signed, err
}
