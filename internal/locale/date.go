package locale

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// months of each language, January first, as they stand within a date.
var months = map[Language][12]string{
	Spanish:    {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
	French:     {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	German:     {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
	Portuguese: {"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"},
	Arabic:     {"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
}

// Day writes the day of t in t's own zone, in the long form of the language
// (Unicode CLDR, dateFormat long).
func (w *Words) Day(t time.Time) string {
	year, month, day := t.Date()
	switch name := months[w.language][month-1]; w.language {
	case Spanish, Portuguese:
		return fmt.Sprintf("%d de %s de %d", day, name, year)
	case French:
		first := strconv.Itoa(day)
		if day == 1 {
			first = "1er"
		}
		return fmt.Sprintf("%s %s %d", first, name, year)
	case German:
		return fmt.Sprintf("%d. %s %d", day, name, year)
	case Arabic:
		return fmt.Sprintf("%d %s %d", day, name, year)
	}
	return t.Format("January 2, 2006")
}

// Moment writes the day and the time of t with the zone that it is told in. A
// time that nobody put into a zone of theirs is written in UTC.
func (w *Words) Moment(t time.Time) string {
	if t.Location() == time.Local {
		t = t.UTC()
	}
	return w.Say("%[1]s at %[2]s", w.Day(t), t.Format("15:04")+" "+zone(t))
}

// zone is the name of t's zone, "UTC-03" where it has no letters.
func zone(t time.Time) string {
	name, _ := t.Zone()
	if strings.HasPrefix(name, "+") || strings.HasPrefix(name, "-") {
		return "UTC" + name
	}
	return name
}

// Number writes a whole number with the marks of the language.
func (w *Words) Number(n int) string { return w.printer.Sprintf("%d", n) }
