package post

import (
	"laurel/internal/badge"
	"laurel/internal/mail"
)

// expiring writes the letters about badges that end soon.
func (p *Post) expiring(s subject) (mail.Content, error) {
	if s.letter.Kind == badge.LetterExpiring {
		return mail.ExpiringLetter(s.words, mail.Expiring{
			EarnerName: s.letter.Name, OrganizationName: s.org.Name, OrganizationEmail: string(s.org.Email), BadgeName: s.badge.Name, BadgeURL: p.badgeURL(s.credential),
			IssuedOn: s.credential.IssuedOn, ExpiresOn: s.credential.ExpiresOn, Own: s.own, StopURL: p.stopURL(s.letter), SiteURL: p.PublicURL,
		})
	}
	desk := p.PublicURL + "/org/" + s.org.Slug + "/issued"
	d := mail.ExpiringDigest{OrganizationName: s.org.Name, ListURL: desk + "?state=ending", SettingURL: desk + "/reminders", SiteURL: p.PublicURL}
	for _, c := range s.expiring {
		d.Lines = append(d.Lines, mail.ExpiringLine{BadgeName: c.Badge, Days: c.Days, Count: c.Count})
	}
	return mail.ExpiringDigestLetter(d)
}
