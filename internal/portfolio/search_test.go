package portfolio_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/portfolio"
	"laurel/internal/store"
	"laurel/test/world"
)

// earned gives Ada eight badges of two organizations, some of them expired,
// ending soon or revoked. The world's clock shows March 10, 2026.
func earned(t *testing.T, w *world.World) badge.Actor {
	t.Helper()
	college, school := w.Found(t, "college", nil), w.Found(t, "école", func(o *badge.Organization) {
		o.Slug, o.Name, o.URL, o.Email = "ecole", "École des Plongeurs", "https://ecole.example", "b@ecole.example"
	})
	for n := range 5 {
		var file strings.Builder
		file.WriteString("name,email,issued,expires\n")
		fmt.Fprintf(&file, "Ada,ada@example.org,20%d-05-0%d,\n", 20+n, n+1)
		w.IssueFile(t, w.Badge(t, college.ID, fmt.Sprint("knot-", n)), file.String(), award.Answers{})
	}
	dive := w.Badge(t, school.ID, "dive")
	w.IssueFile(t, dive, "name,email,issued,expires\nAda L,ada@example.org,2025-03-09,2026-03-09\n", award.Answers{})
	w.IssueFile(t, dive, "name,email,issued,expires\nAda L,ada@example.org,2026-03-10,2026-04-09\n", award.Answers{})
	w.IssueFile(t, dive, "name,email,issued,expires\nBob,bob@example.org,2026-03-10,2026-04-09\n", award.Answers{})
	code := w.IssueFile(t, w.Badge(t, school.ID, "swim"), "name,email,issued\nAda L,ada@example.org,2025-01-01\n", award.Answers{})[0].Code
	if err := w.Issuer.Revoke(t.Context(), badge.Host(), school.ID, code, "By mistake."); err != nil {
		t.Fatal(err)
	}
	return badge.Actor{AccountID: w.Account(t, "ada@example.org").ID}
}

func names(shelf portfolio.Shelf) string {
	var all []string
	for _, e := range shelf.Rows {
		all = append(all, strings.TrimPrefix(e.BadgeName, "Badge ")+" "+e.IssuedOn.Format("2006"))
	}
	return strings.Join(all, ", ")
}

// A badge is found by its name in any language, and named in the reader's.
func TestSearchInAnyLanguage(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		ada := earned(t, w)
		org := w.Found(t, "clinic", nil)
		a, err := w.Catalog.Create(t.Context(), badge.Host(), org.ID, badge.Achievement{Slug: "wound-care", Revision: badge.Revision{
			Name: "Wound Care", Description: "Cares.", Criteria: "Pass.", Details: badge.Details{Alt: "A plaster.", Language: "en", Translations: []badge.Translation{
				{Language: "es", Name: "Cuidado de heridas", Description: "Cuida.", Criteria: "Aprobar."},
			}},
		}}, world.Picture())
		if err != nil {
			t.Fatal(err)
		}
		w.IssueFile(t, a, "name,email,issued\nAda,ada@example.org,2026-01-01\n", award.Answers{})
		for _, c := range []struct{ search, language, want string }{
			{"HERIDAS", "en", "Wound Care 2026"}, {"wound", "es", "Cuidado de heridas 2026"}, {"heridas", "ar", "Wound Care 2026"}, {"knot-3", "es", "knot-3 2023"}, {"aprobar", "es", ""},
		} {
			shelf, err := w.Portfolio.Search(t.Context(), ada, portfolio.Query{Search: c.search, Language: c.language, Limit: 100})
			if got := names(shelf); err != nil || got != c.want || shelf.Found != len(shelf.Rows) {
				t.Errorf("%+v: %s, %d, %v", c, got, shelf.Found, err)
			}
		}
	})
}

