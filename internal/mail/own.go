package mail

import (
	"html"
	"strings"

	"laurel/internal/badge"
)

// fills are the values of the placeholders of an organization's own words, by
// their names. What stands there under another name stays as it was typed.
type fills map[string]string

func (f fills) into(words string, as func(name, value string) string) string {
	return badge.Placeholder.ReplaceAllStringFunc(words, func(found string) string {
		name := strings.Trim(found, "{}")
		value, known := f[name]
		if !known {
			return as("", found)
		}
		return as(name, value)
	})
}

// text is the words as plain text, line by line, without what could change how
// the rest of the letter reads.
func (f fills) text(words string) string {
	lines := strings.Split(words, "\n")
	for n, line := range lines {
		lines[n] = f.into(oneLine(line, badge.MaxWordsText), func(_, value string) string { return value })
	}
	return strings.Join(lines, "\n")
}

// html is the same as paragraphs. Nothing in it is HTML but what is made here:
// {link} and {email} become links, other values stand apart from the sentence.
func (f fills) html(words string, look badge.Look) markup {
	var b strings.Builder
	for paragraph := range strings.SplitSeq(words, "\n\n") {
		lines := strings.Split(paragraph, "\n")
		for n, line := range lines {
			lines[n] = f.line(oneLine(line, badge.MaxWordsText), look)
		}
		b.WriteString(`<p class="ink" dir="auto" style="margin:0 0 16px;color:#17211e">` + strings.Join(lines, "<br>") + "</p>\n")
	}
	return markup(b.String())
}

// line is a line of the words as HTML. Braces mean nothing there, so what
// stands between placeholders can be made harmless first.
func (f fills) line(line string, look badge.Look) string {
	return f.into(html.EscapeString(line), func(name, value string) string {
		text := html.EscapeString(value)
		switch name {
		case "":
			return value // as it was typed, and harmless already
		case "link":
			return `<a class="accent address" href="` + text + `" style="color:` + string(look.Accent) + `;word-wrap:break-word;overflow-wrap:anywhere">` + text + `</a>`
		case "email":
			return `<a class="accent" href="mailto:` + text + `" style="color:` + string(look.Accent) + `">` + text + `</a>`
		}
		return string(apart(value))
	})
}
