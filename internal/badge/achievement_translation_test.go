package badge_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"laurel/internal/badge"
)

func translatedTo(original string, languages ...string) badge.Revision {
	r := badge.Revision{
		Name: "Wound Care", Description: "Cares for wounds.", Criteria: "Pass.", Picture: "hash",
		Details: badge.Details{Alt: "A plaster", Language: original},
	}
	for _, l := range languages {
		r.Translations = append(r.Translations, badge.Translation{Language: l, Name: "in " + l, Description: "says in " + l, Criteria: "takes in " + l})
	}
	return r
}

func TestAReaderGetsTheirLanguageWhereThereIsOne(t *testing.T) {
	for _, c := range []struct {
		name     string
		rev      badge.Revision
		language string
		want     string // language of what is read
	}{
		{"the original in its own language", translatedTo("en", "de"), "en", "en"},
		{"a translation", translatedTo("en", "de", "es"), "es", "es"},
		{"whatever the case of the tag", translatedTo("en", "pt-BR"), "PT-br", "pt-BR"},
		{"no translation: the original", translatedTo("en", "de"), "fr", "en"},
		{"a region for the language", translatedTo("en", "pt-BR"), "pt", "pt-BR"},
		{"the language for a region", translatedTo("en", "es"), "es-MX", "es"},
		{"exactly the region that was asked for", translatedTo("en", "pt", "pt-BR"), "pt-BR", "pt-BR"},
		{"an original of another region before a translation into a third", translatedTo("en-GB", "en-US"), "en", "en-GB"},
		{"unless exactly that one was asked for", translatedTo("en-GB", "en-US"), "en-US", "en-US"},
		{"no language asked for", translatedTo("en", "de"), "", "en"},
		{"an original whose language nobody said", translatedTo("", "de"), "es", ""},
		{"no other language taken for one that begins alike", translatedTo("en", "est"), "es", "en"},
	} {
		got := c.rev.In(c.language)
		if got.Language != c.want {
			t.Errorf("%s: %q, want %q", c.name, got.Language, c.want)
		}
		if c.want != c.rev.Language && (got.Name != "in "+c.want || got.Description != "says in "+c.want || got.Criteria != "takes in "+c.want) {
			t.Errorf("%s: %+v", c.name, got)
		}
		if c.rev.Name != "Wound Care" || got.Alt != "A plaster" {
			t.Errorf("%s changed more than the texts", c.name)
		}
	}
}

func TestATranslationIsHeldToWhatTheOriginalIsHeldTo(t *testing.T) {
	full := badge.Translation{Language: "es", Name: "Cuidado de heridas", Description: "Cuida.", Criteria: "Aprobar."}
	with := func(change func(*badge.Translation)) []badge.Translation {
		t := full
		change(&t)
		return []badge.Translation{t}
	}
	for _, c := range []struct {
		name, original string
		all            []badge.Translation
		draft          bool
		want           []string // faults
	}{
		{"whole", "en", []badge.Translation{full}, false, nil},
		{"of a badge whose language nobody said", "", []badge.Translation{full}, false, []string{"language"}},
		{"of a draft whose language nobody said", "", []badge.Translation{full}, true, nil},
		{"into the language it is written in", "ES", []badge.Translation{full}, false, []string{"translation_0_language"}},
		{"into one language twice", "en", []badge.Translation{full, full}, false, []string{"translation_1_language"}},
		{"into no language", "en", with(func(t *badge.Translation) { t.Language = "" }), false, []string{"translation_0_language"}},
		{"into none, of a draft", "en", with(func(t *badge.Translation) { t.Language = "" }), true, nil},
		{"into what is no language", "en", with(func(t *badge.Translation) { t.Language = "en_US!" }), true, []string{"translation_0_language"}},
		{"without a name", "en", with(func(t *badge.Translation) { t.Name = " " }), false, []string{"translation_0_name"}},
		{"without anything", "en", []badge.Translation{{Language: "es"}}, false, []string{"translation_0_criteria", "translation_0_description", "translation_0_name"}},
		{"without anything, of a draft", "en", []badge.Translation{{Language: "es"}}, true, nil},
		{"too long", "en", with(func(t *badge.Translation) {
			t.Name, t.Description, t.Criteria = strings.Repeat("é", 151), strings.Repeat("é", 2001), strings.Repeat("é", 10001)
		}), true, []string{"translation_0_criteria", "translation_0_description", "translation_0_name"}},
		{"turned around", "en", with(func(t *badge.Translation) { t.Name = "a\u202eb" }), false, []string{"translation_0_name"}},
		{"too many", "en", translatedTo("en", strings.Fields(strings.Repeat("es ", 21))...).Translations, false, []string{"translations"}},
	} {
		a := badge.Achievement{Slug: "wound-care", State: badge.AchievementPublished, Revision: translatedTo(c.original)}
		if a.Revision.Translations = c.all; c.draft {
			a.State = badge.AchievementDraft
		}
		var faults []string
		if invalid, ok := errors.AsType[*badge.Invalid](a.Validate()); ok {
			for field := range invalid.Fields {
				faults = append(faults, field)
			}
		}
		slices.Sort(faults)
		if !slices.Equal(faults, c.want) {
			t.Errorf("%s: %v, want %v", c.name, faults, c.want)
		}
	}
}

func TestAnotherTranslationIsAnotherWording(t *testing.T) {
	before, after := translatedTo("en", "es"), translatedTo("en", "es")
	if got := after.Differs(before); len(got) != 0 {
		t.Errorf("alike: %v", got)
	}
	after.Translations[0].Criteria = "corrected"
	if got := after.Differs(before); !slices.Equal(got, []string{"translations"}) {
		t.Errorf("corrected: %v", got)
	}
}
