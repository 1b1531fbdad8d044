// Package desk is the room where people ask and organizations answer: an
// earner's request to put a name or a date right, and messages to whoever runs
// the installation. It keeps what was said and tells both sides by letter. It
// changes no credential: that is done where credentials are issued.
package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"laurel/internal/badge"
	"laurel/internal/blob"
	"laurel/internal/queue"
	"laurel/internal/store"
)

// Desk takes requests and messages in.
type Desk struct {
	DB      *store.DB
	Blobs   *blob.Folder
	Queue   *queue.Queue
	Support badge.Email // where messages go; empty: they are kept to be read here
	Now     func() time.Time
	Random  io.Reader
	Log     *slog.Logger
}

// maxOpen is how many requests of one earner may wait at one organization.
const maxOpen = 20

// listLimit bounds the lists that are not paged.
const listLimit = 200

// File puts a request of the actor about one of their badges into the inbox of
// the organization that issued it, which is told by letter. file may be empty.
// Errors: *badge.Invalid; badge.ErrNotFound when the badge is not theirs;
// badge.ErrTooMany.
func (d *Desk) File(ctx context.Context, actor badge.Actor, code badge.Code, q badge.Request, file badge.Attachment) (badge.Request, error) {
	if actor.AccountID == "" {
		return q, badge.ErrSignedOut
	}
	if err := q.Validate(); err != nil {
		return q, err
	}
	hash, name, err := d.keep(ctx, file)
	if err != nil {
		return q, err
	}
	q.ID, q.AccountID, q.State = badge.NewID[badge.RequestID](), actor.AccountID, badge.RequestOpen
	q.File, q.FileName, q.CreatedAt, q.ChangedAt = hash, name, d.Now(), d.Now()
	err = d.DB.Write(ctx, func(tx *store.Tx) error {
		c, err := tx.EarnerCredential(ctx, actor.AccountID, code)
		if err != nil {
			return err
		}
		otx := tx.Org(c.OrgID)
		waiting, err := otx.CountOpenRequestsOf(ctx, actor.AccountID)
		if err == nil && waiting >= maxOpen {
			err = badge.ErrTooMany
		}
		if err != nil {
			return err
		}
		q.OrgID, q.CredentialID = c.OrgID, c.ID
		if q.AssignedTo, err = d.byItself(ctx, otx, c, q); err != nil {
			return err
		}
		if q.AssignedTo == badge.ByItself {
			if err := d.Queue.Add(ctx, tx, queue.CorrectSpelling{Org: string(q.OrgID), Request: string(q.ID)}); err != nil {
				return err
			}
		}
		if err := otx.AddRequest(ctx, q); err != nil {
			return err
		}
		org, err := otx.Organization(ctx)
		if err != nil {
			return err
		}
		letter := d.letter(badge.LetterRequest, org.ID, org.Email, org.Name)
		letter.CredentialID, letter.About = c.ID, string(q.ID)
		if err := d.Queue.AddLetters(ctx, tx, []badge.Letter{letter}); err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "request.filed", Subject: string(q.ID), Note: string(q.Kind), At: d.Now()})
	})
	if err != nil {
		return q, fmt.Errorf("file a request: %w", err)
	}
	return q, nil
}

func (d *Desk) letter(kind badge.LetterKind, org badge.OrgID, to badge.Email, name string) badge.Letter {
	return badge.Letter{ID: badge.NewID[badge.LetterID](), OrgID: org, Kind: kind, To: to, Name: name, CreatedAt: d.Now()}
}

// Thread is a request with what it is about and what was said.
type Thread struct {
	store.RequestRow
	Organization badge.Organization
	Notes        []badge.RequestNote
}

// Mine lists what the actor asked for, the newest first.
func (d *Desk) Mine(ctx context.Context, actor badge.Actor) (rows []store.RequestRow, err error) {
	if actor.AccountID == "" {
		return nil, badge.ErrSignedOut
	}
	err = d.DB.Read(ctx, func(tx *store.Tx) (err error) {
		rows, err = tx.EarnerRequests(ctx, actor.AccountID, listLimit)
		return err
	})
	return rows, err
}

// One finds one of the actor's own requests. Errors: badge.ErrNotFound.
func (d *Desk) One(ctx context.Context, actor badge.Actor, id badge.RequestID) (t Thread, err error) {
	if actor.AccountID == "" {
		return t, badge.ErrSignedOut
	}
	err = d.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if t.RequestRow, err = tx.EarnerRequest(ctx, actor.AccountID, id); err != nil {
			return err
		}
		return t.fill(ctx, tx)
	})
	return t, err
}

