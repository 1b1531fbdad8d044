// Package locale says the sentences of Laurel in the reader's language.
//
// English is the source: the sentence itself, as it stands in a page or a
// letter, is the key of its translations. In goes a sentence with its values,
// out comes the text; a sentence that a catalog does not have is said in
// English, so that a page is never empty. It knows no page, no person and no
// clock.
//
//	words := locale.For(locale.German)
//	words.Say("Issued by %[1]s", "Riverbank College")
//	words.Say("%d badges", 3)
//
// The catalogs are catalog/<language>.json, one line for each sentence, to be
// edited by translators; docs/translate.md says how.
package locale

import (
	"context"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Language is one that Laurel speaks, by its BCP 47 tag.
type Language string

// The languages that Laurel speaks.
const (
	English    Language = "en"
	Spanish    Language = "es"
	French     Language = "fr"
	German     Language = "de"
	Portuguese Language = "pt"
	Arabic     Language = "ar"
)

// Languages are all of them, in the order in which they are offered.
var Languages = []Language{English, Spanish, French, German, Portuguese, Arabic}

// Name is what the language calls itself.
func (l Language) Name() string {
	switch l {
	case Spanish:
		return "Español"
	case French:
		return "Français"
	case German:
		return "Deutsch"
	case Portuguese:
		return "Português"
	case Arabic:
		return "العربية"
	}
	return "English"
}

// Direction is rtl for what is written from right to left, otherwise ltr.
func (l Language) Direction() string {
	if l == Arabic {
		return "rtl"
	}
	return "ltr"
}

// Known says whether Laurel speaks it.
func (l Language) Known() bool {
	_, known := speakers[l]
	return known
}

// Words says sentences in one language. The zero value is not usable; see For.
// It is safe for use by many goroutines at once.
type Words struct {
	language Language
	plain    map[string]string // all sentences that do not count
	printer  *message.Printer
}

// For returns the words of a language, the English ones for a language that
// Laurel does not speak.
func For(l Language) *Words {
	if words, known := speakers[l]; known {
		return words
	}
	return speakers[English]
}

// Language is the one that these words are in.
func (w *Words) Language() Language { return w.language }

// Say returns the sentence in the words' language. It is an English text with
// the verbs of package fmt for its values; whole numbers are written as the
// language does. A sentence without values is taken as it is: a percent sign
// in it is one.
func (w *Words) Say(sentence string, values ...any) string {
	if len(values) == 0 {
		return w.Pattern(sentence)
	}
	return w.printer.Sprintf(sentence, values...)
}

// A Sentence is what one part of the house has to tell and another says later,
// in a language that the first does not know.
type Sentence struct {
	Text   string // in English, with the verbs of package fmt for its values
	Values []any
}

// String is the sentence in English.
func (s Sentence) String() string { return speakers[English].Tell(s) }

// MarshalText writes the sentence in English, which programs read.
func (s Sentence) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Tell says a sentence that was put together elsewhere.
func (w *Words) Tell(s Sentence) string { return w.Say(s.Text, s.Values...) }

// Pattern is a sentence in the words' language with the verbs for its values
// left in, for those who fill in more than text. It is for sentences that do
// not count.
func (w *Words) Pattern(sentence string) string {
	if text, has := w.plain[sentence]; has {
		return text
	}
	return sentence
}

type contextKey struct{}

// With returns a context in which From finds these words.
func With(ctx context.Context, w *Words) context.Context {
	return context.WithValue(ctx, contextKey{}, w)
}

// From returns the words of the reader, the English ones where nobody set any.
func From(ctx context.Context) *Words {
	if w, ok := ctx.Value(contextKey{}).(*Words); ok {
		return w
	}
	return speakers[English]
}

// Match returns the language that a reader likes best of those that Laurel
// speaks, by the value of Accept-Language (RFC 9110, section 12.5.4). ok is
// false when none of them is asked for.
func Match(acceptLanguage string) (l Language, ok bool) {
	if len(acceptLanguage) > maxAccept {
		return English, false
	}
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(wanted) == 0 {
		return English, false
	}
	_, index, confidence := matcher.Match(wanted...)
	if confidence == language.No {
		return English, false
	}
	return Languages[index], true
}

// maxAccept bounds what is parsed of a header, in bytes.
const maxAccept = 512

// Mark returns the sentence as it is. It marks one that is said elsewhere,
// through a variable, so that the test of the catalogs knows it.
func Mark(sentence string) string { return sentence }
