package badge_test

import (
	"testing"
	"time"

	"laurel/internal/badge"
)

func TestStatusOfAnAward(t *testing.T) {
	for _, c := range []struct {
		outcome badge.Outcome
		state   badge.AwardState
		want    string
	}{
		{badge.OutcomeOK, badge.AwardIssued, "issued"},
		{badge.OutcomeWarning, badge.AwardIssued, "issued"},
		{badge.OutcomeOK, badge.AwardRepeated, "duplicate"},
		{badge.OutcomeDuplicate, badge.AwardChecked, "duplicate"},
		{badge.OutcomeOK, badge.AwardRefused, "error"},
		{badge.OutcomeError, badge.AwardChecked, "error"},
		{badge.OutcomeQuestion, badge.AwardChecked, "skipped"},
		{badge.OutcomeOK, badge.AwardWaiting, "skipped"},
	} {
		a := badge.Award{Outcome: c.outcome, State: c.state}
		if got := a.Status(); got != c.want {
			t.Errorf("%s, %s: %q, want %q", c.outcome, c.state, got, c.want)
		}
	}
}

func TestMessageOfAnAward(t *testing.T) {
	a := badge.Award{Findings: []badge.Finding{{Reason: "No name.", Suggestion: "Write it."}, {Reason: "Odd."}}}
	if got := a.Message(); got != "No name. Write it. Odd." {
		t.Errorf("got %q", got)
	}
	if got := (&badge.Award{}).Message(); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestHoldings(t *testing.T) {
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	held := badge.Holdings{"endless@example.org": {}, "until@example.org": day}
	for _, c := range []struct {
		name  string
		email badge.Email
		on    time.Time
		want  bool
	}{
		{"without end", "endless@example.org", day.AddDate(50, 0, 0), true},
		{"on its last day", "until@example.org", day, true},
		{"the day after", "until@example.org", day.AddDate(0, 0, 1), false},
		{"somebody else", "nobody@example.org", day, false},
	} {
		if got := held.On(c.email, c.on); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
