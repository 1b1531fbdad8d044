package post

import (
	"fmt"

	"laurel/internal/badge"
	"laurel/internal/keyring"
	"laurel/internal/mail"
)

// composeAddress writes the letters about addresses of an account, and about
// its end.
func (p *Post) composeAddress(s subject) (mail.Content, error) {
	l, c := s.letter, s.change
	switch l.Kind {
	case badge.LetterAddress:
		return mail.AddressLetter(s.words, mail.AddressProof{
			Address: string(l.To), Link: p.PublicURL + "/profile/addresses/confirm/" + p.Ring.Token(keyring.PurposeAddress, l.SecretID),
			Until: l.Until, SiteURL: p.PublicURL,
		})
	case badge.LetterAddressAdded:
		return mail.AddressAddedLetter(s.words, mail.AddressAdded{
			Name: l.Name, UserName: string(l.To), Address: string(c.Email), AddedAt: l.CreatedAt, Joining: c.State == badge.AddressJoining || c.State == badge.AddressJoined,
			Link: p.PublicURL + "/profile/undo/" + p.Ring.Token(keyring.PurposeUndoAddress, l.SecretID), Until: l.Until, SiteURL: p.PublicURL,
		})
	case badge.LetterAddressRemoved:
		return mail.AddressRemovedLetter(s.words, mail.AddressRemoved{
			Name: l.Name, Address: string(c.Email), RemovedAt: l.CreatedAt, NewPasswordURL: p.PublicURL + "/password/new", SiteURL: p.PublicURL,
		})
	case badge.LetterErasure:
		return mail.ErasureLetter(s.words, mail.Erasure{
			Name: l.Name, UserName: string(l.To), Link: p.PublicURL + "/erase/keep/" + p.Ring.Token(keyring.PurposeKeepAccount, l.SecretID), Until: l.Until,
			ExportURL: p.PublicURL + "/export", SiteURL: p.PublicURL,
		})
	case badge.LetterErased:
		return mail.ErasedLetter(s.words, mail.Erasure{Name: l.Name, UserName: string(l.To), SiteURL: p.PublicURL})
	case badge.LetterReminder:
		return mail.ReminderLetter(s.words, mail.Reminder{
			Name: l.Name, UserName: string(l.To), EndsOn: l.Until, ProfileURL: p.PublicURL + "/profile#addresses", StopURL: p.stopURL(l), SiteURL: p.PublicURL,
		})
	}
	return mail.Content{}, fmt.Errorf("unknown kind of letter %q", l.Kind)
}

// stopURL is where letters of this kind can be ended; empty where they cannot.
func (p *Post) stopURL(l badge.Letter) string {
	if l.Kind != badge.LetterReminder && l.Kind != badge.LetterExpiring {
		return ""
	}
	return p.PublicURL + "/profile/reminders/" + p.Ring.Token(keyring.PurposeReminders, string(l.AccountID))
}
