package page

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"laurel/internal/badge"
)

// longDate is the American way to write a day.
const longDate = "January 2, 2006"

// day writes a day in UTC, the zone that credentials are dated in.
func day(t time.Time) string { return t.UTC().Format(longDate) }

// isoDay is for <time datetime>.
func isoDay(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// isoDayOr is for a field of a day, empty for none.
func isoDayOr(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return isoDay(t)
}

// moment writes a day with its time of day, in the zone that the time was put
// into, on the pages that are in English alone.
func moment(t time.Time) string { return badge.WithZone(t, longDate+" at 15:04") }

// number writes 12345 as 12,345.
func number(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// count writes a number with its noun: 1 badge, 3 badges.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(n) + " " + many
}

// span writes a length of time the way people say it.
func span(d time.Duration) string {
	switch {
	case d < time.Second:
		return "less than a second"
	case d < 90*time.Second:
		return count(int(d.Round(time.Second)/time.Second), "second", "seconds")
	case d < 90*time.Minute:
		return count(int(d.Round(time.Minute)/time.Minute), "minute", "minutes")
	}
	return count(int(d.Round(time.Hour)/time.Hour), "hour", "hours")
}

// initial is the letter that stands where an organization has no logo.
func initial(name string) string {
	for _, c := range name {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return string(unicode.ToUpper(c))
		}
	}
	return "·"
}

// bare takes the scheme off an address, for reading.
func bare(url string) string {
	for _, scheme := range []string{"https://", "http://"} {
		if rest, found := strings.CutPrefix(url, scheme); found {
			return strings.TrimSuffix(rest, "/")
		}
	}
	return url
}

// rate writes rows per second.
func rate(perSecond float64) string {
	if perSecond < 10 {
		return fmt.Sprintf("%.1f a second", perSecond)
	}
	return number(int(perSecond)) + " a second"
}

// title is what the browser's tab shows.
func title(own, product string) string {
	if own == "" {
		return product
	}
	return own + " · " + product
}

// Thousands is a number for reading, in a sentence that a door writes.
func Thousands(n int) string { return number(n) }

// brief is a number for the axis of a chart: 1200 is "1.2k".
func brief(n int) string {
	for _, unit := range []struct {
		size int
		sign string
	}{{1_000_000, "M"}, {1_000, "k"}} {
		if n >= unit.size {
			return strings.TrimSuffix(strconv.FormatFloat(float64(n)/float64(unit.size), 'f', 1, 64), ".0") + unit.sign
		}
	}
	return strconv.Itoa(n)
}
