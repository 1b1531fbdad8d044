package web

import (
	"errors"
	"net/http"

	"laurel/internal/account"
	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// uploadMemory is how much of an upload is kept in memory; the rest waits in
// a temporary file.
const uploadMemory = 4 << 20

// issueForm asks for the badge and the people.
func (s *server) issueForm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActIssue, org.ID); err != nil {
		return err
	}
	v := page.IssueUploadView{Badge: r.FormValue("badge")}
	if err := s.fillIssue(r, who, org, &v); err != nil {
		return err
	}
	return s.show(w, r, page.IssueUpload(v))
}

// issueUpload takes a file of people in and leads to its check.
func (s *server) issueUpload(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := r.ParseMultipartForm(uploadMemory); err != nil {
		return unreadableForm(err)
	}
	v := page.IssueUploadView{Badge: r.PostFormValue("badge"), Dates: r.PostFormValue("dates"), Duplicates: r.PostFormValue("duplicates") != ""}
	b, err := s.upload(r, who, org, v)
	if err == nil {
		return found(w, r, batchURL(org, b.ID)+"/check")
	}
	unusable, badFile := errors.AsType[*award.FileError](err)
	invalid, badForm := errors.AsType[*badge.Invalid](err)
	switch {
	case badFile:
		v.Errors = map[string]string{"file": unusable.Sentence}
	case badForm:
		v.Errors = invalid.Fields
	default:
		return err
	}
	if err := s.fillIssue(r, who, org, &v); err != nil {
		return err
	}
	return s.again(w, r, page.IssueUpload(v))
}

// upload hands the file to the intake.
func (s *server) upload(r *http.Request, who account.Visitor, org badge.Organization, v page.IssueUploadView) (badge.Batch, error) {
	if v.Badge == "" {
		return badge.Batch{}, badge.Refuse("badge", "Choose the badge that these people earned.")
	}
	a, err := s.Catalog.BySlug(r.Context(), who.Actor(), org.ID, v.Badge)
	if errors.Is(err, badge.ErrNotFound) {
		return badge.Batch{}, badge.Refuse("badge", "This badge is not there any more. Choose another one.")
	}
	if err != nil {
		return badge.Batch{}, err
	}
	files := r.MultipartForm.File["file"]
	if len(files) == 0 || files[0].Filename == "" {
		return badge.Batch{}, badge.Refuse("file", "Choose a CSV file with one person per row.")
	}
	f, err := files[0].Open()
	if err != nil {
		return badge.Batch{}, err
	}
	defer f.Close() //nolint:errcheck // only read
	return s.Intake.Upload(r.Context(), who.Actor(), org.ID, a.ID, files[0].Filename, f, answers(v.Dates, v.Duplicates))
}

// answers lets only known ways of reading dates through.
func answers(dates string, duplicates bool) award.Answers {
	a := award.Answers{Duplicates: duplicates}
	if order := award.DateOrder(dates); order == award.DatesMonthFirst || order == award.DatesDayFirst {
		a.Dates = order
	}
	return a
}

// fillIssue adds what the form offers.
func (s *server) fillIssue(r *http.Request, who account.Visitor, org badge.Organization, v *page.IssueUploadView) error {
	list, err := s.Catalog.Issuable(r.Context(), who.Actor(), org.ID)
	v.OrgFrame, v.TemplateURL = s.orgFrame(r, who, org), "/org/"+org.Slug+"/issue/template.csv"
	if len(list) > 1 {
		v.Badges = append(v.Badges, page.Choice{Text: "Choose a badge"})
	}
	for _, a := range list {
		v.Badges = append(v.Badges, page.Choice{Value: a.Slug, Text: a.Revision.Name})
	}
	return err
}

// issueTemplate is a file to begin with.
func (s *server) issueTemplate(w http.ResponseWriter, _ *http.Request, _ account.Visitor, _ badge.Organization) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="earners-template.csv"`)
	_, err := w.Write([]byte("\ufeffname,email,issued_on,expires_on,narrative,evidence,external_number\r\n" +
		"Amara Okafor,amara.okafor@example.org,2026-03-01,2029-03-01,Led the spring workshop.,https://example.org/evidence/17,CW-2026-00017\r\n" +
		"María José Núñez,maria@example.org,2026-03-01,,,,\r\n"))
	return err
}
