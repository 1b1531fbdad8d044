package badge_test

import (
	"errors"
	"strings"
	"testing"

	"laurel/internal/badge"
)

// refused is what an organization is told of a field of its words; empty: they are fine.
func refused(t *testing.T, w badge.LetterWords, field string) string {
	t.Helper()
	err := w.Validate()
	if err == nil {
		return ""
	}
	invalid, ok := errors.AsType[*badge.Invalid](err)
	if !ok {
		t.Fatal(err)
	}
	if len(invalid.Fields) != 1 {
		t.Fatalf("%q: %v", field, invalid.Fields)
	}
	return invalid.Fields[field]
}

func TestWordsOfALetterThatAreRefused(t *testing.T) {
	for words, why := range map[string]string{
		"Well done, {nome}":                  "There is no {nome} here. These can be filled in: {name}, {badge}",
		"Well done, {Name}":                  "There is no {Name} here",
		"Well done, { name }":                "There is no { name } here",
		"Well done, {}":                      "There is no {} here",
		"until {expires}":                    "There is no {expires} here", // a badge may have no end
		"Well done, {name":                   "A } is missing at “{name”",
		"Well done, name}.":                  "A { is missing at “name}.”",
		"Hi {{name}}":                        "A } is missing at “{{name}}”",
		"{{.D.Invite.TemporaryPassword}}":    "There is no {.D.Invite.TemporaryPassword} here",
		"See https://bank.example now":       "“https://bank.example” looks like an address",
		"See www.bank now":                   "“www.bank” looks like an address",
		"See bank.example/login":             "“bank.example/login” looks like an address",
		"See bank。example":                   "“bank。example” looks like an address",
		"See संगठन.भारत":                     "looks like an address",
		"Write to desk@bank":                 "“desk@bank” looks like an address",
		"See {badge}.example":                "“{badge}.example” looks like an address",
		"{name}@{badge}":                     "“{name}@{badge}” looks like an address",
		"Call tel:+15551234":                 "looks like an address",
		"abc\u202egnp.exe":                   "cannot be printed",
		"abc\x00def":                         "cannot be printed",
		strings.Repeat("a", 10_000):          "10000 characters of at most 1200",
		strings.Repeat("a\n\n", 200) + "end": "401 lines of at most 30",
	} {
		if got := refused(t, badge.LetterWords{Kind: badge.LetterIssued, Text: words}, "text"); !strings.Contains(got, why) {
			t.Errorf("%.60q: %q", words, got)
		}
	}
	for words, why := range map[string]string{
		"{link}":                 "There is no {link} here. These can be filled in: {name}, {badge}, {organization}, {issued}.",
		"from bank.example":      "looks like an address",
		strings.Repeat("é", 151): "151 characters of at most 150",
		"abc\u2066def":           "cannot be printed",
	} {
		if got := refused(t, badge.LetterWords{Kind: badge.LetterIssued, Subject: words}, "subject"); !strings.Contains(got, why) {
			t.Errorf("subject %.60q: %q", words, got)
		}
	}
	needed := badge.LetterWords{Kind: badge.LetterExpiring, Text: "Come back soon: {badge}."}
	if got := refused(t, needed, "text"); !strings.Contains(got, "put {expires} into the text") {
		t.Errorf("a reminder that does not say when: %q", got)
	}
	for _, kind := range []badge.LetterKind{badge.LetterNewPassword, badge.LetterShared, "", "nonsense"} {
		w := badge.LetterWords{Kind: kind, Text: "Mine."}
		if err := w.Validate(); !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("%q: %v", kind, err)
		}
	}
}

func TestWordsOfALetterThatAreFine(t *testing.T) {
	for _, words := range []string{
		"Dear {name}, {organization} is glad: {badge}, since {issued}.\n\nIts page: {link}. Questions: {email}",
		"100 %s <b>bold</b> & “quoted”", "Dr. J. R. R. Tolkien e.V., 3.5 h, 14.10.2026, U.S.A.", "مرحبًا {name}، تهانينا.", "Félicitations, {name} !", "@riverbank", "",
	} {
		if got := refused(t, badge.LetterWords{Kind: badge.LetterIssued, Text: words}, "text"); got != "" {
			t.Errorf("%q: %s", words, got)
		}
	}
	w := badge.LetterWords{Kind: badge.LetterIssued, Subject: " Well\r\nBcc: eve@x ", Text: " One \r\n\r\n\r\n\r\ntwo\tand\n "}
	w.Tidy()
	if w.Subject != "Well Bcc: eve@x" || w.Text != "One\n\ntwo and" {
		t.Errorf("%q, %q", w.Subject, w.Text)
	}
	for _, l := range badge.WordedLetters {
		full := badge.LetterWords{Kind: l.Kind, Subject: "{" + strings.Join(l.InSubject(), "} {") + "}", Text: "{" + strings.Join(l.Fills, "} {") + "}"}
		if err := full.Validate(); err != nil {
			t.Errorf("%s with everything it has: %v", l.Kind, err)
		}
	}
}
