// Package guide holds the texts that explain the product to earners and
// employers: Markdown of our own in, sections of HTML out. It takes no text of
// strangers; that goes through the sanitizer of the pages.
package guide

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html"
	"io/fs"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"

	"laurel/internal/locale"
)

//go:embed text/*/*.md
var files embed.FS

// Text is one explained subject.
type Text struct {
	Slug     string // of its file: "logging-in"
	Title    string
	Lead     string    // the first paragraph, as plain text
	Sections []Section // in the order of the file
}

// Section is what stands under one heading.
type Section struct {
	ID      string // for the address of the section: "ten-unsuccessful-attempts"
	Heading string
	HTML    string
}

// Guides are the slugs of the texts that /guides lists, in the order in which
// somebody needs them.
var Guides = []string{"logging-in", "portfolio", "sharing-by-hand", "signatures", "resume", "verifying", "employers"}

// Read finds a text by its slug, in a language or, where it was not translated,
// in English; in says which.
func Read(wanted locale.Language, slug string) (t Text, in locale.Language, ok bool) {
	if t, ok := texts()[wanted][slug]; ok {
		return t, wanted, true
	}
	t, ok = texts()[locale.English][slug]
	return t, locale.English, ok
}

// texts is every text by language and slug, read once. They are part of the
// binary and were read by the tests: a fault in one cannot come up later.
var texts = sync.OnceValue(func() map[locale.Language]map[string]Text {
	all := map[locale.Language]map[string]Text{}
	for _, l := range locale.Languages { // English is the first
		all[l] = map[string]Text{}
		entries, err := files.ReadDir("text/" + string(l))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			panic("guide: " + err.Error())
		}
		for _, e := range entries {
			slug := strings.TrimSuffix(e.Name(), ".md")
			source, err := files.ReadFile("text/" + string(l) + "/" + e.Name())
			if err == nil {
				all[l][slug], err = parse(slug, string(source))
			}
			if err == nil && l != locale.English {
				err = sameAddresses(all[l][slug], all[locale.English][slug])
			}
			if err != nil {
				panic("guide: " + string(l) + ": " + err.Error())
			}
		}
	}
	return all
})

// sameAddresses gives the sections of a translation the addresses that they have
// in English, which links lead to.
func sameAddresses(translated, english Text) error {
	if len(translated.Sections) != len(english.Sections) {
		return fmt.Errorf("%s.md has %d sections, and %d in English", translated.Slug, len(translated.Sections), len(english.Sections))
	}
	for i := range translated.Sections {
		translated.Sections[i].ID = english.Sections[i].ID
	}
	return nil
}

// parse reads a title, a paragraph, and sections that each begin with "## ".
func parse(slug, source string) (Text, error) {
	head, rest, _ := strings.Cut(source, "\n## ")
	title, lead, found := strings.Cut(head, "\n\n")
	if !found || !strings.HasPrefix(title, "# ") || rest == "" {
		return Text{}, fmt.Errorf("%s.md: it has to begin with a title, a paragraph and a section", slug)
	}
	t := Text{Slug: slug, Title: strings.TrimPrefix(title, "# "), Lead: strings.TrimSpace(lead)}
	for part := range strings.SplitSeq(rest, "\n## ") {
		heading, body, _ := strings.Cut(part, "\n")
		text, err := render(body)
		if err != nil {
			return t, fmt.Errorf("%s.md, %s: %w", slug, heading, err)
		}
		t.Sections = append(t.Sections, Section{ID: id(heading), Heading: heading, HTML: text})
	}
	return t, nil
}

var reader = goldmark.New(goldmark.WithExtensions(extension.Table), goldmark.WithParserOptions(parser.WithAutoHeadingID()))

func render(source string) (string, error) {
	var b bytes.Buffer
	err := reader.Convert([]byte(source), &b)
	return b.String(), err
}

// id makes an address of a heading: its letters and digits, with dashes between words.
func id(heading string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(heading) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

// Signature is what goes under somebody's letters: a badge that leads to its
// page.
type Signature struct {
	Badge, Organization string
	URL, PictureURL     string // absolute
	Side                int    // of the picture as it is shown, in pixels
	Verify              string // the words of the link, in the language of whoever signs
}

// signature is a table with inline styles: what mail programs keep. Its values
// are the badge, the organization, both addresses and the words of the link.
const signature = `<table cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse"><tr>` +
	`<td style="padding:0 14px 0 0;vertical-align:middle"><a href="%[3]s"><img src="%[4]s" width="%[6]d" height="%[6]d" alt="%[1]s, %[2]s" style="display:block;border:0;width:%[6]dpx;height:%[6]dpx"></a></td>` +
	`<td style="vertical-align:middle;font-family:Arial,Helvetica,sans-serif;font-size:13px;line-height:18px;color:#333333">` +
	`<a href="%[3]s" style="color:#0f766e;font-weight:bold;text-decoration:none">%[1]s</a><br>%[2]s<br><a href="%[3]s" style="color:#555555">%[5]s</a></td>` +
	`</tr></table>`

// HTML is the signature for mail programs.
func (s Signature) HTML() string {
	as := html.EscapeString
	return fmt.Sprintf(signature, as(s.Badge), as(s.Organization), as(s.URL), as(s.PictureURL), as(s.Verify), s.Side)
}

// Text is the signature where no pictures are allowed.
func (s Signature) Text() string { return s.Badge + ", " + s.Organization + ": " + s.URL }
