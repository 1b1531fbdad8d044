package portfolio_test

import (
	"errors"
	"strings"
	"testing"

	"laurel/internal/badge"
	"laurel/internal/portfolio"
	"laurel/test/world"
)

func TestRule13ACollectionIsSharedAsAGroup(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		var codes []badge.Code
		for _, slug := range []string{"a", "b", "c"} {
			codes = append(codes, w.Issue(t, w.Badge(t, org.ID, slug), "Ada <ada@example.org>")[0].Code)
		}
		foreign := w.Issue(t, w.Badge(t, org.ID, "d"), "Bob <bob@example.org>")[0].Code
		ada, bob := badge.Actor{AccountID: w.Account(t, "ada@example.org").ID}, badge.Actor{AccountID: w.Account(t, "bob@example.org").ID}
		c, err := w.Portfolio.CreateCollection(t.Context(), ada, " For work ", "")
		if err != nil {
			t.Fatal(err)
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		inside := func(g portfolio.Group, err error) string {
			t.Helper()
			must(err)
			var all []string
			for _, e := range g.Rows {
				all = append(all, strings.TrimPrefix(e.BadgeName, "Badge "))
			}
			return strings.Join(all, "")
		}
		is := func(what, want string) {
			t.Helper()
			if got := inside(w.Portfolio.Collection(t.Context(), ada, c.ID)); got != want {
				t.Errorf("%s: %s, want %s", what, got, want)
			}
		}
		is("a new one", "")
		must(w.Portfolio.Add(t.Context(), ada, c.ID, append(codes, codes[0], foreign)))
		is("each once, and nobody else's", "abc")
		must(w.Portfolio.Move(t.Context(), ada, c.ID, codes[2], -1))
		is("one up", "acb")
		must(w.Portfolio.Move(t.Context(), ada, c.ID, codes[0], -1))
		is("the first cannot go up", "acb")
		must(w.Portfolio.Move(t.Context(), ada, c.ID, codes[0], 99))
		is("to the end", "cba")
		must(w.Portfolio.Order(t.Context(), ada, c.ID, []badge.Code{codes[0], foreign, codes[1]}))
		is("in an order; what it does not name is last", "abc")
		must(w.Portfolio.Remove(t.Context(), ada, c.ID, codes[1]))
		is("without one", "ac")

		public := func(actor badge.Actor) (string, error) {
			g, err := w.Portfolio.PublicCollection(t.Context(), actor, c.Slug)
			if err != nil {
				return "", err
			}
			return inside(g, nil), nil
		}
		must(w.Portfolio.SetVisibility(t.Context(), ada, codes[0], badge.VisibilityPublic))
		must(w.Portfolio.SetVisibility(t.Context(), ada, codes[2], badge.VisibilityPrivate))
		must(w.Portfolio.Add(t.Context(), ada, c.ID, codes[1:2]))
		for visibility, want := range map[badge.Visibility]string{badge.VisibilityUnlisted: "ab", badge.VisibilityPublic: "a", badge.VisibilityPrivate: ""} {
			c.Visibility, c.Name = visibility, "For work"
			must(w.Portfolio.SaveCollection(t.Context(), ada, c))
			got, err := public(badge.Actor{})
			if visibility == badge.VisibilityPrivate && !errors.Is(err, badge.ErrNotFound) || visibility != badge.VisibilityPrivate && err != nil || got != want {
				t.Errorf("%s: a stranger sees %q, %v", visibility, got, err)
			}
			if _, err := public(ada); err != nil {
				t.Errorf("%s: Ada does not see her own: %v", visibility, err)
			}
		}

		// Nobody else can do anything with it.
		other := c
		other.Name = "Taken over"
		for name, err := range map[string]error{
			"look": second(w.Portfolio.Collection(t.Context(), bob, c.ID)), "add": w.Portfolio.Add(t.Context(), bob, c.ID, []badge.Code{foreign}),
			"save": w.Portfolio.SaveCollection(t.Context(), bob, other), "order": w.Portfolio.Order(t.Context(), bob, c.ID, codes),
		} {
			if !errors.Is(err, badge.ErrNotFound) && !errors.Is(err, badge.ErrConflict) {
				t.Errorf("Bob can %s: %v", name, err)
			}
		}
		must(w.Portfolio.DropCollection(t.Context(), bob, c.ID))
		is("Bob deletes in vain", "acb")
		must(w.Portfolio.DropCollection(t.Context(), ada, c.ID))
		if _, err := public(ada); !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("a deleted one: %v", err)
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestShowcase(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		a := w.Badge(t, org.ID, "a")
		code := w.Issue(t, a, "Ada Lovelace <ada@example.org>", "Bob <bob@example.org>")[0].Code
		w.Issue(t, w.Badge(t, org.ID, "b"), "Ada Lovelace <ada@example.org>")
		ada, bob := badge.Actor{AccountID: w.Account(t, "ada@example.org").ID}, badge.Actor{AccountID: w.Account(t, "bob@example.org").ID}
		s, err := w.Portfolio.Showcase(t.Context(), ada)
		if err != nil || s.Open || s.Slug != "ada-lovelace" {
			t.Fatalf("%+v, %v", s, err)
		}
		s.Open = true
		if err := w.Portfolio.SaveShowcase(t.Context(), ada, s); err != nil {
			t.Fatal(err)
		}
		if _, ok := errors.AsType[*badge.Invalid](w.Portfolio.SaveShowcase(t.Context(), bob, badge.Showcase{Slug: "ada-lovelace", Open: true})); !ok {
			t.Error("Bob takes Ada's address")
		}
		shown := func() int {
			s, err := w.Portfolio.PublicShowcase(t.Context(), "ada-lovelace", "", 10)
			if err != nil || s.Earner != "Ada Lovelace" || s.All != len(s.Rows) {
				t.Fatalf("%q, %d of %d, %v", s.Earner, len(s.Rows), s.All, err)
			}
			return s.All
		}
		if n := shown(); n != 0 {
			t.Errorf("%d badges that are not public", n)
		}
		if err := w.Portfolio.SetVisibility(t.Context(), ada, code, badge.VisibilityPublic); err != nil {
			t.Fatal(err)
		}
		if n := shown(); n != 1 {
			t.Errorf("%d badges, want the public one", n)
		}
		s.Open = false
		if err := w.Portfolio.SaveShowcase(t.Context(), ada, s); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Portfolio.PublicShowcase(t.Context(), "ada-lovelace", "", 10); !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("a closed page: %v", err)
		}
	})
}

