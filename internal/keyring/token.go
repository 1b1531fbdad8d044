package keyring

import (
	"crypto/subtle"
	"encoding/base64"
	"math/big"
	"strings"
	"unicode"
)

const (
	// passwordAlphabet leaves out what people mix up when they copy: 0 and o, 1, l and i.
	passwordAlphabet = "23456789abcdefghjkmnpqrstuvwxyz"
	passwordGroups   = 5  // of four characters: 20 × log2(31) = 99 bits
	macSize          = 20 // bytes of a token's code: 160 bits
	maxToken         = 512
)

// TemporaryPassword returns the temporary password that belongs to an id: five groups of four lower-case letters and
// digits, 99 bits, always the same for one id. Use a new id for each invitation. That it works once and until when is for
// the caller to keep.
func (r *Ring) TemporaryPassword(id string) string {
	n := new(big.Int).SetBytes(r.Derive("temporary password", id))
	base, digit := big.NewInt(int64(len(passwordAlphabet))), new(big.Int)
	letters := make([]byte, 4*passwordGroups)
	for i := range letters {
		n.DivMod(n, base, digit)
		letters[i] = passwordAlphabet[digit.Int64()]
	}
	return group(string(letters))
}

// NormalizeTemporaryPassword brings what a person typed or pasted into the form of TemporaryPassword: lower case, in
// groups of four; spaces and dashes of any kind do not matter. It is for temporary passwords only: a password that a
// person chose is never changed.
func NormalizeTemporaryPassword(typed string) string {
	if len(typed) > maxToken {
		return ""
	}
	kept := strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || unicode.Is(unicode.Pd, c) || unicode.Is(unicode.Cf, c) || c == '\u2212' {
			return -1
		}
		return unicode.ToLower(c)
	}, typed)
	return group(kept)
}

func group(letters string) string {
	var b strings.Builder
	for i, c := range []rune(letters) {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// Token returns "id.code" for links: whoever shows it again has seen it. The code has 160 bits. Ids made of letters,
// digits, "-", "_" and "." keep the token safe inside a URL.
func (r *Ring) Token(purpose, id string) string {
	code := r.Derive("token "+purpose, id)[:macSize]
	return id + "." + base64.RawURLEncoding.EncodeToString(code)
}

// CheckToken returns the id of a token that Token made for the same purpose. The comparison takes the same time wherever
// the first difference is, and covers the whole text.
func (r *Ring) CheckToken(purpose, token string) (id string, ok bool) {
	if len(token) > maxToken {
		return "", false
	}
	dot := strings.LastIndexByte(token, '.')
	if dot < 1 {
		return "", false
	}
	want := r.Token(purpose, token[:dot])
	if subtle.ConstantTimeCompare([]byte(want), []byte(token)) != 1 {
		return "", false
	}
	return token[:dot], true
}
