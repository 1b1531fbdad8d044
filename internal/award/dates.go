package award

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// reading is what a date cell says: a day; two days, when day and month cannot
// be told apart; or a reason why it says none.
type reading struct {
	day                  time.Time
	dayFirst, monthFirst time.Time // both set when the cell reads both ways
	reason, suggestion   string
	fix                  string // the date that is likely meant, year-month-day
}

func (r reading) isDate() bool { return r.reason == "" }

// readsBothWays tells whether only a chosen order can say which day it is.
func (r reading) readsBothWays() bool { return !r.dayFirst.IsZero() }

var (
	yearFirst = regexp.MustCompile(`^(\d{4})([-/.])(\d{1,2})([-/.])(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?$`)
	compact   = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	yearLast  = regexp.MustCompile(`^(\d{1,2})([-/.])\s*(\d{1,2})([-/.])\s*(\d{4})(?:\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp][Mm])?)?$`)
	shortYear = regexp.MustCompile(`^\d{1,2}[-/.]\s*\d{1,2}[-/.]\s*\d{2}$`)
	dayMonth  = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)?[ .-]+([A-Za-z]{3,9})\.?,?[ -]+(\d{4})$`)
	monthDay  = regexp.MustCompile(`^([A-Za-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})$`)
	serial    = regexp.MustCompile(`^(\d{5})(?:[.,]\d+)?$`)
)

const writeISO = "Write it as year-month-day, such as 2026-03-01."

// readDate reads one date cell, trimmed and not empty. A time of day behind
// the date is passed over: the day stands as it is written.
func readDate(cell string, order DateOrder) reading {
	if day, err := time.Parse(time.DateOnly, cell); err == nil {
		return inRange(reading{day: day})
	}
	if len(cell) > 40 {
		return unreadable()
	}
	r := readISO(cell)
	if order == DatesISO {
		return isoOnly(cell, r)
	}
	if !r.isDate() && r.suggestion == writeISO {
		r = readOther(cell, order)
	}
	return inRange(r)
}

func unreadable() reading {
	return reading{reason: "This cannot be read as a date.", suggestion: writeISO}
}

// readISO reads dates that begin with the year.
func readISO(cell string) reading {
	if m := yearFirst.FindStringSubmatch(cell); m != nil && m[2] == m[4] {
		return day(m[1], m[3], m[5])
	}
	if m := compact.FindStringSubmatch(cell); m != nil {
		return day(m[1], m[2], m[3])
	}
	return unreadable()
}

// isoOnly refuses every other form, and says what it would have meant.
func isoOnly(cell string, iso reading) reading {
	if iso.isDate() || iso.suggestion != writeISO {
		return inRange(iso)
	}
	r := reading{reason: "Only dates written year-month-day are accepted for this file.", suggestion: writeISO}
	if other := readOther(cell, DatesAsk); other.isDate() && !other.readsBothWays() {
		r.meant(other.day)
	}
	return r
}

// readOther reads dates that end with the year, and dates with the name of a month.
func readOther(cell string, order DateOrder) reading {
	if m := yearLast.FindStringSubmatch(cell); m != nil && m[2] == m[4] {
		if m[2] == "." {
			return dotted(m[1], m[3], m[5])
		}
		return numbers(m[1], m[3], m[5], order)
	}
	if m := dayMonth.FindStringSubmatch(cell); m != nil {
		return named(m[3], m[2], m[1])
	}
	if m := monthDay.FindStringSubmatch(cell); m != nil {
		return named(m[3], m[1], m[2])
	}
	if m := serial.FindStringSubmatch(cell); m != nil {
		days, _ := strconv.Atoi(m[1])
		on := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days)
		return reading{
			reason:     "This is the number by which a spreadsheet keeps a date, not the date.",
			suggestion: "Format the column as a date and save again. " + didYouMean(on), fix: on.Format(time.DateOnly),
		}
	}
	if shortYear.MatchString(cell) {
		return reading{reason: "The year has two digits only.", suggestion: "Write the year with four digits, such as 2026-03-01."}
	}
	return unreadable()
}

// numbers reads 25/04/2026: as order says, or else the only way it can be read.
func numbers(first, second, year string, order DateOrder) reading {
	dayFirst, monthFirst := day(year, second, first), day(year, first, second)
	a, b := atoi(first), atoi(second)
	both := a <= 12 && b <= 12 && a != b && dayFirst.isDate() && monthFirst.isDate()
	r := dayFirst
	switch {
	case order == DatesMonthFirst:
		r = orMeant(monthFirst, dayFirst)
	case order == DatesDayFirst:
		r = orMeant(dayFirst, monthFirst)
	case a <= 12 && b > 12:
		r = monthFirst
	}
	if both {
		r.dayFirst, r.monthFirst = dayFirst.day, monthFirst.day
	}
	return r
}

// dotted reads 31.12.2026, which is written with the day first everywhere.
func dotted(first, second, year string) reading {
	return orMeant(day(year, second, first), day(year, first, second))
}

// orMeant adds to a date that does not exist the one that does the other way round.
func orMeant(r, other reading) reading {
	if !r.isDate() && other.isDate() {
		r.meant(other.day)
	}
	return r
}

// meant adds the date that was likely meant.
func (r *reading) meant(day time.Time) {
	r.suggestion, r.fix = didYouMean(day), day.Format(time.DateOnly)
}

func named(year, month, dayOfMonth string) reading {
	name := strings.ToLower(month)
	if name == "sept" {
		name = "sep"
	}
	for m := time.January; m <= time.December; m++ {
		full := strings.ToLower(m.String())
		if name == full || name == full[:3] {
			return day(year, strconv.Itoa(int(m)), dayOfMonth)
		}
	}
	return reading{reason: fmt.Sprintf("“%s” is not a month.", month), suggestion: writeISO}
}

// day builds a date from digits, or says which part does not exist.
func day(year, month, dayOfMonth string) reading {
	y, m, d := atoi(year), atoi(month), atoi(dayOfMonth)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	switch {
	case m < 1 || m > 12:
		return reading{reason: fmt.Sprintf("There is no month %d.", m), suggestion: "Correct the date. " + writeISO}
	case t.Day() != d || t.Month() != time.Month(m):
		last := time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC)
		return reading{
			reason:     fmt.Sprintf("No such day: %s has %d days.", last.Format("January 2006"), last.Day()),
			suggestion: "Correct the date. " + writeISO,
		}
	}
	return reading{day: t}
}

func inRange(r reading) reading {
	if y := r.day.Year(); r.isDate() && (y < 1900 || y > 2199) {
		return reading{reason: fmt.Sprintf("The year %d cannot be right.", y), suggestion: "Correct the year."}
	}
	return r
}

func didYouMean(day time.Time) string {
	return fmt.Sprintf("Did you mean %s?", day.Format(time.DateOnly))
}

// inWords writes a day as people read it.
func inWords(day time.Time) string { return day.Format("January 2, 2006") }

func atoi(digits string) int {
	n, _ := strconv.Atoi(digits) // the forms admit digits only
	return n
}