// A long public page comes in parts, each badge on one of them.
func TestALongShowcaseComesInParts(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		var ada badge.Actor
		for _, slug := range []string{"a", "b", "c", "d", "e"} {
			code := w.Issue(t, w.Badge(t, org.ID, slug), "Ada Lovelace <ada@example.org>")[0].Code
			ada = badge.Actor{AccountID: w.Account(t, "ada@example.org").ID}
			if slug == "c" { // stays unlisted
				continue
			}
			if err := w.Portfolio.SetVisibility(t.Context(), ada, code, badge.VisibilityPublic); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Portfolio.SaveShowcase(t.Context(), ada, badge.Showcase{Slug: "ada", Open: true}); err != nil {
			t.Fatal(err)
		}
		seen, after := map[badge.Code]bool{}, badge.Code("")
		for part, want := range []struct {
			rows int
			more bool
		}{{3, true}, {1, false}} {
			s, err := w.Portfolio.PublicShowcase(t.Context(), "ada", after, 3)
			if err != nil || len(s.Rows) != want.rows || s.More != want.more || s.All != 4 {
				t.Fatalf("part %d: %d rows of %d, more %v, %v", part, len(s.Rows), s.All, s.More, err)
			}
			for _, e := range s.Rows {
				seen[e.Code], after = true, e.Code
			}
		}
		if len(seen) != 4 {
			t.Errorf("%d badges on both parts, want 4", len(seen))
		}
	})
}
