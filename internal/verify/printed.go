package verify

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"laurel/internal/badge"
	"laurel/internal/certificate"
	"laurel/internal/verify/pdf"
)

// printed verifies the badge that is attached to a PDF, and compares with it
// what the page says. Errors: *badge.Invalid when there is no badge in it.
func (q *inquiry) printed(ctx context.Context, data []byte) (Report, error) {
	if len(data) > MaxInput {
		return Report{}, badge.Refuse("document", "This is larger than 4 MB. A badge is much smaller.")
	}
	file, err := pdf.Read(data)
	switch {
	case errors.Is(err, pdf.ErrEncrypted):
		return Report{}, badge.Refuse("document", "This PDF is protected by a password, so the badge in it cannot be read. Ask for the badge's address.")
	case errors.Is(err, pdf.ErrTooLarge):
		return Report{}, badge.Refuse("document", "This PDF has far more in it than a certificate. Ask for the badge's address.")
	case err != nil:
		return Report{}, badge.Refuse("document", "This PDF is damaged and cannot be read. Ask for it anew, or for the badge's address.")
	}
	attached, found := credentialOf(file)
	if !found {
		return Report{}, badge.Refuse("document", "This PDF has no badge attached to it. A certificate carries its badge as the file credential.json; printing or saving it with another program can take that away. Ask for the certificate as it was made, or for the badge's address.")
	}
	report, err := q.handedIn(ctx, attached)
	if err == nil && report.Shown {
		report.comparePage(file, attached)
	}
	return report, err
}

// credentialOf finds the badge among the files of a PDF.
func credentialOf(file *pdf.File) ([]byte, bool) {
	all := file.Attached()
	if n := slices.IndexFunc(all, func(a pdf.Attachment) bool { return a.Name == "credential.json" }); n > 0 {
		all[0], all[n] = all[n], all[0]
	}
	for _, a := range all {
		if isPDF(a.Data) { // not one within another
			continue
		}
		if _, err := extract(a.Data); err == nil {
			return a.Data, true
		}
	}
	return nil, false
}

func isPDF(data []byte) bool { return bytes.HasPrefix(data, []byte("%PDF-")) }

// comparePage adds what the page says differently from what was signed. The
// verdict is about the badge and stays as it is.
func (r *Report) comparePage(file *pdf.File, attached []byte) {
	text := file.Text()
	before := len(r.Checks)
	differs := func(c Check) { r.Checks = append(r.Checks, c) }
	switch name := r.View.Recipient.Name; {
	case name == "" || saysOn(text, name, "name"):
	case text.Whole || len(text.Marked[certificate.Tag("name")]) > 0:
		differs(Check{checkPrinted, Warn, says("The name printed on the page is not the signed one, which is %s.", name), ""})
	}
	switch name := r.View.Name; {
	case name == "" || saysOn(text, name, "badge"):
	case text.Whole || len(text.Marked[certificate.Tag("badge")]) > 0:
		differs(Check{checkPrinted, Warn, says("The badge named on the page is not the signed one, which is %s.", name), ""})
	}
	_, address, _ := strings.Cut(r.View.ID, "://")
	code := address[strings.LastIndexByte(address, '/')+1:]
	for fact, signed := range map[string]string{"address": address, "code": code} {
		if on := text.Marked[certificate.Tag(fact)]; len(on) > 0 && !certificate.Says(on, signed) {
			differs(Check{checkPrinted, Warn, says("The address printed on the page is not that of the signed badge, which is %s.", r.View.ID), ""})
			break
		}
	}
	switch ours := file.Producer() == "Laurel"; {
	case len(r.Checks) > before:
	case text.Added || ours && certificate.Identity(text.Pages, attached) != file.ID():
		differs(Check{checkPrinted, Warn, says("This PDF was changed after it was printed. Compare what it shows with the signed badge."), ""})
	case !text.Whole || strings.TrimSpace(text.All) == "":
		differs(Check{checkPrinted, Unknown, says("The text printed on the page could not be read, so it was not compared with the signed badge."), ""})
	default:
		differs(Check{checkPrinted, Pass, says("The page names the earner and the badge as they were signed."), ""})
	}
}

// saysOn tells whether a page says a fact: where it is marked as saying it,
// there, and else anywhere.
func saysOn(text pdf.Text, what, fact string) bool {
	if on := text.Marked[certificate.Tag(fact)]; len(on) > 0 {
		return certificate.Says(on, what)
	}
	return certificate.Has(text.All, what)
}
