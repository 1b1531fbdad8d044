package web_test

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/house"
	"laurel/internal/issuance"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
	"laurel/internal/web"
	"laurel/test/world"
)

// A route that nobody wrote into the table, a row for a route that is gone, and
// a row written twice keep the server from starting.
func TestARouteWithoutARowKeepsTheServerFromStarting(t *testing.T) {
	starts := func(routes []string) (reason any) {
		defer func() { reason = recover() }()
		r := chi.NewRouter()
		for _, route := range routes {
			method, pattern, _ := strings.Cut(route, " ")
			r.Method(method, pattern, http.NotFoundHandler())
		}
		web.EveryRouteHasARow(r)
		return nil
	}
	var all []string
	for _, row := range web.Table() {
		all = append(all, row.Route)
	}
	if reason := starts(all); reason != nil {
		t.Fatal(reason)
	}
	if reason := fmt.Sprint(starts(append(all, "DELETE /org/{org}/issued"))); !strings.Contains(reason, `"DELETE /org/{org}/issued"`) {
		t.Error(reason)
	}
	if reason := fmt.Sprint(starts(all[1:])); !strings.Contains(reason, all[0]) {
		t.Error(reason)
	}
}

// visitor is one kind of person at the door.
type visitor struct {
	name string
	role badge.Role // in the organization that is visited; empty: none
	*browser
}

// outcomes of asking for an address
const (
	comesIn   = "in"
	toLogin   = "login"     // the login, and then back
	forbidden = "forbidden" // 403: the role does not reach this far
	nothing   = "nothing"   // 404, word for word as for what never was
)

// want is what the table says a person gets.
func want(row web.Row, v visitor) string {
	switch row.Kind {
	case "anybody", "link":
		return comesIn
	case "badge":
		ofEarner := strings.HasSuffix(row.Route, "/linkedin") || strings.HasSuffix(row.Route, ".pkpass") || strings.HasSuffix(row.Route, "/google-wallet") // puts it into their own profile or phone
		if v.name == "earner" || !ofEarner && (v.role != "" || v.name == "operator") {
			return comesIn
		}
		return nothing
	}
	switch {
	case v.name == "stranger":
		return toLogin
	case row.Kind == "earner" || row.Kind == "person" && strings.Contains(row.Route, "{") && !strings.Contains(row.Route, " /security/"): // a thing of the earner's
		if v.name == "earner" {
			return comesIn
		}
		return nothing
	case row.Kind == "person" || v.name == "operator":
		return comesIn
	case row.Kind == "operator" || v.role == "":
		return nothing
	}
	if reach[row.Act][v.role] {
		return comesIn
	}
	return forbidden
}

// reach says once more, apart from badge.Actor.May, which role does what.
var reach = map[badge.Act]map[badge.Role]bool{
	badge.ActView:    {badge.RoleOwner: true, badge.RoleAdmin: true, badge.RoleIssuer: true, badge.RoleDesigner: true, badge.RoleViewer: true},
	badge.ActDesign:  {badge.RoleOwner: true, badge.RoleAdmin: true, badge.RoleDesigner: true},
	badge.ActIssue:   {badge.RoleOwner: true, badge.RoleAdmin: true, badge.RoleIssuer: true},
	badge.ActRevoke:  {badge.RoleOwner: true, badge.RoleAdmin: true, badge.RoleIssuer: true},
	badge.ActUnlock:  {badge.RoleOwner: true, badge.RoleAdmin: true, badge.RoleIssuer: true},
	badge.ActAnswer:  {badge.RoleOwner: true, badge.RoleAdmin: true, badge.RoleIssuer: true},
	badge.ActSetting: {badge.RoleOwner: true, badge.RoleAdmin: true},
	badge.ActTeam:    {badge.RoleOwner: true, badge.RoleAdmin: true},
	badge.ActFound:   {badge.RoleOwner: true},
}

