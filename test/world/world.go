// Package world gives tests the whole house over a fresh ledger, with a clock
// that stands still until it is moved, and the few acts that most tests begin
// with: an organization, a badge, a file of earners issued. It is never linked
// into a program.
package world

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"laurel/internal/account"
	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/house"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
	"laurel/internal/tenant"
)

// PublicURL is the address of every world.
const PublicURL = "https://badges.example.org"

// Start is the time at which every world begins: a Tuesday, at noon.
var Start = time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)

// World is a house with a clock.
type World struct {
	*house.House
	*Clock
	Settings house.Settings
	Ledger   store.Options
}

// Clock tells the time that a test sets.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Time is what the clock shows.
func (c *Clock) Time() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Pass moves the clock on.
func (c *Clock) Pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Each runs a case in a fresh world on each engine, as subtests named after
// the engine.
func Each(t *testing.T, run func(t *testing.T, w *World)) {
	t.Helper()
	t.Run(string(store.SQLite), func(t *testing.T) { run(t, New(t)) })
	t.Run(string(store.Postgres), func(t *testing.T) { run(t, Open(t, storetest.PostgresOptions(t), nil)) })
}

// New opens a fresh world on SQLite.
func New(t testing.TB) *World {
	t.Helper()
	return Open(t, storetest.SQLiteOptions(t), nil)
}

// Open opens a world over a ledger. change, when not nil, changes what the
// house is told first.
func Open(t testing.TB, ledger store.Options, change func(*house.Settings)) *World {
	t.Helper()
	w := &World{Clock: &Clock{now: Start}, Ledger: ledger}
	w.Settings = house.Settings{
		Data: ledger.Dir, Database: ledger.PostgresURL, PublicURL: PublicURL, Now: w.Time,
		MasterKey: base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("key of a test world. "), 2)[:32]),
	}
	if w.Settings.Data == "" {
		w.Settings.Data = t.TempDir()
	}
	if change != nil {
		change(&w.Settings)
	}
	w.House = open(t, w.Settings)
	return w
}

// Again opens the house a second time over the same ledger, files and clock:
// another process of the same installation.
func (w *World) Again(t testing.TB) *World {
	t.Helper()
	return &World{House: open(t, w.Settings), Clock: w.Clock, Settings: w.Settings, Ledger: w.Ledger}
}

func open(t testing.TB, s house.Settings) *house.House {
	t.Helper()
	h, err := house.Open(context.Background(), s)
	if err != nil {
		t.Fatalf("open the house: %v", err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Errorf("close the house: %v", err)
		}
	})
	return h
}

// Found creates an organization at a slug that names the slug in everything it
// says. change, when not nil, changes what it says.
func (w *World) Found(t testing.TB, slug string, change func(*badge.Organization)) badge.Organization {
	t.Helper()
	f := tenant.Founding{
		Organization: badge.Organization{
			Slug: slug, Name: "Organization " + slug, URL: "https://" + slug + ".example", Email: badge.Email("badges@" + slug + ".example"),
			Description: "Teaches " + slug + ".",
		},
		OwnerEmail: badge.Email("owner@" + slug + ".example"), OwnerName: "Owner of " + slug,
	}
	if change != nil {
		change(&f.Organization)
	}
	org, err := w.Tenants.Create(t.Context(), badge.Host(), f)
	if err != nil {
		t.Fatalf("create organization %s: %v", slug, err)
	}
	return org
}

// Badge creates an achievement without an end.
func (w *World) Badge(t testing.TB, org badge.OrgID, slug string) badge.Achievement {
	t.Helper()
	a, err := w.Catalog.Create(t.Context(), badge.Host(), org, badge.Achievement{Slug: slug, Revision: badge.Revision{
		Name: "Badge " + slug, Description: "Knows how to " + slug + ".", Criteria: "Show it **twice**.", Tags: []string{"skill"},
		Details: badge.Details{Alt: "A green line."},
	}}, Picture())
	if err != nil {
		t.Fatalf("create badge %s: %v", slug, err)
	}
	return a
}

// File is a CSV file of people: "Name <address>" each.
func File(people ...string) string {
	var b strings.Builder
	b.WriteString("name,email\n")
	for _, p := range people {
		name, email, _ := strings.Cut(strings.TrimSuffix(p, ">"), " <")
		fmt.Fprintf(&b, "%s,%s\n", name, email)
	}
	return b.String()
}

// Upload uploads a file for a badge.
func (w *World) Upload(t testing.TB, a badge.Achievement, file string, answers award.Answers) badge.Batch {
	t.Helper()
	b, err := w.Intake.Upload(t.Context(), badge.Host(), a.OrgID, a.ID, "earners.csv", strings.NewReader(file), answers)
	if err != nil {
		t.Fatalf("upload: %v", err)
	}
	return b
}

// Confirm confirms a batch.
func (w *World) Confirm(t testing.TB, b badge.Batch) {
	t.Helper()
	if err := w.Intake.Confirm(t.Context(), badge.Host(), b.OrgID, b.ID, award.Plan{}); err != nil {
		t.Fatalf("confirm: %v", err)
	}
}

