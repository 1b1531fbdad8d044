package openbadge

import (
	"strconv"

	"laurel/vc"
)

// shape is the standard's table for one kind of object (Open Badges 3.0, data models).
type shape struct {
	typ       string // has to be among the types; empty: the object needs none
	plainType bool   // type is this text alone, not a list
	closed    bool   // no members but these
	rules     []rule
	also      func(c *checker, path []string, o vc.Object) // rules about several members
}

// rule is one row of such a table.
type rule struct {
	name     string
	required bool
	many     many
	kind     kind
	words    []string // for kind word
	shape    *shape   // the value is an object
	orURI    bool     // text that is an identifier is as good as the object
	instead  string   // ends the sentence that says that this is no object
}

type kind int

const (
	plainText kind = iota
	uri
	moment
	boolean
	number
	word
)

type many int

const (
	never       many = iota // 0..1 and 1: not an array
	always                  // 0..* and 1..*: always an array
	compactable             // 0..* that JSON-LD may compact to one value
)

var credentialShape = &shape{
	typ: "VerifiableCredential",
	rules: []rule{
		{name: "id", required: true, kind: uri},
		{name: "issuer", required: true, shape: profileShape, orURI: true},
		{name: "validFrom", required: true, kind: moment},
		{name: "validUntil", kind: moment},
		{name: "awardedDate", kind: moment},
		{name: "name"},
		{name: "description"},
		{name: "image", shape: imageShape, instead: imageInstead},
		{name: "credentialSubject", required: true, shape: subjectShape},
		{name: "evidence", many: always, shape: evidenceShape},
		{name: "endorsement", many: always, shape: endorsementShape},
		{name: "endorsementJwt", many: always},
		{name: "credentialSchema", many: compactable, shape: serviceShape},
		{name: "credentialStatus", shape: serviceShape},
		{name: "refreshService", shape: serviceShape},
		{name: "termsOfUse", many: compactable, shape: typedShape},
		{name: "proof", many: compactable, shape: typedShape},
	},
	also: func(c *checker, path []string, o vc.Object) {
		if !vc.HasType(o, "OpenBadgeCredential") && !vc.HasType(o, "AchievementCredential") {
			c.fault(at(path, "type"), "OpenBadgeCredential has to be one of the types.")
		}
		for _, old := range []string{"issuanceDate", "expirationDate"} {
			if _, there := o[old]; there {
				c.fault(at(path, old), "This member belongs to data model 1.1. Use validFrom and validUntil.")
			}
		}
	},
}

const imageInstead = ` with the picture's address in "id" and the type "Image"`

var imageShape = &shape{typ: "Image", plainType: true, closed: true, rules: []rule{
	{name: "id", required: true, kind: uri}, {name: "caption"},
}}

var profileShape = &shape{typ: "Profile", rules: []rule{
	{name: "id", required: true, kind: uri},
	{name: "name"},
	{name: "url", kind: uri},
	{name: "phone"},
	{name: "description"},
	{name: "email"},
	{name: "official"},
	{name: "image", shape: imageShape, instead: imageInstead},
	{name: "otherIdentifier", many: always, shape: identifierEntryShape},
	{name: "endorsement", many: always, shape: endorsementShape},
	{name: "endorsementJwt", many: always},
}}

var subjectShape = &shape{
	typ: "AchievementSubject",
	rules: []rule{
		{name: "id", kind: uri},
		{name: "achievement", required: true, shape: achievementShape},
		{name: "identifier", many: always, shape: identityShape},
		{name: "activityStartDate", kind: moment},
		{name: "activityEndDate", kind: moment},
		{name: "creditsEarned", kind: number},
		{name: "image", shape: imageShape, instead: imageInstead},
		{name: "licenseNumber"},
		{name: "narrative"},
		{name: "result", many: always, shape: resultShape},
		{name: "role"},
		{name: "source", shape: profileShape},
		{name: "term"},
	},
	also: func(c *checker, path []string, o vc.Object) {
		_, id := o["id"]
		_, identifier := o["identifier"]
		if !id && !identifier {
			c.fault(path, "Nothing says who earned this. Give the subject an id or an identifier, such as a hashed e-mail address.")
		}
		statusResults(c, path, o)
	},
}

// statusResults wants a status in every result whose description says that it is one (data model Result, property
// status).
func statusResults(c *checker, path []string, subject vc.Object) {
	achievement, _ := subject["achievement"].(vc.Object)
	described := map[string]bool{}
	for _, d := range vc.Objects(achievement["resultDescription"]) {
		described[vc.String(d, "id")] = vc.String(d, "resultType") == "Status"
	}
	for i, r := range vc.Objects(subject["result"]) {
		if _, there := r["status"]; !there && described[vc.String(r, "resultDescription")] {
			c.fault(append(at(path, "result"), strconv.Itoa(i), "status"),
				"This result is described as a status, so it needs the member status.")
		}
	}
}

var identityShape = &shape{typ: "IdentityObject", plainType: true, closed: true, rules: []rule{
	{name: "hashed", required: true, kind: boolean},
	{name: "identityHash", required: true},
	{name: "identityType", required: true, kind: word, words: identifierTypes},
	{name: "salt"},
}}

var identifierEntryShape = &shape{typ: "IdentifierEntry", plainType: true, rules: []rule{
	{name: "identifier", required: true},
	{name: "identifierType", required: true, kind: word, words: identifierTypes},
}}

