package badge

import (
	"math"
	"regexp"
	"slices"
	"strings"
)

// Details are what else a wording says of an achievement. Every part may be
// empty.
type Details struct {
	Type         string        `json:"type,omitempty"`   // one of AchievementTypes; empty: "Badge"
	Alt          string        `json:"alt,omitempty"`    // the picture in words, for people who do not see it
	Vector       string        `json:"vector,omitempty"` // hash of the picture's vectors in the blob store; empty: it was uploaded as pixels, or is drawn from a design
	Alignments   []Alignment   `json:"alignments,omitempty"`
	Credits      float64       `json:"credits,omitempty"` // zero: not said
	FieldOfStudy string        `json:"field_of_study,omitempty"`
	Language     string        `json:"language,omitempty"`     // of the texts, BCP 47
	Creator      Creator       `json:"creator,omitzero"`       // zero: the organization itself
	Translations []Translation `json:"translations,omitempty"` // of name, description and criteria; not part of what is signed
}

// Alignment ties an achievement to a skill of a framework.
type Alignment struct {
	Name      string `json:"name"`
	URL       string `json:"url"` // http or https
	Framework string `json:"framework,omitempty"`
	Code      string `json:"code,omitempty"`
}

// Creator is who wrote an achievement that somebody else issues.
type Creator struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// AchievementTypes are the kinds of thing that can be earned, as Open Badges
// 3.0 names them (data model, enumeration AchievementType), the usual first.
var AchievementTypes = []string{
	"Badge", "Achievement", "Certificate", "CertificateOfCompletion", "Certification", "Competency", "Course", "MicroCredential", "Award",
	"Membership", "License", "CommunityService", "LearningProgram", "Assessment", "Assignment", "CoCurricular", "Fieldwork",
	"ApprenticeshipCertificate", "JourneymanCertificate", "MasterCertificate", "QualityAssuranceCredential", "Diploma",
	"SecondarySchoolDiploma", "GeneralEducationDevelopment", "Degree", "AssociateDegree", "BachelorDegree", "MasterDegree", "DoctoralDegree",
	"ProfessionalDoctorate", "ResearchDoctorate",
}

// The bounds of the details.
const (
	maxAlignments = 50
	maxCredits    = 10000
)

// languageTag is the shape of a BCP 47 tag; whether somebody speaks it nobody
// can tell here.
var languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}$`)

func (d *Details) validate(f faults) {
	if d.Type != "" && !slices.Contains(AchievementTypes, d.Type) {
		f.add("type", "Choose one of the kinds in the list.")
	}
	d.Alt = text(f, "alt", d.Alt, 0, 500, "")
	d.FieldOfStudy = text(f, "field_of_study", d.FieldOfStudy, 0, 150, "")
	if d.Language = strings.TrimSpace(d.Language); d.Language != "" && !languageTag.MatchString(d.Language) {
		f.add("language", "Choose the language of the texts, such as en or pt-BR.")
	}
	if math.IsNaN(d.Credits) || d.Credits < 0 || d.Credits > maxCredits {
		f.add("credits", "Write the credits as a number from 0 to 10,000, such as 2.5.")
	}
	d.Creator.validate(f)
	if len(d.Alignments) > maxAlignments {
		f.add("alignments", "At most 50 skills of frameworks.")
		return
	}
	for i := range d.Alignments {
		d.Alignments[i].validate(f)
	}
}

func (a *Alignment) validate(f faults) {
	a.Name = text(f, "alignments", a.Name, 1, 300, "A skill of a framework needs its name.")
	a.Framework = text(f, "alignments", a.Framework, 0, 200, "")
	a.Code = text(f, "alignments", a.Code, 0, 200, "")
	if a.URL = strings.TrimSpace(a.URL); !IsWebAddress(a.URL) {
		f.add("alignments", "A skill of a framework needs its web address, which begins with https:// or http://.")
	}
}

func (c *Creator) validate(f faults) {
	if *c == (Creator{}) {
		return
	}
	c.Name = text(f, "creator", c.Name, 1, 200, "Give the author's name as well.")
	if c.URL = strings.TrimSpace(c.URL); !IsWebAddress(c.URL) {
		f.add("creator_url", "Give the author's web address, which begins with https:// or http://.")
	}
}
