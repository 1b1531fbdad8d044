package badge

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Achievement is what can be earned. What it says stands in its revisions:
// changing it adds one, and what was issued keeps pointing to its own.
type Achievement struct {
	ID               AchievementID
	OrgID            OrgID
	Slug             string
	State            AchievementState
	EvidenceRequired bool // an award without evidence is not accepted
	CreatedAt        time.Time
	Revision         Revision // the current one
}

// Revision is one wording of an achievement.
type Revision struct {
	ID            RevisionID
	AchievementID AchievementID
	Number        int // 1, 2, 3 …
	Name          string
	Description   string
	Criteria      string // Markdown
	Picture       string // hash of a PNG in the blob store
	Design        string // the description that the picture was drawn from; empty: it was uploaded
	Tags          []string
	Details
	Validity  Validity
	CreatedAt time.Time
}

// Validate trims the fields and says what cannot be accepted. A draft needs
// nothing but a name.
func (a *Achievement) Validate() error {
	f := faults{}
	r := &a.Revision
	needed := 1
	if a.State == AchievementDraft {
		needed = 0
	}
	a.Slug = slug(f, a.Slug)
	r.Name = text(f, "name", r.Name, 1, 150, "Give the badge a name.")
	r.Description = text(f, "description", r.Description, needed, 2000, "Say in a sentence what this badge stands for.")
	r.Criteria = text(f, "criteria", r.Criteria, needed, 10000, "Say what it takes to earn this badge.")
	r.Details.validate(f)
	r.validateTranslations(f, needed)
	if r.Picture == "" && needed > 0 {
		f.add("image", "Choose a picture for the badge.")
	}
	if r.Alt == "" && needed > 0 {
		f.add("alt", "Say in words what the picture shows, for people who do not see it.")
	}
	if len(r.Tags) > 30 {
		f.add("tags", "At most 30 skills or tags.")
	}
	for i, tag := range r.Tags {
		r.Tags[i] = text(f, "tags", tag, 1, 80, "A tag is empty.")
	}
	if r.Validity.Period.isNegative() || r.Validity.Period.years() > 100 {
		f.add("valid_for", "Choose a period of at most 100 years.")
	}
	return f.err()
}

// Validity says how long a credential holds: without end (the zero value),
// for a period from its issue date, or until a date.
type Validity struct {
	Period Period
	Until  time.Time // a day, UTC midnight
}

// Expires returns the last day on which a credential issued on day issued
// holds, or the zero time when it holds without end.
func (v Validity) Expires(issued time.Time) time.Time {
	switch {
	case !v.Until.IsZero():
		return v.Until
	case v.Period != Period{}:
		return v.Period.after(issued)
	}
	return time.Time{}
}

// Period is a length of time by the calendar.
type Period struct {
	Years, Months, Days int
}

var periodForm = regexp.MustCompile(`^(?:(\d{1,3})\s*y(?:ears?)?)?\s*(?:(\d{1,4})\s*m(?:onths?)?)?\s*(?:(\d{1,5})\s*d(?:ays?)?)?$`)

// ParsePeriod reads "3y", "18m", "90d", "1y 6m" or nothing.
func ParsePeriod(s string) (Period, error) {
	m := periodForm.FindStringSubmatch(strings.ToLower(strings.TrimSpace(s)))
	if m == nil {
		return Period{}, Refuse("valid_for", "Write a period such as 3y, 18m or 90d.")
	}
	number := func(digits string) int {
		n, _ := strconv.Atoi(digits) // the form admits digits only, or nothing
		return n
	}
	return Period{Years: number(m[1]), Months: number(m[2]), Days: number(m[3])}, nil
}

// String is the form ParsePeriod reads.
func (p Period) String() string {
	var parts []string
	add := func(n int, unit string) {
		if n != 0 {
			parts = append(parts, strconv.Itoa(n)+unit)
		}
	}
	add(p.Years, "y")
	add(p.Months, "m")
	add(p.Days, "d")
	return strings.Join(parts, " ")
}

// after adds the period. A month that has no such day ends earlier: one month
// after January 31 is February 28, not March 3.
func (p Period) after(day time.Time) time.Time {
	firstOfMonth := time.Date(day.Year()+p.Years, day.Month()+time.Month(p.Months), 1, 0, 0, 0, 0, time.UTC)
	lastOfMonth := firstOfMonth.AddDate(0, 1, -1)
	return firstOfMonth.AddDate(0, 0, min(day.Day(), lastOfMonth.Day())-1+p.Days)
}

func (p Period) isNegative() bool { return p.Years < 0 || p.Months < 0 || p.Days < 0 }

func (p Period) years() int { return p.Years + p.Months/12 + p.Days/365 }

func count(have, most int) string {
	return fmt.Sprintf("%d characters of at most %d.", have, most)
}

// Day returns the calendar day of t in UTC, at midnight.
func Day(t time.Time) time.Time {
	y, m, d := t.UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// ParseValidity reads a period and a last day (2029-12-31); at most one may be given.
func ParseValidity(period, until string) (v Validity, err error) {
	if v.Period, err = ParsePeriod(period); err != nil {
		return v, err
	}
	if until = strings.TrimSpace(until); until == "" {
		return v, nil
	}
	if v.Period != (Period{}) {
		return v, Refuse("valid_until", "Choose either a period or a last day, not both.")
	}
	if v.Until, err = time.Parse(time.DateOnly, until); err != nil {
		return v, Refuse("valid_until", "Write the day as 2029-12-31.")
	}
	return v, nil
}
