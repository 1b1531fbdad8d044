package page

import (
	"context"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"laurel/internal/locale"
)

// say is the sentence in the reader's language; see locale.Words.Say.
func say(ctx context.Context, sentence string, values ...any) string {
	return locale.From(ctx).Say(sentence, values...)
}

// mark marks a sentence that is said elsewhere; see locale.Mark.
func mark(sentence string) string { return locale.Mark(sentence) }

// dayOf writes a day in UTC, the zone that credentials are dated in.
func dayOf(ctx context.Context, t time.Time) string { return locale.From(ctx).Day(t.UTC()) }

// piece is a part of a sentence: text, the words of a link, or the place of a
// value.
type piece struct {
	text  string
	link  bool
	value int // from 1; 0: none
}

// pieces splits a sentence at its [words in brackets].
func pieces(sentence string) []piece {
	var all []piece
	for {
		before, rest, found := strings.Cut(sentence, "[")
		words, after, closed := strings.Cut(rest, "]")
		if !found || !closed {
			return append(all, piece{text: sentence})
		}
		all = append(all, piece{text: before}, piece{text: words, link: true})
		sentence = after
	}
}

// linked is a sentence whose [words in brackets] are links to the addresses,
// in their order.
func linked(sentence string, addresses ...string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		at := 0
		for _, part := range pieces(locale.From(ctx).Pattern(sentence)) {
			text := templ.EscapeString(part.text)
			if part.link && at < len(addresses) {
				text = `<a class="link" href="` + templ.EscapeString(string(templ.URL(addresses[at]))) + `">` + text + `</a>`
				at++
			}
			if _, err := io.WriteString(w, text); err != nil {
				return err
			}
		}
		return nil
	})
}

// told is a sentence with parts of a page for its values %[1]s, %[2]s and so
// on, in the order that the language has.
func told(sentence string, values ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for _, part := range places(locale.From(ctx).Pattern(sentence)) {
			if part.value > 0 && part.value <= len(values) {
				if err := values[part.value-1].Render(ctx, w); err != nil {
					return err
				}
			} else if _, err := io.WriteString(w, templ.EscapeString(part.text)); err != nil {
				return err
			}
		}
		return nil
	})
}

// places splits a sentence where its values stand, %[1]s and so on.
func places(sentence string) []piece {
	var all []piece
	for {
		before, rest, found := strings.Cut(sentence, "%[")
		number, after, closed := strings.Cut(rest, "]s")
		value, err := strconv.Atoi(number)
		if !found || !closed || err != nil {
			return append(all, piece{text: sentence})
		}
		all = append(all, piece{text: before}, piece{value: value})
		sentence = after
	}
}
