package portfolio

import (
	"net/url"
	"strconv"
	"strings"

	"laurel/internal/badge"
)

// Links are the addresses that open a network's own form with a badge in it.
// They are plain addresses: nothing of a network's is loaded before somebody
// follows one.
type Links struct {
	Profile  string // LinkedIn, "Add to Profile"
	Fields   []LinkedInField
	Stream   string // LinkedIn, "Add to Stream"
	X        string
	Facebook string
	WhatsApp string
}

// LinkedInField is one value of LinkedIn's form, for copying by hand.
type LinkedInField struct{ Name, Value string }

// Links are where a badge can be shared.
func (p *Portfolio) Links(it Item) Links {
	at, words := p.Address(it.Code), "I earned “"+it.Badge.Name+"” from "+it.Organization.Name+"."
	l := p.Shared(at, words)
	l.Profile, l.Fields = p.LinkedIn(it)
	return l
}

// Shared are the links for any address of ours, with some words for it.
// LinkedIn's profile takes badges only.
func (p *Portfolio) Shared(address, words string) Links {
	return Links{
		Stream:   "https://www.linkedin.com/sharing/share-offsite/?" + query(url.Values{"url": {address}}),
		X:        "https://twitter.com/intent/tweet?" + query(url.Values{"url": {address}, "text": {words}}),
		Facebook: "https://www.facebook.com/sharer/sharer.php?" + query(url.Values{"u": {address}}),
		WhatsApp: "https://wa.me/?" + query(url.Values{"text": {words + " " + address}}),
	}
}

// query writes blanks as %20: not every network reads a plus sign as one.
func query(q url.Values) string { return strings.ReplaceAll(q.Encode(), "+", "%20") }

// LinkedIn is the address that opens LinkedIn's form with a badge filled in,
// and the same values for people whose form stays empty. Months count from 1
// and are those of UTC, in which badges are dated.
func (p *Portfolio) LinkedIn(it Item) (address string, fields []LinkedInField) {
	q := url.Values{"startTask": {"CERTIFICATION_NAME"}, "name": {it.Badge.Name}}
	fields = append(fields, LinkedInField{"Name", it.Badge.Name}, LinkedInField{"Issuing organization", it.Organization.Name})
	if it.Organization.LinkedInID != "" {
		q.Set("organizationId", it.Organization.LinkedInID)
	} else {
		q.Set("organizationName", it.Organization.Name)
	}
	start := it.IssuedOn.UTC()
	q.Set("issueYear", strconv.Itoa(start.Year()))
	q.Set("issueMonth", strconv.Itoa(int(start.Month())))
	fields = append(fields, LinkedInField{"Issue date", start.Format("January 2006")})
	if end := it.ExpiresOn.UTC(); !it.ExpiresOn.IsZero() {
		q.Set("expirationYear", strconv.Itoa(end.Year()))
		q.Set("expirationMonth", strconv.Itoa(int(end.Month())))
		fields = append(fields, LinkedInField{"Expiration date", end.Format("January 2006")})
	}
	q.Set("certId", string(it.Code))
	q.Set("certUrl", p.Address(it.Code))
	fields = append(fields, LinkedInField{"Credential ID", string(it.Code)}, LinkedInField{"Credential URL", p.Address(it.Code)})
	return "https://www.linkedin.com/profile/add?" + query(q), fields
}

// Address is the public address of a badge.
func (p *Portfolio) Address(code badge.Code) string { return p.PublicURL + "/b/" + string(code) }
