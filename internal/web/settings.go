package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// settingsForm shows what an organization decides about itself.
func (s *server) settingsForm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	v, err := s.settings(r, who, org, org)
	if err != nil {
		return err
	}
	return s.show(w, r, page.Settings(v))
}

// settingsSave changes it.
func (s *server) settingsSave(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := r.ParseMultipartForm(imageBytes); err != nil {
		return unreadableForm(err)
	}
	changed, err := typedSettings(r, org)
	var logo []byte
	if err == nil {
		logo, err = chosen(r.MultipartForm, "logo")
	}
	if err == nil {
		err = s.Tenants.Update(r.Context(), who.Actor(), org.ID, changed, logo)
	}
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v, err := s.settings(r, who, org, changed)
		if err != nil {
			return err
		}
		v.Errors = invalid.Fields
		return s.again(w, r, page.Settings(v))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The settings are saved.")
	return found(w, r, "/org/"+org.Slug+"/settings")
}

// typedSettings are an organization's settings as they were typed. What the
// form does not have stays. Errors: *badge.Invalid.
func typedSettings(r *http.Request, org badge.Organization) (badge.Organization, error) {
	value := r.PostFormValue
	on := func(name string) bool { return value(name) != "" }
	org.Name, org.URL, org.Email, org.Description = value("name"), value("url"), badge.Email(value("email")), value("description")
	org.Address = badge.PostalAddress{Street: value("street"), Locality: value("locality"), Region: value("region"), PostalCode: value("postal_code"), Country: value("country")}
	org.Accent = badge.Accent(value("accent"))
	if org.Accent == badge.DefaultAccent {
		org.Accent = ""
	}
	if r.PostForm.Has("language") {
		org.Language = value("language")
	}
	org.LinkedInID, org.NoLinkedIn = value("linkedin"), !on("linkedin_button")
	org.SenderName, org.ReplyTo = value("sender_name"), badge.Email(value("reply_to"))
	org.InviteLogin = on("invite_login")
	if value("visibility") != "" {
		org.Visibility = badge.Visibility(value("visibility"))
	}
	if value("duplicates") != "" {
		org.Duplicates = badge.DuplicateRule(value("duplicates"))
	}
	if on("owner_link_asked") {
		org.NoOwnerLink = !on("owner_link")
	}
	org.Forms = badge.ProofForms{JWT: on("form_jwt"), Hosted: on("form_hosted"), PlainList: on("form_plain_list")}
	if typed := strings.TrimSpace(value("hold")); typed != "" {
		minutes, err := strconv.Atoi(typed)
		if err != nil {
			return org, badge.Refuse("hold", "Give a number of minutes, such as 15.")
		}
		org.HoldMinutes = minutes
	}
	return org, nil
}

// settings is the form with what is kept or was just typed.
func (s *server) settings(r *http.Request, who account.Visitor, org, typed badge.Organization) (v page.SettingsView, err error) {
	light, dark := typed.Accent.Contrast()
	a := typed.Address
	v = page.SettingsView{
		OrgFrame: s.orgFrame(r, who, org), Name: typed.Name, Site: typed.URL, Email: string(typed.Email), Description: typed.Description,
		Street: a.Street, Locality: a.Locality, Region: a.Region, PostalCode: a.PostalCode, Country: a.Country,
		LogoURL: pictureURL(org.Logo), Accent: string(typed.Accent), LightContrast: fmt.Sprintf("%.1f", light), DarkContrast: fmt.Sprintf("%.1f", dark),
		InviteLogin: typed.InviteLogin, LinkedInID: typed.LinkedInID, LinkedInButton: !typed.NoLinkedIn, SenderName: typed.SenderName, ReplyTo: string(typed.ReplyTo),
		Hold: typed.HoldMinutes, Language: typed.Language, Duplicates: string(typed.Duplicates), Visibility: string(typed.Visibility), OwnerLink: !typed.NoOwnerLink, MayOwnerLink: s.Accounts.OwnerLink,
		JWT: typed.Forms.JWT, Hosted: typed.Forms.Hosted, PlainList: typed.Forms.PlainList, PublicURL: "/o/" + org.Slug, TermsAt: org.TermsAt,
	}
	if v.Accent == "" {
		v.Accent = string(badge.DefaultAccent)
	}
	if v.TermsBy, err = s.Tenants.TermsBy(r.Context(), who.Actor(), org); err != nil {
		return v, err
	}
	parent, err := s.Tenants.Parent(r.Context(), org)
	v.Parent = parent.Name
	return v, err
}

// termsConfirm notes who confirmed the terms, and when.
func (s *server) termsConfirm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := s.Tenants.ConfirmTerms(r.Context(), who.Actor(), org.ID); err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The terms are confirmed. Your name and today's date are kept with them.")
	return found(w, r, "/org/"+org.Slug+"/settings#terms")
}
