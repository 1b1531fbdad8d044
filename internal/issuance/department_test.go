package issuance_test

import (
	"encoding/json"
	"errors"
	"testing"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/openbadge"
	"laurel/test/world"
)

// A department issues in its own name, with a key of its own, and says whose it
// is.
func TestADepartmentSaysWhoseItIs(t *testing.T) {
	w := world.New(t)
	college := w.Found(t, "college", nil)
	nursing, err := w.Tenants.CreateDepartment(t.Context(), badge.Host(), college.ID, badge.Organization{
		Name: "School of Nursing", URL: "https://nursing.example", Email: "nursing@college.example",
		Address: badge.PostalAddress{Locality: "Riverbank", Country: "us"},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	code := w.Issue(t, w.Badge(t, nursing.ID, "care"), "Ada <ada@example.org>")[0].Code
	document := w.Credential(t, code).Signed
	verify(t, w, "school-of-nursing", document)
	if faults := openbadge.Check(decode(t, document)); len(faults) > 0 {
		t.Errorf("%+v", faults)
	}
	var c struct {
		Issuer struct {
			ID, Name string
			Address  struct{ AddressCountryCode, AddressLocality string }
			Parent   struct{ ID, Name, URL string } `json:"parentOrg"`
		}
	}
	if err := json.Unmarshal(document, &c); err != nil {
		t.Fatalf("%v in %s", err, document)
	}
	if c.Issuer.ID != "did:web:badges.example.org:o:school-of-nursing" || c.Issuer.Name != "School of Nursing" ||
		c.Issuer.Address.AddressCountryCode != "US" || c.Issuer.Address.AddressLocality != "Riverbank" ||
		c.Issuer.Parent.ID != "did:web:badges.example.org:o:college" || c.Issuer.Parent.Name != college.Name || c.Issuer.Parent.URL != college.URL {
		t.Errorf("the issuer: %+v", c.Issuer)
	}
	if _, err := w.Tenants.CreateDepartment(t.Context(), badge.Host(), nursing.ID, badge.Organization{Name: "Ward", URL: "https://x.example", Email: "x@x.example"}, nil); err == nil {
		t.Error("a department has a department")
	}
}

// A suspended organization signs nothing, nor do its departments; what waits is
// issued when that is lifted, and what was issued stays valid.
func TestASuspendedOrganizationSignsNothing(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		college := w.Found(t, "college", nil)
		nursing, err := w.Tenants.CreateDepartment(t.Context(), badge.Host(), college.ID, badge.Organization{Name: "Nursing", URL: "https://n.example", Email: "n@college.example"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		a := w.Badge(t, nursing.ID, "care")
		code := w.Issue(t, a, "Ada <ada@example.org>")[0].Code
		confirmed, waits := w.Upload(t, a, world.File("Bo <bo@example.org>"), award.Answers{}), w.Upload(t, a, world.File("Cy <cy@example.org>"), award.Answers{})
		w.Confirm(t, confirmed)
		if err := w.Tenants.Suspend(t.Context(), badge.Host(), college.ID, true); err != nil {
			t.Fatal(err)
		}
		if err := w.Intake.Confirm(t.Context(), badge.Host(), nursing.ID, waits.ID, award.Plan{}); !errors.Is(err, badge.ErrSuspended) {
			t.Errorf("confirm: %v", err)
		}
		if err := w.Issuer.IssueChunk(t.Context(), nursing.ID, confirmed.ID, 1, 10); !errors.Is(err, badge.ErrSuspended) {
			t.Errorf("issue: %v", err)
		}
		if err := w.Issuer.Correct(t.Context(), badge.Host(), nursing.ID, badge.Correction{Code: code, Name: "Ada Lovelace", IssuedOn: w.Time()}, "Her name."); !errors.Is(err, badge.ErrSuspended) {
			t.Errorf("correct: %v", err)
		}
		verify(t, w, "nursing", w.Credential(t, code).Signed)
		if err := w.Issuer.Revoke(t.Context(), badge.Host(), nursing.ID, code, "Because."); err != nil {
			t.Errorf("revoke: %v", err) // taking back is always possible
		}
		if err := w.Tenants.Suspend(t.Context(), badge.Host(), college.ID, false); err != nil {
			t.Fatal(err)
		}
		if err := w.Issuer.IssueChunk(t.Context(), nursing.ID, confirmed.ID, 1, 10); err != nil {
			t.Errorf("issue again: %v", err)
		}
		for _, actor := range []badge.Actor{{}, w.Member(t, college.ID, badge.RoleOwner)} {
			if err := w.Tenants.Suspend(t.Context(), actor, college.ID, true); !errors.Is(err, badge.ErrNotFound) {
				t.Errorf("suspended by %+v: %v", actor, err)
			}
		}
	})
}
