package catalog_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"laurel/internal/badge"
	"laurel/test/world"
)

func aBadge(slug string) badge.Achievement {
	return badge.Achievement{Slug: slug, Revision: badge.Revision{Name: "Wound Care", Description: "Cares for wounds.", Criteria: "Pass.", Details: badge.Details{Alt: "A green line."}}}
}

func TestCreate(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	designer := w.Member(t, org.ID, badge.RoleDesigner)
	a, err := w.Catalog.Create(t.Context(), designer, org.ID, aBadge(""), world.Picture())
	if err != nil || a.Slug != "wound-care" || a.Revision.Number != 1 {
		t.Fatalf("%+v, %v", a, err)
	}
	for by, got := range map[string]func() (badge.Achievement, error){
		"id": func() (badge.Achievement, error) { return w.Catalog.Achievement(t.Context(), designer, org.ID, a.ID) },
		"slug": func() (badge.Achievement, error) {
			return w.Catalog.BySlug(t.Context(), designer, org.ID, "wound-care")
		},
	} {
		if found, err := got(); err != nil || found.ID != a.ID || found.Revision.ID != a.Revision.ID {
			t.Errorf("by %s: %+v, %v", by, found, err)
		}
	}
	if picture, err := w.Blobs.Get(t.Context(), a.Revision.Picture); err != nil || !bytes.HasPrefix(picture, []byte("\x89PNG")) {
		t.Errorf("the picture: %v", err)
	}
	latinless := aBadge("")
	latinless.Revision.Name = "伤口护理"
	if a, err := w.Catalog.Create(t.Context(), designer, org.ID, latinless, world.Picture()); err != nil || !strings.HasPrefix(a.Slug, "badge-") {
		t.Errorf("a name without Latin letters: %q, %v", a.Slug, err)
	}
}

func TestCreateRefuses(t *testing.T) {
	w := world.New(t)
	org, other := w.Found(t, "college", nil), w.Found(t, "other", nil)
	w.Badge(t, org.ID, "taken")
	for _, c := range []struct {
		name, field string
		slug        string
		picture     []byte
	}{
		{"an address that is taken", "slug", "taken", world.Picture()},
		{"no picture", "image", "fresh", nil},
		{"text for a picture", "image", "fresh", []byte("text")},
		{"half a picture", "image", "fresh", world.Picture()[:60]},
		{"a hostile picture", "image", "fresh", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><image href="https://example.org/x.png"/></svg>`)},
	} {
		var invalid *badge.Invalid
		if _, err := w.Catalog.Create(t.Context(), badge.Host(), org.ID, aBadge(c.slug), c.picture); !errors.As(err, &invalid) || invalid.Fields[c.field] == "" {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := w.Catalog.Create(t.Context(), badge.Host(), other.ID, aBadge("taken"), world.Picture()); err != nil {
		t.Errorf("the same address in another organization: %v", err)
	}
	for role, want := range map[badge.Role]error{badge.RoleIssuer: badge.ErrForbidden, badge.RoleViewer: badge.ErrForbidden} {
		if _, err := w.Catalog.Create(t.Context(), w.Member(t, org.ID, role), org.ID, aBadge("fresh"), world.Picture()); !errors.Is(err, want) {
			t.Errorf("%s: %v", role, err)
		}
	}
	if list, err := w.Catalog.List(t.Context(), badge.Host(), org.ID); err != nil || len(list) != 1 {
		t.Errorf("%d badges, %v", len(list), err)
	}
}

func TestReviseAddsARevision(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	a := w.Badge(t, org.ID, "first-aid")
	r := a.Revision
	r.Name, r.Picture, r.Number, r.ID = "First Aid, better", "a picture of somebody else", 7, "an id of somebody else" // the room fills these in
	revised, err := w.Catalog.Revise(t.Context(), badge.Host(), org.ID, a.ID, badge.Achievement{Revision: r}, nil)
	if err != nil || revised.Revision.Number != 2 || revised.Revision.Picture != a.Revision.Picture || revised.Slug != a.Slug {
		t.Fatalf("%+v, %v", revised, err)
	}
	for id, name := range map[badge.RevisionID]string{a.Revision.ID: a.Revision.Name, revised.Revision.ID: "First Aid, better"} {
		if got, o, err := w.Catalog.Public(t.Context(), id); err != nil || got.Revision.Name != name || o.ID != org.ID {
			t.Errorf("at its public address: %q, %v; want %q", got.Revision.Name, err, name)
		}
	}
	r.Name = ""
	var invalid *badge.Invalid
	if _, err := w.Catalog.Revise(t.Context(), badge.Host(), org.ID, a.ID, badge.Achievement{Revision: r}, nil); !errors.As(err, &invalid) {
		t.Errorf("without a name: %v", err)
	}
	if _, _, err := w.Catalog.Public(t.Context(), "nothing"); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("no revision: %v", err)
	}
}

func TestRevisionsAtTheSameMoment(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		a := w.Badge(t, org.ID, "first-aid")
		errs := make([]error, 6)
		var all sync.WaitGroup
		for n := range errs {
			all.Go(func() {
				r := a.Revision
				_, errs[n] = w.Catalog.Revise(context.Background(), badge.Host(), org.ID, a.ID, badge.Achievement{Revision: r}, nil)
			})
		}
		all.Wait()
		good := 0
		for _, err := range errs {
			if err == nil {
				good++
			} else if !errors.Is(err, badge.ErrConflict) && !errors.Is(err, badge.ErrBusy) {
				t.Error(err)
			}
		}
		got, err := w.Catalog.Achievement(t.Context(), badge.Host(), org.ID, a.ID)
		if err != nil || good < 1 || got.Revision.Number != 1+good {
			t.Errorf("%d went through, and the revision is number %d, %v", good, got.Revision.Number, err)
		}
	})
}

func TestAnotherOrganizationsBadgeIsNotThere(t *testing.T) {
	w := world.New(t)
	org, other := w.Found(t, "college", nil), w.Found(t, "other", nil)
	a := w.Badge(t, org.ID, "first-aid")
	owner := w.Member(t, other.ID, badge.RoleOwner)
	for _, id := range []badge.OrgID{org.ID, other.ID} {
		for act, err := range map[string]error{
			"find":    second(w.Catalog.Achievement(t.Context(), owner, id, a.ID)),
			"by slug": second(w.Catalog.BySlug(t.Context(), owner, id, "first-aid")),
			"revise":  second(w.Catalog.Revise(t.Context(), owner, id, a.ID, badge.Achievement{Revision: a.Revision}, nil)),
		} {
			if !errors.Is(err, badge.ErrNotFound) {
				t.Errorf("%s: %v, want not found", act, err)
			}
		}
	}
	if _, err := w.Catalog.List(t.Context(), owner, org.ID); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("list: %v", err)
	}
	if list, err := w.Catalog.List(t.Context(), owner, other.ID); err != nil || len(list) != 0 {
		t.Errorf("its own: %d, %v", len(list), err)
	}
}

func second[T any](_ T, err error) error { return err }
