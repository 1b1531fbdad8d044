package openbadge

import (
	"slices"
	"strconv"

	"laurel/openbadge/internal/rule"
	"laurel/vc"
)

// clrShape is the table of CLR 2.0, data model ClrCredential.
var clrShape = &rule.Shape{
	Type: "VerifiableCredential",
	Rules: slices.Concat(common, []rule.Rule{
		{Name: "name", Required: true},
		{Name: "partial", Kind: rule.Boolean},
		{Name: "credentialSubject", Required: true, Shape: clrSubjectShape},
		{Name: "evidence", Many: rule.Always, Shape: evidenceShape},
	}),
	Also: func(c *rule.Checker, path []string, o vc.Object) {
		if !vc.HasType(o, "ClrCredential") {
			c.Fault(rule.At(path, "type"), "ClrCredential has to be one of the types.")
		}
		dates(c, path, o)
	},
}

var clrSubjectShape = &rule.Shape{
	Type: "ClrSubject",
	Rules: []rule.Rule{
		{Name: "id", Kind: rule.URI},
		{Name: "identifier", Many: rule.Always, Shape: identityShape},
		{Name: "achievement", Many: rule.Always, Shape: achievementShape},
		{Name: "association", Many: rule.Always, Shape: associationShape},
		{Name: "verifiableCredential", Required: true, Many: rule.Always, Shape: &rule.Shape{Type: "VerifiableCredential"}},
	},
	Also: func(c *rule.Checker, path []string, o vc.Object) {
		identified(c, path, o)
		list, _ := o["verifiableCredential"].([]any)
		for i, e := range list {
			badge, _ := e.(vc.Object)
			if vc.HasType(badge, "OpenBadgeCredential") || vc.HasType(badge, "AchievementCredential") {
				credential(c, rule.At(path, "verifiableCredential", strconv.Itoa(i)), badge)
			}
		}
	},
}

var associationShape = &rule.Shape{Type: "Association", Rules: []rule.Rule{
	{Name: "associationType", Required: true, Kind: rule.Word, Words: associationTypes},
	{Name: "sourceId", Required: true, Kind: rule.URI},
	{Name: "targetId", Required: true, Kind: rule.URI},
}}

var associationTypes = []string{
	"exactMatchOf", "isChildOf", "isParentOf", "isPartOf", "isPeerOf", "isRelatedTo", "precedes", "replacedBy",
}
