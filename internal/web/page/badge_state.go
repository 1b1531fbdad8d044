package page

import "time"

// State is what checking a credential came to.
type State string

// The states of a badge page and of a verification. Only StateValid is good
// news; StateUnverified alone hides the content.
const (
	StateValid      State = "valid"
	StateExpired    State = "expired"
	StateRevoked    State = "revoked"
	StateSuspended  State = "suspended"
	StateSuperseded State = "superseded"
	StateNotYet     State = "not-yet"    // its first day has not come
	StateUnknown    State = "unknown"    // the status, or the issuer, could not be read: neither valid nor refuted
	StateUnverified State = "unverified" // the signature or the shape is wrong: nothing of the content is shown
)

// Tone is the color of a state.
func (s State) Tone() Tone {
	switch s {
	case StateValid:
		return ToneGood
	case StateExpired, StateSuspended, StateSuperseded, StateNotYet, StateUnknown:
		return ToneQuestion
	}
	return ToneWrong
}

// headline is the state in one short sentence.
func (s State) headline() string {
	switch s {
	case StateValid:
		return mark("This badge is valid.")
	case StateExpired:
		return mark("This badge has expired.")
	case StateRevoked:
		return mark("This badge was revoked.")
	case StateSuspended:
		return mark("This badge is suspended.")
	case StateSuperseded:
		return mark("This badge was replaced by a newer one.")
	case StateNotYet:
		return mark("This badge is not valid yet.")
	case StateUnknown:
		return mark("This badge could not be checked completely.")
	}
	return mark("This badge cannot be verified.")
}

// Word is the state as a chip, in English, for say.
func (s State) Word() string {
	switch s {
	case StateValid:
		return mark("Valid")
	case StateExpired:
		return mark("Expired")
	case StateRevoked:
		return mark("Revoked")
	case StateSuspended:
		return mark("Suspended")
	case StateSuperseded:
		return mark("Replaced")
	case StateNotYet:
		return mark("Not valid yet")
	case StateUnknown:
		return mark("Not checked")
	}
	return mark("Cannot be verified")
}

// Outcome is how one check ended.
type Outcome string

// The outcomes of a check.
const (
	Pass    Outcome = "pass"
	Fail    Outcome = "fail"
	Warn    Outcome = "warn"
	Unknown Outcome = "unknown"
)

// icon and said show an outcome to the eye and to the ear.
func (o Outcome) icon() string {
	return map[Outcome]string{Pass: "check", Fail: "cross", Warn: "warn"}[o]
}

func (o Outcome) said() string {
	switch o {
	case Pass:
		return mark("passed")
	case Fail:
		return mark("failed")
	case Warn:
		return mark("needs attention")
	}
	return mark("could not be checked")
}

// Check is one named check of a credential.
type Check struct {
	Name    string // "Signature"
	Outcome Outcome
	Text    string // what it found, in a sentence
	Tag     string // a technical word at the end of the line: "eddsa-rdfc-2022"
	Details []Fact // the technical detail, shown on demand
}

// Issuer is the organization that a badge names as its issuer.
type Issuer struct {
	Name       string
	Domain     string // the domain its key was read from; empty: none
	Verified   bool   // the key that signed belongs to that domain
	LogoURL    string // empty: the first letter stands in its place
	URL        string // its page here, or its site
	ContactURL string // mailto: or a page
}

// Skill is a tag or an alignment to a framework.
type Skill struct {
	Name      string
	Framework string // "ESCO"; empty: a plain tag
	URL       string
}

// Evidence is what an earner did, as the organization recorded it.
type Evidence struct {
	Name, Text, URL string
}

// Content is what a credential says. It is shown only when the signature holds.
type Content struct {
	Name         string
	Kind         string // "Certification"; empty: not shown
	Picture      Picture
	Earner       string // empty: the badge names nobody
	Others       int    // it is about so many more, of whom nothing is here
	Issuer       Issuer
	IssuedAt     time.Time
	ValidUntil   time.Time // zero: without end
	Number       string    // the organization's own number; empty: none
	Description  string
	CriteriaHTML string // HTML, sanitised by the caller
	CriteriaURL  string
	Narrative    string // about this earner's own achievement
	Skills       []Skill
	Evidence     []Evidence
	Details      []Fact // credits, field of study, language, author
	Texts        Texts  // in which language name, description and criteria are
}
