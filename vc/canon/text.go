package canon

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	rdfType       = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
	rdfFirst      = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>"
	rdfRest       = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>"
	rdfNil        = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>"
	rdfLangString = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
	rdfJSON       = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON"
	xsdString     = "http://www.w3.org/2001/XMLSchema#string"
	xsdBoolean    = "http://www.w3.org/2001/XMLSchema#boolean"
	xsdInteger    = "http://www.w3.org/2001/XMLSchema#integer"
	xsdDouble     = "http://www.w3.org/2001/XMLSchema#double"
)

// textOK reports whether s can be signed: valid UTF-8 without NUL, and without U+FFFD, which stands where a
// decoder met half a surrogate pair and which others would hash differently.
func textOK(s string) bool {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c == 0 {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError {
			return false
		}
		i += n
	}
	return true
}

// languageOK reports whether s has the form of a language tag (BCP 47).
func languageOK(s string) bool {
	for i, part := range strings.Split(s, "-") {
		if len(part) < 1 || len(part) > 8 {
			return false
		}
		for _, c := range []byte(part) {
			if !isLetter(c) && (i == 0 || c < '0' || c > '9') {
				return false
			}
		}
	}
	return true
}

// literal writes a literal as canonical N-Quads have it (RDFC-1.0, section 5). An empty datatype or xsd:string is
// not written; a language excludes a datatype.
func literal(value, datatype, language string) string {
	b := make([]byte, 0, len(value)+len(datatype)+len(language)+8)
	b = append(b, '"')
	b = appendEscaped(b, value)
	b = append(b, '"')
	switch {
	case language != "":
		b = append(append(b, '@'), language...)
	case datatype != "" && datatype != xsdString:
		b = append(append(append(b, "^^<"...), datatype...), '>')
	}
	return string(b)
}

func appendEscaped(b []byte, s string) []byte {
	start := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c != 0x7f {
			continue
		}
		b = append(b, s[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\b':
			b = append(b, `\b`...)
		case '\t':
			b = append(b, `\t`...)
		case '\n':
			b = append(b, `\n`...)
		case '\f':
			b = append(b, `\f`...)
		case '\r':
			b = append(b, `\r`...)
		default:
			const hex = "0123456789ABCDEF"
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	return append(b, s[start:]...)
}

// number writes a JSON number as JSON-LD does (JSON-LD 1.1 API, section 8.6): a whole number as canonical
// xsd:integer, any other (and every number of type xsd:double) as canonical xsd:double. It returns false for a
// number that implementations write differently: one with an exponent, with more than 15 significant digits, of
// 1e15 and above, closer to zero than 1e-6 (where ECMAScript text has an exponent), a whole number with a
// decimal point (an integer to some, a double to others), and minus zero.
func number(text, coercion string) (lexical, datatype string, ok bool) {
	if strings.Trim(text, "-.0123456789") != "" || significantDigits(text) > 15 {
		return "", "", false
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f >= 1e15 || f <= -1e15 || f == 0 && text != "0" || f != 0 && f < 1e-6 && f > -1e-6 {
		return "", "", false
	}
	whole := f == float64(int64(f))
	if whole && strings.Contains(text, ".") {
		return "", "", false
	}
	if whole && coercion != xsdDouble {
		return strconv.FormatInt(int64(f), 10), or(coercion, xsdInteger), true
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'E', 15, 64), "E")
	mantissa = strings.TrimRight(mantissa, "0")
	if strings.HasSuffix(mantissa, ".") {
		mantissa += "0"
	}
	e, _ := strconv.Atoi(exponent)
	return mantissa + "E" + strconv.Itoa(e), or(coercion, xsdDouble), true
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// significantDigits counts the digits of a plain decimal without leading zeros.
func significantDigits(text string) int {
	return len(strings.ReplaceAll(strings.TrimLeft(text, "-0."), ".", ""))
}
