package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/test/world"
)

// claimed gives a badge a claim code and an application that waits.
func claimed(t *testing.T, w *world.World, a badge.Achievement) (badge.ClaimCode, badge.Claim) {
	t.Helper()
	code, err := w.Claims.Offer(t.Context(), badge.Host(), a.OrgID, badge.Offer{AchievementID: a.ID, Kind: badge.OfferCode, ClosesAt: w.Time().Add(time.Hour), Quota: 3}, nil)
	if err != nil {
		t.Fatal(err)
	}
	open, err := w.Claims.Offer(t.Context(), badge.Host(), a.OrgID, badge.Offer{AchievementID: a.ID, Kind: badge.OfferApplication}, nil)
	if err != nil {
		t.Fatal(err)
	}
	i, err := w.Claims.FindApplication(t.Context(), open.ID)
	if err != nil {
		t.Fatal(err)
	}
	q, err := w.Claims.Ask(t.Context(), badge.Actor{}, i, badge.Claim{Name: "Ap", Email: "ap@example.org", Statement: "I can."}, badge.Attachment{Name: "a.pdf", Data: []byte("%PDF-1.4")})
	if err == nil {
		err = w.Claims.Prove(t.Context(), w.Claims.Token(q))
	}
	if err != nil {
		t.Fatal(err)
	}
	return code.Code, q
}

// claimLink is the link in the letter to somebody who asked for a badge.
func claimLink(t *testing.T, w *world.World, email badge.Email) string {
	t.Helper()
	_, rest, found := strings.Cut(w.LetterText(t, badge.LetterClaim, email), world.PublicURL)
	if !found {
		t.Fatal("no link in the letter")
	}
	link, _, _ := strings.Cut(rest, "\n")
	return link
}

func TestAStrangerClaimsABadge(t *testing.T) {
	w, door, owner := founded(t)
	w.Badge(t, ours(t, w).ID, "sail")
	form := owner.get("/org/riverbank/claims/new?kind=code").status(http.StatusOK)
	if form.Find(`option[value="sail"]`).Length() != 1 {
		t.Fatal(form.main())
	}
	owner.post("/org/riverbank/claims/new", "kind", "code", "badge", "sail", "quota", "2", "closes", "2020-01-01T10:00").status(http.StatusUnprocessableEntity)
	made := owner.post("/org/riverbank/claims/new", "kind", "code", "badge", "sail", "quota", "2", "note", "Hall B", "closes", w.Time().Add(time.Hour).Format("2006-01-02T15:04")).status(http.StatusOK)
	code := strings.TrimSpace(made.Find(".offer-code").Text())
	poster := owner.get(made.path + "/poster").status(http.StatusOK)
	if !strings.Contains(poster.main(), code) || !strings.HasPrefix(poster.Find(".poster-qr").AttrOr("src", ""), "data:image/svg+xml;base64,") {
		t.Error(poster.main())
	}
	b := visit(t, door)
	b.get("/claim?code=zzzz-zzzz").status(http.StatusUnprocessableEntity)
	page := b.get("/claim?code=" + strings.ToLower(strings.ReplaceAll(code, "0", "o"))).status(http.StatusOK)
	page.at("/claim/" + strings.ReplaceAll(code, "-", ""))
	if said := page.main(); !strings.Contains(said, "Hall B") || !strings.Contains(said, "2 badges are left") {
		t.Error(said)
	}
	again := b.post(page.path, "name", "", "email", "bo@").status(http.StatusUnprocessableEntity)
	if again.Find(".field-wrong").Length() != 2 || again.Find(`[name="email"]`).AttrOr("value", "") != "bo@" {
		t.Error(again.main())
	}
	b.post(page.path, "name", "Bo Li", "email", "bo@example.org").status(http.StatusOK)
	link := claimLink(t, w, "bo@example.org")
	for range 2 {
		if b.get(link).status(http.StatusOK).Find(`form[method="post"] button.btn-primary`).Length() != 1 {
			t.Error("looking at the link spent it, or there is no button")
		}
	}
	if said := b.post(link).status(http.StatusOK).main(); !strings.Contains(said, "being signed") {
		t.Error(said)
	}
	work(t, w)
	done := b.get(link).status(http.StatusOK)
	if !strings.Contains(done.main(), "The badge is yours") {
		t.Fatal(done.main())
	}
	if page := b.get(done.Find("a.btn-big").AttrOr("href", "")).status(http.StatusOK); !strings.Contains(page.main(), "Bo Li") {
		t.Error(page.main())
	}
	owner.post(made.path + "/end").status(http.StatusOK)
	if said := b.get(page.path).status(http.StatusOK).main(); !strings.Contains(said, "has closed this") {
		t.Error(said)
	}
	b.get(link + "x").status(http.StatusGone)
}

// work issues what waits in the newest batch of the organization of founded.
func work(t *testing.T, w *world.World) {
	t.Helper()
	if err := w.Issuer.IssueChunk(t.Context(), ours(t, w).ID, badge.BatchID(lastBatch(t, w)), 1, 100); err != nil {
		t.Fatal(err)
	}
}

func TestGuessingCodesIsSlowedDownAndKnowingOneIsNot(t *testing.T) {
	w, door, _ := founded(t)
	code, _ := claimed(t, w, w.Badge(t, ours(t, w).ID, "sail"))
	b := visit(t, door)
	for range 50 { // a hall of phones behind one address
		b.get("/claim/" + string(code)).status(http.StatusOK)
	}
	for range 30 {
		b.get("/claim/ZZZZZZZZ").status(http.StatusNotFound)
	}
	b.get("/claim/ZZZZZZZY").status(http.StatusTooManyRequests)
	b.get("/claim/" + string(code)).status(http.StatusTooManyRequests)
}

