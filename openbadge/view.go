package openbadge

import (
	"errors"
	"slices"
	"strings"
	"time"

	"laurel/openbadge/internal/loose"
	"laurel/vc"
)

// ErrNotBadge says that a document is not an Open Badges 3.0 credential.
var ErrNotBadge = errors.New("this is not an Open Badges 3.0 credential")

// View is what a page shows of a credential. All text is as its author wrote it: not trusted, not escaped, and
// Markdown where it says so. Addresses are http or https, pictures may be data:image/… too; anything else was left
// out. Missing parts are empty.
type View struct {
	ID              string
	Name            string // of the achievement, else of the credential
	Description     string
	ImageURL        string
	ImageCaption    string
	AchievementID   string
	AchievementType string
	Criteria        Criteria // Narrative is Markdown
	Issuer          IssuerView
	Recipient       Recipient
	OtherSubjects   int // how many subjects there are behind the first one, which this view is of
	ValidFrom       time.Time
	ValidUntil      time.Time // zero: no end
	AwardedDate     time.Time // zero: not said
	Narrative       string    // Markdown
	LicenseNumber   string
	Evidence        []Evidence
	Alignment       []Alignment
	Tag             []string

	Creator           IssuerView // who made the achievement; empty: the issuer
	Source            IssuerView // who assessed for the issuer
	ActivityStartDate time.Time
	ActivityEndDate   time.Time
	Role              string
	Term              string
	CreditsEarned     float64 // zero: not said
	CreditsAvailable  float64 // zero: not said
	FieldOfStudy      string
	Specialization    string
	HumanCode         string
	InLanguage        string
	Version           string
	OtherIdentifier   []IdentifierEntry
	Related           []Related
	Result            []Result
	ResultDescription []ResultDescription
}

// DescriptionOf finds what a result means. It is empty when the achievement does not say.
func (v View) DescriptionOf(r Result) ResultDescription {
	for _, d := range v.ResultDescription {
		if d.ID == r.ResultDescription {
			return d
		}
	}
	return ResultDescription{}
}

// IssuerView is who says to have issued a credential. Only a proof shows whether that is so.
type IssuerView struct {
	ID       string // as written: a DID or an address
	Name     string
	URL      string
	ImageURL string
}

// Recipient is who a credential was issued to, as far as it says so.
type Recipient struct {
	ID         string // of the subject; often a DID, often empty
	Name       string // from an identifier of type name that is not hashed
	Identifier []IdentityObject
}

// MatchEmail says whether the recipient is known by this address; known is false when the credential names no
// address at all.
func (r Recipient) MatchEmail(email string) (match, known bool) {
	for _, i := range r.Identifier {
		if i.IdentityType != "emailAddress" && i.IdentityType != "email" {
			continue
		}
		known = true
		if i.Hashed && MatchIdentity(i.IdentityHash, i.Salt, email) || !i.Hashed && strings.EqualFold(i.IdentityHash, email) {
			return true, true
		}
	}
	return false, known
}

// Read reads any Open Badges 3.0 credential for display, also one that breaks rules of the standard: it takes single
// values for lists, text for objects, and the member names of data model 1.1. What it cannot make sense of it leaves
// out. Of several subjects it reads the first. The error wraps ErrNotBadge.
func Read(o vc.Object) (View, error) {
	if !vc.HasType(o, "OpenBadgeCredential") && !vc.HasType(o, "AchievementCredential") {
		return View{}, ErrNotBadge
	}
	subjects := vc.Objects(o["credentialSubject"])
	if len(subjects) == 0 {
		return View{}, errors.Join(ErrNotBadge, errors.New("it does not say whom it is about (credentialSubject)"))
	}
	subject := subjects[0]
	achievement, ok := loose.First(subject["achievement"])
	if !ok {
		return View{}, errors.Join(ErrNotBadge, errors.New("it does not say what was achieved"))
	}
	v := View{
		ID:              vc.String(o, "id"),
		Name:            loose.Or(loose.Text(achievement["name"]), loose.Text(o["name"])),
		Description:     loose.Or(loose.Text(achievement["description"]), loose.Text(o["description"])),
		AchievementID:   vc.String(achievement, "id"),
		AchievementType: loose.Text(achievement["achievementType"]),
		Criteria:        readCriteria(achievement["criteria"]),
		Issuer:          readIssuer(o["issuer"]),
		Recipient:       readRecipient(subject),
		OtherSubjects:   len(subjects) - 1,
		ValidFrom:       date(o, "validFrom", "issuanceDate"),
		ValidUntil:      date(o, "validUntil", "expirationDate"),
		AwardedDate:     date(o, "awardedDate"),
		Narrative:       loose.Text(subject["narrative"]),
		LicenseNumber:   loose.Text(subject["licenseNumber"]),
		Alignment:       loose.All(achievement["alignment"], readAlignment),
		Tag:             vc.Strings(achievement["tag"]),
	}
	for _, from := range []any{achievement["image"], subject["image"], o["image"]} {
		if v.ImageURL == "" {
			v.ImageURL, v.ImageCaption = loose.Picture(from)
		}
	}
	v.Evidence = slices.Concat(loose.All(o["evidence"], readEvidence), loose.All(subject["evidence"], readEvidence))
	v.readMore(subject, achievement)
	return v, nil
}

// readMore reads the parts that fewer credentials have.
func (v *View) readMore(subject, achievement vc.Object) {
	v.Creator, v.Source = readIssuer(achievement["creator"]), readIssuer(subject["source"])
	v.ActivityStartDate, v.ActivityEndDate = date(subject, "activityStartDate"), date(subject, "activityEndDate")
	v.Role, v.Term = loose.Text(subject["role"]), loose.Text(subject["term"])
	v.CreditsEarned, v.CreditsAvailable = loose.Number(subject["creditsEarned"]), loose.Number(achievement["creditsAvailable"])
	v.FieldOfStudy, v.Specialization = loose.Text(achievement["fieldOfStudy"]), loose.Text(achievement["specialization"])
	v.HumanCode, v.Version = loose.Text(achievement["humanCode"]), loose.Text(achievement["version"])
	v.InLanguage = loose.Or(loose.Text(achievement["inLanguage"]), loose.Text(achievement["@language"]))
	v.OtherIdentifier = loose.All(achievement["otherIdentifier"], readIdentifierEntry)
	v.Related = loose.All(achievement["related"], readRelated)
	v.Result = loose.All(subject["result"], readResult)
	v.ResultDescription = loose.All(achievement["resultDescription"], readResultDescription)
}

func date(o vc.Object, names ...string) time.Time {
	for _, name := range names {
		for _, s := range vc.Strings(o[name]) {
			if t, err := vc.Time(s); err == nil {
				return t
			}
		}
	}
	return time.Time{}
}
