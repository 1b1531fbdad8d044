package openbadge

// Profile is an organization or a person (data model Profile). Required: ID.
type Profile struct {
	ID              string // of an issuer: its DID
	Name            string
	URL             string
	Email           string
	Phone           string
	Description     string
	Image           Image
	Official        string // of an organization: the name of an authorized person
	Address         Address
	OtherIdentifier []IdentifierEntry
	ParentOrg       *Profile
	PersonName      PersonName
	DateOfBirth     string // 1999-12-31
	Endorsements
}

// Image is a picture (data model Image). The standard never writes one as plain text.
type Image struct {
	ID      string // URI, or data: URI
	Caption string // for people who do not see the picture
}

// Address is where somebody is (data model Address).
type Address struct {
	Country             string
	CountryCode         string // ISO 3166-1 alpha-2
	Region              string
	Locality            string
	StreetAddress       string
	PostOfficeBoxNumber string
	PostalCode          string
	Geo                 *GeoCoordinates
}

// GeoCoordinates is a point on the globe in degrees (data model GeoCoordinates).
type GeoCoordinates struct {
	Latitude  float64
	Longitude float64
}

// PersonName is the name of a person in parts (data model Profile).
type PersonName struct {
	FamilyName       string
	GivenName        string
	AdditionalName   string
	PatronymicName   string
	HonorificPrefix  string
	HonorificSuffix  string
	FamilyNamePrefix string
}
