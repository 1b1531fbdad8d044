package award

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"

	"laurel/internal/badge"
)

// badge finds the badge that a row names, by its name, its short address or
// its id. A row that names none is for the badge of the batch.
func (c *checker) badge(r *Row) {
	cell := c.cell(r, FieldBadge)
	if cell == "" {
		return
	}
	if id, there := c.badges[BadgeKey(cell)]; there {
		r.Badge = id
		return
	}
	r.find(badge.OutcomeError, FieldBadge, cell, fmt.Sprintf("There is no badge “%s” here.", shown(cell)),
		"Write its name as the list of badges has it, or leave the cell empty for the badge that was chosen.")
}

// BadgeKey is the form in which badges are looked up by their name.
func BadgeKey(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// language reads the language of an earner: a tag such as "de" or "pt-BR", or
// its name. One that is not known is left out: letters then come in the
// organization's.
func (c *checker) language(r *Row) {
	cell := c.cell(r, FieldLanguage)
	if cell == "" {
		return
	}
	if tag, known := languageNames[titleKey(cell)]; known {
		r.Language = tag
		return
	}
	tag, err := language.Parse(cell)
	if err != nil || tag == language.Und || len(cell) > 20 {
		r.find(badge.OutcomeWarning, FieldLanguage, cell, "This language is not known. It is left out.", "Write a tag such as en, de or pt-BR.")
		return
	}
	r.Language = tag.String()
}

// languageNames are languages as people write them, in the form of titleKey.
var languageNames = map[string]string{
	"english": "en", "englisch": "en", "anglais": "en", "ingles": "en", "inglese": "en", "engels": "en",
	"german": "de", "deutsch": "de", "allemand": "de", "aleman": "de", "alemao": "de", "tedesco": "de", "duits": "de",
	"french": "fr", "francais": "fr", "franzosisch": "fr", "frances": "fr", "francese": "fr", "frans": "fr",
	"spanish": "es", "espanol": "es", "spanisch": "es", "espagnol": "es", "castellano": "es", "espanhol": "es", "spagnolo": "es", "spaans": "es",
	"portuguese": "pt", "portugues": "pt", "portugiesisch": "pt", "portugais": "pt", "portoghese": "pt", "portugees": "pt",
	"arabic": "ar", "arabisch": "ar", "arabe": "ar", "arabo": "ar", "العربية": "ar",
	"italian": "it", "italiano": "it", "italienisch": "it", "italien": "it", "italiaans": "it",
	"dutch": "nl", "nederlands": "nl", "niederlandisch": "nl", "neerlandais": "nl",
}
