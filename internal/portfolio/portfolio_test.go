package portfolio_test

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/test/world"
)

func TestPortfolio(t *testing.T) {
	w := world.New(t)
	first, second := w.Found(t, "first", nil), w.Found(t, "second", nil)
	a, b := w.Badge(t, first.ID, "first-aid"), w.Badge(t, second.ID, "diving")
	w.IssueFile(t, a, "name,email,issued\nAda,ada@example.org,2026-02-01\nBob,bob@example.org,2026-02-01\n", award.Answers{})
	w.IssueFile(t, b, "name,email,issued\nAda L,ada@example.org,2026-01-01\n", award.Answers{})
	r := a.Revision
	r.Name = "Changed since"
	if _, err := w.Catalog.Revise(t.Context(), badge.Host(), first.ID, a.ID, badge.Achievement{Revision: r}, nil); err != nil {
		t.Fatal(err)
	}
	ada, bob := badge.Actor{AccountID: w.Account(t, "ada@example.org").ID}, badge.Actor{AccountID: w.Account(t, "bob@example.org").ID}
	items, err := w.Portfolio.List(t.Context(), ada)
	if err != nil || len(items) != 2 {
		t.Fatalf("%d badges, %v", len(items), err)
	}
	// The newest first, in the words they were issued with.
	if items[0].Badge.Name != "Badge first-aid" || items[0].Organization.ID != first.ID || items[1].Badge.Name != "Badge diving" || items[1].Name != "Ada L" {
		t.Errorf("%q of %s, %q of %s", items[0].Badge.Name, items[0].Organization.Slug, items[1].Badge.Name, items[1].Organization.Slug)
	}
	if it, err := w.Portfolio.One(t.Context(), ada, items[0].Code); err != nil || it.ID != items[0].ID {
		t.Errorf("%+v, %v", it, err)
	}
	for _, actor := range []badge.Actor{bob, {AccountID: "stranger"}, w.Member(t, first.ID, badge.RoleOwner)} {
		if _, err := w.Portfolio.One(t.Context(), actor, items[0].Code); !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("%s opens Ada's badge: %v", actor.Name(), err)
		}
	}
	for _, actor := range []badge.Actor{{}, badge.Host()} {
		if _, err := w.Portfolio.One(t.Context(), actor, items[0].Code); !errors.Is(err, badge.ErrSignedOut) {
			t.Errorf("%s opens Ada's badge: %v", actor.Name(), err)
		}
		if _, err := w.Portfolio.List(t.Context(), actor); !errors.Is(err, badge.ErrSignedOut) {
			t.Errorf("%s lists: %v", actor.Name(), err)
		}
	}
	if items, err := w.Portfolio.List(t.Context(), badge.Actor{AccountID: "stranger"}); err != nil || len(items) != 0 {
		t.Errorf("a stranger has %d badges, %v", len(items), err)
	}
}

// LinkedIn's form is filled in, and the same values are there to copy by hand.
func TestRule12LinkedInsFormIsFilledIn(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	code := w.IssueFile(t, w.Badge(t, org.ID, "first-aid"), "name,email,issued,expires\nAda,ada@example.org,2026-01-31,2029-12-01\n", award.Answers{})[0].Code
	it, err := w.Portfolio.One(t.Context(), badge.Actor{AccountID: w.Account(t, "ada@example.org").ID}, code)
	if err != nil {
		t.Fatal(err)
	}
	it.Badge.Name = `C&C "+" 100%`
	address, fields := w.Portfolio.LinkedIn(it)
	rest, found := strings.CutPrefix(address, "https://www.linkedin.com/profile/add?")
	q, err := url.ParseQuery(rest)
	if !found || err != nil {
		t.Fatal(address, err)
	}
	at := world.PublicURL + "/b/" + string(code)
	for key, want := range map[string]string{
		"startTask": "CERTIFICATION_NAME", "name": `C&C "+" 100%`, "organizationName": "Organization college", "organizationId": "",
		"issueYear": "2026", "issueMonth": "1", "expirationYear": "2029", "expirationMonth": "12", "certId": string(code), "certUrl": at,
	} {
		if got := q.Get(key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	var shown []string
	for _, f := range fields {
		shown = append(shown, f.Name+": "+f.Value)
	}
	if want := []string{
		`Name: C&C "+" 100%`, "Issuing organization: Organization college", "Issue date: January 2026", "Expiration date: December 2029",
		"Credential ID: " + string(code), "Credential URL: " + at,
	}; !slices.Equal(shown, want) {
		t.Errorf("to copy by hand: %q", shown)
	}
	// Months are those of UTC at both ends of a year, wherever the clock hangs.
	it.IssuedOn = time.Date(2026, 1, 1, 0, 30, 0, 0, time.UTC).In(time.FixedZone("west", -12*3600))
	it.ExpiresOn = time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC).In(time.FixedZone("east", 14*3600))
	address, fields = w.Portfolio.LinkedIn(it)
	for _, part := range []string{"issueYear=2026&", "issueMonth=1&", "expirationYear=2026&", "expirationMonth=12&"} {
		if !strings.Contains(address, part) {
			t.Errorf("half an hour from the new year, %s lacks %s", address, part)
		}
	}
	if fields[2].Value != "January 2026" || fields[3].Value != "December 2026" {
		t.Errorf("to copy by hand, half an hour from the new year: %v", fields)
	}
	it.Organization.LinkedInID, it.ExpiresOn = "42", badge.Credential{}.ExpiresOn
	address, _ = w.Portfolio.LinkedIn(it)
	if !strings.Contains(address, "organizationId=42") || strings.Contains(address, "organizationName") || strings.Contains(address, "expiration") {
		t.Errorf("with a number and without an end: %s", address)
	}
	if got := w.Portfolio.Links(it).Stream; got != "https://www.linkedin.com/sharing/share-offsite/?url="+url.QueryEscape(at) {
		t.Errorf("a post: %s", got)
	}
}
