package ob2

import (
	"laurel/openbadge/internal/loose"
	"laurel/vc"
)

func readBadgeClass(value any) BadgeClass {
	o, ok := loose.First(value)
	if !ok {
		return BadgeClass{ID: id(value)}
	}
	b := BadgeClass{
		ID:          vc.String(o, "id"),
		Name:        loose.Text(o["name"]),
		Description: loose.Text(o["description"]),
		Image:       readImage(o["image"]),
		Criteria:    Criteria{ID: loose.Link(vc.ID(o["criteria"]))},
		Issuer:      readProfile(o["issuer"]),
		Alignment:   loose.All(o["alignment"], readAlignment),
		Tags:        vc.Strings(o["tags"]),
		Version:     loose.Text(o["version"]),
		Related:     ids(o["related"]),
		Endorsement: ids(o["endorsement"]),
	}
	if c, ok := loose.First(o["criteria"]); ok {
		b.Criteria = Criteria{loose.Link(vc.String(c, "id")), loose.Text(c["narrative"])}
	}
	return b
}

func readProfile(value any) Profile {
	o, ok := loose.First(value)
	if !ok {
		return Profile{ID: id(value)}
	}
	p := Profile{
		ID:             vc.String(o, "id"),
		Type:           "Issuer",
		Name:           loose.Text(o["name"]),
		URL:            loose.Link(vc.String(o, "url")),
		Email:          loose.Text(o["email"]),
		Telephone:      loose.Text(o["telephone"]),
		Description:    loose.Text(o["description"]),
		Image:          readImage(o["image"]),
		RevocationList: id(o["revocationList"]),
		Endorsement:    ids(o["endorsement"]),
	}
	if !vc.HasType(o, "Issuer") && vc.HasType(o, "Profile") {
		p.Type = "Profile"
	}
	for _, k := range each(o["publicKey"]) {
		if k != nil {
			p.PublicKey = append(p.PublicKey, readKey(k))
		}
	}
	if v, ok := loose.First(o["verification"]); ok {
		p.Verification = Scope{StartsWith: vc.Strings(v["startsWith"]), AllowedOrigins: vc.Strings(v["allowedOrigins"])}
	}
	return p
}

func readKey(value any) CryptographicKey {
	o, ok := loose.First(value)
	if !ok {
		return CryptographicKey{ID: id(value)}
	}
	return CryptographicKey{vc.String(o, "id"), id(o["owner"]), vc.String(o, "publicKeyPem")}
}

func readImage(value any) Image {
	address, caption := loose.Picture(value)
	o, _ := loose.First(value)
	return Image{address, caption, id(o["author"])}
}

func readEvidence(value any) []Evidence {
	var all []Evidence
	for _, e := range each(value) {
		o, ok := loose.First(e)
		if !ok {
			if address := loose.Link(vc.ID(e)); address != "" {
				all = append(all, Evidence{ID: address})
			}
			continue
		}
		all = append(all, Evidence{
			ID:          loose.Link(vc.String(o, "id")),
			Name:        loose.Text(o["name"]),
			Description: loose.Text(o["description"]),
			Narrative:   loose.Text(o["narrative"]),
			Genre:       loose.Text(o["genre"]),
			Audience:    loose.Text(o["audience"]),
		})
	}
	return all
}

// readAlignment knows the names of 1.x too.
func readAlignment(o vc.Object) Alignment {
	return Alignment{
		TargetName:        loose.Or(loose.Text(o["targetName"]), loose.Text(o["name"])),
		TargetURL:         loose.Link(loose.Or(vc.String(o, "targetUrl"), vc.String(o, "url"))),
		TargetCode:        loose.Text(o["targetCode"]),
		TargetDescription: loose.Or(loose.Text(o["targetDescription"]), loose.Text(o["description"])),
		TargetFramework:   loose.Text(o["targetFramework"]),
	}
}

// ids are the ids of things given by them or as objects.
func ids(value any) []string {
	var all []string
	for _, e := range each(value) {
		if s := id(e); s != "" {
			all = append(all, s)
		}
	}
	return all
}
