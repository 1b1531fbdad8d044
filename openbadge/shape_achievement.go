package openbadge

import (
	"laurel/openbadge/internal/rule"
	"laurel/vc"
)

var achievementShape = &rule.Shape{
	Type: "Achievement",
	Rules: []rule.Rule{
		{Name: "id", Required: true, Kind: rule.URI},
		{Name: "name", Required: true},
		{Name: "description", Required: true},
		{Name: "criteria", Required: true, Shape: criteriaShape},
		{Name: "achievementType", Kind: rule.Word, Words: AchievementTypes},
		{Name: "alignment", Many: rule.Always, Shape: alignmentShape},
		{Name: "creator", Shape: profileShape},
		{Name: "creditsAvailable", Kind: rule.Number},
		{Name: "fieldOfStudy"},
		{Name: "humanCode"},
		{Name: "image", Shape: imageShape, Instead: imageInstead},
		{Name: "inLanguage"},
		{Name: "otherIdentifier", Many: rule.Always, Shape: identifierEntryShape},
		{Name: "related", Many: rule.Always, Shape: relatedShape},
		{Name: "resultDescription", Many: rule.Always, Shape: resultDescriptionShape},
		{Name: "specialization"},
		{Name: "tag", Many: rule.Always},
		{Name: "version"},
		{Name: "endorsement", Many: rule.Always, Shape: endorsementShape},
		{Name: "endorsementJwt", Many: rule.Always},
	},
}

var criteriaShape = &rule.Shape{
	Rules: []rule.Rule{{Name: "id", Kind: rule.URI}, {Name: "narrative"}},
	Also: func(c *rule.Checker, path []string, o vc.Object) {
		if vc.String(o, "id") == "" && vc.String(o, "narrative") == "" {
			c.Fault(path, "The criteria say nothing. Give them a narrative, the id of a page, or both.")
		}
	},
}

var alignmentShape = &rule.Shape{Type: "Alignment", Rules: []rule.Rule{
	{Name: "targetName", Required: true},
	{Name: "targetUrl", Required: true, Kind: rule.URI},
	{Name: "targetCode"},
	{Name: "targetDescription"},
	{Name: "targetFramework"},
	{Name: "targetType", Kind: rule.Word, Words: targetTypes},
}}

var evidenceShape = &rule.Shape{Type: "Evidence", Rules: []rule.Rule{
	{Name: "id", Kind: rule.URI}, {Name: "name"}, {Name: "description"}, {Name: "narrative"}, {Name: "genre"}, {Name: "audience"},
}}

var relatedShape = &rule.Shape{Type: "Related", Rules: []rule.Rule{
	{Name: "id", Required: true, Kind: rule.URI}, {Name: "inLanguage"}, {Name: "version"},
}}

var resultShape = &rule.Shape{Type: "Result", Rules: []rule.Rule{
	{Name: "achievedLevel", Kind: rule.URI},
	{Name: "alignment", Many: rule.Always, Shape: alignmentShape},
	{Name: "resultDescription", Kind: rule.URI},
	{Name: "status", Kind: rule.Word, Words: resultStatuses},
	{Name: "value"},
}}

var resultDescriptionShape = &rule.Shape{
	Type: "ResultDescription",
	Rules: []rule.Rule{
		{Name: "id", Required: true, Kind: rule.URI},
		{Name: "name", Required: true},
		{Name: "resultType", Required: true, Kind: rule.Word, Words: resultTypes},
		{Name: "alignment", Many: rule.Always, Shape: alignmentShape},
		{Name: "allowedValue", Many: rule.Always},
		{Name: "requiredLevel", Kind: rule.URI},
		{Name: "requiredValue"},
		{Name: "rubricCriterionLevel", Many: rule.Always, Shape: rubricShape},
		{Name: "valueMax"},
		{Name: "valueMin"},
	},
	Also: func(c *rule.Checker, path []string, o vc.Object) {
		if level := vc.String(o, "requiredLevel"); level != "" && !hasLevel(o, level) {
			c.Fault(rule.At(path, "requiredLevel"), "This description has no rubric criterion level with this id.")
		}
	},
}

var rubricShape = &rule.Shape{Type: "RubricCriterionLevel", Rules: []rule.Rule{
	{Name: "id", Required: true, Kind: rule.URI},
	{Name: "name", Required: true},
	{Name: "alignment", Many: rule.Always, Shape: alignmentShape},
	{Name: "description"},
	{Name: "level"},
	{Name: "points"},
}}
