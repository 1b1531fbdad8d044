package web_test

import (
	"bytes"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/test/world"
)

// login lets an earner in by the temporary password of the newest letter.
func login(t *testing.T, w *world.World, door http.Handler, email string) *browser {
	t.Helper()
	b := visit(t, door)
	b.post("/login", "email", email, "password", temporaryPassword.FindStringSubmatch(w.LetterText(t, badge.LetterIssued, badge.Email(email)))[1])
	b.post("/password/change", "password", "three quiet rivers meet", "repeat", "three quiet rivers meet").at("/portfolio")
	return b
}

// An earner cannot change names and dates: they ask, the organization
// answers, and both are told by letter.
func TestRule8AnEarnerAsksAndTheOrganizationAnswers(t *testing.T) {
	w, door, owner := founded(t)
	code := string(w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada Lovlace <ada@example.org>")[0].Code)
	earner := login(t, w, door, "ada@example.org")

	earner.get("/requests").says("No requests yet")
	earner.get("/requests/new?badge=" + code).says("Badge sail").says("Now it says: Ada Lovlace")
	ask := "/requests/new?badge=" + code
	earner.post(ask, "kind", "name", "wanted_name", " ", "reason", "Two letters are missing.").status(http.StatusUnprocessableEntity).says("Write the name as it should be")
	earner.post(ask, "kind", "issued-on", "wanted_issued-on", "yesterday", "reason", "It was Friday.").status(http.StatusUnprocessableEntity).says("Give the day")
	earner.post(ask, "kind", "crown", "reason", "I want one.").status(http.StatusUnprocessableEntity).says("Choose what this is about")
	earner.upload(ask, "file", "virus.exe", []byte("MZ\x90"), "kind", "name", "wanted_name", "Ada Lovelace", "reason", "See there.").status(http.StatusUnprocessableEntity).says("PNG or JPEG picture or a PDF")
	earner.upload(ask, "file", "big.pdf", append([]byte("%PDF-"), make([]byte, 5<<20)...), "kind", "other", "reason", "See there.").status(http.StatusUnprocessableEntity).says("up to 5 MB")
	proof := []byte("%PDF-1.7 a passport")
	asked := earner.upload(ask, "file", `..\..\my "passport".PDF`, proof, "kind", "name", "wanted_name", "Ada Lovelace", "reason", "Two letters are\nmissing.").
		says("Riverbank College has your request").says("It should be").says("Ada Lovelace")
	if letter := w.LetterText(t, badge.LetterRequest, "badges@riverbank.example"); !strings.Contains(letter, "> Two letters are\n> missing.") || !strings.Contains(letter, "It should be: Ada Lovelace") {
		t.Errorf("the letter to the organization: %s", letter)
	}
	file := earner.get(asked.path + "/file")
	if !bytes.Equal([]byte(file.body), proof) || file.Header.Get("Content-Type") != "application/octet-stream" || file.Header.Get("Content-Disposition") != `attachment; filename="my--passport-.pdf"` {
		t.Errorf("the file came as %q, %q", file.Header.Get("Content-Type"), file.Header.Get("Content-Disposition"))
	}

	inbox := owner.get("/org/riverbank/requests").says("The name is wrong").says("Ada Lovlace")
	at, _ := inbox.Find("main a.request-row").Attr("href")
	owner.get(at).says("Two letters are")
	if file := owner.get(at + "/file"); !bytes.Equal([]byte(file.body), proof) {
		t.Error("the organization does not get the file")
	}
	owner.post(at, "text", " ", "state", "done").status(http.StatusUnprocessableEntity).says("Write an answer")
	owner.post(at, "text", "Fine.", "state", "perhaps").status(http.StatusUnprocessableEntity).says("Choose how this goes on")
	owner.post(at, "text", "Is that your legal name?", "state", "open").says("The answer is on its way")
	if letter := w.LetterText(t, badge.LetterRequestAnswered, "ada@example.org"); !strings.Contains(letter, "Is that your legal name?") || !strings.Contains(letter, "has a question about your request") {
		t.Errorf("the letter to the earner: %s", letter)
	}
	w.Pass(time.Minute)
	earner.post(asked.path, "text", "It is.").says("It is.")
	w.Pass(time.Minute)
	owner.post(at, "text", "Done with pleasure.", "state", "done")
	earner.get(asked.path).says("Done with pleasure.").says("This request is closed")
	earner.post(asked.path, "text", "Thanks!").says("closed in the meantime").saysNot("Thanks!")
	earner.get("/requests").says("Done")
	owner.get("/org/riverbank/requests").says("Nothing waits for you")
	owner.get("/org/riverbank/requests?show=closed").says("Ada Lovlace")
}

func TestNobodyElseReadsARequest(t *testing.T) {
	w, door, owner := founded(t)
	a := w.Badge(t, ours(t, w).ID, "sail")
	code := string(w.Issue(t, a, "Ada <ada@example.org>", "Eve <eve@example.org>")[0].Code)
	earner, other, stranger := login(t, w, door, "ada@example.org"), login(t, w, door, "eve@example.org"), visit(t, door)
	asked := earner.upload("/requests/new?badge="+code, "file", "a.pdf", []byte("%PDF-1.7"), "kind", "other", "reason", "Between us.").status(http.StatusOK)
	id := strings.TrimPrefix(asked.path, "/requests/")
	for _, path := range []string{asked.path, asked.path + "/file", "/requests/new?badge=" + code} {
		other.get(path).status(http.StatusNotFound)
		stranger.get(path).at("/login")
	}
	other.post(asked.path, "text", "Me too.").status(http.StatusNotFound)
	neighbor := w.Found(t, "neighbor", nil)
	w.Write(t, func(tx *store.Tx) error {
		return tx.Org(neighbor.ID).AddMember(t.Context(), w.Account(t, "owner@riverbank.example").ID, badge.RoleOwner, w.Time())
	})
	owner.get("/org/neighbor/requests/" + id).status(http.StatusNotFound)
	owner.post("/org/neighbor/requests/"+id, "text", "No.", "state", "declined").status(http.StatusNotFound)
	viewer := visit(t, door)
	member(t, w, viewer, badge.RoleViewer)
	viewer.get("/org/riverbank/requests/" + id).status(http.StatusOK).saysNot("Send the answer")
	viewer.post("/org/riverbank/requests/"+id, "text", "No.", "state", "declined").status(http.StatusForbidden)
	owner.get("/org/riverbank/requests/" + id).status(http.StatusOK)
}

func TestRule14SupportTakesAMessageAndBoundsThem(t *testing.T) {
	w, door, owner := founded(t)
	code := string(w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada <ada@example.org>")[0].Code)
	stranger := visit(t, door)
	stranger.get("/support").says("Most things are quicker elsewhere")
	stranger.post("/support", "topic", "", "email", "eve", "text", "").status(http.StatusUnprocessableEntity).says("Choose what this is about").says("Say what happened")
	stranger.post("/support", "topic", "I cannot log in", "email", "eve@example.org", "text", "Help.", "badge", "short").status(http.StatusUnprocessableEntity).says("no code of a badge")
	hostile := `<script>alert(1)</script>`
	taken := stranger.post("/support", "topic", "I cannot log in", "email", "eve@example.org", "name", "Eve", "text", hostile, "badge", world.PublicURL+"/b/"+code).says("Your message is here")
	reference, _ := taken.Find("#reference").Attr("value")
	if !regexp.MustCompile(`^[0-9A-Z]{4}-[0-9A-Z]{4}$`).MatchString(reference) {
		t.Errorf("the reference is %q", reference)
	}
	owner.get("/org/riverbank/requests").says(reference).says(hostile).says("not logged in")
	owner.get("/admin/support").says(reference)
	for range 4 {
		stranger.post("/support", "topic", "Something else", "email", "eve@example.org", "text", "Again.").says("Your message is here")
	}
	stranger.post("/support", "topic", "Something else", "email", "eve@example.org", "text", "Once more.").status(http.StatusUnprocessableEntity).says("many messages today")
	w.Pass(25 * time.Hour)
	stranger.post("/support", "topic", "Something else", "email", "eve@example.org", "text", "A new day.").says("Your message is here")
	visit(t, door).get("/admin/support").at("/login")
}

// Where the installation has a support address, messages go there, and the
// answer to one goes to its writer.
func TestSupportReachesTheSupportAddress(t *testing.T) {
	w := world.New(t)
	w.Desk.Support = "help@badges.example"
	w.Found(t, "riverbank", nil)
	visit(t, w.Handler()).post("/support", "topic", "Something else", "email", "eve@example.org", "name", "Eve", "text", "Help.").says("Your message is here")
	if letter := w.LetterText(t, badge.LetterSupport, "help@badges.example"); !strings.Contains(letter, "Eve eve@example.org wrote") || !strings.Contains(letter, "without being logged in") {
		t.Errorf("the letter: %s", letter)
	}
}

// The organization agrees: the badges it chooses are signed anew under the same
// addresses. What they said before is seen by both sides, and by nobody else.
func TestRule8ARightNameIsSignedAnew(t *testing.T) {
	w, door, owner := founded(t)
	org := ours(t, w)
	code := string(w.Issue(t, w.Badge(t, org.ID, "sail"), "Ada Lovlace <ada@example.org>")[0].Code)
	other := string(w.Issue(t, w.Badge(t, org.ID, "row"), "Ada Lovlace <ada@example.org>")[0].Code)
	third := string(w.Issue(t, w.Badge(t, org.ID, "swim"), "Ada Lovlace <ada@example.org>")[0].Code)
	earner, employer := login(t, w, door, "ada@example.org"), visit(t, door)
	saved := employer.get("/b/" + code + ".json").body
	asked := earner.post("/requests/new?badge="+code, "kind", "name", "wanted_name", "Ada Lovelace", "reason", "Two letters.")
	at, _ := owner.get("/org/riverbank/requests").Find("main a.request-row").Attr("href")
	form := owner.get(at).says("Correct and sign anew").says("Badge row")
	if name, _ := form.Find("#field-name").Attr("value"); name != "Ada Lovelace" {
		t.Errorf("the name filled in is %q", name)
	}
	owner.post(at+"/correct", "name", "Ada Lovelace", "issued_on", "2026-03-10", "expires_on", "").status(http.StatusUnprocessableEntity).says("Choose the badges")
	owner.post(at+"/correct", "name", " ", "issued_on", "someday", "codes", code).status(http.StatusUnprocessableEntity)
	owner.post(at+"/correct", "name", "Ada Lovelace", "issued_on", "2026-03-10", "expires_on", "", "codes", code, "codes", other).says("Signed anew")

	for c, name := range map[string]string{code: "Ada Lovelace", other: "Ada Lovelace", third: "Ada Lovlace"} {
		employer.get("/b/" + c).says("valid").says(name)
	}
	employer.get("/b/" + code).saysNot("Lovlace")
	employer.post("/verify", "document", saved).says("replaced by a newer one").says("corrected this badge")
	employer.post("/verify", "document", employer.get("/b/"+code+".json").body).says("This badge is valid")
	earner.get(asked.path).says("We have corrected 2 of your badges").says("Done")
	before := "/portfolio/" + code + "/before/1.json"
	earner.get("/portfolio/" + code).says("Until").says("Ada Lovlace")
	if earner.get(before).status(http.StatusOK).body != saved {
		t.Error("what was signed before is not kept as it was")
	}
	earner.get("/portfolio/" + code + "/before/2.json").status(http.StatusNotFound)
	employer.get(before).at("/login")
	owner.get("/org/riverbank/issued/" + code + "/before/1.json").status(http.StatusOK)

	page := "/org/riverbank/issued/" + third
	owner.post(page+"/correct", "name", "Ada Lovelace", "issued_on", "2026-03-10", "why", "").status(http.StatusUnprocessableEntity).says("Give the reason")
	owner.post(page+"/correct", "name", "Ada Lovelace", "issued_on", "2026-03-11", "expires_on", "2027-03-11", "why", "We misspelled it.").says("signed anew")
	owner.get(page).says("We misspelled it.")
}
