package badge

import (
	"net/url"
	"strings"
)

// Profile is what earners say of themselves: everything here is theirs to
// change. Their name and the dates on a badge are not here, because only the
// organization that issued it changes those.
type Profile struct {
	AccountID AccountID
	Workplace string
	Title     string // professional title
	Bio       string // plain text
	Links     []ProfileLink
	Public    bool   // shown on the public portfolio; false: to nobody else
	Language  string // BCP 47 tag of the language in which they read pages and letters; empty: nothing chosen
	Zone      string // IANA name of the time zone in which they read times of day; empty: UTC
	Reminders bool   // letters that remind of something may come
	Photo     bool   // there is one; its pixels are kept apart
}

// ProfileLink is an address of the earner's, with the words that stand for it.
type ProfileLink struct {
	Label string
	URL   string // https
}

// Bounds of a profile.
const (
	MaxProfileLinks = 5
	MaxBio          = 600 // characters
)

// Validate trims the words of a profile, drops links of which nothing was
// filled in, and says what is wrong with the rest. A link's fields are
// "link_label_N" and "link_url_N", counted from 0.
func (p *Profile) Validate() error {
	f := faults{}
	p.Workplace = text(f, "workplace", p.Workplace, 0, 150, "")
	p.Title = text(f, "title", p.Title, 0, 150, "")
	p.Bio = text(f, "bio", p.Bio, 0, MaxBio, "")
	if len(p.Links) > MaxProfileLinks {
		f.add("links", "There is room for 5 links.")
	}
	var links []ProfileLink
	for n, l := range p.Links[:min(len(p.Links), MaxProfileLinks)] {
		field := string(rune('0' + n))
		l.Label, l.URL = strings.TrimSpace(l.Label), strings.TrimSpace(l.URL)
		if l == (ProfileLink{}) {
			continue
		}
		l.Label = text(f, "link_label_"+field, l.Label, 1, 60, "Say in a word or two where this leads.")
		if l.URL = httpsAddress(l.URL); l.URL == "" {
			f.add("link_url_"+field, "Give a web address that begins with https://.")
		}
		links = append(links, l)
	}
	p.Links = links
	return f.err()
}

// httpsAddress is an https address as it will be linked to, or empty. One
// without a scheme gets it.
func httpsAddress(s string) string {
	if s != "" && !strings.Contains(s, ":") {
		s = "https://" + s
	}
	if u, err := url.Parse(s); err != nil || u.Scheme != "https" || !IsWebAddress(s) || len(s) > 500 {
		return ""
	}
	return s
}
