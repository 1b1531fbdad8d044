package claim_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/claim"
	"laurel/internal/store"
	"laurel/test/world"
)

// application opens a new badge of a new organization for applications.
func application(t *testing.T, w *world.World) (badge.Achievement, claim.Invitation) {
	t.Helper()
	a := w.Badge(t, w.Found(t, "riverbank", nil).ID, "sail")
	made := offer(t, w, a.OrgID, badge.Offer{AchievementID: a.ID, Kind: badge.OfferApplication, Note: "Tell us of three trips."})
	i, err := w.Claims.FindApplication(t.Context(), made.ID)
	if err != nil {
		t.Fatal(err)
	}
	return a, i
}

func TestABadgeThatNeedsEvidenceIsNotGivenForACode(t *testing.T) {
	w := world.New(t)
	a, i := application(t, w)
	needs := badge.Achievement{State: a.State, Revision: a.Revision, EvidenceRequired: true}
	if _, err := w.Catalog.Revise(t.Context(), badge.Host(), a.OrgID, a.ID, needs, nil); err != nil {
		t.Fatal(err)
	}
	_, err := w.Claims.Offer(t.Context(), badge.Host(), a.OrgID, badge.Offer{AchievementID: a.ID, Kind: badge.OfferCode, Quota: 10, ClosesAt: w.Time().AddDate(0, 0, 1)}, nil)
	if invalid, ok := errors.AsType[*badge.Invalid](err); !ok || !strings.Contains(invalid.Fields["badge"], "evidence only") {
		t.Errorf("a code: %v", err)
	}
	if i, err = w.Claims.FindApplication(t.Context(), i.ID); err != nil {
		t.Fatal(err)
	}
	text := badge.Claim{Name: "Ada", Email: "ada@example.org", Statement: "Three trips around the bay."}
	_, err = w.Claims.Ask(t.Context(), badge.Actor{}, i, text, badge.Attachment{})
	if invalid, ok := errors.AsType[*badge.Invalid](err); !ok || invalid.Fields["evidence"] == "" {
		t.Errorf("without evidence: %v", err)
	}
	text.Evidence = "ada.example/log"
	if _, err = w.Claims.Ask(t.Context(), badge.Actor{}, i, text, badge.Attachment{}); err != nil {
		t.Errorf("with evidence: %v", err)
	}
}

