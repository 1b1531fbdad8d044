package gauge

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"laurel/openbadge"
	"laurel/vc/statuslist"
)

// earnersOwn are the strings in which two credentials of one shape differ.
var earnersOwn = func() []string {
	pointers := []string{
		"/id", "/validFrom", "/validUntil", "/credentialSubject/id", "/credentialSubject/licenseNumber", "/credentialSubject/narrative",
		"/credentialSubject/role", "/credentialStatus/id", "/credentialStatus/statusListIndex",
	}
	for n := range 3 {
		for _, member := range []string{
			"/credentialSubject/identifier/%d/identityHash", "/credentialSubject/identifier/%d/salt",
			"/credentialSubject/result/%d/value", "/evidence/%d/id", "/evidence/%d/narrative",
		} {
			pointers = append(pointers, fmt.Sprintf(member, n))
		}
	}
	return pointers
}()

// writer draws one credential. What the achievement says and which members there are comes from shape; what is the
// earner's own comes from text.
type writer struct{ shape, text *rand.Rand }

// random draws a credential. The same shape with another text is another earner's, of the same achievement.
func random(shape, text uint64) openbadge.Credential {
	w := writer{rand.New(rand.NewPCG(shape, 1)), rand.New(rand.NewPCG(text, 2))}
	number := strconv.Itoa(w.text.IntN(1e9))
	c := openbadge.Credential{
		ID:        "https://badges.example.org/b/" + number,
		Name:      words(w.shape),
		Issuer:    openbadge.Profile{ID: "did:web:badges.example.org:o:riverbank", Name: words(w.shape)},
		ValidFrom: w.time(),
		Subject:   w.subject(number),
	}
	maybe(w.shape, func() { c.Issuer.URL = "https://riverbank.example/" })
	maybe(w.shape, func() { c.Issuer.Description = words(w.shape) })
	maybe(w.shape, func() {
		c.Issuer.Image = openbadge.Image{ID: "https://riverbank.example/logo.png", Caption: words(w.shape)}
	})
	maybe(w.shape, func() { c.Description = words(w.shape) })
	maybe(w.shape, func() { c.ValidUntil = w.time().AddDate(10, 0, 0) })
	for n := range w.shape.IntN(3) {
		c.Evidence = append(c.Evidence, openbadge.Evidence{ID: fmt.Sprintf("https://evidence.example/%s/%d?a=é&b#c", number, n), Narrative: words(w.text)})
	}
	maybe(w.shape, func() {
		index, list := w.text.IntN(statuslist.MinBits), "https://badges.example.org/o/riverbank/status/1"
		c.Status = &statuslist.Entry{ID: fmt.Sprintf("%s#%d", list, index), Purpose: "revocation", Index: index, List: list}
	})
	return c
}

func (w writer) subject(number string) openbadge.AchievementSubject {
	s := openbadge.AchievementSubject{Achievement: w.achievement()}
	maybe(w.shape, func() { s.ID = "urn:uuid:00000000-0000-4000-8000-" + fmt.Sprintf("%012s", number) })
	maybe(w.shape, func() { s.LicenseNumber = words(w.text) })
	maybe(w.shape, func() { s.Narrative = words(w.text) })
	maybe(w.shape, func() { s.Role = words(w.text) })
	s.Identifier = []openbadge.IdentityObject{openbadge.PlainName(words(w.text))}
	for range w.shape.IntN(3) {
		s.Identifier = append(s.Identifier, pick(w.shape, openbadge.PlainName(few(w.text)), openbadge.HashedEmail(few(w.text), "salt"+number)))
	}
	for range w.shape.IntN(3) { // without ids: two with one value are twins
		s.Result = append(s.Result, openbadge.Result{Value: few(w.text)})
	}
	return s
}

func (w writer) achievement() openbadge.Achievement {
	a := openbadge.Achievement{
		ID: "https://badges.example.org/a/1", AchievementType: "Badge", Name: words(w.shape), Description: words(w.shape),
		Criteria: openbadge.Criteria{Narrative: words(w.shape)},
	}
	maybe(w.shape, func() { a.Image = openbadge.Image{ID: "https://badges.example.org/a/1.png", Caption: words(w.shape)} })
	maybe(w.shape, func() { a.Criteria.ID = "https://badges.example.org/a/1/criteria" })
	for range w.shape.IntN(4) {
		a.Tag = append(a.Tag, words(w.shape))
	}
	for range w.shape.IntN(3) {
		a.Alignment = append(a.Alignment, openbadge.Alignment{TargetName: few(w.shape), TargetURL: "https://framework.example/skill"})
	}
	return a
}

func (w writer) time() time.Time {
	return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(w.text.IntN(1e6)) * time.Second)
}

func maybe(r *rand.Rand, do func()) {
	if r.IntN(2) == 0 {
		do()
	}
}

func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// few is a text that often comes twice.
func few(r *rand.Rand) string { return pick(r, "A", "B", words(r), words(r), words(r)) }

// words is a text that is hard to sign: other scripts, combining marks, quotation marks, escapes, line ends, and every
// control character but NUL, which no credential can have.
func words(r *rand.Rand) string {
	pieces := []string{
		"plain words", "María José", "Ärger", "日本", "עדה", "🏅", "e\u0301", "\"q\"", "'", "\\", "\\u0041", "\n", "\r", "\r\n", "\t", "\b", "\f", "\x7f",
		"\u0080", "\u009f", "\u00a0", "\u2028", "\u200b", "<b>&amp;</b>", "|{}^`", "@en", "_:b0", "^^", " ",
	}
	s := pick(r, "Soil Sampling", "Zoe", "x")
	for range r.IntN(6) {
		s += pick(r, append(pieces, string(rune(1+r.IntN(31))))...)
	}
	return s
}
