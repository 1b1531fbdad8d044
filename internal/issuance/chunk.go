package issuance

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/vc"
	"laurel/vc/proof"
)

// MaxChunk is how many awards are issued in one go.
const MaxChunk = 500

// drawAttempts is how often a chunk starts again when another process drew
// from the same status list in the meantime.
const drawAttempts = 20

// IssueChunk issues the waiting awards of a batch from one row to another,
// both included. A run that was cut off is taken up where it stopped: what is
// prepared is signed as it was recorded, what is sealed is left alone.
func (i *Issuer) IssueChunk(ctx context.Context, org badge.OrgID, batch badge.BatchID, first, last int) error {
	w, err := i.load(ctx, org, batch, first, last)
	if err != nil {
		return fmt.Errorf("issue batch %s: %w", batch, err)
	}
	if err = i.prepare(ctx, &w); err != nil {
		return fmt.Errorf("prepare batch %s: %w", batch, err)
	}
	if err := i.signAll(ctx, w); err != nil {
		return fmt.Errorf("sign batch %s: %w", batch, err)
	}
	if err := i.publishLists(ctx, org, w.prepared); err != nil {
		return err
	}
	if err := i.replaceAll(ctx, w); err != nil {
		return fmt.Errorf("batch %s: %w", batch, err)
	}
	if err := i.seal(ctx, w); err != nil {
		return fmt.Errorf("seal batch %s: %w", batch, err)
	}
	return nil
}

// work is a chunk with what the ledger knows about it.
type work struct {
	batch       badge.Batch
	org         badge.Organization
	parent      badge.Organization // whose department it is; zero: none
	keys        []badge.SigningKey
	achievement badge.Achievement               // in the wording that was confirmed
	first, last int                             // rows of the batch
	awards      []badge.Award                   // waiting
	prepared    []badge.Credential              // recorded, not sealed
	replace     []badge.Award                   // by what their earner holds, corrected
	recorded    map[badge.CredentialID]recorded // by this run
	sample      []byte                          // a document that is about nobody
}

func (i *Issuer) load(ctx context.Context, org badge.OrgID, batch badge.BatchID, first, last int) (w work, err error) {
	w.first, w.last = first, last
	err = i.db.Read(ctx, func(tx *store.Tx) (err error) {
		otx := tx.Org(org)
		if w.batch, err = otx.Batch(ctx, batch); err != nil {
			return err
		}
		if w.org, w.parent, err = maySign(ctx, otx); err != nil {
			return err
		}
		if w.keys, err = otx.Keys(ctx); err != nil || w.batch.State == badge.BatchChecked {
			return err
		}
		w.achievement, err = otx.AchievementAt(ctx, w.batch.RevisionID)
		return err
	})
	return w, err
}

// prepare records a document for every award that has none yet, before
// anything is signed, and finds all that are recorded and not sealed.
func (i *Issuer) prepare(ctx context.Context, w *work) error {
	i.turn.Lock()
	defer i.turn.Unlock()
	for attempt := 1; ; attempt++ {
		err := i.prepareOnce(ctx, w)
		if errors.Is(err, errTemplate) {
			i.stopTemplates(ctx, w, err)
			continue // without
		}
		if !errors.Is(err, badge.ErrConflict) || attempt == drawAttempts {
			return err
		}
	}
}