var achievementShape = &shape{
	typ: "Achievement",
	rules: []rule{
		{name: "id", required: true, kind: uri},
		{name: "name", required: true},
		{name: "description", required: true},
		{name: "criteria", required: true, shape: criteriaShape},
		{name: "achievementType", kind: word, words: AchievementTypes},
		{name: "alignment", many: always, shape: alignmentShape},
		{name: "creator", shape: profileShape},
		{name: "creditsAvailable", kind: number},
		{name: "fieldOfStudy"},
		{name: "humanCode"},
		{name: "image", shape: imageShape, instead: imageInstead},
		{name: "inLanguage"},
		{name: "otherIdentifier", many: always, shape: identifierEntryShape},
		{name: "related", many: always, shape: relatedShape},
		{name: "resultDescription", many: always, shape: resultDescriptionShape},
		{name: "specialization"},
		{name: "tag", many: always},
		{name: "version"},
		{name: "endorsement", many: always, shape: endorsementShape},
		{name: "endorsementJwt", many: always},
	},
}

var criteriaShape = &shape{
	rules: []rule{{name: "id", kind: uri}, {name: "narrative"}},
	also: func(c *checker, path []string, o vc.Object) {
		if vc.String(o, "id") == "" && vc.String(o, "narrative") == "" {
			c.fault(path, "The criteria say nothing. Give them a narrative, the id of a page, or both.")
		}
	},
}

var alignmentShape = &shape{typ: "Alignment", rules: []rule{
	{name: "targetName", required: true},
	{name: "targetUrl", required: true, kind: uri},
	{name: "targetCode"},
	{name: "targetDescription"},
	{name: "targetFramework"},
	{name: "targetType", kind: word, words: targetTypes},
}}

var evidenceShape = &shape{typ: "Evidence", rules: []rule{
	{name: "id", kind: uri}, {name: "name"}, {name: "description"}, {name: "narrative"}, {name: "genre"}, {name: "audience"},
}}

var relatedShape = &shape{typ: "Related", rules: []rule{
	{name: "id", required: true, kind: uri}, {name: "inLanguage"}, {name: "version"},
}}

var resultShape = &shape{typ: "Result", rules: []rule{
	{name: "achievedLevel", kind: uri},
	{name: "alignment", many: always, shape: alignmentShape},
	{name: "resultDescription", kind: uri},
	{name: "status", kind: word, words: resultStatuses},
	{name: "value"},
}}

var resultDescriptionShape = &shape{typ: "ResultDescription", rules: []rule{
	{name: "id", required: true, kind: uri},
	{name: "name", required: true},
	{name: "resultType", required: true, kind: word, words: resultTypes},
	{name: "alignment", many: always, shape: alignmentShape},
	{name: "allowedValue", many: always},
	{name: "requiredLevel", kind: uri},
	{name: "requiredValue"},
	{name: "rubricCriterionLevel", many: always, shape: rubricShape},
	{name: "valueMax"},
	{name: "valueMin"},
}}

var rubricShape = &shape{typ: "RubricCriterionLevel", rules: []rule{
	{name: "id", required: true, kind: uri},
	{name: "name", required: true},
	{name: "alignment", many: always, shape: alignmentShape},
	{name: "description"},
	{name: "level"},
	{name: "points"},
}}

// endorsementShape does not look into the endorser's profile, which would make the tables refer to themselves.
var endorsementShape = &shape{typ: "EndorsementCredential", rules: []rule{
	{name: "id", required: true, kind: uri},
	{name: "name", required: true},
	{name: "issuer", required: true, orURI: true, shape: &shape{typ: "Profile", rules: []rule{
		{name: "id", required: true, kind: uri},
	}}},
	{name: "validFrom", required: true, kind: moment},
	{name: "validUntil", kind: moment},
	{name: "credentialSubject", required: true, shape: &shape{typ: "EndorsementSubject", rules: []rule{
		{name: "id", required: true, kind: uri}, {name: "endorsementComment"},
	}}},
}}

// serviceShape is a credentialStatus, credentialSchema or refreshService. typedShape is a proof or termsOfUse.
var (
	serviceShape = &shape{rules: []rule{
		{name: "id", required: true, kind: uri}, {name: "type", required: true, many: compactable},
	}}
	typedShape = &shape{rules: []rule{{name: "type", required: true, many: compactable}}}
)

// AchievementTypes are the standard's words for what kind of thing was achieved (enumeration AchievementType); own
// ones begin with "ext:".
var AchievementTypes = []string{
	"Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree", "Award", "Badge",
	"BachelorDegree", "Certificate", "CertificateOfCompletion", "Certification", "CommunityService", "Competency",
	"Course", "CoCurricular", "Degree", "Diploma", "DoctoralDegree", "Fieldwork", "GeneralEducationDevelopment",
	"JourneymanCertificate", "LearningProgram", "License", "Membership", "ProfessionalDoctorate",
	"QualityAssuranceCredential", "MasterCertificate", "MasterDegree", "MicroCredential", "ResearchDoctorate",
	"SecondarySchoolDiploma",
}

var (
	identifierTypes = []string{
		"name", "sourcedId", "systemId", "productId", "userName", "accountId", "emailAddress", "nationalIdentityNumber",
		"isbn", "issn", "lisSourcedId", "oneRosterSourcedId", "sisSourcedId", "ltiContextId", "ltiDeploymentId",
		"ltiToolId", "ltiPlatformId", "ltiUserId", "identifier",
	}
	targetTypes = []string{
		"ceasn:Competency", "ceterms:Credential", "CFItem", "CFRubric", "CFRubricCriterion", "CFRubricCriterionLevel", "CTDL",
	}
	resultTypes = []string{
		"GradePointAverage", "LetterGrade", "Percent", "PerformanceLevel", "PredictedScore", "RawScore", "Result",
		"RubricCriterion", "RubricCriterionLevel", "RubricScore", "ScaledScore", "Status",
	}
	resultStatuses = []string{"Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"}
)
