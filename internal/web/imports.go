package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/portfolio"
	"laurel/internal/verify"
	"laurel/internal/web/page"
)

// imports lists what somebody brought from other systems.
func (s *server) imports(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	v, err := s.importsView(r, who)
	if err != nil {
		return err
	}
	return s.show(w, r, page.Imports(v))
}

func (s *server) importsView(r *http.Request, who account.Visitor) (page.ImportsView, error) {
	v := page.ImportsView{Frame: s.frame(r, who)}
	list, err := s.Portfolio.Imports(r.Context(), who.Actor())
	for _, i := range list {
		v.Badges = append(v.Badges, s.imported(i))
	}
	return v, err
}

// imported is a badge of another system as it was found when it was brought,
// except that it may have ended since.
func (s *server) imported(i badge.Import) page.ImportedBadge {
	b := page.ImportedBadge{
		Path: "/imports/" + string(i.ID), Name: i.Name, Issuer: i.Issuer, Domain: i.Domain, Recipient: i.Recipient, Description: i.Description,
		IssuedAt: i.IssuedOn, ValidUntil: i.ExpiresOn, CheckedAt: i.CreatedAt, FileKind: fileKinds[i.MediaType],
		State: stateOfReport(verify.Report{Verdict: verify.Verdict(i.Verdict), Shown: true}),
	}
	if b.State == page.StateValid && !i.ExpiresOn.IsZero() && s.Now().After(i.ExpiresOn) {
		b.State = page.StateExpired
	}
	if i.Picture != "" {
		b.PictureURL = b.Path + "/picture.png"
	}
	for _, c := range i.Checks {
		b.Checks = append(b.Checks, page.Check{Name: checkNames[c.Name], Outcome: page.Outcome(c.Result), Text: c.Sentence})
	}
	return b
}

// fileKinds are what people call the files that can be brought.
var fileKinds = map[string]string{"image/png": "PNG", "image/svg+xml": "SVG", "application/json": "JSON", "application/jwt": "JWT"}

// importNew verifies a badge of another system and keeps it.
func (s *server) importNew(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	field, err := s.bring(r, who)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v, err := s.importsView(r, who)
		if err != nil {
			return err
		}
		v.Address, v.Document = r.PostFormValue("address"), r.PostFormValue("document")
		v.Errors = map[string]string{field: sentences(invalid)}
		return s.again(w, r, page.Imports(v))
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The badge is kept. Only you see it here.")
	return found(w, r, "/imports")
}

// bring takes what the form holds through the verifier and into the portfolio.
func (s *server) bring(r *http.Request, who account.Visitor) (field string, err error) {
	var typed page.VerifyView
	report, field, err := s.check(r, who, &typed)
	if err != nil {
		return field, err
	}
	file := []byte(typed.Document)
	switch field {
	case "address":
		file = report.Source
	case "file":
		if file, err = chosen(r.MultipartForm, "file"); err != nil {
			return field, err
		}
	}
	if !report.Shown {
		return field, badge.Refuse(field, strings.TrimSpace(say(r, "Nothing was kept, because what this badge says cannot be relied on.")+" "+unknownReason(locale.From(r.Context()), report)))
	}
	if strings.HasPrefix(report.View.ID, s.PublicURL+"/") {
		return field, badge.Refuse(field, "This badge was issued here, so it stands in the portfolio of whoever earned it. It cannot be brought from elsewhere.")
	}
	report.CheckRecipient(string(who.Account.Email))
	image := portfolio.DataImage(report.View.ImageURL)
	if image == nil && (len(file) == 0 || file[0] != '{') {
		image = file
	}
	return field, s.Portfolio.Import(r.Context(), who.Actor(), importOf(report, typed.Address), file, image)
}

// importOf is what is kept of a report.
func importOf(report verify.Report, source string) badge.Import {
	v := report.View
	i := badge.Import{
		Name: v.Name, Issuer: v.Issuer.Name, Domain: report.Domain, Recipient: v.Recipient.Name, Description: v.Description, Source: strings.TrimSpace(source),
		Verdict: string(report.Verdict), IssuedOn: v.ValidFrom, ExpiresOn: v.ValidUntil, Checks: []badge.ImportCheck{},
	}
	for _, c := range report.Checks {
		i.Checks = append(i.Checks, badge.ImportCheck{Name: c.Name, Result: string(c.Result), Sentence: c.Sentence.String(), Detail: c.Detail})
	}
	return i
}

// importFile is what was brought, byte for byte, as a download.
func (s *server) importFile(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	i, data, err := s.Portfolio.ImportFile(r.Context(), who.Actor(), badge.ImportID(chi.URLParam(r, "import")), false)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", mediaPolicy)
	w.Header().Set("Content-Disposition", `attachment; filename="badge-`+string(i.ID)+"."+strings.ToLower(fileKinds[i.MediaType])+`"`)
	return document(w, r, i.MediaType, data)
}

// importPicture is the picture that is shown for it, drawn anew.
func (s *server) importPicture(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	_, data, err := s.Portfolio.ImportFile(r.Context(), who.Actor(), badge.ImportID(chi.URLParam(r, "import")), true)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", mediaPolicy)
	return document(w, r, "image/png", data)
}

// importRemove takes it away.
func (s *server) importRemove(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	if err := s.Portfolio.DropImport(r.Context(), who.Actor(), badge.ImportID(chi.URLParam(r, "import"))); err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, "The badge is removed from here.")
	return found(w, r, "/imports")
}
