package badge_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"laurel/internal/badge"
)

func TestParsePeriod(t *testing.T) {
	for _, c := range []struct {
		typed string
		want  badge.Period
		form  string // String
	}{
		{"", badge.Period{}, ""},
		{"  ", badge.Period{}, ""},
		{"3y", badge.Period{Years: 3}, "3y"},
		{"3 Years", badge.Period{Years: 3}, "3y"},
		{"1 year", badge.Period{Years: 1}, "1y"},
		{"18m", badge.Period{Months: 18}, "18m"},
		{"18 months", badge.Period{Months: 18}, "18m"},
		{"90d", badge.Period{Days: 90}, "90d"},
		{"1 day", badge.Period{Days: 1}, "1d"},
		{"1y 6m", badge.Period{Years: 1, Months: 6}, "1y 6m"},
		{"1y6m2d", badge.Period{Years: 1, Months: 6, Days: 2}, "1y 6m 2d"},
		{"0y", badge.Period{}, ""},
	} {
		got, err := badge.ParsePeriod(c.typed)
		if err != nil || got != c.want || got.String() != c.form {
			t.Errorf("%q: %+v (%q), %v; want %+v (%q)", c.typed, got, got, err, c.want, c.form)
		}
		if again, err := badge.ParsePeriod(got.String()); err != nil || again != got {
			t.Errorf("%q read back: %+v, %v", got, again, err)
		}
	}
	for _, typed := range []string{"3", "y", "-3y", "3y-", "3.5y", "6m 1y", "three years", "1y 1y", "1000y", "3yr", "٣y", "P3Y"} {
		var invalid *badge.Invalid
		if got, err := badge.ParsePeriod(typed); !errors.As(err, &invalid) || invalid.Fields["valid_for"] == "" {
			t.Errorf("%q: %+v, %v; want it refused", typed, got, err)
		}
	}
}

func TestExpires(t *testing.T) {
	for _, c := range []struct{ issued, period, until, want string }{
		{"2026-03-10", "", "", ""},
		{"2026-03-10", "3y", "", "2029-03-10"},
		{"2026-03-10", "90d", "", "2026-06-08"},
		{"2026-01-31", "1m", "", "2026-02-28"},
		{"2028-01-31", "1m", "", "2028-02-29"},
		{"2026-01-30", "1m", "", "2026-02-28"},
		{"2026-08-31", "6m", "", "2027-02-28"},
		{"2026-10-31", "1m", "", "2026-11-30"},
		{"2026-12-31", "2m", "", "2027-02-28"},
		{"2028-02-29", "1y", "", "2029-02-28"},
		{"2028-02-29", "4y", "", "2032-02-29"},
		{"2026-01-31", "1m 1d", "", "2026-03-01"},
		{"2026-05-15", "18m", "", "2027-11-15"},
		{"2026-03-10", "1y", "2026-12-31", "2026-12-31"}, // a last day is a last day
		{"2026-03-10", "", "2025-12-31", "2025-12-31"},
	} {
		v := badge.Validity{Until: date(t, c.until)}
		var err error
		if v.Period, err = badge.ParsePeriod(c.period); err != nil {
			t.Fatal(err)
		}
		if got := v.Expires(date(t, c.issued)); !got.Equal(date(t, c.want)) {
			t.Errorf("issued %s for %q until %q: %s, want %q", c.issued, c.period, c.until, got.Format(time.DateOnly), c.want)
		}
	}
}

