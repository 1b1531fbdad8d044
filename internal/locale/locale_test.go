package locale_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"laurel/internal/locale"
)

func TestASentenceIsSaidInTheLanguage(t *testing.T) {
	german, arabic := locale.For(locale.German), locale.For(locale.Arabic)
	for _, c := range []struct{ got, want string }{
		{german.Say("Log in"), "Anmelden"},
		{locale.For("xx").Say("Log in"), "Log in"},
		{german.Say("A sentence that no catalog has, %s", "so far"), "A sentence that no catalog has, so far"},
		{locale.For(locale.English).Say("%d badges", 1), "1 badge"},
		{german.Say("%d badges", 12345), "12.345 Badges"},
		{locale.For(locale.English).Number(12345), "12,345"},
		{arabic.Number(123), "123"},
		{german.Say("100% sure"), "100% sure"},
	} {
		if c.got != c.want {
			t.Errorf("said %q, want %q", c.got, c.want)
		}
	}
}

func TestDaysAreWrittenAsTheLanguageDoes(t *testing.T) {
	day := time.Date(2026, time.March, 1, 14, 5, 0, 0, time.UTC)
	want := map[locale.Language]string{
		locale.English: "March 1, 2026", locale.Spanish: "1 de marzo de 2026", locale.French: "1er mars 2026",
		locale.German: "1. März 2026", locale.Portuguese: "1 de março de 2026", locale.Arabic: "1 مارس 2026",
	}
	for _, l := range locale.Languages {
		if got := locale.For(l).Day(day); got != want[l] {
			t.Errorf("%s writes %q, want %q", l, got, want[l])
		}
	}
	if got := locale.For(locale.German).Moment(day); got != "1. März 2026 um 14:05 UTC" {
		t.Errorf("German moment %q", got)
	}
}

func TestTheReaderSaysWhichLanguage(t *testing.T) {
	for header, want := range map[string]locale.Language{
		"de-AT,en;q=0.5": locale.German, "pt-BR": locale.Portuguese, "nl,fr;q=0.3": locale.French, "ar-EG": locale.Arabic,
	} {
		if got, ok := locale.Match(header); !ok || got != want {
			t.Errorf("%s: %s %v, want %s", header, got, ok, want)
		}
	}
	for _, header := range []string{"", "ja", "*;;;", strings.Repeat("de,", 1000)} {
		if got, ok := locale.Match(header); ok || got != locale.English {
			t.Errorf("%.20q: %s %v, want English and no wish", header, got, ok)
		}
	}
	if locale.From(context.Background()).Language() != locale.English {
		t.Error("a reader of whom nothing is known does not read English")
	}
}

// A translation that lost a value would leave a name out, one that gained one
// would print an error in the middle of a page.
func TestATranslationHasTheValuesOfItsSentence(t *testing.T) {
	for _, l := range locale.Languages {
		translations, err := locale.Catalog(l)
		if err != nil {
			t.Fatal(err)
		}
		for sentence, translation := range translations {
			if translation.Forms != nil && translation.Forms["other"] == "" {
				t.Errorf("%s: %q has no form for other numbers", l, sentence)
			}
			for category, text := range translation.Forms {
				if !slices.Contains([]string{"zero", "one", "two", "few", "many", "other"}, category) {
					t.Errorf("%s: %q has a form %q, which no language has", l, sentence, category)
				}
				_ = text
			}
			for _, text := range translation.Texts() {
				if text == "" {
					t.Errorf("%s: %q is translated as nothing", l, sentence)
				}
				if missing := locale.Differ(sentence, text, translation.Forms != nil); missing != "" {
					t.Errorf("%s: %q and %q differ in the value %s", l, sentence, text, missing)
				}
			}
		}
	}
}
