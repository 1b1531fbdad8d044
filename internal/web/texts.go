package web

import (
	"net/http"

	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/verify"
	"laurel/internal/web/page"
)

// original asks for a badge's texts as they were written.
const original = "original"

// wording is what a badge says to whoever asks: in their own language where the
// organization gave it, or in the one that ?texts= names.
func wording(r *http.Request, rev badge.Revision) badge.Revision {
	switch wished := r.URL.Query().Get("texts"); wished {
	case original:
		return rev
	case "":
		return rev.In(string(locale.From(r.Context()).Language()))
	default:
		return rev.In(wished)
	}
}

// textsOf says whose texts are shown, and where the others are.
func textsOf(r *http.Request, rev, shown badge.Revision, org badge.Organization) page.Texts {
	t := page.Texts{Language: shown.Language, Original: rev.Language, OriginalURL: r.URL.Path + "?texts=" + original + "#texts"}
	if shown.Language != rev.Language {
		t.TranslatedBy = org.Name
	}
	for _, other := range rev.Translations {
		if other.Language != shown.Language {
			t.Others = append(t.Others, page.TextLink{Language: other.Language, URL: r.URL.Path + "?texts=" + other.Language + "#texts"})
		}
	}
	return t
}

// putIntoWords puts the texts in the reader's language in the place of those that
// were signed, and says so. It does where what was signed says what the
// organization's own record says; a translation of anything else is none of it.
func putIntoWords(r *http.Request, stored verify.Stored, c *page.Content) {
	rev := stored.Revision
	if v := stored.View; rev.Name != v.Name || rev.Description != v.Description || rev.Criteria != v.Criteria.Narrative || rev.Language != v.InLanguage {
		return
	}
	shown := wording(r, rev)
	c.Name, c.Description, c.CriteriaHTML = shown.Name, shown.Description, markdown(shown.Criteria)
	c.Texts = textsOf(r, rev, shown, stored.Organization)
	c.Texts.Signed = true
}
