package post

import (
	"context"
	"errors"
	"fmt"
	"time"

	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/mail"
	"laurel/internal/store"
)

// ownWords are an organization's own in a letter; none where Laurel's stay.
func ownWords(ctx context.Context, otx *store.OrgTx, kind badge.LetterKind, language locale.Language) (badge.LetterWords, error) {
	if _, can := badge.WordedLetterOf(kind); !can {
		return badge.LetterWords{}, nil
	}
	w, err := otx.LetterWords(ctx, kind, string(language))
	if errors.Is(err, badge.ErrNotFound) {
		err = nil
	}
	return w, err
}

// OwnWords lists where an organization's letters are in its own words. Errors:
// those of Actor.May.
func (p *Post) OwnWords(ctx context.Context, actor badge.Actor, org badge.OrgID) (all []badge.LetterWords, err error) {
	if err := actor.May(badge.ActSetting, org); err != nil {
		return nil, err
	}
	err = p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		all, err = tx.Org(org).AllLetterWords(ctx)
		return err
	})
	return all, err
}

// SaveWords keeps an organization's own words in a letter; without any, Laurel's
// stand there again. Errors: *badge.Invalid; badge.ErrNotFound for a letter or a
// language that there is not; those of Actor.May.
func (p *Post) SaveWords(ctx context.Context, actor badge.Actor, org badge.OrgID, w badge.LetterWords) error {
	if err := mayWord(actor, org, w); err != nil {
		return err
	}
	if err := w.Validate(); err != nil {
		return err
	}
	if w.Empty() {
		return p.DropWords(ctx, actor, org, w)
	}
	w.ChangedAt = p.Now()
	err := p.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		before, err := ownWords(ctx, otx, w.Kind, locale.Language(w.Language))
		if err != nil || before.Subject == w.Subject && before.Text == w.Text {
			return err
		}
		if err := otx.SaveLetterWords(ctx, w); err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "letter.worded", Note: noteOf(w), At: w.ChangedAt})
	})
	if err != nil {
		return fmt.Errorf("save the words of letters %s: %w", noteOf(w), err)
	}
	return nil
}

// DropWords puts Laurel's words back into a letter. Where they are already,
// nothing changes. Errors as of SaveWords.
func (p *Post) DropWords(ctx context.Context, actor badge.Actor, org badge.OrgID, w badge.LetterWords) error {
	if err := mayWord(actor, org, w); err != nil {
		return err
	}
	err := p.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		err := otx.DropLetterWords(ctx, w.Kind, w.Language)
		if errors.Is(err, badge.ErrConflict) {
			return nil
		}
		if err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "letter.unworded", Note: noteOf(w), At: p.Now()})
	})
	if err != nil {
		return fmt.Errorf("drop the words of letters %s: %w", noteOf(w), err)
	}
	return nil
}

func mayWord(actor badge.Actor, org badge.OrgID, w badge.LetterWords) error {
	if err := actor.May(badge.ActSetting, org); err != nil {
		return err
	}
	if _, can := badge.WordedLetterOf(w.Kind); !can || !locale.Language(w.Language).Known() {
		return badge.ErrNotFound
	}
	return nil
}

// noteOf names a letter and its language in the record: "issued es".
func noteOf(w badge.LetterWords) string { return string(w.Kind) + " " + w.Language }

// Preview composes a letter with words that need not be kept, about the newest
// badge of the organization that there is; where there is none yet, about one
// that might be. What is wrong in the words stands in it as it was typed; what
// is too long is cut. Errors as of SaveWords, without *badge.Invalid.
func (p *Post) Preview(ctx context.Context, actor badge.Actor, org badge.OrgID, w badge.LetterWords) (badge.Letter, mail.Content, error) {
	if err := mayWord(actor, org, w); err != nil {
		return badge.Letter{}, mail.Content{}, err
	}
	w.Tidy()
	w.Subject, w.Text = first(w.Subject, badge.MaxWordsSubject), first(w.Text, badge.MaxWordsText)
	var about subject
	err := p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		about, err = newest(ctx, tx.Org(org), w.Kind, p.Now())
		return err
	})
	if err != nil {
		return badge.Letter{}, mail.Content{}, fmt.Errorf("preview letter %s: %w", noteOf(w), err)
	}
	about.words, about.zone, about.own = locale.For(locale.Language(w.Language)), time.UTC, w
	var content mail.Content
	if w.Kind == badge.LetterIssued {
		content, err = p.issuanceSample(about)
	} else {
		content, err = p.compose(about)
	}
	return about.letter, content, err
}

// TestWords sends the letter of Preview to whoever writes its words. It says of
// itself that it is a test. Errors as of SaveWords; badge.ErrTooMany;
// *badge.Invalid with the field "" where no letter goes out.
func (p *Post) TestWords(ctx context.Context, actor badge.Actor, org badge.OrgID, w badge.LetterWords) (badge.Email, error) {
	if err := mayWord(actor, org, w); err != nil {
		return "", err
	}
	if err := w.Validate(); err != nil {
		return "", err
	}
	_, content, err := p.Preview(ctx, actor, org, w)
	if err != nil {
		return "", err
	}
	return p.test(ctx, actor, org, content, badge.Event{Verb: "letter.tried", Note: noteOf(w)})
}

// newest is what a letter of the organization could be about: its newest badge
// that was not taken back, with what only some letters say filled in.
func newest(ctx context.Context, otx *store.OrgTx, kind badge.LetterKind, now time.Time) (s subject, err error) {
	if s.org, err = otx.Organization(ctx); err != nil {
		return s, err
	}
	s.credential, s.badge, err = newestIssued(ctx, otx, now)
	c := &s.credential
	if kind == badge.LetterExpiring && c.ExpiresOn.IsZero() {
		c.ExpiresOn = badge.Day(now).AddDate(0, 0, 30)
	}
	if c.RevokedAt.IsZero() {
		c.RevokedAt = now
	}
	if c.Reason == "" {
		c.Reason = "(the reason that you give)"
	}
	s.letter = badge.Letter{Kind: kind, To: c.Email, Name: c.Name, CreatedAt: now}
	s.request.ID = "sample"
	s.claim = badge.Claim{Name: c.Name, Email: c.Email, Statement: "(what they wrote to you)", State: badge.ClaimGranted}
	s.notes = []badge.RequestNote{{Staff: true, Text: "(what you answer)", State: badge.RequestDone, At: now}}
	return s, err
}

// newestIssued finds the newest badge, or makes one up of what can be earned.
func newestIssued(ctx context.Context, otx *store.OrgTx, now time.Time) (badge.Credential, badge.Revision, error) {
	rows, err := otx.Issued(ctx, store.IssuedQuery{Limit: 10})
	if err != nil {
		return badge.Credential{}, badge.Revision{}, err
	}
	for _, r := range rows {
		if r.Withdrawn {
			continue
		}
		a, err := otx.AchievementAt(ctx, r.RevisionID)
		return r.Credential, a.Revision, err
	}
	c := badge.Credential{Code: "XXXXXXXXXXXX", Name: "María José Núñez", Email: "maria@example.org", IssuedOn: badge.Day(now)}
	all, err := otx.Achievements(ctx)
	if err != nil || len(all) == 0 {
		return c, badge.Revision{Name: "Name of the badge", Description: "What holding it means."}, err
	}
	return c, all[0].Revision, nil
}

// first is the beginning of a text, so many characters of it.
func first(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most])
	}
	return s
}
