package badge_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"

	"laurel/internal/badge"
)

func TestNewCodeReadsBack(t *testing.T) {
	seen := map[badge.Code]bool{}
	letters := map[rune]bool{}
	for range 2000 {
		code, err := badge.NewCode(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := badge.ParseCode(string(code)); !ok || got != code {
			t.Fatalf("%q reads back as %q, %t", code, got, ok)
		}
		if seen[code] {
			t.Fatalf("%q was drawn twice", code)
		}
		seen[code] = true
		for _, c := range code {
			letters[c] = true
		}
	}
	if len(letters) != 32 {
		t.Errorf("%d different characters in 24,000, want all 32", len(letters))
	}
	if _, err := badge.NewCode(bytes.NewReader([]byte("too short"))); err == nil {
		t.Error("a code was made of too little randomness")
	}
}

func TestParseCode(t *testing.T) {
	const want = badge.Code("7K3M9QX2W4TA")
	for _, typed := range []string{"7K3M9QX2W4TA", "7k3m9qx2w4ta", "7K3M-9QX2-W4TA", " 7k3m 9qx2 w4ta "} {
		if got, ok := badge.ParseCode(typed); !ok || got != want {
			t.Errorf("%q: %q, %t", typed, got, ok)
		}
	}
	if got, ok := badge.ParseCode("oOiIlL001100"); !ok || got != "001111001100" {
		t.Errorf("letters that look like digits: %q, %t", got, ok)
	}
	for _, typed := range []string{"", "7K3M9QX2W4T", "7K3M9QX2W4TAA", "7K3M9QX2W4TU", "7K3M9QX2W4T!", "7K3M9QX2W4Tä", "７K3M9QX2W4T", strings.Repeat("-", 12)} {
		if got, ok := badge.ParseCode(typed); ok {
			t.Errorf("%q was read as %q", typed, got)
		}
	}
}

// "Valid until March 1" includes March 1.
func TestValidUntilIncludesTheLastDay(t *testing.T) {
	c := badge.Credential{IssuedOn: date(t, "2026-01-15"), ExpiresOn: date(t, "2026-03-01")}
	if want := time.Date(2026, 3, 1, 23, 59, 59, 0, time.UTC); !c.ValidUntil().Equal(want) {
		t.Errorf("valid until %v, want %v", c.ValidUntil(), want)
	}
	if !c.ValidFrom().Equal(date(t, "2026-01-15")) {
		t.Errorf("valid from %v", c.ValidFrom())
	}
	c.ExpiresOn = time.Time{}
	if !c.ValidUntil().IsZero() {
		t.Errorf("without an end, but valid until %v", c.ValidUntil())
	}
}

func TestCheckReason(t *testing.T) {
	if got, err := badge.CheckReason("  Issued by mistake. "); err != nil || got != "Issued by mistake." {
		t.Errorf("%q, %v", got, err)
	}
	for _, reason := range []string{"", "  ", "no", strings.Repeat("a", 501), "a\x00bc", "abc\u202e"} {
		var invalid *badge.Invalid
		if _, err := badge.CheckReason(reason); !errors.As(err, &invalid) || invalid.Fields["reason"] == "" {
			t.Errorf("%q: %v", reason, err)
		}
	}
}

func TestCheckPassword(t *testing.T) {
	for password, good := range map[string]bool{
		"correct horse battery": true, "            ": true, "пароль пароль": true, "12 letters.": false, strings.Repeat("ö", 12): true,
		strings.Repeat("ö", 128): true, strings.Repeat("ö", 129): false, "": false,
	} {
		if err := badge.CheckPassword(password); (err == nil) != good {
			t.Errorf("%q: %v", password, err)
		}
	}
}

func TestIDsSortAsTheyWereMade(t *testing.T) {
	previous := badge.NewID[badge.OrgID]()
	for range 1000 {
		next := badge.NewID[badge.OrgID]()
		if next <= previous {
			t.Fatalf("%s came after %s", next, previous)
		}
		previous = next
	}
}