func date(t *testing.T, s string) time.Time {
	t.Helper()
	if s == "" {
		return time.Time{}
	}
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestParseValidity(t *testing.T) {
	for _, c := range []struct {
		period, until string
		want          badge.Validity
		field         string // refused
	}{
		{"", "", badge.Validity{}, ""},
		{"3y", " ", badge.Validity{Period: badge.Period{Years: 3}}, ""},
		{"", " 2029-12-31 ", badge.Validity{Until: date(t, "2029-12-31")}, ""},
		{"3y", "2029-12-31", badge.Validity{}, "valid_until"},
		{"", "31.12.2029", badge.Validity{}, "valid_until"},
		{"", "2029-02-30", badge.Validity{}, "valid_until"},
		{"soon", "", badge.Validity{}, "valid_for"},
	} {
		got, err := badge.ParseValidity(c.period, c.until)
		if fieldOf(err) != c.field || c.field == "" && got != c.want {
			t.Errorf("%q, %q: %+v, %v; want %+v, refused at %q", c.period, c.until, got, err, c.want, c.field)
		}
	}
}

// fieldOf is the one field that an error refuses; "" for no error.
func fieldOf(err error) string {
	var invalid *badge.Invalid
	if err == nil {
		return ""
	}
	if !errors.As(err, &invalid) || len(invalid.Fields) != 1 {
		return "not one field: " + err.Error()
	}
	for field := range invalid.Fields {
		return field
	}
	return ""
}

func TestDayIsTheDayInUTC(t *testing.T) {
	kiritimati := time.FixedZone("+14", 14*3600)
	if got := badge.Day(time.Date(2026, 3, 11, 1, 0, 0, 0, kiritimati)); !got.Equal(date(t, "2026-03-10")) {
		t.Errorf("got %v", got)
	}
}

func TestAchievementValidate(t *testing.T) {
	good := func() badge.Achievement {
		return badge.Achievement{Slug: "wound-care", Revision: badge.Revision{
			Name: "Wound Care", Description: "Cares for wounds.", Criteria: "Pass.\n\n- twice", Picture: "hash", Tags: []string{" skill "}, Details: badge.Details{Alt: "A drop."},
		}}
	}
	a := good()
	a.Revision.Name = "  Wound Care\t"
	a.Revision.Criteria = "Pass.\r\nTwice."
	if err := a.Validate(); err != nil {
		t.Fatal(err)
	}
	if a.Revision.Name != "Wound Care" || a.Revision.Criteria != "Pass.\nTwice." || a.Revision.Tags[0] != "skill" {
		t.Errorf("not tidied: %+v", a.Revision)
	}
	for _, c := range []struct {
		name, field string
		spoil       func(*badge.Achievement)
	}{
		{"no slug", "slug", func(a *badge.Achievement) { a.Slug = "" }},
		{"slug with a slash", "slug", func(a *badge.Achievement) { a.Slug = "a/b" }},
		{"no name", "name", func(a *badge.Achievement) { a.Revision.Name = " " }},
		{"151 letters", "name", func(a *badge.Achievement) { a.Revision.Name = strings.Repeat("ö", 151) }},
		{"name in two lines", "name", func(a *badge.Achievement) { a.Revision.Name = "a\nb" }},
		{"name turned around", "name", func(a *badge.Achievement) { a.Revision.Name = "a\u202eb" }},
		{"name that is no text", "name", func(a *badge.Achievement) { a.Revision.Name = "a\xffb" }},
		{"no description", "description", func(a *badge.Achievement) { a.Revision.Description = "" }},
		{"no criteria", "criteria", func(a *badge.Achievement) { a.Revision.Criteria = "" }},
		{"bell in the criteria", "criteria", func(a *badge.Achievement) { a.Revision.Criteria = "a\ab" }},
		{"no picture", "image", func(a *badge.Achievement) { a.Revision.Picture = "" }},
		{"no words for the picture", "alt", func(a *badge.Achievement) { a.Revision.Alt = " " }},
		{"empty tag", "tags", func(a *badge.Achievement) { a.Revision.Tags = []string{"a", " "} }},
		{"31 tags", "tags", func(a *badge.Achievement) { a.Revision.Tags = strings.Split(strings.Repeat("a,", 30)+"a", ",") }},
		{"101 years", "valid_for", func(a *badge.Achievement) { a.Revision.Validity.Period.Years = 101 }},
		{"100 years and 12 months", "valid_for", func(a *badge.Achievement) { a.Revision.Validity.Period = badge.Period{Years: 100, Months: 12} }},
		{"negative period", "valid_for", func(a *badge.Achievement) { a.Revision.Validity.Period.Days = -1 }},
	} {
		a := good()
		c.spoil(&a)
		if got := fieldOf(a.Validate()); got != c.field {
			t.Errorf("%s: refused at %q, want %q", c.name, got, c.field)
		}
	}
}
