package web

import (
	"errors"
	"net/http"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// settingsForm shows what an organization says of itself.
func (s *server) settingsForm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	return s.show(w, r, page.Settings(s.settings(r, who, org, org)))
}

// settingsSave changes it.
func (s *server) settingsSave(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := r.ParseMultipartForm(imageBytes); err != nil {
		return unreadableForm(err)
	}
	changed := badge.Organization{
		Name: r.PostFormValue("name"), URL: r.PostFormValue("url"), Email: badge.Email(r.PostFormValue("email")), Description: r.PostFormValue("description"),
		InviteLogin: r.PostFormValue("invite_login") != "", LinkedInID: r.PostFormValue("linkedin"), NoLinkedIn: r.PostFormValue("linkedin_button") == "",
		Forms: badge.ProofForms{JWT: r.PostFormValue("form_jwt") != "", Hosted: r.PostFormValue("form_hosted") != "", PlainList: r.PostFormValue("form_plain_list") != ""},
	}
	logo, err := chosen(r.MultipartForm, "logo")
	if err == nil {
		err = s.Tenants.Update(r.Context(), who.Actor(), org.ID, changed, logo)
	}
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v := s.settings(r, who, org, changed)
		v.Errors = invalid.Fields
		return s.again(w, r, page.Settings(v))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The settings are saved.")
	return found(w, r, "/org/"+org.Slug+"/settings")
}

// settings is the form with what is kept or was just typed.
func (s *server) settings(r *http.Request, who account.Visitor, org, typed badge.Organization) page.SettingsView {
	return page.SettingsView{
		OrgFrame: s.orgFrame(r, who, org), Name: typed.Name, Site: typed.URL, Email: string(typed.Email), Description: typed.Description,
		LogoURL: pictureURL(org.Logo), InviteLogin: typed.InviteLogin, LinkedInID: typed.LinkedInID, LinkedInButton: !typed.NoLinkedIn, PublicURL: "/o/" + org.Slug,
		JWT: typed.Forms.JWT, Hosted: typed.Forms.Hosted, PlainList: typed.Forms.PlainList,
	}
}
