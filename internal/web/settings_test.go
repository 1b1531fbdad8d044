package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/test/world"
)

// settingsForm posts an organization's settings; pairs change what is sent.
func settingsForm(b *browser, slug string, pairs ...string) *shown {
	b.t.Helper()
	values := map[string]string{
		"name": "Riverbank College", "url": "https://www.riverbank.example", "email": "badges@riverbank.example", "description": "Teaches.",
		"accent": "#0f766e", "linkedin_button": "on", "invite_login": "on", "hold": "0", "duplicates": "deny", "visibility": "unlisted",
	}
	for n := 0; n < len(pairs); n += 2 {
		values[pairs[n]] = pairs[n+1]
	}
	var all []string
	for name, value := range values {
		if value != "" {
			all = append(all, name, value)
		}
	}
	return b.upload("/org/"+slug+"/settings", "logo", "", nil, all...)
}

func TestAnOrganizationDecides(t *testing.T) {
	w, _, owner := founded(t)
	settingsForm(owner, "riverbank", "linkedin", "https://www.linkedin.com/company/1234567/admin/dashboard/", "accent", "#FFCC00", "sender_name", "The Badge Desk",
		"reply_to", "Desk@Riverbank.example", "hold", "15", "duplicates", "replace", "locality", "Riverbank", "country", "us", "invite_login", "").status(http.StatusOK).says("The settings are saved")
	o := ours(t, w)
	if o.LinkedInID != "1234567" || o.Accent != "#ffcc00" || o.SenderName != "The Badge Desk" || o.ReplyTo != "desk@riverbank.example" || o.HoldMinutes != 15 ||
		o.Duplicates != badge.DuplicateReplace || o.Address != (badge.PostalAddress{Locality: "Riverbank", Country: "US"}) || o.InviteLogin || o.NoLinkedIn || o.NoOwnerLink {
		t.Errorf("%+v", o)
	}
	for field, wrong := range map[string][2]string{
		"linkedin":   {"https://www.linkedin.com/company/riverbank-college/", "not its number"},
		"hold":       {"soon", "number of minutes"},
		"accent":     {"red", "six digits"},
		"duplicates": {"sometimes", "Choose what becomes"},
		"visibility": {"public", "until its earner decides"},
		"reply_to":   {"desk@", "after the @"},
		"country":    {"Maine", "Choose a country"},
	} {
		settingsForm(owner, "riverbank", field, wrong[0]).status(http.StatusUnprocessableEntity).says(wrong[1])
	}
	if again := ours(t, w); again != o {
		t.Errorf("what was refused is kept: %+v", again)
	}
	owner.get("/org/riverbank/settings").says("I confirm this for Riverbank College")
	owner.post("/org/riverbank/settings/terms").status(http.StatusOK).says("Confirmed by Robin Owner on")
	owner.post("/org/riverbank/settings/terms").status(http.StatusConflict)
}

// The color is on the organization's pages, readable whatever it is, and what
// is no color is no style sheet.
func TestTheColorOfAnOrganization(t *testing.T) {
	_, door, owner := founded(t)
	settingsForm(owner, "riverbank", "accent", "#ffcc00").status(http.StatusOK)
	stranger := visit(t, door)
	for _, path := range []string{"/o/riverbank"} {
		if stranger.get(path).Find(`link[href="/accent/ffcc00.css"]`).Length() != 1 {
			t.Errorf("%s has another color", path)
		}
	}
	sheet := stranger.get("/accent/ffcc00.css").status(http.StatusOK)
	if !strings.HasPrefix(sheet.body, ":root{--accent:#") || strings.HasPrefix(sheet.body, ":root{--accent:#ffcc00") || !strings.Contains(sheet.body, "{:root{--accent:#ffcc00;") {
		t.Errorf("yellow on paper cannot be read, on the dark ground it can: %s", sheet.body)
	}
	if kind := sheet.Header.Get("Content-Type"); kind != "text/css; charset=utf-8" || !strings.Contains(sheet.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("%q, %q", kind, sheet.Header.Get("Cache-Control"))
	}
	for _, bad := range []string{"red", "FFCC00", "ffcc0", "ffcc00;x", "%23ffcc00"} {
		stranger.get("/accent/" + bad + ".css").status(http.StatusNotFound)
	}
}

// New badges that are their earner's alone: nobody else sees them, the letter's
// picture is one that everybody may see, and the earner may show them.
func TestNewBadgesCanBePrivate(t *testing.T) {
	w, door, owner := founded(t)
	settingsForm(owner, "riverbank", "visibility", "private").status(http.StatusOK)
	a := w.Badge(t, ours(t, w).ID, "sail")
	code := string(w.Issue(t, a, "Ada <ada@example.org>")[0].Code)
	stranger := visit(t, door)
	stranger.get("/b/" + code).status(http.StatusNotFound)
	owner.get("/b/" + code).status(http.StatusOK)
	letters := w.Letters(t)
	_, content, err := w.Post.Show(t.Context(), badge.Host(), letters[len(letters)-1].ID)
	if err != nil || !strings.Contains(content.HTML, world.PublicURL+"/media/"+a.Revision.Picture+".png") {
		t.Errorf("the letter has a picture that nobody is shown: %v", err)
	}
	signedInAs(t, w, door, "ada@example.org").post("/portfolio/"+code+"/visibility", "visibility", "unlisted").status(http.StatusOK)
	stranger.get("/b/" + code).status(http.StatusOK)
}