// got is what they get. elsewhere is the same address with something in it that
// never was: a form is answered the same in both places, a page is not found.
func got(v visitor, method, path, elsewhere string) string {
	p := v.do(v.request(method, path, nil))
	switch {
	case p.StatusCode == http.StatusForbidden && strings.Contains(p.body, "Your role does not reach this far"):
		return forbidden
	case p.path == "/login" && !strings.HasPrefix(path, "/login"):
		return toLogin
	case p.StatusCode >= http.StatusInternalServerError:
		return p.Status
	}
	none := v.do(v.request(method, elsewhere, nil))
	same := none.StatusCode == p.StatusCode && none.body == strings.ReplaceAll(p.body, path, elsewhere) && sameHeader(p.Header, none.Header)
	if same && (p.StatusCode == http.StatusNotFound || method == http.MethodPost) {
		return nothing
	}
	if p.StatusCode == http.StatusNotFound {
		return fmt.Sprintf("404, unlike %s, which is %d", elsewhere, none.StatusCode)
	}
	return comesIn
}

// lines is the ledger without what browsers keep between two pages.
func lines(ledger string) string {
	return regexp.MustCompile(`(?m)^sessions\|.*\n`).ReplaceAllString(ledger, "")
}

// Every route of the table is asked for by every kind of person: those who are
// kept out first, and they change nothing.
func TestEveryRouteAsEveryPerson(t *testing.T) {
	apple, google := walletFiles(t)
	w := world.Open(t, storetest.SQLiteOptions(t), func(s *house.Settings) {
		s.AppleWallet, s.GoogleWallet, s.GoogleWalletIssuer = apple, google, "3388000000012345678"
	})
	door := w.Handler()
	people, things, none := cast(t, w, door)
	before := lines(ledger(t, w))
	for _, in := range []bool{false, true} {
		for _, row := range web.Table() {
			method, pattern, _ := strings.Cut(row.Route, " ")
			path, elsewhere := strings.NewReplacer(things...).Replace(pattern), strings.NewReplacer(none...).Replace(pattern)
			if row.Kind == "staff" { // all there is at riverbank, in an organization that never was
				elsewhere = strings.Replace(path, "/org/riverbank", "/org/nowhere", 1)
			}
			if row.Kind == "operator" {
				elsewhere = "/nothing/here"
			}
			for _, v := range people {
				want := want(row, v)
				if (want == comesIn) != in || path == "/logout" {
					continue
				}
				if got := got(v, method, path, elsewhere); got != want && !(in && got == nothing && lacks(row)) {
					t.Errorf("%s as %s: %s, want %s", row.Route, v.name, got, want)
				}
			}
		}
		if !in && lines(ledger(t, w)) != before {
			t.Error("somebody who was kept out changed something")
		}
	}
}

// lacks tells whether the sample has nothing at an address, or whether what was
// there may have gone when somebody sent the form before.
func lacks(row web.Row) bool {
	if strings.HasPrefix(row.Route, http.MethodPost) || row.Kind == "anybody" || row.Kind == "link" {
		return true
	}
	for _, bare := range []string{"/before/{number}.json", "/photo", "/requests/new", "/picture.png", "/file", "/{export}.zip", "/{message}", "/poster", "/slips"} {
		if strings.HasSuffix(row.Route, bare) {
			return true
		}
	}
	return false
}

