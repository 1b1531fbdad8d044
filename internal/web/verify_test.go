package web_test

import (
	"net/http"
	"testing"

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