func TestSearch(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		ada := earned(t, w)
		for _, c := range []struct {
			name string
			q    portfolio.Query
			want string
		}{
			{"all, the newest first", portfolio.Query{}, "dive 2026, dive 2025, swim 2025, knot-4 2024, knot-3 2023, knot-2 2022, knot-1 2021, knot-0 2020"},
			{"the oldest first", portfolio.Query{Order: store.EarnedOldest, Year: 2025}, "swim 2025, dive 2025"},
			{"by name", portfolio.Query{Order: store.EarnedName, Org: "ecole", State: "valid"}, "dive 2026"},
			{"what ends first", portfolio.Query{Order: store.EarnedEnding, Org: "ecole"}, "dive 2025, dive 2026, swim 2025"},
			{"one organization", portfolio.Query{Org: "ecole"}, "dive 2026, dive 2025, swim 2025"},
			{"an organization without any", portfolio.Query{Org: "nowhere"}, ""},
			{"by its organization's name, in another case", portfolio.Query{Search: "éCOLE"}, "dive 2026, dive 2025, swim 2025"},
			{"by the name printed on it", portfolio.Query{Search: "ADA l"}, "dive 2026, dive 2025, swim 2025"},
			{"by a part of the badge's name", portfolio.Query{Search: " KNOT-3"}, "knot-3 2023"},
			{"what stands for anything stands for itself", portfolio.Query{Search: "%"}, ""},
			{"valid", portfolio.Query{State: "valid", Org: "ecole"}, "dive 2026"},
			{"in 30 days, today and the last day included", portfolio.Query{State: "ending"}, "dive 2026"},
			{"expired yesterday", portfolio.Query{State: "expired"}, "dive 2025"},
			{"revoked", portfolio.Query{State: "revoked"}, "swim 2025"},
			{"nothing that fits", portfolio.Query{Search: "nothing"}, ""},
		} {
			c.q.Limit = 100
			shelf, err := w.Portfolio.Search(t.Context(), ada, c.q)
			if got := names(shelf); err != nil || got != c.want {
				t.Errorf("%s: %s, %v", c.name, got, err)
			}
			if shelf.All != 8 || shelf.Found != len(shelf.Rows) || len(shelf.Orgs) != 2 || len(shelf.Years) != 7 {
				t.Errorf("%s: %d of %d, %d organizations, years %v", c.name, shelf.Found, shelf.All, len(shelf.Orgs), shelf.Years)
			}
		}
		if _, err := w.Portfolio.Search(t.Context(), badge.Actor{}, portfolio.Query{Limit: 1}); !errors.Is(err, badge.ErrSignedOut) {
			t.Errorf("nobody searches: %v", err)
		}
		if shelf, err := w.Portfolio.Search(t.Context(), badge.Actor{AccountID: "stranger"}, portfolio.Query{Limit: 1}); err != nil || shelf.All != 0 {
			t.Errorf("a stranger finds %d, %v", shelf.All, err)
		}
	})
}

// Page after page gives each badge once, in every order.
func TestPages(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		ada := earned(t, w)
		for _, order := range []store.EarnedOrder{store.EarnedNewest, store.EarnedOldest, store.EarnedName, store.EarnedEnding} {
			whole, err := w.Portfolio.Search(t.Context(), ada, portfolio.Query{Order: order, Limit: 100})
			if err != nil {
				t.Fatal(err)
			}
			var paged portfolio.Shelf
			q := portfolio.Query{Order: order, Limit: 3}
			for more := true; more; {
				shelf, err := w.Portfolio.Search(t.Context(), ada, q)
				if err != nil || len(shelf.Rows) == 0 {
					t.Fatalf("%s: %d rows, %v", order, len(shelf.Rows), err)
				}
				paged.Rows = append(paged.Rows, shelf.Rows...)
				more, q.After = shelf.More, shelf.Rows[len(shelf.Rows)-1].Code
			}
			if names(paged) != names(whole) {
				t.Errorf("%s: %s, and as a whole %s", order, names(paged), names(whole))
			}
		}
	})
}
