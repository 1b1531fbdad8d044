package openbadge

import "laurel/openbadge/internal/ordered"

func (p Profile) object() ordered.Object {
	n := p.PersonName
	return append(ordered.Object{
		{Name: "id", Value: p.ID},
		{Name: "type", Value: []string{"Profile"}},
		{Name: "name", Value: p.Name},
		{Name: "url", Value: p.URL},
		{Name: "email", Value: p.Email},
		{Name: "phone", Value: p.Phone},
		{Name: "description", Value: p.Description},
		{Name: "image", Value: p.Image.object()},
		{Name: "official", Value: p.Official},
		{Name: "address", Value: p.Address.object()},
		{Name: "otherIdentifier", Value: ordered.Objects(p.OtherIdentifier, IdentifierEntry.object)},
		{Name: "parentOrg", Value: p.ParentOrg.optional()},
		{Name: "familyName", Value: n.FamilyName},
		{Name: "givenName", Value: n.GivenName},
		{Name: "additionalName", Value: n.AdditionalName},
		{Name: "patronymicName", Value: n.PatronymicName},
		{Name: "honorificPrefix", Value: n.HonorificPrefix},
		{Name: "honorificSuffix", Value: n.HonorificSuffix},
		{Name: "familyNamePrefix", Value: n.FamilyNamePrefix},
		{Name: "dateOfBirth", Value: p.DateOfBirth},
	}, p.members()...)
}

// optional is the object of a profile that may be missing.
func (p *Profile) optional() ordered.Object {
	if p == nil {
		return nil
	}
	return p.object()
}

func (i Image) object() ordered.Object {
	if i.ID == "" {
		return nil
	}
	return ordered.Object{{Name: "id", Value: i.ID}, {Name: "type", Value: "Image"}, {Name: "caption", Value: i.Caption}}
}

func (a Address) object() ordered.Object {
	if a == (Address{}) {
		return nil
	}
	o := ordered.Object{
		{Name: "type", Value: []string{"Address"}},
		{Name: "addressCountry", Value: a.Country},
		{Name: "addressCountryCode", Value: a.CountryCode},
		{Name: "addressRegion", Value: a.Region},
		{Name: "addressLocality", Value: a.Locality},
		{Name: "streetAddress", Value: a.StreetAddress},
		{Name: "postOfficeBoxNumber", Value: a.PostOfficeBoxNumber},
		{Name: "postalCode", Value: a.PostalCode},
	}
	if g := a.Geo; g != nil {
		o = append(o, ordered.Member{Name: "geo", Value: ordered.Object{
			{Name: "type", Value: []string{"GeoCoordinates"}},
			{Name: "latitude", Value: g.Latitude},
			{Name: "longitude", Value: g.Longitude},
		}})
	}
	return o
}
