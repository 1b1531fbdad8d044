package badge

import (
	"strconv"
	"strings"
)

// Translation is what a wording says in another language than its own.
type Translation struct {
	Language    string `json:"language"` // BCP 47
	Name        string `json:"name"`
	Description string `json:"description"`
	Criteria    string `json:"criteria"` // Markdown
}

// maxTranslations is how many other languages a wording has.
const maxTranslations = 20

// TranslationField names a part of the translation at n, counted from 0, as
// Validate complains about it: language, name, description or criteria.
func TranslationField(n int, part string) string {
	return "translation_" + strconv.Itoa(n) + "_" + part
}

// In is the wording for a reader of a language (BCP 47): name, description and
// criteria of its translation, with Language saying which, or the wording as it
// is where there is none. A regional form stands in for another one; what was
// written in the language comes before what was translated into it.
func (r Revision) In(language string) Revision {
	found := -1
	switch {
	case language == "" || strings.EqualFold(r.Language, language):
	case r.translation(language, strings.EqualFold) >= 0:
		found = r.translation(language, strings.EqualFold)
	case !sameLanguage(r.Language, language):
		found = r.translation(language, sameLanguage)
	}
	if found >= 0 {
		t := r.Translations[found]
		r.Language, r.Name, r.Description, r.Criteria = t.Language, t.Name, t.Description, t.Criteria
	}
	return r
}

// translation finds the first translation whose language is alike; -1: none.
func (r Revision) translation(language string, alike func(a, b string) bool) int {
	for n, t := range r.Translations {
		if alike(t.Language, language) {
			return n
		}
	}
	return -1
}

// sameLanguage tells whether two tags differ in region or script at most.
func sameLanguage(a, b string) bool {
	a, _, _ = strings.Cut(a, "-")
	b, _, _ = strings.Cut(b, "-")
	return strings.EqualFold(a, b)
}

// validateTranslations holds every translation to what the original is held
// to. In a draft anything may be missing.
func (r *Revision) validateTranslations(f faults, needed int) {
	if len(r.Translations) > maxTranslations {
		f.add("translations", "At most 20 other languages.")
		return
	}
	if len(r.Translations) > 0 && r.Language == "" && needed > 0 {
		f.add("language", "Say in which language the badge is written: it is translated from that one.")
	}
	taken := map[string]bool{strings.ToLower(r.Language): true}
	for n := range r.Translations {
		t := &r.Translations[n]
		t.Language = strings.TrimSpace(t.Language)
		switch tag := strings.ToLower(t.Language); {
		case tag == "" && needed == 0:
		case !languageTag.MatchString(t.Language):
			f.add(TranslationField(n, "language"), "Choose the language of this translation.")
		case taken[tag]:
			f.add(TranslationField(n, "language"), "There are texts in this language already.")
		default:
			taken[tag] = true
		}
		t.Name = text(f, TranslationField(n, "name"), t.Name, needed, 150, "Give the badge's name in this language.")
		t.Description = text(f, TranslationField(n, "description"), t.Description, needed, 2000, "Say in this language what the badge stands for.")
		t.Criteria = text(f, TranslationField(n, "criteria"), t.Criteria, needed, 10000, "Say in this language what it takes to earn the badge.")
	}
}
