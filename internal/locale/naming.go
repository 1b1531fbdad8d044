package locale

import (
	_ "embed"
	"encoding/json"
	"strings"
	"sync"

	"golang.org/x/text/language"
)

// names are what languages (BCP 47) are called in each language that Laurel
// speaks, and, as "own", by themselves (Unicode CLDR).
//
//go:embed names.json
var names []byte

var languageNames = sync.OnceValue(func() (all map[string]map[string]string) {
	if err := json.Unmarshal(names, &all); err != nil {
		panic("locale: names.json: " + err.Error())
	}
	return all
})

// LanguageName is what a language (BCP 47) is called in the words' language, as
// it stands within a sentence; the tag itself where it has no name.
func (w *Words) LanguageName(tag string) string { return nameOf(tag, string(w.language)) }

// OwnName is what a language (BCP 47) calls itself; the tag itself where it has
// no name.
func OwnName(tag string) string { return nameOf(tag, "own") }

func nameOf(tag, in string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	if name := languageNames()[t.String()][in]; name != "" {
		return name
	}
	return tag
}

// DirectionOf is rtl for a language (BCP 47) that is written from right to
// left, auto where none is said, otherwise ltr.
func DirectionOf(tag string) string {
	if tag == "" {
		return "auto"
	}
	t, err := language.Parse(tag)
	if err != nil {
		return "auto"
	}
	script, _ := t.Script()
	if strings.Contains(" Arab Hebr Syrc Thaa Nkoo Adlm Rohg ", " "+script.String()+" ") {
		return "rtl"
	}
	return "ltr"
}

// Spoken is the language that Laurel speaks for one that was wished for
// (BCP 47): English where it is none of them.
func Spoken(tag string) Language {
	l, _ := Match(tag)
	return l
}
