package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/test/world"
)

const eraserPassword = "a password for looking" // what signedInAs chooses

// From the page to the last letter, with everything that can be taken back on
// the way.
func TestErasingEverythingOfMine(t *testing.T) {
	w, door, _ := founded(t)
	code := w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada Lovelace <ada@example.org>")[0].Code
	ada := signedInAs(t, w, door, "ada@example.org")
	p := ada.get("/erase").status(http.StatusOK)
	for _, said := range []string{"What goes", "What stays", "Take it along first", "1 badge", "24 hours"} {
		if !strings.Contains(p.body, said) {
			t.Errorf("the page does not say %q", said)
		}
	}
	for _, wrong := range [][]string{
		{"password", eraserPassword, "word", ""}, {"password", eraserPassword, "word", "delete"}, {"password", "a wrong password", "word", "erase"},
	} {
		if p := ada.post("/erase", wrong...); p.StatusCode == http.StatusOK && !strings.Contains(p.body, "fault") || strings.Contains(p.body, "will be erased on") {
			t.Errorf("%q: status %d", wrong, p.StatusCode)
		}
	}
	ask := func() {
		t.Helper()
		if p := ada.post("/erase", "password", eraserPassword, "word", " Erase "); !strings.Contains(p.body, "will be erased on") {
			t.Fatalf("after asking: %d %s", p.StatusCode, p.body)
		}
	}
	ask()
	link := keepLink(t, w)
	stranger := visit(t, door)
	stranger.get(link).status(http.StatusOK) // programs open links too
	if p := ada.get("/erase"); !strings.Contains(p.body, "will be erased on") {
		t.Error("opening the link took it back")
	}
	ada.post("/erase/keep").status(http.StatusOK)
	if p := ada.get("/erase"); strings.Contains(p.body, "will be erased on") {
		t.Error("it was not taken back")
	}
	stranger.get(link).status(http.StatusGone)
	ask()
	link = keepLink(t, w)
	stranger.post(link).status(http.StatusOK)
	stranger.post(link).status(http.StatusGone)
	w.Pass(25 * time.Hour)
	erase(t, w)
	if p := ada.get("/b/" + string(code)); p.StatusCode != http.StatusOK {
		t.Errorf("what was kept is %d", p.StatusCode)
	}
	ask()
	link = keepLink(t, w)
	w.Pass(24 * time.Hour)
	erase(t, w)
	stranger.get(link).status(http.StatusGone)
	stranger.post(link).status(http.StatusGone)
	if p := ada.get("/portfolio"); !strings.Contains(p.Request.URL.Path, "/login") {
		t.Errorf("the session goes on at %s", p.Request.URL.Path)
	}
	ada.post("/login", "email", "ada@example.org", "password", eraserPassword)
	if p := ada.get("/portfolio"); !strings.Contains(p.Request.URL.Path, "/login") {
		t.Error("the password still works")
	}
}

// keepLink is the path of the link in the newest letter about an erasure.
func keepLink(t *testing.T, w *world.World) string {
	t.Helper()
	_, rest, found := strings.Cut(w.LetterText(t, badge.LetterErasure, "ada@example.org"), world.PublicURL+"/erase/keep/")
	if !found {
		t.Fatal("the letter has no link")
	}
	return "/erase/keep/" + strings.Fields(rest)[0]
}

// erase lets the house erase whose day has passed.
func erase(t *testing.T, w *world.World) {
	t.Helper()
	if err := w.Accounts.EraseDue(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// In no shape is there more than the name of the organization, and copies do
// not verify as valid.
func TestAnErasedBadgeTellsOnlyWhoIssuedIt(t *testing.T) {
	w, door, staff := founded(t)
	w.Choose(t, ours(t, w).ID, badge.ProofForms{JWT: true, Hosted: true})
	code := string(w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada Lovelace <ada@example.org>")[0].Code)
	stranger, ada := visit(t, door), signedInAs(t, w, door, "ada@example.org")
	ada.post("/portfolio/"+code+"/visibility", "visibility", "private").status(http.StatusOK)
	copied := string(w.Credential(t, badge.Code(code)).Signed)
	ada.post("/erase", "password", eraserPassword, "word", "erase").status(http.StatusOK)
	w.Pass(24 * time.Hour)
	erase(t, w)
	for shape, get := range renditions {
		for who, b := range map[string]*browser{"stranger": stranger, "staff": staff} {
			p := get(b, code)
			for _, told := range []string{"Lovelace", "ada@example.org", "Badge sail"} {
				if strings.Contains(p.body, told) {
					t.Errorf("%s, %s: says %q", shape, who, told)
				}
			}
			if strings.HasPrefix(shape, "/verify") {
				continue
			}
			if p.StatusCode != http.StatusGone || !strings.Contains(p.body, ours(t, w).Name) {
				t.Errorf("%s, %s: status %d %s", shape, who, p.StatusCode, p.body)
			}
		}
	}
	if p := stranger.post("/verify", "text", copied); strings.Contains(p.body, "This badge is valid") {
		t.Error("a copy verifies as valid")
	}
	staff.post("/login", "email", "owner@riverbank.example", "password", ownerPassword)
	p := staff.get("/org/riverbank/issued").status(http.StatusOK)
	if !strings.Contains(p.body, "Erased because the earner wished so") || strings.Contains(p.body, "Lovelace") {
		t.Errorf("the organization sees %s", p.body)
	}
}

func TestStaffLeavesFirst(t *testing.T) {
	_, _, staff := founded(t)
	if p := staff.get("/erase").status(http.StatusOK); !strings.Contains(p.body, "Leave the staff first") || strings.Contains(p.body, `name="word"`) {
		t.Errorf("the page says %s", p.body)
	}
	if p := staff.post("/erase", "password", "whatever it is", "word", "erase"); !strings.Contains(p.body, "Leave the staff first") || strings.Contains(p.body, "will be erased on") {
		t.Errorf("asking anyway: %d", p.StatusCode)
	}
}

// A stranger at an open screen gets no file.
func TestAnExportAsksForThePassword(t *testing.T) {
	w, door, _ := founded(t)
	w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada Lovelace <ada@example.org>")
	ada := signedInAs(t, w, door, "ada@example.org")
	for _, wrong := range [][]string{nil, {"password", "a wrong password"}} {
		if p := ada.post("/export", wrong...); strings.Contains(p.body, "Being made") {
			t.Errorf("%q: a file is made", wrong)
		}
	}
	if p := ada.post("/export", "password", eraserPassword); !strings.Contains(p.body, "Being made") {
		t.Errorf("with the password: %d", p.StatusCode)
	}
}
