package web

import (
	"strconv"
	"strings"

	"laurel/internal/web/page"
)

// dropping begins the name of the button that takes a translation out, before
// its number.
const dropping = "drop-"

// translationRows reads what a badge says in other languages, with a row for
// one more or without one where the form asks for that. Rows without a word
// are left out.
func translationRows(form map[string][]string) (rows []page.TranslationRow) {
	at := func(field string, n int) string {
		if all := form[field]; n < len(all) {
			return strings.TrimSpace(all[n])
		}
		return ""
	}
	do := at("do", 0)
	for n := range min(len(form["translation_language"]), mostRows) {
		row := page.TranslationRow{
			Language: at("translation_language", n), Name: at("translation_name", n),
			Description: at("translation_description", n), Criteria: at("translation_criteria", n),
		}
		if row != (page.TranslationRow{}) && do != dropping+strconv.Itoa(n) {
			rows = append(rows, row)
		}
	}
	if do == "language" {
		rows = append(rows, page.TranslationRow{})
	}
	return rows
}
