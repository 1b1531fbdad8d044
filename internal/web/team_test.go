package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/test/world"
)

// joinLink is the link of the newest invitation to an address.
func joinLink(t *testing.T, w *world.World, to badge.Email) string {
	t.Helper()
	text := w.LetterText(t, badge.LetterInvited, to)
	_, rest, ok := strings.Cut(text, world.PublicURL+"/join/")
	if !ok {
		t.Fatalf("no link in the letter: %s", text)
	}
	return "/join/" + strings.Fields(rest)[0]
}

// row is the line of the team about somebody.
func row(p *shown, email string) string {
	return strings.Join(strings.Fields(p.Find("main li:contains('"+email+"')").First().Text()), " ")
}

// action is where the form of somebody's line goes.
func action(p *shown, email, ending string) string {
	p.t.Helper()
	at, ok := p.Find("main li:contains('" + email + "') form[action$='" + ending + "']").First().Attr("action")
	if !ok {
		p.t.Fatalf("no form %s for %s; the page says: %s", ending, email, p.main())
	}
	return at
}

// Somebody without an account is invited, joins with a password of their own,
// does what the role lets them do, gets another role, and is taken off.
func TestSomebodyJoinsATeamAndLeavesIt(t *testing.T) {
	w, door, owner := founded(t)
	w.Badge(t, ours(t, w).ID, "sail")
	owner.get("/org/riverbank/team").says("owner@riverbank.example").says("Last visit")
	owner.post("/org/riverbank/team/invitations", "email", "nobody", "role", "issuer").status(http.StatusUnprocessableEntity)
	owner.post("/org/riverbank/team/invitations", "email", "ina@example.org", "role", "king").status(http.StatusUnprocessableEntity).says("Choose a role")
	owner.post("/org/riverbank/team/invitations", "email", "owner@riverbank.example", "role", "viewer").status(http.StatusUnprocessableEntity).says("on the team already")
	owner.post("/org/riverbank/team/invitations", "email", "Ina@Example.org", "role", "issuer").status(http.StatusOK).says("ina@example.org")

	link := joinLink(t, w, "ina@example.org")
	ina := visit(t, door)
	p := ina.get(link).status(http.StatusOK).says("Robin Owner invites you").says("Issuer").says("ina@example.org")
	if p.Header.Get("Referrer-Policy") != "no-referrer" {
		t.Error("the link may leave in a referrer")
	}
	ina.post(link, "name", "Ina", "password", "short", "repeat", "short").status(http.StatusUnprocessableEntity)
	ina.post(link, "name", "Ina", "password", "lanterns over the weir", "repeat", "lanterns over the wair").status(http.StatusUnprocessableEntity)
	ina.post(link, "name", "Ina", "password", "lanterns over the weir", "repeat", "lanterns over the weir").status(http.StatusOK).at("/org/riverbank").saysNot("/org/riverbank/settings")
	visit(t, door).get(link).status(http.StatusGone).says("This invitation has ended")
	visit(t, door).post(link, "password", "lanterns over the weir", "repeat", "lanterns over the weir").status(http.StatusGone)

	ina.get("/org/riverbank/issue").status(http.StatusOK)
	ina.get("/org/riverbank/team").status(http.StatusForbidden)
	team := owner.get("/org/riverbank/team")
	if line := row(team, "ina@example.org"); !strings.Contains(line, "Issuer") || !strings.Contains(line, "No second factor") {
		t.Errorf("her line: %s", line)
	}
	owner.post(action(team, "ina@example.org", "/role"), "role", "viewer").status(http.StatusOK).says("The role is changed")
	if letter := w.LetterText(t, badge.LetterRole, "ina@example.org"); !strings.Contains(letter, "a viewer on the team of Riverbank College") {
		t.Errorf("the letter: %s", letter)
	}
	ina.get("/org/riverbank/issue").status(http.StatusForbidden)
	ina.get("/org/riverbank").status(http.StatusOK).saysNot(`href="/org/riverbank/issue"`)

	owner.post(action(owner.get("/org/riverbank/team"), "ina@example.org", "/remove")).status(http.StatusOK).says("They are off the team").saysNot("ina@example.org")
	w.LetterText(t, badge.LetterOffTeam, "ina@example.org")
	ina.get("/org/riverbank").status(http.StatusNotFound)
	ina.get("/security").status(http.StatusOK) // the account stays
}