func (t *Thread) fill(ctx context.Context, tx *store.Tx) (err error) {
	otx := tx.Org(t.OrgID)
	if t.Organization, err = otx.Organization(ctx); err != nil {
		return err
	}
	t.Notes, err = otx.RequestNotes(ctx, t.ID)
	return err
}

// Reply adds what the earner says to their own open request. Errors:
// *badge.Invalid; badge.ErrNotFound; badge.ErrConflict when it is closed.
func (d *Desk) Reply(ctx context.Context, actor badge.Actor, id badge.RequestID, text string) error {
	if actor.AccountID == "" {
		return badge.ErrSignedOut
	}
	note, err := noted(id, text, badge.RequestOpen, d.Now())
	if err != nil {
		return err
	}
	return d.DB.Write(ctx, func(tx *store.Tx) error {
		q, err := tx.EarnerRequest(ctx, actor.AccountID, id)
		if err != nil {
			return err
		}
		otx := tx.Org(q.OrgID)
		org, err := otx.Organization(ctx)
		if err != nil {
			return err
		}
		if err := otx.AddRequestNote(ctx, note); err != nil {
			return err
		}
		letter := d.letter(badge.LetterRequest, org.ID, org.Email, org.Name)
		letter.CredentialID, letter.About = q.CredentialID, string(id)
		return d.Queue.AddLetters(ctx, tx, []badge.Letter{letter})
	})
}

// Inbox lists an organization's requests, the newest first.
func (d *Desk) Inbox(ctx context.Context, actor badge.Actor, org badge.OrgID, q store.RequestQuery) (rows []store.RequestRow, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = d.DB.Read(ctx, func(tx *store.Tx) (err error) {
		rows, err = tx.Org(org).Requests(ctx, q)
		return err
	})
	return rows, err
}

// Waiting counts an organization's open requests.
func (d *Desk) Waiting(ctx context.Context, actor badge.Actor, org badge.OrgID) (n int, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return 0, err
	}
	err = d.DB.Read(ctx, func(tx *store.Tx) (err error) {
		n, err = tx.Org(org).CountOpenRequests(ctx)
		return err
	})
	return n, err
}

// Open finds one of an organization's requests. Errors: badge.ErrNotFound.
func (d *Desk) Open(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.RequestID) (t Thread, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return t, err
	}
	err = d.DB.Read(ctx, func(tx *store.Tx) error {
		q, err := tx.Org(org).Request(ctx, id)
		if err != nil {
			return err
		}
		if t.RequestRow, err = tx.EarnerRequest(ctx, q.AccountID, id); err != nil {
			return err
		}
		return t.fill(ctx, tx)
	})
	return t, err
}

// Answer says something to the earner and moves the request on: done,
// declined, or still open when the organization asks back. The earner is told
// by letter. Errors: *badge.Invalid; badge.ErrNotFound; badge.ErrConflict when
// it was closed in the meantime.
func (d *Desk) Answer(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.RequestID, state badge.RequestState, text string) error {
	if err := actor.May(badge.ActAnswer, org); err != nil {
		return err
	}
	note, err := noted(id, text, state, d.Now())
	if err != nil {
		return err
	}
	note.Staff = true
	err = d.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		q, err := otx.Request(ctx, id)
		if err != nil {
			return err
		}
		if err := otx.AddRequestNote(ctx, note); err != nil {
			return err
		}
		earner, err := tx.SystemAccount(ctx, q.AccountID)
		if err != nil {
			return err
		}
		letter := d.letter(badge.LetterRequestAnswered, org, earner.Email, earner.Name)
		letter.AccountID, letter.CredentialID, letter.About = earner.ID, q.CredentialID, string(id)
		if err := d.Queue.AddLetters(ctx, tx, []badge.Letter{letter}); err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "request.answered", Subject: string(id), Note: string(state), At: d.Now()})
	})
	if err != nil {
		return fmt.Errorf("answer request %s: %w", id, err)
	}
	return nil
}

func noted(id badge.RequestID, text string, state badge.RequestState, now time.Time) (badge.RequestNote, error) {
	n := badge.RequestNote{RequestID: id, Text: text, State: state, At: now}
	return n, n.Validate()
}

// RequestFile opens the file that came with a request: for the earner who
// sent it, and for the organization. Errors: badge.ErrNotFound.
func (d *Desk) RequestFile(ctx context.Context, t Thread) ([]byte, error) {
	return d.open(ctx, t.File)
}

func (d *Desk) open(ctx context.Context, hash string) ([]byte, error) {
	if hash == "" {
		return nil, badge.ErrNotFound
	}
	data, err := d.Blobs.Get(ctx, hash)
	if err != nil {
		return nil, errors.Join(badge.ErrNotFound, err)
	}
	return data, nil
}