func TestAnApplicationIsDecidedWithAReason(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		a, i := application(t, w)
		if _, err := w.Claims.Offer(t.Context(), badge.Host(), a.OrgID, badge.Offer{AchievementID: a.ID, Kind: badge.OfferApplication}, nil); err == nil {
			t.Error("open for applications twice")
		}
		text := badge.Claim{Name: "Ada", Email: "ada@example.org", Statement: "Three trips\naround the bay.", Evidence: "ada.example/log"}
		file := badge.Attachment{Name: "log book.pdf", Data: []byte("%PDF-1.4 the log")}
		for _, bad := range []badge.Attachment{{Name: "a.exe", Data: []byte("MZ")}, {Name: "a.pdf", Data: append([]byte("%PDF-"), make([]byte, badge.MaxRequestFile)...)}} {
			if _, err := w.Claims.Ask(t.Context(), badge.Actor{}, i, text, bad); err == nil {
				t.Errorf("%s was taken", bad.Name)
			}
		}
		q, err := w.Claims.Ask(t.Context(), badge.Actor{}, i, text, file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Claims.Asked(t.Context(), badge.Host(), a.OrgID, i.ID, q.ID); !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("seen before the address was proven: %v", err)
		}
		if err := w.Claims.Prove(t.Context(), w.Claims.Token(q)); err != nil {
			t.Fatal(err)
		}
		w.LetterText(t, badge.LetterClaimAsked, "ada@example.org")
		if letter := w.LetterText(t, badge.LetterClaimReview, "badges@riverbank.example"); !strings.Contains(letter, "> around the bay.") || !strings.Contains(letter, "/org/riverbank/claims/"+string(i.ID)+"/asked/"+string(q.ID)) {
			t.Error(letter)
		}
		p, err := w.Claims.Asked(t.Context(), badge.Host(), a.OrgID, i.ID, q.ID)
		if err != nil || p.FileName != "log-book.pdf" || p.Statement != text.Statement || p.Evidence != "https://ada.example/log" {
			t.Fatalf("%+v, %v", p.Claim, err)
		}
		if data, err := w.Claims.File(t.Context(), p); err != nil || string(data) != string(file.Data) {
			t.Errorf("%q, %v", data, err)
		}
		n, err := w.Claims.Decide(t.Context(), badge.Host(), a.OrgID, i.ID, claim.Decision{Claims: []badge.ClaimID{q.ID}, Approve: true, Name: "Ada Lovelace", Reason: "Well done."})
		if n != 1 || err != nil {
			t.Fatal(n, err)
		}
		own := badge.LetterWords{Kind: badge.LetterClaimDecided, Language: "en", Text: "About {badge}: the harbor office has looked at it."}
		if letter := w.LetterText(t, badge.LetterClaimDecided, "ada@example.org"); !strings.Contains(letter, "Well done.") || !strings.Contains(letter, "approved your application") {
			t.Error(letter)
		}
		if err := w.Post.SaveWords(t.Context(), badge.Host(), a.OrgID, own); err != nil {
			t.Fatal(err)
		}
		if letter := w.LetterText(t, badge.LetterClaimDecided, "ada@example.org"); !strings.Contains(letter, "the harbor office") || !strings.Contains(letter, "Well done.") || strings.Contains(letter, "approved your application") {
			t.Error(letter)
		}
		p, _ = w.Claims.Asked(t.Context(), badge.Host(), a.OrgID, i.ID, q.ID)
		issue(t, w, a.OrgID, p.BatchID)
		p, _ = w.Claims.Asked(t.Context(), badge.Host(), a.OrgID, i.ID, q.ID)
		if c := w.Credential(t, p.Code); c.Name != "Ada Lovelace" || !strings.Contains(string(c.Signed), "https://ada.example/log") || strings.Contains(string(c.Signed), "around the bay") {
			t.Errorf("issued: %s", c.Signed)
		}
	})
}

func TestWhoeverIsLoggedInNeedsNoLetter(t *testing.T) {
	w := world.New(t)
	a, i := application(t, w)
	w.Issue(t, w.Badge(t, a.OrgID, "row"), "Ada <ada@example.org>")
	ada := badge.Actor{AccountID: w.Account(t, "ada@example.org").ID}
	for email, want := range map[badge.Email]badge.ClaimState{"ada@example.org": badge.ClaimAsked, "somebody@example.org": badge.ClaimWaiting} {
		q, err := w.Claims.Ask(t.Context(), ada, i, badge.Claim{Name: "Ada", Email: email, Statement: "I can."}, badge.Attachment{})
		if err != nil || q.State != want {
			t.Errorf("%s: %s, %v", email, q.State, err)
		}
	}
}

func TestWhoeverAsksIsAnsweredInTheirLanguage(t *testing.T) {
	w := world.New(t)
	a, i := application(t, w)
	text := badge.Claim{Name: "José", Email: "jose@example.org", Statement: "Puedo.", Language: "es"}
	q, err := w.Claims.Ask(t.Context(), badge.Actor{}, i, text, badge.Attachment{})
	if err != nil {
		t.Fatal(err)
	}
	if letter := w.LetterText(t, badge.LetterClaim, "jose@example.org"); !strings.Contains(letter, "Hola, Jos") {
		t.Error(letter)
	}
	if err := w.Claims.Prove(t.Context(), w.Claims.Token(q)); err != nil {
		t.Fatal(err)
	}
	if _, err = w.Claims.Decide(t.Context(), badge.Host(), a.OrgID, i.ID, claim.Decision{Claims: []badge.ClaimID{q.ID}, Approve: true, Name: "José", Reason: "Bien."}); err != nil {
		t.Fatal(err)
	}
	p, _ := w.Claims.Asked(t.Context(), badge.Host(), a.OrgID, i.ID, q.ID)
	issue(t, w, a.OrgID, p.BatchID)
	if letter := w.LetterText(t, badge.LetterIssued, "jose@example.org"); !strings.Contains(letter, "Felicitaciones, José") {
		t.Error(letter)
	}
}