// Who has an account joins after logging in with the invited address; nobody
// else can.
func TestWhoHasAnAccountJoinsWithIt(t *testing.T) {
	w, door, owner := founded(t)
	other := w.Found(t, "hilltop", nil)
	w.Issue(t, w.Badge(t, other.ID, "climb"), "Ada <ada@example.org>", "Bob <bob@example.org>")
	ada, bob := signedInAs(t, w, door, "ada@example.org"), signedInAs(t, w, door, "bob@example.org")
	owner.post("/org/riverbank/team/invitations", "email", "ada@example.org", "role", "admin").status(http.StatusOK)
	link := joinLink(t, w, "ada@example.org")
	next, _ := visit(t, door).get(link).says("There is an account").Find(`main a.btn-primary`).Attr("href")
	if next != "/login?next="+strings.ReplaceAll(link, "/", "%2F") {
		t.Errorf("a stranger is led to %s", next)
	}
	before := lines(ledger(t, w))
	visit(t, door).post(link, "password", "a password of Mallory", "repeat", "a password of Mallory").status(http.StatusUnprocessableEntity)
	bob.get(link).says("You are signed in as bob@example.org")
	bob.post(link).status(http.StatusUnprocessableEntity)
	if lines(ledger(t, w)) != before {
		t.Error("somebody else's attempt changed something")
	}
	ada.get(link).says("Join the team")
	ada.post(link).status(http.StatusOK).at("/org/riverbank").says("Welcome to the team of Riverbank College")
	ada.post(link).status(http.StatusGone)

	// An admin runs the team but for its owners.
	team := ada.get("/org/riverbank/team").status(http.StatusOK)
	if team.Find(`main li:contains("owner@riverbank.example") form`).Length() != 0 {
		t.Error("an admin is offered to change an owner")
	}
	if team.Find(`input[name="role"][value="owner"]`).Length() != 0 {
		t.Error("an admin is offered to make owners")
	}
	ada.post("/org/riverbank/team/invitations", "email", "x@example.org", "role", "owner").status(http.StatusForbidden)
	boss := w.Account(t, "owner@riverbank.example").ID
	ada.post("/org/riverbank/team/members/" + string(boss) + "/remove").status(http.StatusForbidden)
	ada.post("/org/riverbank/team/members/"+string(boss)+"/role", "role", "viewer").status(http.StatusForbidden)
	ada.post("/org/riverbank/team/members/" + string(w.Account(t, "bob@example.org").ID) + "/remove").status(http.StatusNotFound)
	owner.post("/org/riverbank/team/members/"+string(boss)+"/role", "role", "viewer").status(http.StatusUnprocessableEntity).says("This is the last owner")
	owner.post("/org/riverbank/team/members/" + string(boss) + "/remove").status(http.StatusUnprocessableEntity).says("This is the last owner")
}

// A link ends by time, by a newer one, by being withdrawn, and with the role of
// whoever sent it.
func TestAnInvitationEnds(t *testing.T) {
	w, door, owner := founded(t)
	invite := func(b *browser, email string) string {
		t.Helper()
		b.post("/org/riverbank/team/invitations", "email", email, "role", "viewer").status(http.StatusOK)
		return joinLink(t, w, badge.Email(email))
	}
	gone := func(why, link string) {
		t.Helper()
		if p := visit(t, door).get(link); p.StatusCode != http.StatusGone {
			t.Errorf("%s: %d", why, p.StatusCode)
		}
	}
	first := invite(owner, "one@example.org")
	second := invite(owner, "one@example.org")
	gone("replaced", first)
	visit(t, door).get(second).status(http.StatusOK)
	owner.post(action(owner.get("/org/riverbank/team"), "one@example.org", "/withdraw")).status(http.StatusOK)
	gone("withdrawn", second)
	gone("made up", "/join/"+strings.TrimPrefix(second, "/join/")[:20]+".xxxxxxxxxxxxxxxxxxxxxxxxxxx")

	late := invite(owner, "late@example.org")
	w.Pass(badge.InvitationLifetime - time.Minute)
	visit(t, door).get(late).status(http.StatusOK)
	w.Pass(2 * time.Minute)
	gone("too late", late)

	owner = signedInAs(t, w, door, "owner@riverbank.example")
	owner.post("/org/riverbank/team/invitations", "email", "adam@example.org", "role", "admin").status(http.StatusOK)
	adam := visit(t, door)
	adam.post(joinLink(t, w, "adam@example.org"), "password", "lanterns over the weir", "repeat", "lanterns over the weir").at("/org/riverbank")
	back := invite(adam, "adam.again@example.org")
	owner.post(action(owner.get("/org/riverbank/team"), "adam@example.org", "/remove")).status(http.StatusOK)
	gone("of somebody who was taken off", back)
}

