package world

import (
	"testing"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Choose sets in which forms the credentials of an organization come.
func (w *World) Choose(t testing.TB, id badge.OrgID, forms badge.ProofForms) {
	t.Helper()
	var org badge.Organization
	w.Read(t, func(tx *store.Tx) (err error) {
		org, err = tx.Org(id).Organization(t.Context())
		return err
	})
	org.Forms = forms
	if err := w.Tenants.Update(t.Context(), badge.Host(), id, org, nil); err != nil {
		t.Fatalf("choose the forms of %s: %v", org.Slug, err)
	}
}
