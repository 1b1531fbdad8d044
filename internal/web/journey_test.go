package web_test

import (
	"net/http"
	"path"
	"regexp"
	"strings"
	"testing"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/test/world"
)

var temporaryPassword = regexp.MustCompile(`(?i)password:\s*(\S+)`)

// From an empty installation to a revoked badge, by pages alone.
func TestFromSetupToRevocation(t *testing.T) {
	w := world.New(t)
	door := w.Handler()
	owner, employer := visit(t, door), visit(t, door)

	employer.get("/").says("waits to be set up")
	employer.get("/setup/guessed").status(http.StatusNotFound)
	link := "/setup/" + account.SetupToken(w.Ring)
	owner.post(link, "name", "Riverbank College", "slug", "Not A Slug", "owner_name", "Robin", "owner_email", "robin@riverbank.example", "password", "short").
		status(http.StatusUnprocessableEntity)
	owner.post(link, "name", "Riverbank College", "slug", "riverbank", "url", "https://www.riverbank.example", "email", "badges@riverbank.example",
		"owner_name", "Robin", "owner_email", "", "password", ownerPassword).status(http.StatusUnprocessableEntity).says("Give your e-mail address")
	owner.post(link, "name", "Riverbank College", "slug", "riverbank", "url", "https://www.riverbank.example", "email", "badges@riverbank.example",
		"owner_name", "Robin", "owner_email", "robin@riverbank.example", "password", ownerPassword).at("/org/riverbank").says("Your first badge is a few steps away")
	employer.get(link).status(http.StatusGone)

	owner.upload("/org/riverbank/badges/new", "picture", "badge.png", world.Picture(), "name", "Wound Care", "alt", "A plaster", "description", "Dresses wounds.",
		"criteria", "Forty **supervised** hours.", "tags", "Care, Documentation", "validity", "period", "valid_for", "3y").
		at("/org/riverbank/badges").says("Wound Care").says("Valid for 3 years")

	checked := owner.upload("/org/riverbank/issue/people", "file", "spring.csv", []byte("name,email,issued_on\nMaría José Núñez,maria@example.org,2026-03-01\nNobody,not-an-address,2026-03-01\n"),
		"badge", "wound-care").says("Is the file understood?").submit(owner, "#reading").status(http.StatusOK).says("2 people, 1 needs a look").says("there is no @")
	batch := path.Dir(checked.path)
	owner.get(batch + "/confirm").at(batch + "/check").says("Confirm this first")
	owner.post(batch + "/rights").status(http.StatusUnprocessableEntity).says("Confirm this first")
	owner.post(batch+"/rights", "rights", "on").at(batch + "/letter").says("Congratulations")
	owner.get(batch + "/confirm").says("Issue 1 badge?")
	owner.post(batch + "/confirm").at(batch).says("Issuing 1 badge")
	owner.post(batch + "/confirm").status(http.StatusOK).at(batch)
	if err := w.Issuer.IssueChunk(t.Context(), ours(t, w).ID, badge.BatchID(path.Base(batch)), 1, 100); err != nil {
		t.Fatal(err)
	}
	owner.get(batch).says("1 badge issued").says("Letters kept here1")
	result := owner.get(batch + "/result.csv").body
	code := regexp.MustCompile(`/b/([0-9A-Z]{12})`).FindStringSubmatch(result)[1]
	if !strings.Contains(result, "2,María José Núñez,maria@example.org,issued,"+code) || !strings.Contains(result, "3,Nobody,not-an-address,error,,,") {
		t.Errorf("the result file: %s", result)
	}

	earner := visit(t, door)
	letter := w.LetterText(t, badge.LetterIssued, "maria@example.org")
	temporary := temporaryPassword.FindStringSubmatch(letter)[1]
	earner.post("/login", "email", " Maria@Example.org", "password", temporary).at("/password/change").says("You logged in with a temporary password")
	earner.get("/portfolio").at("/password/change")
	earner.post("/password/change", "password", "three quiet rivers meet", "repeat", "three quiet rivers").status(http.StatusUnprocessableEntity)
	earner.post("/password/change", "password", "three quiet rivers meet", "repeat", "three quiet rivers meet").at("/portfolio").says("Wound Care")
	visit(t, door).post("/login", "email", "maria@example.org", "password", temporary).status(http.StatusForbidden)
	earner.get("/portfolio/" + code).says("Add to Profile")
	earner.get("/b/" + code + "/linkedin").status(http.StatusSeeOther).at("/b/" + code + "/linkedin")
	employer.get("/b/" + code + "/linkedin").at("/login")

	employer.get("/b/" + code).says("This badge is valid.").says("Riverbank College issued it to María José Núñez on March 1, 2026").says("Forty supervised hours.")
	employer.post("/verify", "address", "https://badges.example.org/b/"+code).says("This badge is valid.").says("badges.example.org")
	picture := employer.get("/b/" + code + ".png")
	employer.upload("/verify", "file", "badge.png", []byte(picture.body)).says("This badge is valid.")

	owner.post("/org/riverbank/issued/"+code+"/revoke", "reason", "").status(http.StatusUnprocessableEntity)
	owner.post("/org/riverbank/issued/"+code+"/revoke", "reason", "Issued to the wrong person.").says("The badge is revoked.")
	employer.get("/b/" + code).says("This badge was revoked.").says("on March 10, 2026").says("Issued to the wrong person.")
	employer.upload("/verify", "file", "badge.png", []byte(picture.body)).says("This badge was revoked.")
	earner.get("/portfolio/" + code).says("Issued to the wrong person.")
}

func TestTheLetterComesAgainWithAPasswordThatWorks(t *testing.T) {
	w, door, owner := founded(t)
	a := w.Badge(t, ours(t, w).ID, "sail")
	code := string(w.Issue(t, a, "Ada <ada@example.org>")[0].Code)
	w.Pass(badge.TemporaryLifetime + 1)
	owner.post("/login", "email", "owner@riverbank.example", "password", ownerPassword).at("/org/riverbank")
	owner.post("/org/riverbank/issued/" + code + "/resend").says("The letter is written again.")
	temporary := temporaryPassword.FindStringSubmatch(w.LetterText(t, badge.LetterIssued, "ada@example.org"))[1]
	visit(t, door).post("/login", "email", "ada@example.org", "password", temporary).at("/password/change")
}

func TestAnswersAreKeptWhenAFileIsReadAgain(t *testing.T) {
	w, _, owner := founded(t)
	w.Badge(t, ours(t, w).ID, "sail")
	page := owner.upload("/org/riverbank/issue/people", "file", "a.csv", []byte("name,email,issued_on\nAda,ada@example.org,03/04/2026\nBo,bo@example.org,25/02/2026\n"), "badge", "sail").
		submit(owner, "#reading").says("03/04/2026: April 3 or March 4?").says("1 question")
	owner.post(page.path, "dates", "dmy").status(http.StatusOK).says("2026-04-03")
	owner.post(page.path, "duplicates", "allow").says("2026-04-03").says("gets it once more")
	owner.post(page.path, "dates", "mdy").says("2026-03-04").says("gets it once more")
	if got := page.Find("table tbody tr").First().Text(); !strings.Contains(got, "Ada") {
		t.Errorf("the row that waits for an answer is not the first: %s", got)
	}
}