func (i *Issuer) prepareOnce(ctx context.Context, w *work) (err error) {
	w.prepared, w.recorded, w.replace = nil, nil, nil
	var list badge.StatusList
	var held badge.Holdings
	err = i.db.Read(ctx, func(tx *store.Tx) (err error) {
		otx := tx.Org(w.org.ID)
		// Another run may have sealed some of them while this one waited for its turn.
		if w.awards, err = otx.AwardsForIssue(ctx, w.batch.ID, w.first, w.last); err != nil || len(w.awards) == 0 {
			return err
		}
		if w.prepared, err = otx.PreparedCredentials(ctx, w.batch.ID, w.first, w.last); err != nil {
			return err
		}
		if held, err = i.holders(ctx, otx, w); err != nil {
			return err
		}
		list, err = otx.NewestList(ctx, w.org.Forms.ListKind())
		return err
	})
	if err == nil && len(w.awards) == 0 {
		return nil
	}
	if errors.Is(err, badge.ErrNotFound) || err == nil && nearlyFull(list) {
		if err := i.openList(ctx, w.org.ID, w.org.Forms.ListKind(), list.Number+1); err != nil {
			return err
		}
		return badge.ErrConflict // and look again
	}
	if err != nil {
		return err
	}
	fresh, left := i.choose(w, held)
	takenBefore := list.Taken
	composed, refused, err := i.composeAll(ctx, w, &list, fresh)
	if err != nil {
		return err
	}
	left = append(left, refused...)
	if len(composed)+len(left) == 0 {
		return nil
	}
	err = i.db.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(w.org.ID)
		// Whoever draws from the list moves its count first, so a prepare that
		// saw the same holders as another one cannot go through beside it.
		if err := otx.UseIndexes(ctx, list, takenBefore); err != nil {
			return err
		}
		if err := otx.RefuseAwards(ctx, left); err != nil {
			return err
		}
		return otx.PrepareCredentials(ctx, composed, w.sample)
	})
	w.prepared = append(w.prepared, composed...)
	return err
}

// holders tells who holds the badge already, unless the batch is to issue to
// them again.
func (i *Issuer) holders(ctx context.Context, otx *store.OrgTx, w *work) (badge.Holdings, error) {
	if w.batch.Duplicates == badge.DuplicateAllow {
		return nil, nil
	}
	emails := make([]badge.Email, len(w.awards))
	for n, a := range w.awards {
		emails[n] = a.Email
	}
	return otx.Holders(ctx, w.batch.AchievementID, emails)
}

// choose separates the awards to compose from those that are not: prepared
// before, or held by their earner already, who keeps it or has it replaced.
func (i *Issuer) choose(w *work, held badge.Holdings) (fresh, repeated []badge.Award) {
	done := make(map[int]bool, len(w.prepared))
	for _, c := range w.prepared {
		done[c.Row] = true
	}
	for _, a := range w.awards {
		switch {
		case done[a.Row]:
		case held.On(a.Email, a.IssuedOn) && w.batch.Duplicates == badge.DuplicateReplace:
			w.replace = append(w.replace, a)
		case held.On(a.Email, a.IssuedOn):
			a.State = badge.AwardRepeated
			a.Findings = append(a.Findings, badge.Finding{
				Severity: badge.OutcomeDuplicate, Field: "email", Value: string(a.Email), Reason: "This person holds the badge already.",
			})
			repeated = append(repeated, a)
		default:
			fresh = append(fresh, a)
		}
	}
	return fresh, repeated
}

// composeAll draws an index for each award and composes on every core. An
// award whose document we would not accept is refused with the reason; the
// others go on. Errors: errTemplate, and nothing is kept.
func (i *Issuer) composeAll(ctx context.Context, w *work, list *badge.StatusList, awards []badge.Award) (composed []badge.Credential, refused []badge.Award, err error) {
	s := &setting{
		names: i.names, org: w.org, parent: w.parent, achievement: w.achievement, list: *list, listName: i.names.listOf(w.org.Slug, *list),
		now: i.now().UTC().Truncate(time.Second),
	}
	if s.signer, err = i.newest(w.org, w.keys); err != nil {
		return nil, nil, err
	}
	if len(awards) > 0 {
		if w.sample, err = sample(s, awards[0]); err != nil {
			return nil, nil, err
		}
	}
	drafts := make([]draft, len(awards))
	for n, a := range awards {
		if drafts[n], err = draw(i.random, a); err != nil {
			return nil, nil, err
		}
		if drafts[n].index, err = drawIndex(i.random, list); err != nil {
			return nil, nil, err
		}
	}
	if !i.templatesStopped.Load() {
		s.shapes = &shapes{}
	}
	results := make([]badge.Credential, len(awards))
	messages := make([]recorded, len(awards))
	faults := make([]error, len(awards))
	err = i.onAllCores(ctx, len(drafts), func(n int) error {
		results[n], messages[n], faults[n] = compose(ctx, s, &drafts[n], i.itsTurn())
		if errors.Is(faults[n], errTemplate) {
			return faults[n]
		}
		return ctx.Err() // an end of ours is no fault of an award's
	})
	if err != nil {
		return nil, nil, err
	}
	w.recorded = make(map[badge.CredentialID]recorded, len(awards))
	for n, fault := range faults {
		if fault == nil {
			composed = append(composed, results[n])
			w.recorded[results[n].ID] = messages[n]
			continue
		}
		a := awards[n]
		a.State = badge.AwardRefused
		a.Findings = append(a.Findings, badge.Finding{Severity: badge.OutcomeError, Field: "row", Reason: "Could not be made into a badge: " + fault.Error()})
		i.log.ErrorContext(ctx, "award refused before signing", "batch", a.BatchID, "row", a.Row, "reason", fault)
		refused = append(refused, a)
	}
	return composed, refused, nil
}

