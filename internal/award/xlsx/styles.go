package xlsx

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// style is how a cell shows a number. Of a format's sections (section
// 18.8.31), the number itself chooses one; no section is the general format.
type style struct{ sections []section }

// builtIn are the formats without a code (section 18.8.30).
var builtIn = map[int]string{
	1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss",
	37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)", 45: "h:mm:ss", 46: "[h]:mm:ss", 47: "h:mm:ss",
}

// isDay knows the formats without a code that show a day, with those of East
// Asian languages.
func isDay(id int) bool {
	return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 54 || id == 57 || id == 58
}

// readStyles reads how cells show numbers; a workbook may have no styles.
func (w *Workbook) readStyles(name string) error {
	if name == "" {
		return nil
	}
	custom := map[int]style{}
	return w.each(name, func(p *part, tag element) error {
		switch {
		case p.within("styleSheet", "numFmts", "numFmt"):
			id, err := strconv.Atoi(tag.get("numFmtId"))
			if err != nil || len(custom) == maxFormats {
				return errors.New("workbook has formats that cannot be read")
			}
			custom[id] = parseFormat(tag.get("formatCode"))
		case p.within("styleSheet", "cellXfs", "xf"):
			if len(w.styles) == maxStyles {
				return errors.New("workbook has too many styles")
			}
			id, _ := strconv.Atoi(tag.get("numFmtId")) // none: 0, the general format
			s, own := custom[id]
			if !own && isDay(id) {
				s = style{[]section{{kind: kindDay}}}
			} else if !own {
				s = parseFormat(builtIn[id])
			}
			w.styles = append(w.styles, s)
		}
		return nil
	})
}

// section is one section of a format.
type section struct {
	kind      kind
	elapsed   bool    // of a clock: it counts hours beyond a day
	seconds   bool    // of a clock
	operator  string  // of its condition; "" is none
	operand   float64 // of its condition
	whole     []item  // of digits: those before the point, and what stands around them
	decimals  []item  // those after it, and what follows
	point     bool
	thousands bool
	scale     int // tens by which the number is multiplied before it is shown
}

type kind int

const (
	kindGeneral kind = iota // also fractions and exponents: no digit is lost
	kindDay
	kindClock
	kindDigits
)

// item is a place for a digit, which is 0, # or ?, or a text.
type item struct {
	place byte
	text  string
}

// formatPart is what a format is made of: texts, characters that stand for
// themselves, colors and conditions and languages, spaces, and all else.
var formatPart = regexp.MustCompile(`"[^"]*"|\\.|\[[^\]]*\]|[_*].|(?i:General)|(?s:.)`)

// parseFormat reads the code of a format; one that is too long is the general
// format.
func parseFormat(code string) style {
	var s style
	if len(code) > maxFormat {
		return s
	}
	var parts []string
	for _, part := range append(formatPart.FindAllString(code, -1), ";") {
		if part != ";" {
			parts = append(parts, part)
			continue
		}
		s.sections = append(s.sections, parseSection(parts))
		parts = nil
	}
	return s
}

var condition = regexp.MustCompile(`^\[(<=|>=|<>|<|>|=)(-?[0-9.]+)\]$`)

// parseSection reads the parts of one section. What it does not know is shown
// in the general format.
func parseSection(parts []string) section {
	var s section
	letters := "" // that stand for parts of a date or time, and signs
	for _, part := range parts {
		if found := condition.FindStringSubmatch(part); found != nil {
			s.operator = found[1]
			s.operand, _ = strconv.ParseFloat(found[2], 64)
			continue
		}
		switch small := strings.ToLower(part); {
		case small == "[h]" || small == "[hh]" || small == "[m]" || small == "[mm]" || small == "[s]" || small == "[ss]":
			s.elapsed = true
			letters += small[1:2]
		case len(part) == 1:
			letters += small
		case small == "general":
			letters += "@"
		}
	}
	switch {
	case strings.ContainsAny(letters, "@"):
	case strings.ContainsAny(letters, "yd") || strings.Contains(letters, "m") && !strings.ContainsAny(letters, "hs"):
		s.kind = kindDay
	case strings.ContainsAny(letters, "hs"):
		s.kind, s.seconds = kindClock, strings.Contains(letters, "s")
	case strings.ContainsAny(letters, "0#?") && !strings.ContainsAny(letters, "/e"):
		s.kind = kindDigits
		s.readDigits(parts)
	}
	return s
}

// readDigits reads the places for digits and the texts around them.
func (s *section) readDigits(parts []string) {
	last := -1 // of the places, among parts
	for n, part := range parts {
		if strings.ContainsAny(part, "0#?") && len(part) == 1 {
			last = n
		}
	}
	side := &s.whole
	for n, part := range parts {
		switch {
		case part == "0" || part == "#" || part == "?":
			*side = append(*side, item{place: part[0]})
		case part == "." && !s.point:
			s.point, side = true, &s.decimals
		case part == "," && len(s.whole) > 0 && n < last && !s.point:
			s.thousands = true
		case part == "," && len(s.whole) > 0:
			s.scale -= 3
		case part[0] == '"':
			*side = append(*side, item{text: strings.Trim(part, `"`)})
		case part[0] == '\\':
			*side = append(*side, item{text: part[1:]})
		case strings.HasPrefix(part, "[$"): // a currency, with a language behind a dash
			text, _, _ := strings.Cut(part[2:len(part)-1], "-")
			*side = append(*side, item{text: text})
		case part[0] == '[' || part[0] == '*' || part[0] == '_':
		default:
			if part == "%" {
				s.scale += 2
			}
			*side = append(*side, item{text: part})
		}
	}
}

// moment is the text of a day that stands in the file as ISO 8601.
func (s style) moment(value string) string {
	day, clock, _ := strings.Cut(value, "T")
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return value
	}
	if len(s.sections) > 0 && s.sections[0].kind == kindClock && clock != "" {
		return strings.TrimSuffix(clock, "Z")
	}
	return day
}
