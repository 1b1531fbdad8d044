package locale

import "testing"

func TestLanguagesAreNamedInTheReadersLanguageAndInTheirOwn(t *testing.T) {
	for _, c := range []struct {
		tag                         string
		english, spanish, own, runs string
		spoken                      Language
	}{
		{"de", "German", "alemán", "Deutsch", "ltr", German},
		{"pt-BR", "Brazilian Portuguese", "portugués de Brasil", "português", "ltr", Portuguese},
		{"zh-Hant", "Traditional Chinese", "chino tradicional", "繁體中文", "ltr", English},
		{"ar", "Arabic", "árabe", "العربية", "rtl", Arabic},
		{"fa", "Persian", "persa", "فارسی", "rtl", English},
		{"uz-Arab", "uz-Arab", "uz-Arab", "uz-Arab", "rtl", English},
		{"he", "Hebrew", "hebreo", "עברית", "rtl", English},
		{"", "", "", "", "auto", English},
		{"not a tag", "not a tag", "not a tag", "not a tag", "auto", English},
	} {
		if got := For(English).LanguageName(c.tag); got != c.english {
			t.Errorf("%q in English: %q", c.tag, got)
		}
		if got := For(Spanish).LanguageName(c.tag); got != c.spanish {
			t.Errorf("%q in Spanish: %q", c.tag, got)
		}
		if got := OwnName(c.tag); got != c.own {
			t.Errorf("%q calls itself %q", c.tag, got)
		}
		if got := DirectionOf(c.tag); got != c.runs {
			t.Errorf("%q runs %q", c.tag, got)
		}
		if got := Spoken(c.tag); got != c.spoken {
			t.Errorf("%q is spoken as %q", c.tag, got)
		}
	}
}
