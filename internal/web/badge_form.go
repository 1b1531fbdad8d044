package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// badgeNewForm is the empty form of a badge.
func (s *server) badgeNewForm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActDesign, org.ID); err != nil {
		return err
	}
	return s.show(w, r, page.BadgeEdit(page.BadgeEditView{OrgFrame: s.orgFrame(r, who, org), Action: r.URL.Path, New: true}))
}

// badgeNew creates a badge.
func (s *server) badgeNew(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	typed, picture, err := readBadge(r)
	if err == nil {
		a := badge.Achievement{Slug: typed.Slug}
		if a.Revision, err = revision(typed); err == nil {
			_, err = s.Catalog.Create(r.Context(), who.Actor(), org.ID, a, picture)
		}
	}
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		typed.OrgFrame, typed.Action, typed.New, typed.Errors = s.orgFrame(r, who, org), r.URL.Path, true, badgeFaults(invalid)
		return s.again(w, r, page.BadgeEdit(typed))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The badge is created. You can issue it now.")
	return found(w, r, "/org/"+org.Slug+"/badges")
}

// badgeEditForm shows a badge as it is issued now.
func (s *server) badgeEditForm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActDesign, org.ID); err != nil {
		return err
	}
	a, err := s.Catalog.BySlug(r.Context(), who.Actor(), org.ID, chi.URLParam(r, "badge"))
	if err != nil {
		return err
	}
	v := editing(a)
	v.OrgFrame, v.Action = s.orgFrame(r, who, org), r.URL.Path
	if v.Issued, err = s.issuedAs(r, who, org, a.Revision.ID); err != nil {
		return err
	}
	return s.show(w, r, page.BadgeEdit(v))
}

// badgeEdit adds a revision.
func (s *server) badgeEdit(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	a, err := s.Catalog.BySlug(r.Context(), who.Actor(), org.ID, chi.URLParam(r, "badge"))
	if err != nil {
		return err
	}
	typed, picture, err := readBadge(r)
	if err == nil {
		var changed badge.Revision
		if changed, err = revision(typed); err == nil {
			_, err = s.Catalog.Revise(r.Context(), who.Actor(), org.ID, a.ID, changed, picture)
		}
	}
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		typed.OrgFrame, typed.Action, typed.Errors, typed.PictureURL = s.orgFrame(r, who, org), r.URL.Path, badgeFaults(invalid), pictureURL(a.Revision.Picture)
		return s.again(w, r, page.BadgeEdit(typed))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The changes are saved. They hold for badges issued from now on.")
	return found(w, r, "/org/"+org.Slug+"/badges")
}

// issuedAs counts how many carry the present text of a badge.
func (s *server) issuedAs(r *http.Request, who account.Visitor, org badge.Organization, id badge.RevisionID) (int, error) {
	list, err := s.Catalog.List(r.Context(), who.Actor(), org.ID)
	for _, a := range list {
		if a.Revision.ID == id {
			return a.Issued, err
		}
	}
	return 0, err
}

// readBadge takes the form in: what was typed and the picture, if one was
// chosen.
func readBadge(r *http.Request) (page.BadgeEditView, []byte, error) {
	if err := r.ParseMultipartForm(imageBytes); err != nil {
		return page.BadgeEditView{}, nil, unreadableForm(err)
	}
	picture, err := chosen(r.MultipartForm, "picture")
	return page.BadgeEditView{
		Name: r.PostFormValue("name"), Slug: r.PostFormValue("slug"), Description: r.PostFormValue("description"), Criteria: r.PostFormValue("criteria"),
		Tags: r.PostFormValue("tags"), Validity: r.PostFormValue("validity"), Period: r.PostFormValue("valid_for"), Until: r.PostFormValue("valid_until"),
	}, picture, err
}

// unreadableForm tells what is too large from what is no form at all.
func unreadableForm(err error) error {
	if _, ok := errors.AsType[*tooLarge](err); ok {
		return err
	}
	return badge.Refuse("", "The form did not arrive whole. Send it again.")
}

// chosen reads a file that was chosen in a form; none: no bytes.
func chosen(form *multipart.Form, field string) ([]byte, error) {
	files := form.File[field]
	if len(files) == 0 || files[0].Size == 0 {
		return nil, nil
	}
	f, err := files[0].Open()
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	return io.ReadAll(f)
}

// revision makes what was typed a wording of a badge.
func revision(v page.BadgeEditView) (badge.Revision, error) {
	rev := badge.Revision{Name: v.Name, Description: v.Description, Criteria: v.Criteria}
	for tag := range strings.SplitSeq(v.Tags, ",") {
		if tag = strings.TrimSpace(tag); tag != "" {
			rev.Tags = append(rev.Tags, tag)
		}
	}
	var err error
	switch v.Validity {
	case "period":
		if rev.Validity.Period, err = badge.ParsePeriod(v.Period); err == nil && rev.Validity.Period == (badge.Period{}) {
			err = badge.Refuse("valid_for", "Say how long: 3y, 18m or 90d.")
		}
	case "date":
		if rev.Validity.Until, err = time.Parse(time.DateOnly, v.Until); err != nil {
			err = badge.Refuse("valid_until", "Choose the last day, such as 2029-03-01.")
		}
	}
	return rev, err
}

// editing is a badge as its form shows it.
func editing(a badge.Achievement) page.BadgeEditView {
	r := a.Revision
	v := page.BadgeEditView{
		Name: r.Name, Slug: a.Slug, Description: r.Description, Criteria: r.Criteria, Tags: strings.Join(r.Tags, ", "),
		PictureURL: pictureURL(r.Picture), Validity: "none",
	}
	switch {
	case !r.Validity.Until.IsZero():
		v.Validity, v.Until = "date", r.Validity.Until.Format(time.DateOnly)
	case r.Validity.Period != badge.Period{}:
		v.Validity, v.Period = "period", r.Validity.Period.String()
	}
	return v
}

// badgeFaults puts the sentences beside the fields of the form.
func badgeFaults(invalid *badge.Invalid) map[string]string {
	faults := map[string]string{"": "Something needs another look. What you typed is still here; a picture has to be chosen again."}
	for field, sentence := range invalid.Fields {
		if field == "image" {
			field = "picture"
		}
		faults[field] = sentence
	}
	return faults
}
