package badge

import "strings"

// ChangedFrom says in words what an organization says otherwise than before,
// for the record. Long texts, pictures and addresses are named only.
func (o Organization) ChangedFrom(b Organization) string {
	var all []string
	changed := func(field, before, after string) {
		if before != after {
			all = append(all, field+": "+nothing(before)+" → "+nothing(after))
		}
	}
	named := func(field string, differs bool) {
		if differs {
			all = append(all, field)
		}
	}
	onOff := func(field string, before, after bool) { changed(field, yesNo(before), yesNo(after)) }
	changed("name", b.Name, o.Name)
	changed("site", b.URL, o.URL)
	changed("language", b.Language, o.Language)
	changed("LinkedIn number", b.LinkedInID, o.LinkedInID)
	onOff("earners invited to log in", b.InviteLogin, o.InviteLogin)
	onOff("LinkedIn button in letters", !b.NoLinkedIn, !o.NoLinkedIn)
	onOff("JWT form", b.Forms.JWT, o.Forms.JWT)
	onOff("hosted form", b.Forms.Hosted, o.Forms.Hosted)
	onOff("plain revocation list", b.Forms.PlainList, o.Forms.PlainList)
	named("address", b.Email != o.Email)
	named("description", b.Description != o.Description)
	named("logo", b.Logo != o.Logo)
	return strings.Join(all, "; ")
}

func yesNo(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

func nothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}
