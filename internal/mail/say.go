package mail

import (
	"fmt"
	"html"
	"maps"
	"regexp"
	"time"

	"laurel/internal/badge"
	"laurel/internal/locale"
)

// english are the words of letters to those who run an organization or the
// installation: the pages that these lead to are in English.
var english = locale.For(locale.English)

// saying are the functions by which both parts of a letter say what depends on
// the language.
func saying(words *locale.Words) map[string]any {
	return map[string]any{
		"date":   func(t time.Time) string { return words.Day(t.UTC()) },
		"moment": func(t time.Time) string { return momentIn(words, t) },
	}
}

func momentIn(words *locale.Words, t time.Time) string {
	if words.Language() == locale.English {
		return badge.WithZone(t, "January 2, 2006, 3:04 PM")
	}
	return words.Moment(t)
}

// inText are the functions of the plain text. A sentence is the same in both
// parts of a letter; what stands out in HTML is plain here.
func inText(words *locale.Words) map[string]any {
	plain := func(value string) string { return value }
	all := saying(words)
	maps.Copy(all, map[string]any{
		"say": words.Say, "strong": plain, "mailto": plain,
		"organization": func(name, site string) string {
			if site == "" {
				return name
			}
			return name + " (" + site + ")"
		},
	})
	return all
}

// inHTML are the functions of the HTML. Values stand apart from the sentence
// around them, which may be written in the other direction.
func inHTML(words *locale.Words) map[string]any {
	all := saying(words)
	maps.Copy(all, map[string]any{
		// for sentences that count nothing, which is all that letters have
		"say": func(sentence string, values ...any) markup {
			text := html.EscapeString(words.Pattern(sentence))
			if len(values) == 0 {
				return markup(text)
			}
			for n, value := range values {
				if text, plain := value.(string); plain {
					values[n] = apart(text)
				}
			}
			return markup(fmt.Sprintf(text, values...))
		},
		"plain":  func(sentence markup) markup { return markup(tag.ReplaceAllString(string(sentence), "")) },
		"strong": func(value string) markup { return "<strong>" + apart(value) + "</strong>" },
		"mailto": func(address string) markup {
			text := html.EscapeString(address)
			return markup(`<a class="soft" href="mailto:` + text + `" style="color:#5b6763">` + text + `</a>`)
		},
		"organization": func(name, site string) markup {
			if site == "" {
				return apart(name)
			}
			return apart(name) + ` (<a class="soft" href="` + markup(html.EscapeString(site)) + `" style="color:#5b6763">` +
				markup(html.EscapeString(host(site))) + `</a>)`
		},
	})
	return all
}

// apart is a value as HTML.
func apart(value string) markup {
	return markup("<bdi>" + html.EscapeString(value) + "</bdi>")
}

// tag is a tag of ours: in what is not ours they are escaped.
var tag = regexp.MustCompile(`<[^>]*>`)
