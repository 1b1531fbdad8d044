package web_test

import (
	"database/sql"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"
	_ "modernc.org/sqlite" // to look at the whole ledger from outside

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/issuance"
	"laurel/internal/store"
	"laurel/test/world"
)

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// route is an address with everything in it that exists.
type route struct{ method, pattern, path string }

// routes are all addresses of the door, filled in for one organization.
func routes(t *testing.T, w *world.World, door http.Handler, org badge.Organization) []route {
	t.Helper()
	a := w.Badge(t, org.ID, "sail")
	code := string(w.Issue(t, a, "Ada <ada@"+org.Slug+".example>")[0].Code)
	batch := w.Upload(t, a, world.File("Bo <bo@"+org.Slug+".example>"), award.Answers{})
	code8, applied := claimed(t, w, a)
	letters := w.Letters(t)
	change, err := w.Issuer.DraftBulk(t.Context(), badge.Host(), org.ID, badge.BulkRevoke, issuance.Pick{All: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Issuer.SaveView(t.Context(), badge.Host(), org.ID, badge.SavedView{Name: "Valid", Query: "state=valid"}, true); err != nil {
		t.Fatal(err)
	}
	views, err := w.Issuer.Views(t.Context(), badge.Host(), org.ID)
	if err != nil {
		t.Fatal(err)
	}
	fill := strings.NewReplacer(
		"{org}", org.Slug, "{badge}", "sail", "{batch}", string(batch.ID), "{code}", code, "{number}", "1", "{revision}", string(a.Revision.ID),
		"{earner}", string(w.Account(t, badge.Email("ada@"+org.Slug+".example")).ID), "{letter}", string(letters[0].ID), "{hash}", a.Revision.Picture,
		"{word}", string(code8), "{offer}", string(applied.OfferID), "{claim}", string(applied.ID), "{token}", "none", "{row}", "2", "{change}", string(change.ID), "{view}", string(views[0].ID), "{kind:svg|png}", "svg", "{shape:card|story|signature}", "card", "{kind}", "issued", "{language}", "es", "/static/*", "/static/x/app.css",
	)
	var all []route
	err = chi.Walk(door.(chi.Routes), func(method, pattern string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if method == http.MethodGet || method == http.MethodPost {
			all = append(all, route{method, pattern, fill.Replace(pattern)})
		}
		return nil
	})
	if err != nil || len(all) < 45 {
		t.Fatalf("%d routes, %v", len(all), err)
	}
	return all
}

func TestEveryAnswerHasItsHeaders(t *testing.T) {
	w, door, owner := founded(t)
	stranger := visit(t, door)
	all := routes(t, w, door, ours(t, w))
	all = append(all, route{http.MethodGet, "nothing here", "/nothing/here"}, route{http.MethodDelete, "/", "/"})
	for _, r := range all {
		for who, b := range map[string]*browser{"owner": owner, "stranger": stranger} {
			if r.path == "/logout" {
				continue
			}
			p := b.do(b.request(r.method, r.path, nil))
			h := p.Header
			if p.StatusCode >= 500 {
				t.Errorf("%s %s as %s: status %d", r.method, r.path, who, p.StatusCode)
			}
			special := strings.HasPrefix(r.path, "/media/") || strings.HasSuffix(r.path, ".svg") || (strings.HasSuffix(r.path, "/html") || strings.HasSuffix(r.path, "/certificate/template") || strings.HasSuffix(r.pattern, "/asked/{claim}/file")) && who == "owner"
			if r.pattern == "/b/{code}/embed" { // the one page that others may show in a frame
				if got := h.Get("Content-Security-Policy"); got != strings.NewReplacer("script-src 'self'; ", "", "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'", "base-uri 'none'; form-action 'none'; frame-ancestors *").Replace(policy) {
					t.Errorf("%s as %s: policy %q", r.path, who, got)
				}
			} else if strings.HasSuffix(r.pattern, "/{kind}/{language}") && who == "owner" { // shows the letter in a frame
				if got := h.Get("Content-Security-Policy"); got != policy+"; frame-src 'self'" {
					t.Errorf("%s %s: policy %q", r.method, r.path, got)
				}
			} else if got := h.Get("Content-Security-Policy"); got != policy && !special || special && !strings.HasPrefix(got, "sandbox; default-src 'none'") {
				t.Errorf("%s %s as %s: policy %q", r.method, r.path, who, got)
			}
			if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Strict-Transport-Security") == "" || h.Get("Cache-Control") == "" {
				t.Errorf("%s %s as %s: headers %v", r.method, r.path, who, h)
			}
			want := "same-origin"
			if strings.Contains(r.pattern, "{token}") {
				want = "no-referrer"
			}
			if got := h.Get("Referrer-Policy"); got != want {
				t.Errorf("%s %s as %s: referrer policy %q", r.method, r.path, who, got)
			}
			if strings.HasPrefix(p.path, "/org/") && h.Get("Cache-Control") != "no-store" {
				t.Errorf("%s as %s may be kept: %q", r.path, who, h.Get("Cache-Control"))
			}
			if open := h.Get("Access-Control-Allow-Origin"); open != "" && strings.HasPrefix(h.Get("Content-Type"), "text/html") {
				t.Errorf("%s as %s: other sites may read the page", r.path, who)
			}
		}
	}
}

func TestLookingChangesNothing(t *testing.T) {
	w, door, owner := founded(t)
	all := routes(t, w, door, ours(t, w))
	owner.get("/org/riverbank") // takes the notice of the login
	before := ledger(t, w)
	for _, r := range all {
		if r.method == http.MethodGet {
			owner.get(r.path)
		}
	}
	if after := ledger(t, w); after != before {
		t.Error("the ledger is another one after looking at every page")
	}
	owner.post("/org/riverbank/batches/"+lastBatch(t, w)+"/rights", "rights", "on")
	if ledger(t, w) == before {
		t.Error("this test would not notice a change")
	}
}

func lastBatch(t *testing.T, w *world.World) string {
	t.Helper()
	o, err := w.Tenants.Overview(t.Context(), badge.Host(), ours(t, w).ID)
	if err != nil {
		t.Fatal(err)
	}
	return string(o.Batches[0].ID)
}

// outside opens the ledger's file past the house.
func outside(t *testing.T, w *world.World) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(w.Ledger.Dir, "laurel.db")+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// tamper changes the ledger as no verb would.
func tamper(t *testing.T, w *world.World, query string, args ...any) {
	t.Helper()
	result, err := outside(t, w).ExecContext(t.Context(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := result.RowsAffected(); n == 0 || err != nil {
		t.Fatalf("%s: changed nothing, %v", query, err)
	}
}

// ledger is everything in the ledger as one text.
func ledger(t *testing.T, w *world.World) string {
	t.Helper()
	db := outside(t, w)
	var out strings.Builder
	for _, table := range tables(t, db) {
		rows, err := db.QueryContext(t.Context(), "select * from "+table)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for rows.Next() {
			values := make([]any, len(columns))
			for n := range values {
				values[n] = new(any)
			}
			if err := rows.Scan(values...); err != nil {
				t.Fatal(err)
			}
			line := table
			for _, v := range values {
				line += fmt.Sprintf("|%v", *v.(*any))
			}
			lines = append(lines, line)
		}
		slices.Sort(lines)
		out.WriteString(strings.Join(lines, "\n") + "\n")
	}
	return out.String()
}

func tables(t *testing.T, db *sql.DB) (names []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "select name from sqlite_master where type = 'table' and name not like 'river%' order by name")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close() //nolint:errcheck // only read
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}

func TestAnotherOrganizationIsLikeNone(t *testing.T) {
	w, door, _ := founded(t)
	other := w.Found(t, "hilltop", nil)
	all := routes(t, w, door, other)
	member := visit(t, door)
	link := linkIn(t, w.LetterText(t, badge.LetterStaff, "owner@hilltop.example"))
	member.post(link, "password", "a password for hilltop", "repeat", "a password for hilltop").at("/org/hilltop")
	member.get("/org/hilltop/badges").status(http.StatusOK)
	mine := ours(t, w)
	for _, r := range all {
		if !strings.HasPrefix(r.pattern, "/org/{org}") {
			continue
		}
		foreign := member.do(member.request(r.method, strings.Replace(r.path, "/org/hilltop", "/org/riverbank", 1), nil))
		unknown := member.do(member.request(r.method, strings.Replace(r.path, "/org/hilltop", "/org/nowhere", 1), nil))
		if foreign.StatusCode != http.StatusNotFound || foreign.body != unknown.body || unknown.StatusCode != http.StatusNotFound {
			t.Errorf("%s %s: %d, and nowhere %d", r.method, r.path, foreign.StatusCode, unknown.StatusCode)
		}
	}
	// Their own organization, with things of the other one.
	a := w.Badge(t, mine.ID, "row")
	batch, code := w.Upload(t, a, world.File("Cy <cy@example.org>"), award.Answers{}), w.Issue(t, a, "Di <di@example.org>")[0].Code
	before := ledger(t, w)
	for _, path := range []string{
		"/badges/row", "/batches/" + string(batch.ID), "/batches/" + string(batch.ID) + "/check", "/batches/" + string(batch.ID) + "/confirm",
		"/batches/" + string(batch.ID) + "/result.csv", "/batches/" + string(batch.ID) + "/annotated.csv", "/issued/" + string(code),
		"/earners/" + string(w.Account(t, "di@example.org").ID),
	} {
		member.get("/org/hilltop" + path).status(http.StatusNotFound)
	}
	for _, path := range []string{
		"/batches/" + string(batch.ID) + "/confirm", "/batches/" + string(batch.ID) + "/check", "/issued/" + string(code) + "/revoke",
		"/issued/" + string(code) + "/resend", "/earners/" + string(w.Account(t, "di@example.org").ID) + "/unlock",
	} {
		member.post("/org/hilltop"+path, "rights", "on", "reason", "Because.", "dates", "mdy").status(http.StatusNotFound)
	}
	member.get("/admin/letters").status(http.StatusNotFound)
	if ledger(t, w) != before {
		t.Error("something was changed all the same")
	}
}

func TestAnotherSiteCannotActInSomebodysName(t *testing.T) {
	w, door, owner := founded(t)
	all := routes(t, w, door, ours(t, w))
	before := ledger(t, w)
	for _, r := range all {
		if r.method != http.MethodPost {
			continue
		}
		for name, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"} {
			request := owner.request(r.method, r.path, strings.NewReader("rights=on&reason=Because&name=x"))
			request.Header.Del("Sec-Fetch-Site")
			request.Header.Del("Origin")
			request.Header.Set(name, value)
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			owner.do(request).status(http.StatusForbidden).says("That came from another site")
		}
	}
	if ledger(t, w) != before {
		t.Error("something was changed all the same")
	}
	owner.get("/org/riverbank").at("/org/riverbank")
	if owner.get("/b/XXXXXXXXXXXX").status(http.StatusNotFound).Find(`form[action="/logout"]`).Length() != 1 {
		t.Error("a page of an error does not know who is signed in")
	}
}

func TestAHeadIsThatOfWhatIsShown(t *testing.T) {
	_, door, owner := founded(t)
	for path, want := range map[string]int{"/login": http.StatusOK, "/robots.txt": http.StatusOK, "/nothing/here": http.StatusNotFound} {
		b := visit(t, door)
		if got := b.do(b.request(http.MethodHead, path, nil)).StatusCode; got != want {
			t.Errorf("HEAD %s: %d, want %d", path, got, want)
		}
	}
	if got := owner.do(owner.request(http.MethodHead, "/security", nil)).StatusCode; got != http.StatusOK {
		t.Errorf("HEAD of a page of one's own: %d", got)
	}
}

func TestAnotherHostIsNotOurs(t *testing.T) {
	_, door, _ := founded(t)
	b := visit(t, door)
	for host, want := range map[string]int{
		"badges.example.org": http.StatusOK, "badges.example.org:443": http.StatusOK, "BADGES.example.org": http.StatusOK,
		"evil.example": http.StatusMisdirectedRequest, "badges.example.org.evil.example": http.StatusMisdirectedRequest,
		"badges.example.org:8080": http.StatusMisdirectedRequest, "127.0.0.1": http.StatusMisdirectedRequest, "localhost": http.StatusMisdirectedRequest,
	} {
		r := b.request(http.MethodGet, "/login", nil)
		r.Host = host
		r.Header.Set("X-Forwarded-Host", "badges.example.org")
		if got := b.do(r).StatusCode; got != want {
			t.Errorf("host %s: %d, want %d", host, got, want)
		}
	}
}

func TestASmallerRoleLooksAndDoesNotTouch(t *testing.T) {
	w, door, _ := founded(t)
	all := routes(t, w, door, ours(t, w))
	viewer := visit(t, door)
	member(t, w, viewer, badge.RoleViewer)
	before := ledger(t, w)
	for _, r := range all {
		if strings.HasPrefix(r.pattern, "/org/{org}") && r.method == http.MethodPost {
			kind := "application/x-www-form-urlencoded"
			body := "rights=on&reason=Because&badge=sail"
			if strings.HasSuffix(r.path, "/issue/people") || strings.Contains(r.path, "/badges/") || strings.HasSuffix(r.path, "/settings") {
				b, k := multipartForm(t, "file", "a.csv", []byte("name,email\nEd,ed@example.org\n"), "badge", "sail", "name", "Name", "url", "https://x.example", "email", "x@x.example", "description", "d", "criteria", "c")
				body, kind = b.String(), k
			}
			request := viewer.request(r.method, r.path, strings.NewReader(body))
			request.Header.Set("Content-Type", kind)
			want := http.StatusForbidden
			if strings.HasSuffix(r.pattern, "/issued/views") { // theirs alone, and here without a name
				want = http.StatusUnprocessableEntity
			}
			if got := viewer.do(request); got.StatusCode != want {
				t.Errorf("%s as a viewer: %d %s", r.path, got.StatusCode, got.main())
			}
		}
	}
	if ledger(t, w) != before {
		t.Error("something was changed all the same")
	}
	viewer.get("/org/riverbank/issued").status(http.StatusOK)
	viewer.get("/org/riverbank/settings").status(http.StatusForbidden)
}

// member signs somebody in who works for the organization of founded.
func member(t *testing.T, w *world.World, b *browser, role badge.Role) {
	t.Helper()
	a := w.Badge(t, w.Found(t, "elsewhere", nil).ID, "swim")
	w.Issue(t, a, "Vi <vi@example.org>")
	err := w.DB.Write(t.Context(), func(tx *store.Tx) error {
		return tx.Org(ours(t, w).ID).AddMember(t.Context(), w.Account(t, "vi@example.org").ID, role, w.Time())
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Accounts.RequestPassword(t.Context(), "vi@example.org"); err != nil {
		t.Fatal(err)
	}
	link := linkIn(t, w.LetterText(t, badge.LetterNewPassword, "vi@example.org"))
	b.post(link, "password", "a password for viewing", "repeat", "a password for viewing").at("/org/riverbank")
}
