package post

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/mail"
	"laurel/internal/store"
)

// Sample composes the letter that the first good row of a batch will get, for
// the person who is about to confirm it, in the language that the row or the
// organization says: what its earner chose is their own. It carries no
// password: that is made when the badge is. Errors: badge.ErrNotFound; those of Actor.May.
func (p *Post) Sample(ctx context.Context, actor badge.Actor, org badge.OrgID, batch badge.BatchID) (badge.Letter, mail.Content, error) {
	if err := actor.May(badge.ActIssue, org); err != nil {
		return badge.Letter{}, mail.Content{}, err
	}
	var about subject
	err := p.DB.Read(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		b, err := otx.Batch(ctx, batch)
		if err != nil {
			return err
		}
		rows, err := otx.AwardsPage(ctx, batch, []badge.Outcome{badge.OutcomeOK, badge.OutcomeWarning}, 0, 1)
		if err == nil && len(rows) == 0 {
			err = badge.ErrNotFound
		}
		if err != nil {
			return err
		}
		a, err := otx.Achievement(ctx, b.AchievementID)
		if err != nil {
			return err
		}
		about = sample(rows[0], a)
		if about.org, err = otx.Organization(ctx); err != nil {
			return err
		}
		about.words = locale.For(locale.Spoken(cmp.Or(rows[0].Language, about.org.Language)))
		about.badge = about.badge.In(string(about.words.Language()))
		about.own, err = ownWords(ctx, otx, badge.LetterIssued, about.words.Language())
		return err
	})
	if err != nil {
		return badge.Letter{}, mail.Content{}, err
	}
	content, err := p.issuanceSample(about)
	return about.letter, content, err
}

// issuanceSample is the letter with which a badge comes. It carries no
// password: that is made when the badge is.
func (p *Post) issuanceSample(about subject) (mail.Content, error) {
	d := p.issuance(about)
	if about.org.InviteLogin {
		d.Invite = &mail.Invitation{UserName: string(about.letter.To), TemporaryPassword: "(made when it is issued)", Until: p.Now().Add(badge.TemporaryLifetime)}
	}
	return mail.IssuanceLetter(about.words, d)
}

// mostTests is how many tests of letters one person sends in an hour.
const mostTests = 5

// Test sends the letter of Sample to whoever is about to confirm the batch. It
// says of itself that it is a test. Errors: badge.ErrTooMany; *badge.Invalid
// where no letter goes out; those of Sample.
func (p *Post) Test(ctx context.Context, actor badge.Actor, org badge.OrgID, batch badge.BatchID) (badge.Email, error) {
	_, content, err := p.Sample(ctx, actor, org, batch)
	if err != nil {
		return "", err
	}
	return p.test(ctx, actor, org, content, badge.Event{Verb: "letter.tested", Subject: string(batch)})
}

// test sends a letter to whoever looks at it, and writes down that it did.
func (p *Post) test(ctx context.Context, actor badge.Actor, org badge.OrgID, content mail.Content, noted badge.Event) (badge.Email, error) {
	if p.SMTP == nil {
		return "", badge.Refuse("", "There is no mail server here, so no letter can be sent.")
	}
	noted.Actor, noted.At = actor.Name(), p.Now()
	var me badge.Account
	var from badge.Organization
	err := p.DB.Write(ctx, func(tx *store.Tx) (err error) {
		otx := tx.Org(org)
		if me, err = tx.SystemAccount(ctx, actor.AccountID); err != nil {
			return err
		}
		if from, err = otx.Organization(ctx); err != nil {
			return err
		}
		sent := 0
		for _, verb := range []string{"letter.tested", "letter.tried"} {
			n, err := otx.CountEvents(ctx, actor.Name(), verb, noted.At.Add(-time.Hour))
			if err != nil {
				return err
			}
			sent += n
		}
		if sent >= mostTests {
			return badge.ErrTooMany
		}
		return otx.Record(ctx, noted)
	})
	if err != nil {
		return "", err
	}
	err = p.SMTP.Send(ctx, mail.Message{
		ID: badge.NewID[string](), From: mail.Address{Name: from.Sender(), Email: p.From.Email}, ReplyTo: mail.Address{Name: from.Name, Email: string(from.Answers())},
		To: mail.Address{Name: me.Name, Email: string(me.Email)}, Subject: "[Test] " + content.Subject, Text: content.Text, HTML: content.HTML, Date: noted.At,
	})
	if err != nil {
		return "", fmt.Errorf("send a test letter: %w", err)
	}
	return me.Email, nil
}

// sample is what the letter of a row will be about, as far as it is known.
func sample(a badge.Award, of badge.Achievement) subject {
	c := badge.Credential{Code: "XXXXXXXXXXXX", Name: a.Name, Email: a.Email, IssuedOn: a.IssuedOn, ExpiresOn: a.ExpiresOn}
	if c.ExpiresOn.IsZero() {
		c.ExpiresOn = of.Revision.Validity.Expires(c.IssuedOn)
	}
	return subject{letter: badge.Letter{Kind: badge.LetterIssued, To: a.Email, Name: a.Name}, credential: c, badge: of.Revision}
}
