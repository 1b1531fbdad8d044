package web_test

import (
	"net/http"
	"testing"

	"laurel/internal/badge"
	"laurel/internal/certificate"
	"laurel/internal/font"
	"laurel/openbadge/bake"
)

// Whoever checks a badge can hand it in as they have it, and ask whose it is.
func TestVerifyingABadge(t *testing.T) {
	w, door, _ := founded(t)
	code := w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada <ada@example.org>")[0].Code
	b := visit(t, door)
	picture, err := bake.SVG([]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), w.Credential(t, code).Signed)
	if err != nil {
		t.Fatal(err)
	}
	b.upload("/verify", "file", "badge.svg", picture).status(http.StatusOK).says("This badge is valid.")
	b.post("/verify", "document", string(w.Credential(t, code).Signed)).says("This badge is valid.")
	b.post("/verify", "document", "eyJhbGciOiJub25lIn0.e30.AA").says("This badge cannot be verified.")
	b.post("/verify", "address", string(code), "recipient", " Ada@example.org ").says("This badge is valid.").says("It was issued to Ada@example.org.")
	b.post("/verify", "address", string(code), "recipient", "eve@example.org").says("This badge is valid.").says("It was issued to somebody else than eve@example.org.")
	b.post("/verify", "address", "000000000000", "recipient", "eve@example.org").status(http.StatusUnprocessableEntity).says("no badge at this address")
}

// A certificate is verified by the badge that is attached to it; what its page
// says otherwise stands at the top.
func TestVerifyingACertificate(t *testing.T) {
	w, door, _ := founded(t)
	code := w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada <ada@example.org>")[0].Code
	design, _ := badge.NewCertificate("quiet", "a4")
	printed := func(name string) []byte {
		t.Helper()
		pdf, err := certificate.New(font.Carried(), nil).PDF(t.Context(), design, certificate.Facts{
			Language: "en", Name: name, Badge: "Badge sail", Organization: "College", Code: string(code), Address: w.PublicURL + "/b/" + string(code),
			Credential: w.Credential(t, code).Signed, CredentialType: "application/vc+ld+json", Made: w.Now(),
		})
		if err != nil {
			t.Fatal(err)
		}
		return pdf
	}
	b := visit(t, door)
	b.upload("/verify", "file", "certificate.pdf", printed("Ada")).status(http.StatusOK).says("This badge is valid.").says("The page names the earner and the badge as they were signed.")
	b.upload("/verify", "file", "certificate.pdf", printed("Eve")).status(http.StatusOK).says("The attached badge is valid, but the page differs from it.").says("The name printed on the page is not the signed one, which is Ada.")
	b.upload("/verify", "file", "certificate.pdf", []byte("%PDF-1.7")).status(http.StatusUnprocessableEntity).says("This PDF is damaged and cannot be read.")
}