func TestASlipIsForOneAndHasItsName(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		a := w.Badge(t, w.Found(t, "riverbank", nil).ID, "sail")
		made := offer(t, w, a.OrgID, badge.Offer{AchievementID: a.ID, Kind: badge.OfferSlips}, "Amara Okafor", "李娜")
		d, err := w.Claims.Open(t.Context(), badge.Host(), a.OrgID, made.ID, badge.ClaimGranted, "", 10)
		if err != nil || len(d.Slips) != 2 || d.Quota != 2 || d.Slips[1].Name != "李娜" || len(d.Slips[0].Code) != 12 {
			t.Fatalf("%+v, %v", d.Slips, err)
		}
		i, err := w.Claims.Find(t.Context(), d.Slips[0].Code)
		if err != nil {
			t.Fatal(err)
		}
		mine, one := ask(t, w, i, badge.Claim{Name: "Somebody Else", Email: "amara@example.org"})
		_, two := ask(t, w, i, badge.Claim{Email: "thief@example.org"})
		if mine.Name != "Amara Okafor" {
			t.Errorf("the name is %q", mine.Name)
		}
		if err := w.Claims.Prove(t.Context(), one); err != nil {
			t.Fatal(err)
		}
		if err := w.Claims.Prove(t.Context(), two); !strings.Contains(refusal(err), "claimed in the meantime") {
			t.Errorf("the same slip again: %v", err)
		}
		if i, err = w.Claims.Find(t.Context(), d.Slips[0].Code); err != nil || i.Closed(w.Time()) != claim.ClosedTaken {
			t.Errorf("the slip says %q, %v", i.Closed(w.Time()), err)
		}
		p, _ := w.Claims.Proof(t.Context(), one)
		issue(t, w, a.OrgID, p.BatchID)
		p, _ = w.Claims.Proof(t.Context(), one)
		if c := w.Credential(t, p.Code); c.Name != "Amara Okafor" || c.Email != "amara@example.org" {
			t.Errorf("%+v", c)
		}
		if d, err = w.Claims.Open(t.Context(), badge.Host(), a.OrgID, made.ID, badge.ClaimGranted, "", 10); err != nil || d.Used != 1 {
			t.Errorf("%d places taken, %v", d.Used, err)
		}
		if _, err := w.Claims.Offer(t.Context(), badge.Host(), a.OrgID, badge.Offer{AchievementID: a.ID, Kind: badge.OfferSlips}, []string{"good", "bad\x07"}); err == nil {
			t.Error("a name that cannot be printed was taken")
		}
	})
}

func TestWhatNobodyProvedGoes(t *testing.T) {
	w := world.New(t)
	_, i := poster(t, w, func(o *badge.Offer) { o.ClosesAt = w.Time().Add(30 * 24 * time.Hour) })
	old, _ := ask(t, w, i, person(1))
	open := offer(t, w, i.OrgID, badge.Offer{AchievementID: i.AchievementID, Kind: badge.OfferApplication})
	file := badge.Attachment{Name: "a.pdf", Data: []byte("%PDF-1.4")}
	q, err := w.Claims.Ask(t.Context(), badge.Actor{}, open, badge.Claim{Name: "Q", Email: "q@example.org", Statement: "I can."}, file)
	hash := q.File
	if err != nil || !keptFile(t, w, hash) {
		t.Fatal(err)
	}
	kept, token := ask(t, w, i, person(2))
	if err := w.Claims.Prove(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	w.Pass(badge.ClaimKept + time.Hour)
	young, _ := ask(t, w, i, person(3))
	if err := w.Claims.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if used := keptFile(t, w, hash); used {
		t.Error("the file of an application that nobody proved is still there")
	}
	for id, want := range map[badge.ClaimID]bool{old.ID: false, kept.ID: true, young.ID: true} {
		err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
			_, err := tx.SystemClaim(t.Context(), id)
			return err
		})
		if (err == nil) != want {
			t.Errorf("%s: %v", id, err)
		}
	}
}

func keptFile(t *testing.T, w *world.World, hash string) bool {
	t.Helper()
	_, err := w.Blobs.Get(t.Context(), hash)
	return err == nil
}
