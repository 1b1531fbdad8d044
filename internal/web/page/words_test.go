package page

import (
	"testing"
	"time"
)

func TestWords(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{number(0), "0"},
		{number(999), "999"},
		{number(1000), "1,000"},
		{number(100000), "100,000"},
		{number(1234567), "1,234,567"},
		{number(-1234), "-1,234"},
		{count(1, "badge", "badges"), "1 badge"},
		{count(0, "badge", "badges"), "0 badges"},
		{span(300 * time.Millisecond), "less than a second"},
		{span(45 * time.Second), "45 seconds"},
		{span(10 * time.Minute), "10 minutes"},
		{span(3 * time.Hour), "3 hours"},
		{rate(3.25), "3.2 a second"},
		{rate(1310.7), "1,310 a second"},
		{initial("riverbank"), "R"},
		{initial("“Élan”"), "É"},
		{initial(""), "·"},
		{bare("https://badges.example.org/b/X/"), "badges.example.org/b/X"},
		{day(time.Date(2026, 3, 1, 23, 30, 0, 0, time.FixedZone("", -3600))), "March 2, 2026"},
		{RowCounts{OK: 239, Questions: 1, Errors: 2}.title(), "242 people, 3 need a look"},
		{RowCounts{OK: 1}.title(), "1 person, all clear"},
		{RowCounts{Errors: 1}.title(), "1 person, 1 needs a look"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
