package post

import (
	"strings"

	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/mail"
)

// request is the letter that calls an organization to its inbox. It repeats
// the newest thing the earner said.
func (p *Post) request(s subject) mail.Request {
	d := mail.Request{
		OrganizationName: s.org.Name, EarnerName: s.credential.Name, EarnerEmail: string(s.credential.Email), BadgeName: s.badge.Name,
		About: requestWords[s.request.Kind], Wanted: s.request.Wanted, Text: lines(s.request.Reason),
		URL: p.PublicURL + "/org/" + s.org.Slug + "/requests/" + string(s.request.ID), SiteURL: p.PublicURL,
	}
	for _, n := range s.notes {
		if !n.Staff && !n.At.After(s.letter.CreatedAt) {
			d.Text = lines(n.Text)
		}
	}
	return d
}

// requestAnswer is the letter that brings an organization's answer: the one
// that was given when the letter was made.
func (p *Post) requestAnswer(s subject) mail.RequestAnswer {
	d := mail.RequestAnswer{
		Name: s.letter.Name, OrganizationName: s.org.Name, OrganizationEmail: string(s.org.Email), BadgeName: s.badge.Name,
		About: requestWords[s.request.Kind], URL: p.PublicURL + "/requests/" + string(s.request.ID), SiteURL: p.PublicURL,
	}
	for _, n := range s.notes {
		if n.Staff && !n.At.After(s.letter.CreatedAt) {
			d.Text, d.Done, d.Declined = lines(n.Text), n.State == badge.RequestDone, n.State == badge.RequestDeclined
		}
	}
	return d
}

// requestWords are the kinds of request in the middle of a sentence.
var requestWords = map[badge.RequestKind]string{
	badge.RequestName:    locale.Mark("the name"),
	badge.RequestIssued:  locale.Mark("the date of issue"),
	badge.RequestExpires: locale.Mark("the expiration date"),
	badge.RequestPerson:  locale.Mark("the person it was issued to"),
	badge.RequestUnlock:  locale.Mark("a locked account"),
	badge.RequestPDF:     locale.Mark("a PDF certificate"),
	badge.RequestOther:   locale.Mark("something else"),
}

func (p *Post) supportMessage(m badge.Support) mail.Support {
	d := mail.Support{
		Reference: m.Reference, Topic: m.Topic, Name: m.Name, Email: string(m.Email), SignedIn: m.AccountID != "", Text: lines(m.Text), FileName: m.FileName,
		ListURL: p.PublicURL + "/admin/support", SiteURL: p.PublicURL,
	}
	if m.Code != "" {
		d.BadgeURL = p.PublicURL + "/b/" + string(m.Code)
	}
	return d
}

func lines(text string) []string { return strings.Split(text, "\n") }