func TestAnApplicationGoesThroughTheDesk(t *testing.T) {
	w, door, owner := founded(t)
	a := w.Badge(t, ours(t, w).ID, "sail")
	_, q := claimed(t, w, a)
	b := visit(t, door)
	apply := b.get("/a/"+string(a.Revision.ID)).Find(`a[href^="/apply/"]`).AttrOr("href", "none")
	b.upload(apply, "file", "log.pdf", []byte("%PDF-1.4 the log"), "name", "Bo", "email", "bo@example.org", "statement", "Three trips.").status(http.StatusOK)
	b.post(claimLink(t, w, "bo@example.org")).status(http.StatusOK)
	list := owner.get("/org/riverbank/claims/" + string(q.OfferID)).status(http.StatusOK)
	if n := list.Find(`a[href*="/asked/"]`).Length(); n != 2 {
		t.Fatalf("%d applications: %s", n, list.main())
	}
	one := owner.get(list.Find(`a[href*="/asked/"]`).First().AttrOr("href", "")).status(http.StatusOK)
	file := owner.get(one.path + "/file").status(http.StatusOK)
	if file.body != "%PDF-1.4 the log" || !strings.Contains(file.Header.Get("Content-Disposition"), `attachment; filename="log.pdf"`) {
		t.Errorf("%s %v", file.body, file.Header)
	}
	id := one.Find(`input[name="claims"]`).AttrOr("value", "")
	decide := "/org/riverbank/claims/" + string(q.OfferID) + "/decide"
	if said := owner.post(decide, "claims", id, "back", id, "decision", "decline", "name", "Bo").status(http.StatusUnprocessableEntity).main(); !strings.Contains(said, "Give the reason") {
		t.Error(said)
	}
	owner.post(decide, "claims", id, "back", id, "decision", "decline", "name", "Bo", "reason", "Three more.").status(http.StatusOK)
	owner.post(decide, "claims", string(q.ID), "back", string(q.ID), "decision", "approve", "name", "Ap").status(http.StatusOK)
	if said := w.LetterText(t, badge.LetterClaimDecided, "bo@example.org"); !strings.Contains(said, "Three more.") {
		t.Error(said)
	}
	work(t, w)
	w.Account(t, "ap@example.org")
}

func TestSlipsArePrintedForThoseWhoMayIssue(t *testing.T) {
	w, door, owner := founded(t)
	w.Badge(t, ours(t, w).ID, "sail")
	made := owner.upload("/org/riverbank/claims/new", "file", "people.csv", []byte("No;Vorname;Nachname\n1;Amara;Okafor\n2;Bo;Li\n"), "kind", "slips", "badge", "sail", "names", "Cy Twombly\n\n").status(http.StatusOK)
	slips := owner.get(made.path + "/slips").status(http.StatusOK)
	var names []string
	for _, s := range slips.Find(".slip-name").EachIter() {
		names = append(names, s.Text())
	}
	if strings.Join(names, "|") != "Cy Twombly|Amara Okafor|Bo Li" {
		t.Fatal(names)
	}
	viewer := visit(t, door)
	member(t, w, viewer, badge.RoleViewer)
	viewer.get(made.path).status(http.StatusOK)
	viewer.get(made.path + "/slips").status(http.StatusForbidden)
	b := visit(t, door)
	page := b.get("/claim?code=" + slips.Find(".slip-code").First().Text()).status(http.StatusOK)
	if !strings.Contains(page.main(), "Cy Twombly") || page.Find(`[name="name"]`).Length() != 0 {
		t.Error(page.main())
	}
}

func TestAPathwayIsShownToWhomItConcerns(t *testing.T) {
	w, door, owner := founded(t)
	org := ours(t, w)
	one, final := w.Badge(t, org.ID, "one"), w.Badge(t, org.ID, "final")
	w.Badge(t, org.ID, "two")
	w.Issue(t, one, "Ada <ada@example.org>")
	owner.post("/org/riverbank/pathways/final", "steps", "final", "rule", "all").status(http.StatusUnprocessableEntity)
	owner.post("/org/riverbank/pathways/final", "steps", "one", "steps", "two", "rule", "any", "need", "x").status(http.StatusUnprocessableEntity)
	owner.post("/org/riverbank/pathways/final", "steps", "one", "steps", "two", "rule", "all").at("/org/riverbank/pathways")
	public := visit(t, door).get("/a/" + string(final.Revision.ID)).status(http.StatusOK)
	if said := public.main(); !strings.Contains(said, "both of these badges") || strings.Contains(said, "done") {
		t.Error(said)
	}
	ada := signedInAs(t, w, door, "ada@example.org")
	mine := ada.get("/pathways").status(http.StatusOK)
	if !strings.Contains(mine.main(), "1 of 2 done") || mine.Find(".step-open").Length() != 1 {
		t.Error(mine.main())
	}
	if said := ada.get("/a/" + string(final.Revision.ID)).main(); !strings.Contains(said, "1 of 2 done") {
		t.Error(said)
	}
	owner.post("/org/riverbank/pathways/final/end").at("/org/riverbank/pathways")
	if said := ada.get("/pathways").main(); !strings.Contains(said, "No pathway begun") {
		t.Error(said)
	}
}