// The first page says what to do first, then what waits and what came of it.
func TestTheFirstPageOfTheDesk(t *testing.T) {
	w, door, owner := founded(t)
	org := ours(t, w)
	task := func() string {
		return strings.TrimSpace(owner.get("/org/riverbank").Find(".task-next p").First().Text())
	}
	if got := task(); got != "Say who you are" {
		t.Errorf("first: %q", got)
	}
	settingsForm(owner, "riverbank").status(http.StatusOK)
	if got := task(); got != "Add your logo and your color" {
		t.Errorf("then: %q", got)
	}
	a := w.Badge(t, org.ID, "sail")
	w.Issue(t, a, "Robin <owner@riverbank.example>")
	if p := owner.get("/org/riverbank"); p.Find(`li.task-done:contains("Issue it to yourself")`).Length() != 1 || p.Find(".numbers").Length() != 0 {
		t.Errorf("after a test: %s", p.main())
	}
	code := string(w.Issue(t, a, "Ada <ada@example.org>", "Bo <bo@example.org>")[0].Code)
	visit(t, door).get("/b/" + code)
	ada := signedInAs(t, w, door, "ada@example.org")
	ada.post("/portfolio/"+code+"/visibility", "visibility", "public").status(http.StatusOK)
	ada.post("/requests/new?badge="+code, "kind", "other", "reason", "Between us.").status(http.StatusOK)
	w.Upload(t, a, world.File("Cy <cy@example.org>"), award.Answers{})
	p := owner.get("/org/riverbank").says("One request waits for an answer").says("One file waits to be confirmed").says("The terms are not confirmed yet").saysNot("task-next")
	numbers := strings.Join(p.Find(".numbers span").Map(func(_ int, s *goquery.Selection) string { return s.Text() }), " ")
	if !strings.HasPrefix(numbers, "3 Issued to 3 people") || !strings.Contains(numbers, "2 Claimed 66% logged in") || !strings.Contains(numbers, "1 Shared 33% of the badges") {
		t.Errorf("the numbers: %s", numbers)
	}
	viewer := visit(t, door)
	member(t, w, viewer, badge.RoleViewer)
	viewer.get("/org/riverbank").saysNot("waits for an answer").saysNot("/org/riverbank/issue\"")
}

// The operator creates an organization, whose owner is invited, and suspends it.
func TestTheOperatorRunsOrganizations(t *testing.T) {
	w, door, operator := founded(t)
	form := []string{"name", "Hilltop", "slug", "", "url", "https://hilltop.example", "email", "desk@hilltop.example", "owner_name", "Hil", "owner_email", "hil@hilltop.example"}
	operator.post("/admin/organizations", form[:10]...).status(http.StatusUnprocessableEntity).says("Give the address of the person")
	operator.post("/admin/organizations", form...).status(http.StatusOK).says("Hilltop is created")
	operator.post("/admin/organizations", form...).status(http.StatusUnprocessableEntity).says("There is an organization with this address already")
	hil := visit(t, door)
	hil.post(linkIn(t, w.LetterText(t, badge.LetterStaff, "hil@hilltop.example")), "password", "lanterns over the weir", "repeat", "lanterns over the weir").at("/org/hilltop")
	hil.get("/admin/organizations").status(http.StatusNotFound)
	org, err := w.Tenants.Public(t.Context(), "hilltop")
	if err != nil {
		t.Fatal(err)
	}
	a := w.Badge(t, org.ID, "climb")
	code := string(w.Issue(t, a, "Ada <ada@example.org>")[0].Code)
	batch := w.Upload(t, a, world.File("Bo <bo@example.org>"), award.Answers{})
	operator.post("/admin/organizations/hilltop/suspend").status(http.StatusOK).says("Hilltop is suspended")
	hil.get("/org/hilltop").says("This organization is suspended")
	hil.post("/org/hilltop/batches/"+string(batch.ID)+"/rights", "rights", "on").says("This is what they get")
	hil.post("/org/hilltop/batches/" + string(batch.ID) + "/confirm").status(http.StatusForbidden).says("This organization is suspended")
	visit(t, door).get("/b/" + code).status(http.StatusOK).says("Valid")
	operator.post("/admin/organizations/hilltop/resume").status(http.StatusOK).says("may sign again")
	hil.post("/org/hilltop/batches/" + string(batch.ID) + "/confirm").status(http.StatusOK)

	// Whoever works for several goes from one to the other.
	operator.post("/admin/organizations", "name", "Second", "url", "https://second.example", "email", "desk@second.example", "owner_email", "hil@hilltop.example").status(http.StatusOK)
	w.LetterText(t, badge.LetterRole, "hil@hilltop.example")
	if hil.get("/org/hilltop").Find(`.switcher a[href="/org/second"]`).Length() != 1 {
		t.Error("there is no way to the second organization")
	}
}
