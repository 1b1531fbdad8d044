package web

import (
	"bytes"
	"errors"
	"net/http"
	"strings"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/verify"
	"laurel/internal/web/page"
)

// verifyForm is where anyone checks a badge.
func (s *server) verifyForm(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	return s.show(w, r, page.Verify(page.VerifyView{Frame: s.frame(r, who)}))
}

// verify checks what was handed in: an address, a text or a file.
func (s *server) verify(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	v := page.VerifyView{Frame: s.frame(r, who)}
	report, field, err := s.check(r, who, &v)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		v.Errors = map[string]string{field: sentences(invalid)}
		return s.again(w, r, page.Verify(v))
	}
	if err != nil {
		return err
	}
	if v.Recipient != "" {
		report.CheckRecipient(v.Recipient)
	}
	v.Address, v.Recipient, v.Document = "", "", ""
	words := locale.From(r.Context())
	v.Report = &page.Report{State: stateOfReport(report), Reason: unknownReason(words, report), Domain: report.Domain, Checks: checks(words, report)}
	if differs := printedOtherwise(words, report); differs != "" {
		v.Report.Differs = true
		v.Report.Reason = strings.TrimSpace(v.Report.Reason + " " + differs)
	}
	if report.Shown {
		content := s.content(locale.From(r.Context()), report)
		v.Report.Content = &content
		if code, ours := s.Verifier.OwnCode(report.View.ID); ours && strings.HasPrefix(report.View.ID, s.PublicURL+"/b/") {
			v.Report.HereURL = "/b/" + string(code)
			s.verifiedHere(r, who, code)
			if v.Report.State == page.StateRevoked {
				s.sinceThen(r, code, report, v.Report)
			}
		}
	}
	return s.show(w, r, page.Verify(v))
}

// printedOtherwise is what the page of a PDF says otherwise than the badge that
// is attached to it; empty: nothing.
func printedOtherwise(words *locale.Words, report verify.Report) string {
	var all []string
	for _, c := range report.Checks {
		if c.Name == "printed" && c.Result == verify.Warn {
			all = append(all, words.Tell(c.Sentence))
		}
	}
	return strings.Join(all, " ")
}

// check verifies what the form holds, and says which field that was.
func (s *server) check(r *http.Request, who account.Visitor, v *page.VerifyView) (report verify.Report, field string, err error) {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		if err := r.ParseMultipartForm(verifyBytes); err != nil {
			return report, "file", unreadableForm(err)
		}
		data, err := chosen(r.MultipartForm, "file")
		if err != nil {
			return report, "file", err
		}
		report, err = s.Verifier.Document(r.Context(), data)
		return report, "file", err
	}
	v.Address, v.Recipient, v.Document = r.PostFormValue("address"), strings.TrimSpace(r.PostFormValue("recipient")), r.PostFormValue("document")
	if v.Address != "" {
		report, err = s.checkAddress(r, who, v.Address)
		return report, "address", err
	}
	report, err = s.Verifier.Document(r.Context(), []byte(v.Document))
	return report, "document", err
}

// checkAddress verifies the badge at an address. Of our own, those that the
// reader may not see are not there.
func (s *server) checkAddress(r *http.Request, who account.Visitor, typed string) (verify.Report, error) {
	if code, ours := s.Verifier.OwnCode(strings.TrimSpace(typed)); ours {
		sharing, err := s.Portfolio.Sharing(r.Context(), code)
		if errors.Is(err, badge.ErrNotFound) || err == nil && !sharing.VisibleTo(who.Actor()) {
			return verify.Report{}, verify.NoBadge()
		}
		if err != nil {
			return verify.Report{}, err
		}
	}
	return s.Verifier.Address(r.Context(), typed)
}

// sinceThen says of a copy of one of our own badges that no longer holds what
// became of the badge, unless it was revoked.
func (s *server) sinceThen(r *http.Request, code badge.Code, copied verify.Report, v *page.Report) {
	now, _, err := s.Issuer.Public(r.Context(), code)
	switch {
	case err != nil:
	case now.State == badge.CredentialSuspended:
		v.State, v.Reason = page.StateSuspended, say(r, "The organization has put it on hold. What stands at its address says when it holds again.")
	case now.State == badge.CredentialIssued && !bytes.Equal(now.Signed, copied.Document):
		v.State = page.StateSuperseded
		v.Reason = say(r, "The organization has corrected this badge and signed it anew since this copy was made. What holds stands at its address.")
	}
}
