package openbadge

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

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
	ValidFrom       time.Time
	ValidUntil      time.Time // zero: no end
	AwardedDate     time.Time // zero: not said
	Narrative       string    // Markdown
	LicenseNumber   string
	Evidence        []Evidence
	Alignment       []Alignment
	Tag             []string
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
// out. The error wraps ErrNotBadge.
func Read(o vc.Object) (View, error) {
	if !vc.HasType(o, "OpenBadgeCredential") && !vc.HasType(o, "AchievementCredential") {
		return View{}, ErrNotBadge
	}
	subject, ok := first(o["credentialSubject"])
	if !ok {
		return View{}, errors.Join(ErrNotBadge, errors.New("it does not say whom it is about (credentialSubject)"))
	}
	achievement, ok := first(subject["achievement"])
	if !ok {
		return View{}, errors.Join(ErrNotBadge, errors.New("it does not say what was achieved"))
	}
	v := View{
		ID:              vc.String(o, "id"),
		Name:            either(text(achievement["name"]), text(o["name"])),
		Description:     either(text(achievement["description"]), text(o["description"])),
		AchievementID:   vc.String(achievement, "id"),
		AchievementType: vc.String(achievement, "achievementType"),
		Issuer:          readIssuer(o["issuer"]),
		Recipient:       readRecipient(subject),
		ValidFrom:       date(o, "validFrom", "issuanceDate"),
		ValidUntil:      date(o, "validUntil", "expirationDate"),
		AwardedDate:     date(o, "awardedDate"),
		Narrative:       text(subject["narrative"]),
		LicenseNumber:   text(subject["licenseNumber"]),
		Tag:             vc.Strings(achievement["tag"]),
	}
	for _, from := range []any{achievement["image"], subject["image"], o["image"]} {
		if v.ImageURL == "" {
			v.ImageURL, v.ImageCaption = readImage(from)
		}
	}
	v.Criteria.ID = link(vc.ID(achievement["criteria"]))
	if criteria, ok := first(achievement["criteria"]); ok {
		v.Criteria = Criteria{ID: link(vc.String(criteria, "id")), Narrative: text(criteria["narrative"])}
	}
	for _, e := range slices.Concat(vc.Objects(o["evidence"]), vc.Objects(subject["evidence"])) {
		v.Evidence = append(v.Evidence, readEvidence(e))
	}
	for _, a := range vc.Objects(achievement["alignment"]) {
		v.Alignment = append(v.Alignment, readAlignment(a))
	}
	return v, nil
}

func readIssuer(value any) IssuerView {
	v := IssuerView{ID: vc.ID(value)}
	if o, ok := first(value); ok {
		v.Name, v.URL = text(o["name"]), link(vc.String(o, "url"))
		v.ImageURL, _ = readImage(o["image"])
	}
	return v
}

func readRecipient(subject vc.Object) Recipient {
	r := Recipient{ID: vc.String(subject, "id")}
	for _, o := range vc.Objects(subject["identifier"]) {
		i := IdentityObject{
			IdentityHash: vc.String(o, "identityHash"),
			IdentityType: vc.String(o, "identityType"),
			Salt:         vc.String(o, "salt"),
			Hashed:       o["hashed"] != false, // "true" as text means the same to a signature
		}
		r.Identifier = append(r.Identifier, i)
		if i.IdentityType == "name" && !i.Hashed && r.Name == "" {
			r.Name = i.IdentityHash
		}
	}
	return r
}

func readEvidence(o vc.Object) Evidence {
	return Evidence{
		ID:          link(vc.String(o, "id")),
		Name:        text(o["name"]),
		Description: text(o["description"]),
		Narrative:   text(o["narrative"]),
		Genre:       text(o["genre"]),
		Audience:    text(o["audience"]),
	}
}

func readAlignment(o vc.Object) Alignment {
	return Alignment{
		TargetName:        text(o["targetName"]),
		TargetURL:         link(vc.String(o, "targetUrl")),
		TargetCode:        text(o["targetCode"]),
		TargetDescription: text(o["targetDescription"]),
		TargetFramework:   text(o["targetFramework"]),
		TargetType:        text(o["targetType"]),
	}
}

func readImage(value any) (address, caption string) {
	o, _ := first(value)
	id := vc.ID(value)
	if id == "" {
		id = vc.String(o, "id")
	}
	if strings.HasPrefix(id, "data:image/") {
		return id, text(o["caption"])
	}
	return link(id), text(o["caption"])
}

func first(value any) (vc.Object, bool) {
	list := vc.Objects(value)
	if len(list) == 0 {
		return nil, false
	}
	return list[0], true
}

// text reads plain text or a language value, {"@value": …} (VC Data Model 2.0, section 11.1).
func text(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case vc.Object:
		return vc.String(v, "@value")
	case []any:
		if len(v) > 0 {
			if _, nested := v[0].([]any); !nested {
				return text(v[0])
			}
		}
	}
	return ""
}

// link lets addresses of web pages through and nothing else, so that none can run as a script.
func link(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return ""
	}
	return address
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

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
