package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// How many messages are taken: from one address, and altogether. Whoever needs
// more than that is not asking for help.
const (
	supportPerDay  = 5
	supportPerHour = 100
)

// Message sends a message to whoever runs the installation, and shows it to
// the organization whose badge it names. It returns the message with its
// reference. Errors: *badge.Invalid; badge.ErrTooMany.
func (d *Desk) Message(ctx context.Context, actor badge.Actor, m badge.Support, code string, file badge.Attachment) (badge.Support, error) {
	if code != "" {
		known, ok := badge.ParseCode(code)
		if !ok {
			return m, badge.Refuse("badge", "That is no code of a badge. It has twelve letters and digits and stands at the end of the badge's address. You may leave this empty.")
		}
		m.Code = known
	}
	if err := m.Validate(); err != nil {
		return m, err
	}
	hash, name, err := d.keep(ctx, file)
	if err != nil {
		return m, err
	}
	m.ID, m.AccountID, m.File, m.FileName, m.CreatedAt = badge.NewID[badge.SupportID](), actor.AccountID, hash, name, d.Now()
	if m.Reference, err = d.reference(); err != nil {
		return m, err
	}
	err = d.DB.Write(ctx, func(tx *store.Tx) error {
		_, today, err := tx.SystemCountSupport(ctx, m.Email, d.Now().Add(-24*time.Hour))
		if err != nil {
			return err
		}
		hour, _, err := tx.SystemCountSupport(ctx, m.Email, d.Now().Add(-time.Hour))
		if err != nil {
			return err
		}
		if today >= supportPerDay || hour >= supportPerHour {
			return badge.ErrTooMany
		}
		// A code that is nobody's is no fault: the writer may have misread it.
		c, err := tx.PublicCredential(ctx, m.Code)
		if err != nil && !errors.Is(err, badge.ErrNotFound) {
			return err
		}
		if err := tx.AddSupport(ctx, c.OrgID, m); err != nil || d.Support == "" {
			return err
		}
		letter := d.letter(badge.LetterSupport, "", d.Support, "")
		letter.About = string(m.ID)
		return d.Queue.AddLetters(ctx, tx, []badge.Letter{letter})
	})
	if err != nil {
		return m, fmt.Errorf("support message: %w", err)
	}
	d.Log.InfoContext(ctx, "support message", "id", m.ID, "topic", m.Topic)
	return m, nil
}

// reference is short enough to be said on the telephone.
func (d *Desk) reference() (string, error) {
	code, err := badge.NewCode(d.Random)
	if err != nil {
		return "", err
	}
	return string(code[:4]) + "-" + string(code[4:8]), nil
}

// Messages lists the messages of an installation, the newest first, for the
// operator.
func (d *Desk) Messages(ctx context.Context, actor badge.Actor, before badge.SupportID, limit int) (list []badge.Support, err error) {
	if !actor.Operator {
		return nil, badge.ErrNotFound
	}
	err = d.DB.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.SystemSupportMessages(ctx, before, limit)
		return err
	})
	return list, err
}

// MessageFile opens the file that came with a message. org is empty for the
// operator. Errors: badge.ErrNotFound.
func (d *Desk) MessageFile(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.SupportID) (m badge.Support, data []byte, err error) {
	if org == "" && !actor.Operator {
		return m, nil, badge.ErrNotFound
	}
	if org != "" {
		if err := actor.May(badge.ActView, org); err != nil {
			return m, nil, err
		}
	}
	err = d.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if org == "" {
			m, err = tx.SystemSupport(ctx, id)
		} else {
			m, err = tx.Org(org).SupportMessage(ctx, id)
		}
		return err
	})
	if err != nil {
		return m, nil, err
	}
	data, err = d.open(ctx, m.File)
	return m, data, err
}

// MessagesAbout lists the messages about an organization's badges, the newest first.
func (d *Desk) MessagesAbout(ctx context.Context, actor badge.Actor, org badge.OrgID) (list []badge.Support, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = d.DB.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Org(org).SupportMessages(ctx, listLimit)
		return err
	})
	return list, err
}
