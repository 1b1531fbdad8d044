package account_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/house"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
	"laurel/test/world"
)

// More than fifty locks in an hour give one warning, one letter and a word on
// the operator's pages, and not another one within the hour.
func TestManyLocksGiveTheAlarmOnceAnHour(t *testing.T) {
	var log bytes.Buffer
	w := world.Open(t, storetest.SQLiteOptions(t), func(s *house.Settings) {
		s.Support, s.Log = "help@badges.example", slog.New(slog.NewTextHandler(&log, nil))
	})
	_, a := earner(t, w)
	w.Issue(t, a, "Bo <bo@example.org>", "Cy <cy@example.org>", "Di <di@example.org>")
	alarms := func() int { return strings.Count(log.String(), "level=WARN msg=\"many accounts were locked") }
	given := func(want int) {
		t.Helper()
		if got, letters := alarms(), count(w, t, badge.LetterSpray); got != want || letters != want {
			t.Errorf("%d warnings and %d letters, want %d", got, letters, want)
		}
	}
	locked := func(account badge.AccountID, n int) {
		w.Write(t, func(tx *store.Tx) error {
			for range n {
				err := tx.AddFailedLogin(t.Context(), store.FailedLogin{ID: badge.NewID[string](), AccountID: account, Locked: true, At: w.Time()})
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	lockOne := func(name string) {
		for range badge.MaxFailures {
			_ = signIn(t, w, name+"@example.org", wrong)
		}
	}
	locked("", 100)                            // names that nobody has are no accounts
	locked(badge.NewID[badge.AccountID](), 20) // too long ago
	w.Pass(badge.SprayWindow + time.Second)
	locked(badge.NewID[badge.AccountID](), badge.SprayLocks-1)
	lockOne("ada")
	given(0)
	if at, err := w.Accounts.Alarm(t.Context(), badge.Host()); err != nil || !at.IsZero() {
		t.Errorf("after fifty the operator is told of %v, %v", at, err)
	}
	lockOne("bo")
	given(1)
	first := w.Time()
	w.Pass(59 * time.Minute)
	locked(badge.NewID[badge.AccountID](), badge.SprayLocks)
	lockOne("cy")
	given(1)
	if at, err := w.Accounts.Alarm(t.Context(), badge.Host()); err != nil || !at.Equal(first) {
		t.Errorf("the operator is told of %v, %v", at, err)
	}
	w.Pass(time.Minute)
	lockOne("di")
	given(2)
	if text := w.LetterText(t, badge.LetterSpray, "help@badges.example"); !strings.Contains(text, fmt.Sprintf("More than %d accounts on badges.example.org were locked", badge.SprayLocks)) {
		t.Errorf("the letter says\n%s", text)
	}
	w.Pass(badge.SprayShown + time.Second)
	if at, err := w.Accounts.Alarm(t.Context(), badge.Host()); err != nil || !at.IsZero() {
		t.Errorf("a week later the operator is told of %v, %v", at, err)
	}
	if _, err := w.Accounts.Alarm(t.Context(), badge.Actor{}); err == nil {
		t.Error("a stranger is told")
	}
}
