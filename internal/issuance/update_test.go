package issuance_test

import (
	"bytes"
	"errors"
	"testing"

	"laurel/internal/badge"
	"laurel/internal/queue"
	"laurel/test/world"
)

func TestWhatWasIssuedIsUpdatedToThePresentWording(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		a := w.Badge(t, org.ID, "sail")
		rows := w.Issue(t, a, "Ada <ada@example.org>", "Bo <bo@example.org>", "Cy <cy@example.org>")
		if err := w.Issuer.Revoke(t.Context(), badge.Host(), org.ID, rows[2].Code, "Sank."); err != nil {
			t.Fatal(err)
		}
		before, sunk := w.Credential(t, rows[0].Code), w.Credential(t, rows[2].Code)
		r := a.Revision
		r.Name, r.Criteria = "Badge sail, revised", "Show it three times."
		revised, err := w.Catalog.Revise(t.Context(), badge.Host(), org.ID, a.ID, badge.Achievement{Revision: r}, nil)
		if err != nil {
			t.Fatal(err)
		}
		o, err := w.Issuer.Outdated(t.Context(), badge.Host(), org.ID, a.ID)
		if err != nil || o.Total != 2 || o.Running || len(o.Earlier) != 1 || o.Earlier[0].ID != a.Revision.ID {
			t.Fatalf("%+v, %v", o, err)
		}
		if got := revised.Revision.Differs(o.Earlier[0].Revision); len(got) != 2 || got[0] != "name" || got[1] != "criteria" {
			t.Errorf("the difference is %q", got)
		}
		letters := len(w.Letters(t))

		begin := func(by badge.Actor, to badge.RevisionID) error {
			return w.Issuer.UpdateIssued(t.Context(), by, org.ID, a.ID, to, false)
		}
		if err := begin(w.Member(t, org.ID, badge.RoleDesigner), revised.Revision.ID); !errors.Is(err, badge.ErrForbidden) {
			t.Errorf("a designer signs: %v", err)
		}
		if err := begin(badge.Host(), a.Revision.ID); !errors.Is(err, badge.ErrConflict) {
			t.Errorf("to a wording that is not the present one: %v", err)
		}
		if err := begin(badge.Host(), revised.Revision.ID); err != nil {
			t.Fatal(err)
		}
		if err := begin(badge.Host(), revised.Revision.ID); !errors.Is(err, badge.ErrConflict) {
			t.Errorf("twice at once: %v", err)
		}
		job := queue.UpdateIssued{Org: string(org.ID), Achievement: string(a.ID), Revision: string(revised.Revision.ID)}
		for range 2 { // a job may run twice
			if err := w.Issuer.UpdateSome(t.Context(), job); err != nil {
				t.Fatal(err)
			}
		}
		if o, err := w.Issuer.Outdated(t.Context(), badge.Host(), org.ID, a.ID); err != nil || o.Total != 0 || o.Running {
			t.Errorf("afterwards %+v, %v", o, err)
		}
		after := w.Credential(t, rows[0].Code)
		if after.RevisionID != revised.Revision.ID || after.Name != before.Name || !after.IssuedOn.Equal(before.IssuedOn) || !after.ExpiresOn.Equal(before.ExpiresOn) ||
			!bytes.Contains(after.Signed, []byte("Show it three times.")) || bytes.Contains(after.Signed, []byte("Show it **twice**.")) {
			t.Errorf("%s", after.Signed)
		}
		verify(t, w, "college", after.Signed)
		if history, err := w.Issuer.History(t.Context(), badge.Host(), org.ID, rows[0].Code); err != nil || len(history) != 1 || !bytes.Equal(history[0].Signed, before.Signed) {
			t.Errorf("%d before, %v", len(history), err)
		}
		if now := w.Credential(t, rows[2].Code); !bytes.Equal(now.Signed, sunk.Signed) {
			t.Error("a revoked badge was signed anew")
		}
		if n := len(w.Letters(t)); n != letters {
			t.Errorf("%d letters nobody asked for", n-letters)
		}
		c, public, err := w.Issuer.Public(t.Context(), rows[0].Code)
		if err != nil || c.RevisionID != public.ID || public.Name != r.Name {
			t.Errorf("in public: %+v, %v", public, err)
		}
	})
}
