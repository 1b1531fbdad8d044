package badge

import (
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Organization is who issues: an association, a training program, a school.
type Organization struct {
	ID          OrgID
	ParentID    OrgID // the organization whose department this is; empty: none
	Slug        string
	Name        string
	URL         string // its own site, http or https
	Email       Email  // where earners and employers write to
	Description string
	Address     PostalAddress
	Logo        string // hash of a PNG in the blob store; empty: none
	Accent      Accent
	InviteLogin bool   // issuance letters carry a user name and a temporary password
	LinkedInID  string // digits; empty: LinkedIn is told the name instead
	NoLinkedIn  bool   // issuance letters come without the button for LinkedIn
	SenderName  string // that letters come from; empty: its name
	ReplyTo     Email  // where answers to letters go; empty: Email
	HoldMinutes int    // how long letters wait after a batch was confirmed, so that it can be undone
	NoOwnerLink bool   // its earners open no locked account by a link, even where the installation lets them
	Duplicates  DuplicateRule
	Visibility  Visibility // of new badges, until their earner chooses
	Language    string     // BCP 47: of new badges' texts, and of letters to people who chose none; empty: not said
	Forms       ProofForms
	TermsAt     time.Time // when the terms were confirmed; zero: not yet
	TermsBy     AccountID
	SuspendedAt time.Time // zero: it may sign
	CreatedAt   time.Time
}

// PostalAddress is where an organization is (Open Badges 3.0, Address). Every field
// may be empty.
type PostalAddress struct {
	Street, Locality, Region, PostalCode string
	Country                              string // ISO 3166-1 alpha-2
}

// DuplicateRule is what becomes of a row whose person holds the badge already.
type DuplicateRule string

// The new badge takes the place of the old one; both stand; there is no new one.
const (
	DuplicateReplace DuplicateRule = "replace"
	DuplicateAllow   DuplicateRule = "allow"
	DuplicateDeny    DuplicateRule = "deny"
)

// MaxHoldMinutes is how long letters can be held: a day.
const MaxHoldMinutes = 24 * 60

// Sender is the name that letters come from.
func (o Organization) Sender() string {
	if o.SenderName != "" {
		return o.SenderName
	}
	return o.Name
}

// Answers is where answers to letters go.
func (o Organization) Answers() Email {
	if o.ReplyTo != "" {
		return o.ReplyTo
	}
	return o.Email
}

// ProofForms are an organization's choices about the forms of its credentials.
// A Data Integrity proof is always there.
type ProofForms struct {
	JWT       bool // every credential is offered as a signed JWT too
	Hosted    bool // every credential has a hosted twin of Open Badges 2.0
	PlainList bool // what is issued from now on is revoked by a plain list, not by a Bitstring Status List
}

// ListKind is the kind of list by which what is issued now can be revoked.
func (f ProofForms) ListKind() ListKind {
	if f.PlainList {
		return ListPlain
	}
	return ListBitstring
}

var countryForm = regexp.MustCompile(`^[A-Z]{2}$`)

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// reservedSlugs would read as pages of Laurel's own.
var reservedSlugs = map[string]bool{"new": true, "start": true, "picture": true, "skills": true, "received": true, "admin": true, "api": true, "org": true, "static": true}

// Validate trims the fields and says what cannot be accepted.
func (o *Organization) Validate() error {
	f := faults{}
	o.Name = text(f, "name", o.Name, 1, 120, "Give the organization's name.")
	o.Slug = slug(f, o.Slug)
	o.URL = site(f, "url", o.URL)
	o.Description = text(f, "description", o.Description, 0, 2000, "")
	email, err := ParseEmail(string(o.Email))
	if err != nil {
		f.add("email", err.Error())
	}
	o.Email = email
	o.LinkedInID = linkedInNumber(f, o.LinkedInID)
	if o.Language = strings.TrimSpace(o.Language); o.Language != "" && !languageTag.MatchString(o.Language) {
		f.add("language", "Choose a language of the list.")
	}
	o.validateAddress(f)
	o.validateLetters(f)
	accent, ok := ParseAccent(string(o.Accent))
	if !ok {
		f.add("accent", "Write the color as # and six digits or letters a to f, such as #0f766e.")
	}
	o.Accent = accent
	if o.Duplicates == "" {
		o.Duplicates = DuplicateDeny
	}
	if o.Duplicates != DuplicateReplace && o.Duplicates != DuplicateAllow && o.Duplicates != DuplicateDeny {
		f.add("duplicates", "Choose what becomes of people who hold the badge already.")
	}
	if o.Visibility == "" {
		o.Visibility = VisibilityUnlisted
	}
	if o.Visibility != VisibilityUnlisted && o.Visibility != VisibilityPrivate {
		f.add("visibility", "Choose who may open a new badge until its earner decides.") // only earners make one public
	}
	return f.err()
}

func (o *Organization) validateAddress(f faults) {
	a := &o.Address
	for _, line := range []struct {
		field string
		text  *string
	}{{"street", &a.Street}, {"locality", &a.Locality}, {"region", &a.Region}, {"postal_code", &a.PostalCode}} {
		*line.text = text(f, line.field, *line.text, 0, 120, "")
	}
	a.Country = strings.ToUpper(strings.TrimSpace(a.Country))
	if a.Country != "" && !countryForm.MatchString(a.Country) {
		f.add("country", "Choose a country.")
	}
}

func (o *Organization) validateLetters(f faults) {
	o.SenderName = text(f, "sender_name", o.SenderName, 0, 120, "")
	if o.ReplyTo != "" {
		reply, err := ParseEmail(string(o.ReplyTo))
		if err != nil {
			f.add("reply_to", err.Error())
		}
		o.ReplyTo = reply
	}
	if o.HoldMinutes < 0 || o.HoldMinutes > MaxHoldMinutes {
		f.add("hold", "Letters can be held for up to 1,440 minutes, which is a day.")
	}
}

var linkedInPage = regexp.MustCompile(`(?i)^(?:https?://)?(?:[a-z]+\.)?linkedin\.com/(?:company|school|showcase)/([^/?#]+)`)

// linkedInNumber finds LinkedIn's number of an organization in what was typed:
// the number itself, or the address of its page as an admin sees it.
func linkedInNumber(f faults, typed string) string {
	typed = strings.TrimSpace(typed)
	if typed == "" || digits(typed) {
		return typed
	}
	page := linkedInPage.FindStringSubmatch(typed)
	switch {
	case page == nil:
		f.add("linkedin", "This is neither LinkedIn's number of an organization, which has digits only, nor the address of its page.")
	case !digits(page[1]):
		f.add("linkedin", "This address has the page's name in it, not its number. Open the page as its admin: then the address has the number.")
	default:
		return page[1]
	}
	return typed
}

// SlugFrom proposes an address for a name: "Riverbank College" becomes "riverbank-college".
func SlugFrom(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	s := b.String()
	if len(s) > maxSlug {
		s = s[:maxSlug]
	}
	return strings.Trim(s, "-")
}

const maxSlug = 40

// slug checks an address of lower-case letters, digits and dashes: it stands
// in did:web identifiers, where anything else is read differently by
// different resolvers.
func slug(f faults, s string) string {
	s = strings.TrimSpace(s)
	if len(s) > maxSlug || !slugForm.MatchString(s) {
		f.add("slug", "Use 1 to 40 lower-case letters, digits and single dashes.")
	} else if reservedSlugs[s] {
		f.add("slug", "This address is used by Laurel itself. Choose another one.")
	}
	return s
}

// text trims a field and checks its length in characters and that every
// character can be printed. A line break is allowed in fields over 200 characters.
func text(f faults, field, s string, low, high int, missing string) string {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	n := utf8.RuneCountInString(s)
	switch {
	case n < low:
		f.add(field, missing)
	case n > high:
		f.add(field, "This is too long: "+count(n, high))
	case !utf8.ValidString(s) || HasControl(s, high > 200):
		f.add(field, "There is a character in it that cannot be printed.")
	}
	return s
}

// HasControl tells whether s holds a control or direction-override character.
// Line feeds are let through when lines is true.
func HasControl(s string, lines bool) bool {
	for _, r := range s {
		switch {
		case r == '\n' && lines:
		case r < 0x20, r >= 0x7f && r <= 0x9f:
			return true
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfeff:
			return true
		}
	}
	return false
}

func site(f faults, field, s string) string {
	s = strings.TrimSpace(s)
	if s != "" && !strings.Contains(s, "://") {
		s = "https://" + s
	}
	if !IsWebAddress(s) {
		f.add(field, "Give a web address that begins with https:// or http://.")
	}
	return s
}

// IsWebAddress tells whether s is an absolute http or https address that can
// stand as an IRI in a signed document: printable, without blanks, with a host.
func IsWebAddress(s string) bool {
	if len(s) > 2000 || strings.ContainsAny(s, "<>\"{}|\\^`") || HasControl(s, false) ||
		strings.ContainsFunc(s, unicode.IsSpace) || strings.ContainsRune(s, utf8.RuneError) {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil
}

func digits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return len(s) > 0 && len(s) <= 20
}
