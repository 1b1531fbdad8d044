package ob2

import (
	"slices"

	"laurel/openbadge/internal/rule"
	"laurel/vc"
)

var assertionShape = &rule.Shape{
	Type: "Assertion",
	Rules: []rule.Rule{
		{Name: "id", Required: true, Kind: rule.URI},
		{Name: "recipient", Required: true, Shape: recipientShape},
		{Name: "badge", Required: true, OrURI: true, Shape: badgeClassShape},
		{Name: "issuedOn", Required: true, Kind: rule.Instant},
		{Name: "image", OrURI: true, Shape: imageShape},
		{Name: "evidence", Many: rule.Either, OrURI: true, Shape: evidenceShape},
		{Name: "narrative"},
		{Name: "expires", Kind: rule.Instant},
		{Name: "revoked", Kind: rule.Boolean},
		{Name: "revocationReason"},
	},
	Also: verification,
}

var recipientShape = &rule.Shape{
	Rules: []rule.Rule{
		{Name: "type", Required: true},
		{Name: "identity", Required: true},
		{Name: "hashed", Required: true, Kind: rule.Boolean},
		{Name: "salt"},
	},
	Also: hashed,
}

var verificationShape = &rule.Shape{Rules: []rule.Rule{
	{Name: "type", Required: true, Many: rule.Either},
	{Name: "creator", OrURI: true, Shape: keyShape},
}}

var badgeClassShape = &rule.Shape{Type: "BadgeClass", Rules: []rule.Rule{
	{Name: "id", Required: true, Kind: rule.URI},
	{Name: "name", Required: true},
	{Name: "description", Required: true},
	{Name: "image", Required: true, OrURI: true, Shape: imageShape},
	{Name: "criteria", Required: true, OrURI: true, Shape: criteriaShape},
	{Name: "issuer", Required: true, OrURI: true, Shape: embeddedIssuerShape},
	{Name: "alignment", Many: rule.Either, Shape: alignmentShape},
	{Name: "tags", Many: rule.Either},
}}

var profileRules = []rule.Rule{
	{Name: "id", Required: true, Kind: rule.URI},
	{Name: "name"},
	{Name: "url", Kind: rule.URI},
	{Name: "email"},
	{Name: "telephone"},
	{Name: "description"},
	{Name: "image", OrURI: true, Shape: imageShape},
	{Name: "publicKey", Many: rule.Either, OrURI: true, Shape: keyShape},
	{Name: "verification", Shape: &rule.Shape{Rules: []rule.Rule{
		{Name: "type", Many: rule.Either},
		{Name: "startsWith", Many: rule.Either},
		{Name: "allowedOrigins", Many: rule.Either},
		{Name: "verificationProperty"},
	}}},
	{Name: "revocationList", Kind: rule.URI},
}

// issuerRules has what is wanted of a profile that issues badges (section Profile, A note on required properties).
var issuerRules = func() []rule.Rule {
	rules := slices.Clone(profileRules)
	for i := range rules {
		if slices.Contains([]string{"name", "url", "email"}, rules[i].Name) {
			rules[i].Required = true
		}
	}
	return rules
}()

var (
	profileShape = &rule.Shape{Type: "Profile", Rules: profileRules}
	issuerShape  = &rule.Shape{Type: "Issuer", Rules: issuerRules}
	// embeddedIssuerShape is an issuer of either type.
	embeddedIssuerShape = &rule.Shape{Rules: issuerRules, Also: func(c *rule.Checker, path []string, o vc.Object) {
		if !vc.HasType(o, "Issuer") && !vc.HasType(o, "Profile") {
			c.Fault(rule.At(path, "type"), "Issuer or Profile has to be one of the types.")
		}
	}}
)

var keyShape = &rule.Shape{Type: "CryptographicKey", Rules: []rule.Rule{
	{Name: "id", Required: true, Kind: rule.URI},
	{Name: "owner", Required: true, Kind: rule.URI},
	{Name: "publicKeyPem", Required: true},
}}

var revocationListShape = &rule.Shape{
	Type: "RevocationList",
	Rules: []rule.Rule{
		{Name: "id", Kind: rule.URI},
		{Name: "issuer", Kind: rule.URI},
	},
	Also: func(c *rule.Checker, path []string, o vc.Object) {
		if _, there := o["revokedAssertions"]; !there {
			c.Fault(rule.At(path, "revokedAssertions"), "The member revokedAssertions is missing.")
		}
		rows(c, path, o)
	},
}

var endorsementShape = &rule.Shape{
	Type: "Endorsement",
	Rules: []rule.Rule{
		{Name: "id", Required: true, Kind: rule.URI},
		{Name: "claim", Required: true, Shape: &rule.Shape{Rules: []rule.Rule{{Name: "id", Required: true, Kind: rule.URI}, {Name: "endorsementComment"}}}},
		{Name: "issuer", Required: true, OrURI: true, Shape: embeddedIssuerShape},
		{Name: "issuedOn", Required: true, Kind: rule.Instant},
	},
	Also: verification,
}

var imageShape = &rule.Shape{Rules: []rule.Rule{{Name: "id", Required: true, Kind: rule.URI}, {Name: "caption"}}}

var criteriaShape = &rule.Shape{
	Rules: []rule.Rule{{Name: "id", Kind: rule.URI}, {Name: "narrative"}},
	Also: func(c *rule.Checker, path []string, o vc.Object) {
		if vc.String(o, "id") == "" && vc.String(o, "narrative") == "" {
			c.Fault(path, "The criteria say nothing. Give them a narrative, the id of a page, or both.")
		}
	},
}

var evidenceShape = &rule.Shape{Rules: []rule.Rule{
	{Name: "id", Kind: rule.URI}, {Name: "narrative"}, {Name: "name"}, {Name: "description"}, {Name: "genre"}, {Name: "audience"},
}}

var alignmentShape = &rule.Shape{Rules: []rule.Rule{
	{Name: "targetName", Required: true},
	{Name: "targetUrl", Required: true, Kind: rule.URI},
	{Name: "targetDescription"},
	{Name: "targetFramework"},
	{Name: "targetCode"},
}}
