package post

import (
	"strings"

	"laurel/internal/badge"
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
		URL: p.PublicURL + "/requests/" + string(s.request.ID), SiteURL: p.PublicURL, Own: s.own,
	}
	for _, n := range s.notes {
		if n.Staff && !n.At.After(s.letter.CreatedAt) {
			d.Text, d.Done, d.Declined = lines(n.Text), n.State == badge.RequestDone, n.State == badge.RequestDeclined
		}
	}
	return d
}

// requestWords are the kinds of request in the middle of a sentence, in English.
var requestWords = map[badge.RequestKind]string{
	badge.RequestName:    "the name",
	badge.RequestIssued:  "the date of issue",
	badge.RequestExpires: "the expiration date",
	badge.RequestPerson:  "the person it was issued to",
	badge.RequestUnlock:  "a locked account",
	badge.RequestPDF:     "a PDF certificate",
	badge.RequestOther:   "something else",
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