// Issue uploads and confirms a file of people, issues all of it and returns
// what became of every row, in their order.
func (w *World) Issue(t testing.TB, a badge.Achievement, people ...string) []award.Result {
	t.Helper()
	return w.IssueFile(t, a, File(people...), award.Answers{})
}

// IssueFile is Issue for any file.
func (w *World) IssueFile(t testing.TB, a badge.Achievement, file string, answers award.Answers) []award.Result {
	t.Helper()
	b := w.Upload(t, a, file, answers)
	w.Confirm(t, b)
	if err := w.Issuer.IssueChunk(t.Context(), b.OrgID, b.ID, 1, 1<<20); err != nil {
		t.Fatalf("issue: %v", err)
	}
	return w.Results(t, b)
}

// Results tells what became of every row of a batch.
func (w *World) Results(t testing.TB, b badge.Batch) []award.Result {
	t.Helper()
	results, err := w.ResultsFor(t.Context(), badge.Host(), b)
	if err != nil {
		t.Fatalf("results: %v", err)
	}
	return results
}

// ResultsFor is Results for somebody who may not see them.
func (w *World) ResultsFor(ctx context.Context, actor badge.Actor, b badge.Batch) (results []award.Result, err error) {
	err = w.Intake.Results(ctx, actor, b.OrgID, b.ID, func(r award.Result) error {
		results = append(results, r)
		return nil
	})
	return results, err
}

// Forge puts another document in the place of a signed one, behind the
// program's back.
func (w *World) Forge(t testing.TB, code badge.Code, document []byte) {
	t.Helper()
	writer, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	w.Damage(t, code, writer.EncodeAll(document, nil))
}

// Damage puts other bytes in the place of a stored document.
func (w *World) Damage(t testing.TB, code badge.Code, stored []byte) {
	t.Helper()
	result, err := w.DB.SQLPool().ExecContext(t.Context(), "update credentials set document = ? where code = ?", stored, string(code))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := result.RowsAffected(); n != 1 || err != nil {
		t.Fatalf("%d documents changed, %v", n, err)
	}
}

// Credential finds a credential by its code, as anybody may.
func (w *World) Credential(t testing.TB, code badge.Code) (c badge.Credential) {
	t.Helper()
	w.Read(t, func(tx *store.Tx) (err error) {
		c, err = tx.PublicCredential(t.Context(), code)
		return err
	})
	return c
}

// Letters lists all letters, the oldest first.
func (w *World) Letters(t testing.TB) (letters []badge.Letter) {
	t.Helper()
	all, err := w.Post.List(t.Context(), badge.Host(), "", 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(all) - 1; i >= 0; i-- {
		letters = append(letters, all[i])
	}
	return letters
}

// LetterText is the text of the newest letter of a kind to an address.
func (w *World) LetterText(t testing.TB, kind badge.LetterKind, to badge.Email) string {
	t.Helper()
	letters := w.Letters(t)
	for i := len(letters) - 1; i >= 0; i-- {
		if letters[i].Kind == kind && letters[i].To == to {
			_, content, err := w.Post.Show(t.Context(), badge.Host(), letters[i].ID)
			if err != nil {
				t.Fatal(err)
			}
			return content.Text
		}
	}
	t.Fatalf("no letter of kind %s to %s among %d letters", kind, to, len(letters))
	return ""
}

// Account finds a person by an address.
func (w *World) Account(t testing.TB, email badge.Email) (a badge.Account) {
	t.Helper()
	w.Read(t, func(tx *store.Tx) (err error) {
		a, err = tx.SystemAccountByEmail(t.Context(), email)
		return err
	})
	return a
}

// Read reads the ledger.
func (w *World) Read(t testing.TB, fn func(*store.Tx) error) {
	t.Helper()
	if err := w.DB.Read(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// Write changes the ledger.
func (w *World) Write(t testing.TB, fn func(*store.Tx) error) {
	t.Helper()
	if err := w.DB.Write(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// Member is an actor with a role in an organization.
func (w *World) Member(t testing.TB, org badge.OrgID, role badge.Role) badge.Actor {
	t.Helper()
	id := badge.NewID[badge.AccountID]()
	w.Write(t, func(tx *store.Tx) error {
		err := tx.AddAccounts(t.Context(), []badge.Account{{ID: id, Email: badge.Email(string(id) + "@staff.example"), CreatedAt: w.Time()}})
		if err != nil {
			return err
		}
		return tx.Org(org).AddMember(t.Context(), id, role, w.Time())
	})
	return badge.Actor{AccountID: id, Roles: map[badge.OrgID]badge.Role{org: role}}
}

// Picture is a small PNG.
func Picture() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 64, 64))
	for i := range 64 {
		img.Set(i, i, color.RGBA{R: 0x20, G: 0x80, B: 0x40, A: 0xff})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err) // memory takes every write
	}
	return b.Bytes()
}

// Visitor signs somebody in and returns them as pages see them.
func (w *World) Visitor(t testing.TB, id badge.AccountID) (account.Visitor, error) {
	t.Helper()
	begun, err := w.Accounts.Begin(t.Context(), account.Browser{}, id, false)
	if err != nil {
		t.Fatal(err)
	}
	return w.Accounts.Visitor(t.Context(), begun.VisitID)
}
