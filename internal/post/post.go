// Package post is the room of the letters: composed from the ledger when they
// are sent or read, sent at least once under a Message-ID that stays the same,
// and kept where no mail server is set up. Passwords and links in them are
// derived on the spot; the ledger holds none.
package post

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"laurel/internal/badge"
	"laurel/internal/keyring"
	"laurel/internal/locale"
	"laurel/internal/mail"
	"laurel/internal/queue"
	"laurel/internal/store"
)

// Post composes and sends letters.
type Post struct {
	DB        *store.DB
	Ring      *keyring.Ring
	Queue     *queue.Queue
	SMTP      *mail.SMTP   // nil: letters are kept
	From      mail.Address // who letters come from; replies go to the organization
	PublicURL string       // without a slash at the end
	Now       func() time.Time
	Log       *slog.Logger
}

// maxAttempts is how often a letter is offered to a mail server that says
// "not now". With the queue's growing pauses that is almost three days.
const maxAttempts = 17

// Send sends some letters, one after the other. Those sent before are left
// alone. An error means that at least one has to be tried again later; each
// letter's own trouble is noted in the ledger.
func (p *Post) Send(ctx context.Context, ids []badge.LetterID) error {
	if p.SMTP == nil {
		return errors.New("no mail server is set up; start with --smtp and the letters go out")
	}
	var again error
	for n, id := range ids {
		if err := p.sendOne(ctx, id); err != nil {
			again = fmt.Errorf("letter %s: %w", id, err)
		}
		if ctx.Err() != nil {
			return errors.Join(ctx.Err(), p.putOff(context.WithoutCancel(ctx), ids[n:]))
		}
	}
	return again
}