// A badge kept for some of the staff is neither edited nor issued by the others.
func TestABadgeIsKeptForSomeOfTheStaff(t *testing.T) {
	w, door, owner := founded(t)
	org := ours(t, w)
	w.Badge(t, org.ID, "sail")
	w.Badge(t, org.ID, "row")
	staff := map[badge.Role]*browser{}
	ids := map[badge.Role]string{}
	for _, role := range []badge.Role{badge.RoleIssuer, badge.RoleDesigner, badge.RoleAdmin} {
		id := w.Member(t, org.ID, role).AccountID
		ids[role] = string(id)
		staff[role] = signedInAs(t, w, door, badge.Email(string(id)+"@staff.example"))
	}
	upload := func(role badge.Role, slug string) int {
		t.Helper()
		return staff[role].upload("/org/riverbank/issue/people", "file", "a.csv", []byte("name,email\nEd,ed@example.org\n"), "badge", slug).StatusCode
	}
	edit := func(role badge.Role, slug string) int {
		t.Helper()
		return staff[role].upload("/org/riverbank/badges/"+slug, "unused", "", nil, "name", "Sail", "alt", "A sail", "description", "d", "criteria", "c").StatusCode
	}
	owner.get("/org/riverbank/team/badges?badge=sail").at("/org/riverbank/team/badges/sail").says("Issuer")
	owner.post("/org/riverbank/team/badges/sail", "staff", ids[badge.RoleDesigner], "staff", "somebody else").status(http.StatusOK).says("Badge sail")
	for _, c := range []struct {
		what      string
		got, want int
	}{
		{"an issuer issues it", upload(badge.RoleIssuer, "sail"), http.StatusForbidden},
		{"an issuer issues another one", upload(badge.RoleIssuer, "row"), http.StatusOK},
		{"an admin issues it", upload(badge.RoleAdmin, "sail"), http.StatusOK},
		{"the designer for whom it is kept edits it", edit(badge.RoleDesigner, "sail"), http.StatusOK},
	} {
		if c.got != c.want {
			t.Errorf("%s: %d, want %d", c.what, c.got, c.want)
		}
	}
	owner.post("/org/riverbank/team/badges/sail", "staff", ids[badge.RoleIssuer])
	if got := edit(badge.RoleDesigner, "sail"); got != http.StatusForbidden {
		t.Errorf("then a designer edits it: %d", got)
	}
	owner.post("/org/riverbank/team/badges/sail")
	if up, ed := upload(badge.RoleIssuer, "sail"), edit(badge.RoleDesigner, "sail"); up != http.StatusOK || ed != http.StatusOK {
		t.Errorf("opened again: %d, %d", up, ed)
	}
}

// A department is run by its parent's owners, who see into it; its own staff
// sees nothing of the parent.
func TestADepartment(t *testing.T) {
	w, door, owner := founded(t)
	owner.get("/org/riverbank/team").says("Departments")
	form, kind := multipartForm(t, "logo", "", nil, "name", "School of Nursing", "slug", "", "url", "https://nursing.example", "email", "nursing@riverbank.example")
	r := owner.request(http.MethodPost, "/org/riverbank/departments/new", form)
	r.Header.Set("Content-Type", kind)
	owner.do(r).status(http.StatusOK).at("/org/school-of-nursing")
	owner.get("/org/school-of-nursing/team").status(http.StatusOK).says("This is a department of Riverbank College")
	owner.get("/org/school-of-nursing/departments/new").status(http.StatusNotFound)
	owner.post("/org/school-of-nursing/team/invitations", "email", "dee@example.org", "role", "owner").status(http.StatusOK)
	dee := visit(t, door)
	dee.post(joinLink(t, w, "dee@example.org"), "password", "lanterns over the weir", "repeat", "lanterns over the weir").at("/org/school-of-nursing")
	dee.get("/org/riverbank").status(http.StatusNotFound)
	owner.get("/org/riverbank/team").says("School of Nursing")
	// Its parent's owners are there when its own last owner goes.
	owner.post(action(owner.get("/org/school-of-nursing/team"), "dee@example.org", "/remove")).status(http.StatusOK)
	owner.get("/org/school-of-nursing").status(http.StatusOK)
}
