package xlsx

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// number is the text of a number in a style. What is no number stays as it is.
func (s style) number(value string, is1904 bool) string {
	value = strings.TrimSpace(value)
	n, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return value
	}
	by, signed := s.choose(n)
	switch by.kind {
	case kindDay:
		if day, ok := dayOf(n, is1904); ok {
			return day
		}
	case kindClock:
		if n >= 0 && n < maxDay {
			return by.clock(n)
		}
	case kindDigits:
		return by.digits(n, signed)
	}
	return general(n)
}

// choose finds the section for a number, and whether a negative number shows
// its sign: one that has a section of its own does not.
func (s style) choose(n float64) (by section, signed bool) {
	for _, by := range s.sections {
		if by.operator != "" && by.holds(n) {
			return by, by.operator[0] != '<'
		}
	}
	for i, by := range s.sections {
		if i == 3 || by.operator != "" { // the fourth is for texts
			continue
		}
		last := i == len(s.sections)-1
		if i == 0 && (n > 0 || n == 0 && len(s.sections) < 3 || last) || i == 1 && (n < 0 || s.sections[0].operator != "") || i == 2 {
			return by, i != 1 || s.sections[0].operator != ""
		}
	}
	return section{}, true
}

func (s section) holds(n float64) bool {
	switch s.operator {
	case "<":
		return n < s.operand
	case "<=":
		return n <= s.operand
	case ">":
		return n > s.operand
	case ">=":
		return n >= s.operand
	case "=":
		return n == s.operand
	}
	return n != s.operand
}

// maxDay is the day after December 31, 9999, the last that a workbook knows.
const maxDay = 2958466

// dayOf is the day of a number, as year-month-day.
func dayOf(n float64, is1904 bool) (string, bool) {
	if n >= maxDay || n < 1 && !is1904 || n < 0 {
		return "", false
	}
	days := int(math.Floor(n + 1.0/86_400_000)) // a millisecond before midnight is midnight, written inexactly
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if is1904 {
		start = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	} else if days < 60 { // day 60 is February 29, 1900, which there never was
		start = start.AddDate(0, 0, 1)
	}
	return start.AddDate(0, 0, days).Format(time.DateOnly), true
}

// clock is the time of day, or how long something took.
func (s section) clock(n float64) string {
	seconds := int64(math.Round(n * 86_400))
	if !s.elapsed {
		seconds %= 86_400
	}
	text := fmt.Sprintf("%02d:%02d", seconds/3600, seconds/60%60)
	if s.seconds {
		text += fmt.Sprintf(":%02d", seconds%60)
	}
	return text
}

// general is a number as it stands in the general format, without rounding it
// to the width of the cell: phone numbers and ids keep their digits. Excel
// counts 15 digits.
func general(n float64) string {
	n = fifteen(n)
	if size := math.Abs(n); size != 0 && (size >= 1e21 || size < 1e-9) {
		return strconv.FormatFloat(n, 'E', -1, 64)
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// fifteen takes away what a number has beyond 15 digits: 0.1+0.2 is 0.3.
func fifteen(n float64) float64 {
	n, _ = strconv.ParseFloat(strconv.FormatFloat(n, 'e', 14, 64), 64)
	return n + 0 // 0, not -0
}

// digits fills the places of a section with the digits of a number.
func (s section) digits(n float64, signed bool) string {
	places := 0
	for _, i := range s.decimals {
		if i.place != 0 {
			places++
		}
	}
	whole, decimals := rounded(math.Abs(n), s.scale, places)
	var b strings.Builder
	if signed && n < 0 {
		b.WriteByte('-')
	}
	b.WriteString(s.fillWhole(cmp.Or(strings.TrimLeft(whole, "0"), "0"))) // Excel shows nothing in # for 0, and the number would be lost
	shown := len(strings.TrimRight(decimals, "0"))                        // zeros after these stand only in places that ask for them
	if s.point && (shown > 0 || slices.Contains(s.decimals, item{place: '0'})) {
		b.WriteByte('.')
	}
	at := 0
	for _, i := range s.decimals {
		switch {
		case i.place == 0:
			b.WriteString(i.text)
			continue
		case at < shown || i.place == '0':
			b.WriteByte(decimals[at])
		}
		at++
	}
	return strings.TrimSpace(b.String())
}

// fillWhole fills the places before the point from the right.
func (s section) fillWhole(digits string) string {
	first := len(s.whole) // the place that takes all digits that are left
	for n := range s.whole {
		if s.whole[n].place != 0 {
			first = n
			break
		}
	}
	var reversed []string
	count := 0
	put := func(digit string) {
		if count++; s.thousands && count > 1 && count%3 == 1 {
			reversed = append(reversed, ",")
		}
		reversed = append(reversed, digit)
	}
	for n := len(s.whole) - 1; n >= 0; n-- {
		i := s.whole[n]
		if i.place == 0 {
			reversed = append(reversed, i.text)
			continue
		}
		if digits == "" && i.place == '0' {
			put("0")
		}
		for take := true; take && digits != ""; take = n == first {
			put(digits[len(digits)-1:])
			digits = digits[:len(digits)-1]
		}
	}
	var b strings.Builder
	for n := len(reversed) - 1; n >= 0; n-- {
		b.WriteString(reversed[n])
	}
	return b.String()
}

// rounded is a number times ten to the scale, with so many decimals. Half is
// rounded away from zero, as people count and not as binary numbers do.
func rounded(n float64, scale, places int) (whole, decimals string) {
	digits := strconv.FormatFloat(n, 'e', 14, 64) // d.dddddddddddddde±xx
	mantissa, exponent, _ := strings.Cut(digits, "e")
	tens, _ := strconv.Atoi(exponent)
	all := mantissa[:1] + mantissa[2:]
	point := 1 + tens + scale // in all
	if point < 0 {
		all, point = strings.Repeat("0", -point)+all, 0
	}
	if missing := point + places + 1 - len(all); missing > 0 {
		all += strings.Repeat("0", missing)
	}
	kept := []byte("0" + all[:point+places])
	if all[point+places] >= '5' {
		at := len(kept) - 1
		for ; kept[at] == '9'; at-- {
			kept[at] = '0'
		}
		kept[at]++
	}
	return string(kept[:point+1]), string(kept[point+1:])
}
