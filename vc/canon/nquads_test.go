package canon

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var nquad = regexp.MustCompile(`^(<[^>]*>|_:\S+)\s+(<[^>]*>)\s+(<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@\S+)?)\s+(<[^>]*>|_:\S+)?\s*\.$`)

// readQuads reads N-Quads that have to be right.
func readQuads(t testing.TB, text string) (quads []quad, blanks int) {
	t.Helper()
	quads, blanks, err := parseQuads(text)
	if err != nil {
		t.Fatal(err)
	}
	return quads, blanks
}

// parseQuads reads N-Quads. The literals come out as this package writes them.
func parseQuads(text string) (quads []quad, blanks int, err error) {
	numbers := map[string]int32{}
	read := func(s string) (n node) {
		switch {
		case strings.HasPrefix(s, "_:"):
			if numbers[s] == 0 {
				blanks++
				numbers[s] = int32(blanks)
			}
			return node{blank: numbers[s]}
		case strings.HasPrefix(s, `"`):
			end := strings.LastIndexByte(s, '"')
			value, bad := unescape(s[1:end])
			err = errors.Join(err, bad)
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
			return nil, 0, errors.New("not an N-Quad: " + line)
		}
		quads = append(quads, quad{read(m[1]), m[2], read(m[3]), read(m[4])})
	}
	return quads, blanks, err
}

func unescape(s string) (string, error) {
	var b strings.Builder
	for len(s) > 0 {
		if strings.HasPrefix(s, `\'`) {
			b.WriteByte('\'')
			s = s[2:]
			continue
		}
		r, _, tail, err := strconv.UnquoteChar(s, '"')
		if err != nil {
			return "", fmt.Errorf("%q: %w", s, err)
		}
		b.WriteRune(r)
		s = tail
	}
	return b.String(), nil
}