// checkOneIn is how many documents that a template made come to one that is
// checked in full.
const checkOneIn = 1000

// itsTurn tells whether a document is the one in a thousand.
func (i *Issuer) itsTurn() bool { return i.templated.Add(1)%checkOneIn == 0 }

// signAll signs what is recorded, on every core, and checks what came out; see
// signed. No transaction is open.
func (i *Issuer) signAll(ctx context.Context, w work) error {
	signers := map[badge.KeyID]signer{}
	for _, c := range w.prepared {
		if _, there := signers[c.KeyID]; there {
			continue
		}
		s, err := i.signer(w.org, w.keys, c.KeyID)
		if err != nil {
			return err
		}
		signers[c.KeyID] = s
	}
	return i.signPrepared(ctx, w, signers, i.templatesFor(signers))
}

// signPrepared signs with templates, and all of it again without them when one is caught.
func (i *Issuer) signPrepared(ctx context.Context, w work, signers map[badge.KeyID]signer, all map[badge.KeyID]*templates) error {
	sign := func(known map[badge.CredentialID]recorded, all map[badge.KeyID]*templates) error {
		return i.onAllCores(ctx, len(w.prepared), func(n int) (err error) {
			c := &w.prepared[n]
			r, there := known[c.ID]
			if !there {
				if r.message, r.by, err = all[c.KeyID].message(ctx, c.Prepared); err != nil {
					return err
				}
			}
			edge := n < i.cores || n >= len(w.prepared)-i.cores // the first and the last of each core
			c.Signed, err = signed(ctx, signers[c.KeyID], c, r, i.itsTurn(), edge, i.now())
			return err
		})
	}
	err := sign(w.recorded, all)
	if !errors.Is(err, errTemplate) {
		return err
	}
	i.stopTemplates(ctx, &w, err)
	return sign(nil, nil)
}

// stopTemplates ends their use when one was caught.
func (i *Issuer) stopTemplates(ctx context.Context, w *work, reason error) {
	i.templatesStopped.Store(true)
	i.log.ErrorContext(ctx, "templates are not used any more until this process starts again; the chunk is made without", "batch", w.batch.ID, "reason", reason)
}

// templatesFor has room for the templates of each key; none when they are stopped.
func (i *Issuer) templatesFor(signers map[badge.KeyID]signer) map[badge.KeyID]*templates {
	if i.templatesStopped.Load() {
		return nil
	}
	all := make(map[badge.KeyID]*templates, len(signers))
	for id := range signers {
		all[id] = &templates{}
	}
	return all
}

// check reads a signed document back and verifies it with the public key alone.
func check(ctx context.Context, s signer, signed []byte, now time.Time) error {
	o, err := vc.Decode(signed)
	if err != nil {
		return err
	}
	proofs, err := proof.Proofs(o)
	if err != nil {
		return err
	}
	if len(proofs) != 1 || proofs[0].VerificationMethod != s.method || vc.IssuerID(o) != s.did {
		return errors.New("the recorded document is not this organization's to sign")
	}
	if err := proof.Verify(ctx, o, proofs[0], s.public, now); err != nil {
		return fmt.Errorf("our own signature does not hold: %w", err)
	}
	return nil
}

// onAllCores calls do for 0 to n-1, spread over the cores.
func (i *Issuer) onAllCores(ctx context.Context, n int, do func(n int) error) error {
	group, ctx := errgroup.WithContext(ctx)
	for core := range i.cores {
		group.Go(func() error {
			for k := core; k < n; k += i.cores {
				if err := ctx.Err(); err != nil {
					return err
				}
				if err := do(k); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}
