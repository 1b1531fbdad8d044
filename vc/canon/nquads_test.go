package canon

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var nquad = regexp.MustCompile(`^(<[^>]*>|_:\S+)\s+(<[^>]*>)\s+(<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@\S+)?)\s+(<[^>]*>|_:\S+)?\s*\.$`)

// readQuads reads N-Quads. The literals come out as this package writes them.
func readQuads(t testing.TB, text string) (quads []quad, blanks int) {
	t.Helper()
	numbers := map[string]int32{}
	read := func(s string) node {
		switch {
		case strings.HasPrefix(s, "_:"):
			if numbers[s] == 0 {
				blanks++
				numbers[s] = int32(blanks)
			}
			return node{blank: numbers[s]}
		case strings.HasPrefix(s, `"`):
			end := strings.LastIndexByte(s, '"')
			value := unescape(t, s[1:end])
			rest := s[end+1:]
			if language, ok := strings.CutPrefix(rest, "@"); ok {
				return node{text: literal(value, "", language)}
			}
			return node{text: literal(value, strings.TrimSuffix(strings.TrimPrefix(rest, "^^<"), ">"), "")}
		}
		return node{text: s}
	}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		m := nquad.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("not an N-Quad: %s", line)
		}
		quads = append(quads, quad{read(m[1]), m[2], read(m[3]), read(m[4])})
	}
	return quads, blanks
}

func unescape(t testing.TB, s string) string {
	t.Helper()
	var b strings.Builder
	for len(s) > 0 {
		if strings.HasPrefix(s, `\'`) {
			b.WriteByte('\'')
			s = s[2:]
			continue
		}
		r, _, tail, err := strconv.UnquoteChar(s, '"')
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		b.WriteRune(r)
		s = tail
	}
	return b.String()
}
