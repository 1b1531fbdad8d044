package issuance

import (
	"bytes"
	"context"
	"crypto/sha512"
	"errors"
	"fmt"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/vc/proof"
)

// What a crash leaves behind: IssueChunk, stopped after one of its steps.

func (i *Issuer) PrepareOnly(ctx context.Context, org badge.OrgID, batch badge.BatchID, first, last int) ([]badge.Credential, error) {
	w, err := i.load(ctx, org, batch, first, last)
	if err != nil {
		return nil, err
	}
	err = i.prepare(ctx, &w)
	return w.prepared, err
}

func (i *Issuer) SignOnly(ctx context.Context, org badge.OrgID, batch badge.BatchID, first, last int) ([]badge.Credential, error) {
	w, err := i.load(ctx, org, batch, first, last)
	if err != nil {
		return nil, err
	}
	if err = i.prepare(ctx, &w); err != nil {
		return nil, err
	}
	return w.prepared, i.signAll(ctx, w)
}

// SignWithLiar signs with a template that takes every document and hashes something else.
func (i *Issuer) SignWithLiar(ctx context.Context, org badge.OrgID, batch badge.BatchID, first, last int) (signed []badge.Credential, stopped bool, err error) {
	w, err := i.load(ctx, org, batch, first, last)
	if err != nil {
		return nil, false, err
	}
	if err = i.prepare(ctx, &w); err != nil {
		return nil, false, err
	}
	signers := map[badge.KeyID]signer{}
	liars := map[badge.KeyID]*templates{}
	for _, k := range w.keys {
		if signers[k.ID], err = i.open(w.org, k); err != nil {
			return nil, false, err
		}
		liars[k.ID] = &templates{}
		_, honest := liars[k.ID].find(ctx, w.prepared[0].Prepared)
		honest.message = func(prepared []byte) ([]byte, bool) {
			sum := sha512.Sum512(prepared)
			return sum[:], true
		}
	}
	w.recorded = nil // as after a crash
	err = i.signPrepared(ctx, w, signers, liars)
	return w.prepared, i.templatesStopped.Load(), err
}

// Shapes is how many templates a chunk needs, and how many of its documents none of them fits.
func (i *Issuer) Shapes(ctx context.Context, prepared []badge.Credential) (made, without int) {
	t := &templates{}
	for _, c := range prepared {
		if _, by := t.find(ctx, c.Prepared); by == nil {
			without++
		}
	}
	return len(t.made), without
}

// drafted are drafts of a chunk and what they have in common; nothing is recorded.
func (i *Issuer) drafted(ctx context.Context, org badge.OrgID, batch badge.BatchID, first, last int) (*setting, []draft, error) {
	w, err := i.load(ctx, org, batch, first, last)
	if err != nil {
		return nil, nil, err
	}
	var list badge.StatusList
	err = i.db.Read(ctx, func(tx *store.Tx) (err error) {
		w.awards, err = tx.Org(org).AwardsForIssue(ctx, batch, first, last)
		return err
	})
	list.Kind, list.Number, list.Used = badge.ListBitstring, 1, make([]byte, 1<<14)
	s := &setting{
		names: i.names, org: w.org, achievement: w.achievement, list: list, listName: i.names.List(w.org.Slug, 1),
		now: i.now().UTC().Truncate(time.Second), shapes: &shapes{},
	}
	if err == nil {
		s.signer, err = i.newest(w.org, w.keys)
	}
	drafts := make([]draft, len(w.awards))
	for n, a := range w.awards {
		if err == nil {
			drafts[n], err = draw(i.random, a)
		}
		drafts[n].index = n
	}
	return s, drafts, err
}

// ComposedBothWays composes a chunk with templates and without.
func (i *Issuer) ComposedBothWays(ctx context.Context, org badge.OrgID, batch badge.BatchID, first, last int) (written, other [][]byte, err error) {
	s, drafts, err := i.drafted(ctx, org, batch, first, last)
	if err != nil {
		return nil, nil, err
	}
	for n := range drafts {
		c, r, err := compose(ctx, s, &drafts[n], false)
		if err == nil && r.by == nil {
			err = errors.New("it was not written by a template")
		}
		if err != nil {
			return nil, nil, err
		}
		written = append(written, c.Prepared)
		if err := s.whole(ctx, &drafts[n], &c); err != nil {
			return nil, nil, err
		}
		other = append(other, c.Prepared)
		message, err := proof.Message(ctx, c.Prepared)
		if err != nil || !bytes.Equal(message, r.message) {
			return nil, nil, fmt.Errorf("the message is another one, %w", err)
		}
	}
	return written, other, nil
}

// Faults makes documents wrong in ways that each have to be found.
func (i *Issuer) Faults(ctx context.Context, org badge.OrgID, batch badge.BatchID, first, last int) map[string]error {
	s, drafts, err := i.drafted(ctx, org, batch, first, last)
	if err != nil {
		return map[string]error{"set up": nil}
	}
	c, r, err := compose(ctx, s, &drafts[0], false)
	if err != nil {
		return map[string]error{"set up": nil}
	}
	found := map[string]error{}
	if _, err := signed(ctx, s.signer, &c, r, true, false, s.now); err != nil {
		return map[string]error{"a good one, of which it says " + err.Error(): nil}
	}
	lie := recorded{bytes.Repeat([]byte{7}, 64), r.by}
	_, found["another message, when it is its turn"] = signed(ctx, s.signer, &c, lie, true, false, s.now)
	broken := s.signer
	broken.sign = func([]byte) ([]byte, error) { return make([]byte, 64), nil }
	_, found["a key that changed, at an edge"] = signed(ctx, broken, &c, r, false, true, s.now)
	calls := 0
	broken.sign = func(message []byte) ([]byte, error) {
		calls++
		signature, err := s.signer.sign(message)
		if calls == 1 && err == nil {
			signature[40] ^= 1
		}
		return signature, err
	}
	_, found["a signature that came out wrong once"] = signed(ctx, broken, &c, r, false, false, s.now)

	honest := s.shapes.of(shapeOf(&drafts[0], &c)).template
	write := honest.write
	honest.write = func(s *setting, d *draft, c *badge.Credential) ([]byte, []byte, bool) {
		prepared, message, ok := write(s, d, c)
		return bytes.Replace(prepared, []byte("Ada"), []byte("Eve"), 1), message, ok
	}
	_, _, found["another document, when it is its turn"] = compose(ctx, s, &drafts[0], true)
	return found
}
