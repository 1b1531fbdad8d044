package openbadge

import (
	"slices"
	"strconv"

	"laurel/openbadge/internal/rule"
	"laurel/vc"
)

// common are the members that every kind of credential of the standard has, but for its contexts, dates and subject.
var common = []rule.Rule{
	{Name: "id", Required: true, Kind: rule.URI},
	{Name: "issuer", Required: true, Shape: profileShape, OrURI: true},
	{Name: "awardedDate", Kind: rule.Moment},
	{Name: "description"},
	{Name: "image", Shape: imageShape, Instead: imageInstead},
	{Name: "endorsement", Many: rule.Always, Shape: endorsementShape},
	{Name: "endorsementJwt", Many: rule.Always},
	{Name: "credentialSchema", Many: rule.Either, Shape: serviceShape},
	{Name: "credentialStatus", Shape: serviceShape},
	{Name: "refreshService", Shape: serviceShape},
	{Name: "termsOfUse", Many: rule.Either, Shape: typedShape},
	{Name: "proof", Many: rule.Either, Shape: typedShape},
}

var credentialShape = &rule.Shape{
	Type: "VerifiableCredential",
	Rules: slices.Concat(common, []rule.Rule{
		{Name: "name"},
		{Name: "credentialSubject", Required: true, Shape: subjectShape},
		{Name: "evidence", Many: rule.Always, Shape: evidenceShape},
	}),
	Also: func(c *rule.Checker, path []string, o vc.Object) {
		if !vc.HasType(o, "OpenBadgeCredential") && !vc.HasType(o, "AchievementCredential") {
			c.Fault(rule.At(path, "type"), "OpenBadgeCredential has to be one of the types.")
		}
		dates(c, path, o)
	},
}

// endorsementShape gets its issuer in init: an endorser's profile can carry endorsements itself.
var endorsementShape = &rule.Shape{
	Type: "VerifiableCredential",
	Rules: []rule.Rule{
		{Name: "id", Required: true, Kind: rule.URI},
		{Name: "name", Required: true},
		{Name: "awardedDate", Kind: rule.Moment},
		{Name: "description"},
		{Name: "credentialSubject", Required: true, Shape: &rule.Shape{Type: "EndorsementSubject", Rules: []rule.Rule{
			{Name: "id", Required: true, Kind: rule.URI}, {Name: "endorsementComment"},
		}}},
		{Name: "credentialSchema", Many: rule.Either, Shape: serviceShape},
		{Name: "credentialStatus", Shape: serviceShape},
		{Name: "refreshService", Shape: serviceShape},
		{Name: "termsOfUse", Many: rule.Either, Shape: typedShape},
		{Name: "proof", Many: rule.Either, Shape: typedShape},
	},
	Also: func(c *rule.Checker, path []string, o vc.Object) {
		if !vc.HasType(o, "EndorsementCredential") {
			c.Fault(rule.At(path, "type"), "EndorsementCredential has to be one of the types.")
		}
		contexts(c, path, o, badgeContext, Context303)
		dates(c, path, o)
	},
}

// init ties the two tables that lead back to themselves, which variables cannot do.
func init() {
	endorsementShape.Rules = append(endorsementShape.Rules, rule.Rule{Name: "issuer", Required: true, Shape: profileShape, OrURI: true})
	profileShape.Rules = append(profileShape.Rules, rule.Rule{Name: "parentOrg", Shape: profileShape})
}

var subjectShape = &rule.Shape{
	Type: "AchievementSubject",
	Rules: []rule.Rule{
		{Name: "id", Kind: rule.URI},
		{Name: "achievement", Required: true, Shape: achievementShape},
		{Name: "identifier", Many: rule.Always, Shape: identityShape},
		{Name: "activityStartDate", Kind: rule.Moment},
		{Name: "activityEndDate", Kind: rule.Moment},
		{Name: "creditsEarned", Kind: rule.Number},
		{Name: "image", Shape: imageShape, Instead: imageInstead},
		{Name: "licenseNumber"},
		{Name: "narrative"},
		{Name: "result", Many: rule.Always, Shape: resultShape},
		{Name: "role"},
		{Name: "source", Shape: profileShape},
		{Name: "term"},
	},
	Also: func(c *rule.Checker, path []string, o vc.Object) {
		identified(c, path, o)
		results(c, path, o)
	},
}

// identified wants a subject that is somebody (data model AchievementSubject, properties id and identifier).
func identified(c *rule.Checker, path []string, o vc.Object) {
	_, id := o["id"]
	_, identifier := o["identifier"]
	if !id && !identifier {
		c.Fault(path, "Nothing says who earned this. Give the subject an id or an identifier, such as a hashed e-mail address.")
	}
}

// results wants every result to fit the description that it names: described in this achievement, with a status where
// the description is one, a level and a value that it knows (data models Result and ResultDescription).
func results(c *rule.Checker, path []string, subject vc.Object) {
	achievement, _ := subject["achievement"].(vc.Object)
	descriptions := map[string]vc.Object{}
	for _, d := range vc.Objects(achievement["resultDescription"]) {
		descriptions[vc.String(d, "id")] = d
	}
	list, _ := subject["result"].([]any)
	for i, e := range list {
		r, _ := e.(vc.Object)
		id := vc.String(r, "resultDescription")
		if id == "" {
			continue
		}
		path := rule.At(path, "result", strconv.Itoa(i))
		d, there := descriptions[id]
		if !there {
			c.Fault(rule.At(path, "resultDescription"), "The achievement has no result description with this id.")
			continue
		}
		if _, there := r["status"]; !there && vc.String(d, "resultType") == "Status" {
			c.Fault(rule.At(path, "status"), "This result is described as a status, so it needs the member status.")
		}
		if level := vc.String(r, "achievedLevel"); level != "" && !hasLevel(d, level) {
			c.Fault(rule.At(path, "achievedLevel"), "The result description has no rubric criterion level with this id.")
		}
		allowed := vc.Strings(d["allowedValue"])
		if value := vc.String(r, "value"); value != "" && len(allowed) > 0 && !slices.Contains(allowed, value) {
			c.Fault(rule.At(path, "value"), "%q is not one of the values that the result description allows.", rule.Shorten(value))
		}
	}
}

func hasLevel(description vc.Object, id string) bool {
	return slices.ContainsFunc(vc.Objects(description["rubricCriterionLevel"]), func(l vc.Object) bool { return vc.String(l, "id") == id })
}

// serviceShape is a credentialStatus, credentialSchema or refreshService. typedShape is a proof or termsOfUse.
var (
	serviceShape = &rule.Shape{Rules: []rule.Rule{
		{Name: "id", Required: true, Kind: rule.URI}, {Name: "type", Required: true, Many: rule.Either},
	}}
	typedShape = &rule.Shape{Rules: []rule.Rule{{Name: "type", Required: true, Many: rule.Either}}}
)
