package locale

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// namers know the names of languages in each language that Laurel speaks
// (Unicode CLDR). Naming them one by one keeps all others out of the program.
var namers = map[Language]display.Namer{
	English: display.English.Tags(), Spanish: display.Spanish.Tags(), French: display.French.Tags(),
	German: display.German.Tags(), Portuguese: display.Portuguese.Tags(), Arabic: display.Arabic.Tags(),
}

// LanguageName is what a language (BCP 47) is called in the words' language, as
// it stands within a sentence; the tag itself where it has no name.
func (w *Words) LanguageName(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	if name := namers[w.language].Name(t); name != "" {
		return name
	}
	return tag
}

// OwnName is what a language (BCP 47) calls itself; the tag itself where it has
// no name.
func OwnName(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	if name := display.Self.Name(t); name != "" {
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