// putOff notes for letters that their time was up before they were sent, so
// that behind a mail server that only hangs they are given up one day too,
// for everybody to see.
func (p *Post) putOff(ctx context.Context, ids []badge.LetterID) error {
	return p.DB.Write(ctx, func(tx *store.Tx) error {
		for _, id := range ids {
			l, err := tx.SystemLetter(ctx, id)
			if errors.Is(err, badge.ErrNotFound) {
				continue
			}
			if err == nil {
				err = tx.LetterNotSent(ctx, id, "the mail server took too long", l.Attempts+1 >= maxAttempts, p.Now())
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (p *Post) sendOne(ctx context.Context, id badge.LetterID) error {
	l, content, err := p.read(ctx, id)
	switch {
	case l.ID == "" && errors.Is(err, badge.ErrNotFound):
		return nil
	case l.ID == "":
		return err
	case l.State != badge.LetterQueued:
		return nil
	case errors.Is(err, errWithdrawn):
		return p.note(ctx, l.ID, err, true)
	case l.expired(p.Now()):
		return p.note(ctx, l.ID, errors.New("it was too late: what the letter carries has ended"), true)
	case err == nil:
		err = p.SMTP.Send(ctx, mail.Message{
			ID: string(l.ID), From: mail.Address{Name: l.sender, Email: p.From.Email}, ReplyTo: l.replyTo,
			To: mail.Address{Name: l.Name, Email: string(l.To)}, Subject: content.Subject, Text: content.Text, HTML: content.HTML,
			Unsubscribe: p.stopURL(l.Letter), Date: l.CreatedAt,
		})
	}
	if err == nil {
		ctx := context.WithoutCancel(ctx) // the letter is out: not to note it would send it again
		return p.DB.Write(ctx, func(tx *store.Tx) error { return tx.LetterSent(ctx, l.ID, p.Now()) })
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	final := errors.Is(err, mail.ErrPermanent) || l.Attempts+1 >= maxAttempts
	// The log and the queue keep what they are told, and a mail server may have
	// said whose letter it is: that stays with the letter, which goes with its owner.
	told := strings.ReplaceAll(err.Error(), string(l.To), "its address")
	p.Log.WarnContext(ctx, "letter not sent", "letter", l.ID, "final", final, "error", told)
	if noteErr := p.note(ctx, l.ID, err, final); noteErr != nil {
		return noteErr
	}
	if final {
		return nil
	}
	return errors.New(told)
}

func (p *Post) note(ctx context.Context, id badge.LetterID, why error, final bool) error {
	return p.DB.Write(ctx, func(tx *store.Tx) error { return tx.LetterNotSent(ctx, id, why.Error(), final, p.Now()) })
}

// letter is a letter with what composing it found out.
type letter struct {
	badge.Letter
	sender  string // the name in From
	replyTo mail.Address
}

// expired tells whether a letter would arrive with a secret that no longer
// works. Some are still worth sending: they explain the other way in.
func (l letter) expired(now time.Time) bool {
	explains := l.Kind == badge.LetterIssued || l.Kind == badge.LetterUnlocked || l.Kind == badge.LetterLocked
	return l.SecretID != "" && !explains && !now.Before(l.Until)
}

// read composes a letter as its recipient sees it. When it cannot be composed
// the letter comes back with the error.
func (p *Post) read(ctx context.Context, id badge.LetterID) (letter, mail.Content, error) {
	var about subject
	err := p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		about, err = gather(ctx, tx, id)
		return err
	})
	l := letter{Letter: about.letter, sender: p.From.Name}
	if err != nil {
		return l, mail.Content{}, err
	}
	switch {
	case l.Kind == badge.LetterSupport:
		l.replyTo = mail.Address{Name: about.support.Name, Email: string(about.support.Email)}
	case l.Kind == badge.LetterRequest: // from the installation to the organization
		l.replyTo = mail.Address{Name: about.credential.Name, Email: string(about.credential.Email)}
	case l.Kind == badge.LetterClaimReview:
		l.replyTo = mail.Address{Name: about.claim.Name, Email: string(about.claim.Email)}
	case l.Kind == badge.LetterShared:
		l.replyTo = mail.Address{Name: about.credential.Name, Email: string(about.account.Email)}
	case about.org.ID != "":
		l.sender = about.org.Sender()
		l.replyTo = mail.Address{Name: about.org.Name, Email: string(about.org.Answers())}
	}
	content, err := p.compose(about)
	if err != nil {
		return l, content, fmt.Errorf("compose letter %s: %w", id, err)
	}
	return l, content, nil
}

// subject is what a letter is about.
type subject struct {
	letter     badge.Letter
	org        badge.Organization
	account    badge.Account
	words      *locale.Words  // of whoever reads it
	zone       *time.Location // in which they read times of day
	credential badge.Credential
	change     badge.AddressChange // of the account's addresses
	badge      badge.Revision
	request    badge.Request
	notes      []badge.RequestNote
	support    badge.Support
	share      badge.Share
	invitation badge.Invitation
	inviter    badge.Account // zero: the host
	claim      badge.Claim
	offer      badge.Offer
	expiring   []store.ExpiringCount
	own        badge.LetterWords // of the organization, in the reader's language
}

// errWithdrawn ends a letter that shows a badge which its earner, or the
// organization, has taken back since.
var errWithdrawn = errors.New("the badge that it shows is not to be seen any more")

// readBy chooses words and time zone of somebody. Who chose no language reads
// what the organization which the letter is about writes to them in, or, where
// it is about none, what all those write in that they know.
func (s *subject) readBy(ctx context.Context, tx *store.Tx, id badge.AccountID) error {
	own, err := tx.EarnerProfile(ctx, id)
	s.zone = badge.Zone(own.Zone)
	if err != nil {
		return err
	}
	if own.Language != "" {
		s.words = locale.For(locale.Language(own.Language))
		return nil
	}
	given, err := tx.EarnerGivenLanguage(ctx, id, s.org.ID)
	if given != "" {
		s.words = locale.For(locale.Spoken(given))
	}
	return err
}

// readAt is readBy for whoever has an address, perhaps a stranger to Laurel.
func (s *subject) readAt(ctx context.Context, tx *store.Tx, email badge.Email) error {
	reader, err := tx.SystemAccountByEmail(ctx, email)
	if errors.Is(err, badge.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.readBy(ctx, tx, reader.ID)
}

func gather(ctx context.Context, tx *store.Tx, id badge.LetterID) (s subject, err error) {
	s.words, s.zone = locale.For(locale.English), time.UTC
	if s.letter, err = tx.SystemLetter(ctx, id); err != nil {
		return s, err
	}
	org, credential := s.letter.OrgID, s.letter.CredentialID
	if s.letter.Kind == badge.LetterShared {
		if s.share, err = tx.SystemShare(ctx, id); err != nil {
			return s, err
		}
		org, credential = s.share.OrgID, s.share.CredentialID
	}
	otx := tx.Org(org)
	if org != "" {
		if s.org, err = otx.Organization(ctx); err != nil {
			return s, err
		}
		s.words = locale.For(locale.Spoken(s.org.Language))
	}
	if s.letter.AccountID != "" { // letters to an organization or to the operator are to no account
		if s.account, err = tx.SystemAccount(ctx, s.letter.AccountID); err != nil {
			return s, err
		}
		if err = s.readBy(ctx, tx, s.letter.AccountID); err != nil {
			return s, err
		}
	}
	if s.letter.Kind == badge.LetterSupport {
		s.support, err = tx.SystemSupport(ctx, badge.SupportID(s.letter.About))
		return s, err
	}
	if s.letter.Kind == badge.LetterAddressAdded || s.letter.Kind == badge.LetterAddressRemoved {
		s.change, err = tx.SystemAddressChange(ctx, s.letter.About)
		return s, err
	}
	if aboutClaim(s.letter.Kind) {
		err = s.gatherClaim(ctx, tx)
		return s, err
	}
	if org == "" {
		return s, nil
	}
	if s.letter.Kind == badge.LetterShared {
		if err = s.readAt(ctx, tx, s.letter.To); err != nil {
			return s, err
		}
	}
	if s.own, err = ownWords(ctx, otx, s.letter.Kind, s.words.Language()); err != nil {
		return s, err
	}
	if s.letter.Kind == badge.LetterInvited {
		return s, s.gatherInvitation(ctx, otx)
	}
	if s.letter.Kind == badge.LetterExpiringDigest {
		on, err := time.Parse(time.DateOnly, s.letter.About)
		if err == nil {
			s.expiring, err = otx.ExpiringDigest(ctx, on)
		}
		return s, err
	}
	if credential == "" {
		return s, nil
	}
	if s.credential, err = otx.CredentialByID(ctx, credential); err != nil {
		return s, err
	}
	if s.letter.Kind == badge.LetterIssued && s.credential.Withdrawn {
		return s, errWithdrawn
	}
	if s.letter.Kind == badge.LetterShared {
		sharing, err := tx.PublicSharing(ctx, s.credential.Code)
		if err == nil && (sharing.Visibility == badge.VisibilityPrivate || s.credential.State != badge.CredentialIssued) {
			err = errWithdrawn
		}
		if err != nil {
			return s, err
		}
	}
	a, err := otx.AchievementAt(ctx, s.credential.RevisionID)
	if s.badge = a.Revision; s.letter.Kind != badge.LetterRequest { // which goes to the organization itself
		s.badge = s.badge.In(string(s.words.Language()))
	}
	if err != nil || s.letter.Kind != badge.LetterRequest && s.letter.Kind != badge.LetterRequestAnswered {
		return s, err
	}
	if s.request, err = otx.Request(ctx, badge.RequestID(s.letter.About)); err != nil {
		return s, err
	}
	s.notes, err = otx.RequestNotes(ctx, s.request.ID)
	return s, err
}

// compose writes the letter of its kind.
func (p *Post) compose(s subject) (mail.Content, error) {
	s.letter.Until, s.letter.CreatedAt, s.account.LockedAt = s.letter.Until.In(s.zone), s.letter.CreatedAt.In(s.zone), s.account.LockedAt.In(s.zone)
	l, userName := s.letter, string(s.letter.To)
	newPasswordURL := p.PublicURL + "/password/new"
	switch l.Kind {
	case badge.LetterIssued:
		return mail.IssuanceLetter(s.words, p.issuance(s))
	case badge.LetterRevoked:
		return mail.RevocationLetter(s.words, mail.Revocation{
			EarnerName: l.Name, OrganizationName: s.org.Name, OrganizationSite: s.org.URL, OrganizationEmail: string(s.org.Email),
			BadgeName: s.badge.Name, BadgeURL: p.badgeURL(s.credential), Reason: s.credential.Reason, RevokedOn: s.credential.RevokedAt,
			IssuedOn: s.credential.IssuedOn, Accent: string(s.org.Accent), Own: s.own,
		})
	case badge.LetterSuspended, badge.LetterReinstated:
		return mail.SuspensionLetter(s.words, mail.Suspension{
			EarnerName: l.Name, OrganizationName: s.org.Name, OrganizationSite: s.org.URL, OrganizationEmail: string(s.org.Email),
			BadgeName: s.badge.Name, BadgeURL: p.badgeURL(s.credential), Reason: s.credential.Reason, At: l.CreatedAt, Over: l.Kind == badge.LetterReinstated,
			IssuedOn: s.credential.IssuedOn, Own: s.own,
		})
	case badge.LetterExpiring, badge.LetterExpiringDigest:
		return p.expiring(s)
	case badge.LetterCorrected, badge.LetterRenewed:
		return mail.CorrectionLetter(s.words, mail.Correction{
			EarnerName: l.Name, OrganizationName: s.org.Name, OrganizationEmail: string(s.org.Email), BadgeName: s.badge.Name, BadgeURL: p.badgeURL(s.credential),
			SiteURL: p.PublicURL, Renewed: l.Kind == badge.LetterRenewed, ValidUntil: s.credential.ExpiresOn,
			IssuedOn: s.credential.IssuedOn, Own: s.own,
		})
	case badge.LetterNewPassword:
		return mail.NewPasswordLetter(s.words, mail.NewPassword{
			Name: l.Name, UserName: userName, Link: p.resetLink(l), Until: l.Until, SiteURL: p.PublicURL, RequestedBy: s.org.Name,
		})
	case badge.LetterPasswordChanged:
		return mail.PasswordChangedLetter(s.words, mail.PasswordChanged{
			Name: l.Name, UserName: userName, ChangedAt: l.CreatedAt, NewPasswordURL: newPasswordURL, SiteURL: p.PublicURL,
		})
	case badge.LetterUnlocked:
		by := s.org.Name
		if by == "" { // the host of this installation
			_, by, _ = strings.Cut(p.PublicURL, "://")
		}
		return mail.UnlockedLetter(s.words, mail.Unlocked{
			Name: l.Name, UserName: userName, OrganizationName: by, OrganizationEmail: string(s.org.Email),
			Link: p.liveLink(l), Until: l.Until, NewPasswordURL: newPasswordURL, SiteURL: p.PublicURL,
		})
	case badge.LetterFactor:
		return mail.FactorChangedLetter(s.words, mail.PasswordChanged{
			Name: l.Name, UserName: userName, ChangedAt: l.CreatedAt, NewPasswordURL: newPasswordURL, SiteURL: p.PublicURL,
		})
	case badge.LetterLocked:
		return mail.LockedLetter(s.words, mail.Locked{
			Name: l.Name, UserName: userName, LockedAt: s.account.LockedAt, Link: p.liveLink(l), Until: l.Until, SiteURL: p.PublicURL,
		})
	case badge.LetterRequest:
		return mail.RequestLetter(p.request(s))
	case badge.LetterRequestAnswered:
		return mail.RequestAnswerLetter(s.words, p.requestAnswer(s))
	case badge.LetterSupport:
		return mail.SupportLetter(p.supportMessage(s.support))
	case badge.LetterSpray:
		return mail.SprayLetter(mail.Spray{Locks: badge.SprayLocks, At: l.CreatedAt, AdminURL: p.PublicURL + "/admin/letters", SiteURL: p.PublicURL})
	case badge.LetterShared:
		return mail.SharedBadgeLetter(s.words, mail.SharedBadge{
			EarnerName: s.credential.Name, OrganizationName: s.org.Name, BadgeName: s.badge.Name, BadgeURL: p.badgeURL(s.credential),
			PictureURL: p.badgeURL(s.credential) + ".png", IssuedOn: s.credential.IssuedOn, Note: s.share.Note,
		})
	case badge.LetterExport:
		return mail.ExportReadyLetter(s.words, mail.ExportReady{Name: l.Name, UserName: userName, ExportURL: p.PublicURL + "/export", Until: l.Until, SiteURL: p.PublicURL})
	case badge.LetterStaff, badge.LetterInvited, badge.LetterRole, badge.LetterOffTeam:
		return p.composeTeam(s)
	}
	if aboutClaim(l.Kind) {
		return p.composeClaim(s)
	}
	return p.composeAddress(s)
}

func (p *Post) issuance(s subject) mail.Issuance {
	c, l := s.credential, s.letter
	d := mail.Issuance{
		EarnerName: c.Name, OrganizationName: s.org.Name, OrganizationSite: s.org.URL, OrganizationEmail: string(s.org.Email),
		BadgeName: s.badge.Name, BadgeDescription: s.badge.Description,
		BadgeURL: p.badgeURL(c), PictureURL: p.badgeURL(c) + ".png",
		LoginURL: p.PublicURL + "/login", NewPasswordURL: p.PublicURL + "/password/new", IssuedOn: c.IssuedOn, Own: s.own,
	}
	d.Accent = string(s.org.Accent)
	if s.org.Visibility == badge.VisibilityPrivate || c.ID == "" { // no program that reads mail would be shown the earner's own, or one that is not issued
		d.PictureURL = p.PublicURL + "/media/" + s.badge.Picture + ".png"
	}
	if !s.org.NoLinkedIn {
		d.LinkedInURL = p.badgeURL(c) + "/linkedin"
	}
	if !c.ExpiresOn.IsZero() {
		d.ExpiresOn = &c.ExpiresOn
	}
	if l.SecretID != "" && p.Now().Before(l.Until) {
		d.Invite = &mail.Invitation{UserName: string(l.To), TemporaryPassword: p.Ring.TemporaryPassword(l.SecretID), Until: l.Until}
	}
	return d
}

func (p *Post) badgeURL(c badge.Credential) string { return p.PublicURL + "/b/" + string(c.Code) }

func (p *Post) resetLink(l badge.Letter) string {
	return p.PublicURL + "/password/" + p.Ring.Token(keyring.PurposeNewPassword, l.SecretID)
}

// liveLink is the link of a letter, or empty when it has none that still works.
func (p *Post) liveLink(l badge.Letter) string {
	if l.SecretID == "" || !p.Now().Before(l.Until) {
		return ""
	}
	return p.resetLink(l)
}
