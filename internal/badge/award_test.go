package badge_test

import (
	"testing"

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
