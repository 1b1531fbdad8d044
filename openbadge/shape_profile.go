package openbadge

import "laurel/openbadge/internal/rule"

const imageInstead = ` with the picture's address in "id" and the type "Image"`

var imageShape = &rule.Shape{Type: "Image", PlainType: true, Closed: true, Rules: []rule.Rule{
	{Name: "id", Required: true, Kind: rule.URI}, {Name: "caption"},
}}

// profileShape gets its parentOrg in init.
var profileShape = &rule.Shape{Type: "Profile", Rules: []rule.Rule{
	{Name: "id", Required: true, Kind: rule.URI},
	{Name: "name"},
	{Name: "url", Kind: rule.URI},
	{Name: "phone"},
	{Name: "description"},
	{Name: "email"},
	{Name: "official"},
	{Name: "image", Shape: imageShape, Instead: imageInstead},
	{Name: "address", Shape: addressShape},
	{Name: "otherIdentifier", Many: rule.Always, Shape: identifierEntryShape},
	{Name: "familyName"},
	{Name: "givenName"},
	{Name: "additionalName"},
	{Name: "patronymicName"},
	{Name: "honorificPrefix"},
	{Name: "honorificSuffix"},
	{Name: "familyNamePrefix"},
	{Name: "dateOfBirth", Kind: rule.Day},
	{Name: "endorsement", Many: rule.Always, Shape: endorsementShape},
	{Name: "endorsementJwt", Many: rule.Always},
}}

var addressShape = &rule.Shape{Type: "Address", Rules: []rule.Rule{
	{Name: "addressCountry"},
	{Name: "addressCountryCode"},
	{Name: "addressRegion"},
	{Name: "addressLocality"},
	{Name: "streetAddress"},
	{Name: "postOfficeBoxNumber"},
	{Name: "postalCode"},
	{Name: "geo", Shape: &rule.Shape{Type: "GeoCoordinates", Rules: []rule.Rule{
		{Name: "latitude", Required: true, Kind: rule.Number}, {Name: "longitude", Required: true, Kind: rule.Number},
	}}},
}}

var identityShape = &rule.Shape{Type: "IdentityObject", PlainType: true, Closed: true, Rules: []rule.Rule{
	{Name: "hashed", Required: true, Kind: rule.Boolean},
	{Name: "identityHash", Required: true},
	{Name: "identityType", Required: true, Kind: rule.Word, Words: identifierTypes},
	{Name: "salt"},
}}

var identifierEntryShape = &rule.Shape{Type: "IdentifierEntry", PlainType: true, Rules: []rule.Rule{
	{Name: "identifier", Required: true},
	{Name: "identifierType", Required: true, Kind: rule.Word, Words: identifierTypes},
}}
