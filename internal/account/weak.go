package account

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	_ "embed" // the list of common passwords
	"strings"
	"sync"
	"unicode"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// commonPacked are 30,000 passwords that people use most (common/NOTICE).
//
//go:embed common/passwords.txt.gz
var commonPacked []byte

var common = sync.OnceValue(func() map[string]bool {
	list := make(map[string]bool, 30000)
	packed, err := gzip.NewReader(bytes.NewReader(commonPacked))
	if err != nil {
		panic("account: common passwords: " + err.Error()) // built in; a test reads it
	}
	for lines := bufio.NewScanner(packed); lines.Scan(); {
		list[lines.Text()] = true
	}
	return list
})

// What is wrong with a password that is long enough.
const (
	sentenceCommon  = "This password is among the first that are tried, or is one of them with figures around it. Take three or four words that have nothing to do with each other."
	sentencePattern = "This password is a simple pattern, and those are tried early. Take three or four words that have nothing to do with each other."
	sentenceOwn     = "This password is made of your own name, address or organization. Take words that have nothing to do with you."
)

// weakness says why a password would be guessed early, or returns nothing. own
// are names and addresses that everybody can connect with its owner.
func weakness(password string, own ...string) string {
	s := strings.ToLower(password)
	core := trimmed(s)
	switch {
	case common()[s], common()[core], common()[plain(core)]:
		return sentenceCommon
	case isPattern(s):
		return sentencePattern
	case isOwn(s, own):
		return sentenceOwn
	}
	return ""
}

// trimmed is a password without the figures and marks around it.
func trimmed(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
}

// plain undoes the usual replacements of letters.
func plain(s string) string {
	return strings.NewReplacer("0", "o", "1", "l", "3", "e", "4", "a", "@", "a", "5", "s", "$", "s", "7", "t", "!", "i").Replace(s)
}

// keyboard are the rows that fingers walk along.
var keyboard = []string{"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop"}

// isPattern tells whether a password is few characters, something repeated, or
// a walk through the alphabet, the figures or the keyboard.
func isPattern(s string) bool {
	runes := []rune(s)
	distinct := map[rune]bool{}
	for _, r := range runes {
		distinct[r] = true
	}
	if len(distinct) < 5 {
		return true
	}
	for n := 1; n <= len(s)/2; n++ {
		unit := s[:n]
		if repeated := strings.Repeat(unit, len(s)/n+1)[:len(s)]; repeated == s && (n <= 6 || common()[unit] || common()[trimmed(unit)]) {
			return true
		}
	}
	steps := 0
	for n := 1; n < len(runes); n++ {
		if isStep(runes[n-1], runes[n]) {
			steps++
		}
	}
	return steps*4 >= (len(runes)-1)*3
}

// isStep tells whether one character follows another in a walk, either way.
func isStep(a, b rune) bool {
	if d := b - a; d >= -1 && d <= 1 {
		return true
	}
	for _, row := range keyboard {
		if strings.Contains(row, string([]rune{a, b})) || strings.Contains(row, string([]rune{b, a})) {
			return true
		}
	}
	return false
}

// ownLeft is how many letters must be left of a password without what is the
// owner's own.
const ownLeft = 6

func isOwn(s string, own []string) bool {
	rest := s
	for _, text := range own {
		for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if len([]rune(word)) >= 3 {
				rest = strings.ReplaceAll(rest, word, " ")
			}
		}
	}
	left := 0
	for _, r := range rest {
		if unicode.IsLetter(r) {
			left++
		}
	}
	return rest != s && left < ownLeft
}

// checkPassword says what is wrong with a new password of somebody.
func (a *Accounts) checkPassword(ctx context.Context, of badge.Account, password string) error {
	if err := badge.CheckPassword(password); err != nil {
		return err
	}
	own := []string{of.Name, string(of.Email), a.PublicURL}
	err := a.db.Read(ctx, func(tx *store.Tx) error {
		names, err := tx.EarnerOrganizations(ctx, of.ID)
		if err != nil {
			return err
		}
		memberships, err := tx.SystemMemberships(ctx, of.ID)
		for _, m := range memberships {
			names = append(names, m.Name)
		}
		own = append(own, names...)
		return err
	})
	if err != nil {
		return err
	}
	if sentence := weakness(password, own...); sentence != "" {
		return badge.Refuse("password", sentence)
	}
	return nil
}
