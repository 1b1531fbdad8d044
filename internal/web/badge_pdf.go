package web

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/web/page"
)

// badgePDF is the certificate of a badge, where its organization has switched
// certificates on. Of a badge that does not hold none is printed: paper cannot
// say so later.
func (s *server) badgePDF(w http.ResponseWriter, r *http.Request) error {
	code, ok := badge.ParseCode(chi.URLParam(r, "code"))
	if !ok {
		return badge.ErrNotFound
	}
	c, err := s.Certificates.Certificate(r.Context(), code)
	if err != nil {
		return err
	}
	if c.Credential.State != badge.CredentialIssued {
		s.problem(w, r, unprinted(c.Credential))
		return nil
	}
	h, tag := w.Header(), `"`+c.Version()+`"`
	h.Set("ETag", tag)
	if matches(r, tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	pdf, err := s.Certificates.PDF(r.Context(), c)
	if err != nil {
		return err
	}
	h.Set("Content-Disposition", `inline; filename="`+fileName(c.Badge.Name, code)+`.pdf"`)
	h.Set("Content-Security-Policy", pdfPolicy)
	return tagged(w, r, "application/pdf", tag, pdf)
}

// unprinted says why there is no certificate.
func unprinted(c badge.Credential) problem {
	next := page.Link{Text: locale.Mark("Open the badge page"), URL: "/b/" + string(c.Code)}
	if c.State == badge.CredentialSuspended {
		return problem{
			status: http.StatusConflict, heading: locale.Mark("This badge is suspended"), next: next,
			text: locale.Mark("While it is, no certificate of it is printed. The badge page says where it stands."),
		}
	}
	return problem{
		status: http.StatusGone, heading: locale.Mark("This badge was revoked"), next: next,
		text: locale.Mark("No certificate of it is printed any more. The badge page says why."),
	}
}

// certificateLink is the PDF of a badge, where there is one to take along.
func (s *server) certificateLink(r *http.Request, c badge.Credential) (links []page.Link, err error) {
	if c.State != badge.CredentialIssued {
		return nil, nil
	}
	printable, err := s.Certificates.Printable(r.Context(), c)
	if err != nil || !printable {
		return nil, err
	}
	return []page.Link{{Text: say(r, "Certificate (PDF)"), URL: "/b/" + string(c.Code) + ".pdf"}}, nil
}
