package portfolio_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/test/world"
)

func TestALetterShowsABadge(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		code := w.Issue(t, w.Badge(t, org.ID, "sail"), "Ada <ada@example.org>", "Bob <bob@example.org>")[0].Code
		ada, bob := badge.Actor{AccountID: w.Account(t, "ada@example.org").ID}, badge.Actor{AccountID: w.Account(t, "bob@example.org").ID}
		const note = "Dear <b>Boss</b>,\n\nlook & see."
		if err := w.Portfolio.Send(t.Context(), ada, code, "Boss@Work.example", note); err != nil {
			t.Fatal(err)
		}
		text := w.LetterText(t, badge.LetterShared, "boss@work.example")
		for _, want := range []string{"> Dear <b>Boss</b>,\n> \n> look & see.", world.PublicURL + "/b/" + string(code), "Ada earned this badge", "An answer goes to Ada."} {
			if !strings.Contains(text, want) {
				t.Errorf("the letter does not say %q:\n%s", want, text)
			}
		}
		letters := w.Letters(t)
		_, content, err := w.Post.Show(t.Context(), badge.Host(), letters[len(letters)-1].ID)
		if err != nil || strings.Contains(content.HTML, "<b>Boss") || !strings.Contains(content.HTML, "&lt;b&gt;Boss") {
			t.Errorf("the note is markup, or not there: %v", err)
		}
		for to, want := range map[string]string{"": "to", "two@a.example,b@a.example": "to", "fine@a.example": "note"} {
			invalid, ok := errors.AsType[*badge.Invalid](w.Portfolio.Send(t.Context(), ada, code, to, "see http://elsewhere.example"))
			if !ok || invalid.Fields[want] == "" {
				t.Errorf("to %q: %v", to, invalid)
			}
		}
		if err := w.Portfolio.Send(t.Context(), bob, code, "boss@work.example", ""); !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("Bob shows Ada's badge: %v", err)
		}
		// What was private before the letter left is not shown any more.
		if err := w.Portfolio.SetVisibility(t.Context(), ada, code, badge.VisibilityPrivate); err != nil {
			t.Fatal(err)
		}
		if _, content, err := w.Post.Show(t.Context(), badge.Host(), letters[len(letters)-1].ID); err != nil || strings.Contains(content.Text+content.HTML, string(code)) {
			t.Error("a letter shows a private badge")
		}
		if _, ok := errors.AsType[*badge.Invalid](w.Portfolio.Send(t.Context(), ada, code, "new@work.example", "")); !ok {
			t.Error("a private badge is sent")
		}
	})
}

// A letter of ours cannot be made a nuisance of: for one reader, or for many.
func TestLettersAreFew(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	results := w.Issue(t, w.Badge(t, org.ID, "sail"), "A <a@example.org>", "B <b@example.org>", "C <c@example.org>")
	var actors []badge.Actor
	for _, name := range []badge.Email{"a@example.org", "b@example.org", "c@example.org"} {
		actors = append(actors, badge.Actor{AccountID: w.Account(t, name).ID})
	}
	send := func(who int, to string) bool {
		err := w.Portfolio.Send(t.Context(), actors[who], results[who].Code, to, "")
		if _, refused := errors.AsType[*badge.Invalid](err); err != nil && !refused {
			t.Fatal(err)
		}
		return err == nil
	}
	sent := 0
	for range 4 {
		for who := range actors {
			if send(who, "one@work.example") {
				sent++
			}
		}
	}
	if sent != badge.MaxSharesReceived {
		t.Errorf("one reader gets %d letters a day", sent)
	}
	for n := range 30 {
		if send(0, fmt.Sprintf("n%d@work.example", n)) {
			sent++
		}
	}
	if want := badge.MaxSharesReceived + badge.MaxShares - badge.MaxSharesTo; sent != want {
		t.Errorf("%d letters in all, want %d", sent, want)
	}
	w.Pass(24*time.Hour + time.Second)
	if !send(0, "one@work.example") {
		t.Error("nothing can be sent the next day")
	}
	w.Write(t, func(tx *store.Tx) error { return tx.DropSharedNotes(t.Context()) })
}