// cast is one of each kind of person; what fills the addresses with what there
// is at riverbank and of its earner, whose badge is private; and what fills
// them with what never was.
func cast(t *testing.T, w *world.World, door http.Handler) (people []visitor, things, none []string) {
	t.Helper()
	w.Found(t, "house", nil) // whose owner runs the installation
	org, other := w.Found(t, "riverbank", nil), w.Found(t, "hilltop", nil)
	w.Choose(t, org.ID, badge.ProofForms{JWT: true, Hosted: true})
	a := w.Badge(t, org.ID, "sail")
	if _, err := w.Certificates.Switch(t.Context(), badge.Host(), org.ID, a.ID, true); err != nil {
		t.Fatal(err)
	}
	code := string(w.Issue(t, a, "Ada <ada@example.org>")[0].Code)
	batch := w.Upload(t, a, world.File("Bo <bo@example.org>"), award.Answers{})
	w.Pass(time.Hour) // a link for a password is sent once in five minutes
	people = []visitor{
		{"stranger", "", visit(t, door)},
		{"earner", "", signedInAs(t, w, door, "ada@example.org")},
		{"owner of " + other.Slug, "", signedInAs(t, w, door, "owner@hilltop.example")},
	}
	for _, role := range []badge.Role{badge.RoleViewer, badge.RoleDesigner, badge.RoleIssuer, badge.RoleAdmin, badge.RoleOwner} {
		email := w.Account(t, badge.Email(string(w.Member(t, org.ID, role).AccountID)+"@staff.example")).Email
		people = append(people, visitor{string(role), role, signedInAs(t, w, door, email)})
	}
	people = append(people, visitor{"operator", "", signedInAs(t, w, door, "owner@house.example")})
	for n, v := range people {
		v.client.Transport = direct{door, fmt.Sprintf("203.0.113.%d:4711", n+10)} // each with a limit of their own
		v.get("/faq")
	}
	ada := people[1]
	ada.post("/portfolio/"+code+"/visibility", "visibility", "private").status(http.StatusOK)
	request := ada.post("/requests/new?badge="+code, "kind", "other", "reason", "Between us.").status(http.StatusOK).path
	collection := ada.post("/collections", "name", "On the water").status(http.StatusOK).path
	if err := w.Tenants.Invite(t.Context(), badge.Host(), org.ID, "ina@example.org", badge.RoleViewer); err != nil {
		t.Fatal(err)
	}
	invited, err := w.Tenants.Team(t.Context(), badge.Host(), org.ID)
	if err != nil {
		t.Fatal(err)
	}
	change, err := w.Issuer.DraftBulk(t.Context(), badge.Host(), org.ID, badge.BulkRevoke, issuance.Pick{All: true})
	if err != nil {
		t.Fatal(err)
	}
	answer := badge.Canned{Name: "Yes", Text: "It is done."}
	if err := w.Desk.AddAnswer(t.Context(), badge.Host(), org.ID, answer); err != nil {
		t.Fatal(err)
	}
	own, _, err := w.Desk.Answers(t.Context(), badge.Host(), org.ID)
	if err != nil {
		t.Fatal(err)
	}
	word, asked := claimed(t, w, a)
	printed := badge.Print{ID: "printed", BatchID: batch.ID, Form: badge.PrintZip, State: badge.PrintReady, CreatedAt: w.Time(), Until: w.Time().Add(time.Hour)}
	err = errors.Join(os.MkdirAll(w.Certificates.Folder, 0o700), os.WriteFile(filepath.Join(w.Certificates.Folder, "printed.zip"), []byte("PK"), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	w.Write(t, func(tx *store.Tx) error { return tx.Org(org.ID).AddPrint(t.Context(), printed) })
	for _, v := range people {
		v.get("/") // takes the notice of the login
	}
	things = []string{
		"{org}", org.Slug, "{badge}", "sail", "{batch}", string(batch.ID), "{code}", code, "{number}", "1", "{revision}", string(a.Revision.ID),
		"{earner}", string(w.Account(t, "ada@example.org").ID), "{letter}", string(w.Letters(t)[0].ID), "{hash}", a.Revision.Picture,
		"{change}", string(change.ID), "{answer}", string(own[0].ID), "{view}", "none", "{word}", string(word), "{offer}", string(asked.OfferID), "{claim}", string(asked.ID),
		"{request}", strings.TrimPrefix(request, "/requests/"), "{collection}", strings.TrimPrefix(collection, "/collections/"),
		"{invitation}", string(invited.Invitations[0].ID), "{member}", string(w.Member(t, org.ID, badge.RoleViewer).AccountID),
		"{kind:svg|png}", "svg", "{shape:card|story|signature}", "card", "/static/*", "/static/x/app.css", "{print}", string(printed.ID), "{kind}", "issued", "{language}", "es",
	}
	none = []string{"{number}", "1", "{kind:svg|png}", "svg", "{shape:card|story|signature}", "card", "/static/*", "/static/x/app.css"}
	for _, row := range web.Table() {
		for _, parameter := range regexp.MustCompile(`\{[a-z]+\}`).FindAllString(row.Route, -1) {
			things, none = append(things, parameter, "YYYYYYYYYYYY"), append(none, parameter, "XXXXXXXXXXXX") // the first of two counts
		}
	}
	return people, things, none
}
