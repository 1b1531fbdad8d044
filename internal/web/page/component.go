package page

import (
	"fmt"

	"github.com/a-h/templ"
	templruntime "github.com/a-h/templ/runtime"
)

// What pages are made with in place of what templ generates, so that there is
// one copy of it; scripts/templ.sh puts them there. A buffer that could not
// write keeps its error, and component returns it.

// component is templruntime.GeneratedTemplate.
//
//go:noinline
func component(write func(templruntime.GeneratedComponentInput) error) templ.Component {
	return templruntime.GeneratedTemplate(write)
}

// writeMarkup writes what stands in the template.
//
//go:noinline
func writeMarkup(b *templruntime.Buffer, markup string) { _, _ = b.WriteString(markup) }

// writeText writes a value as text, or as the value of an attribute.
func writeText[T any](b *templruntime.Buffer, value T) {
	s, is := any(value).(string)
	if !is {
		s = fmt.Sprint(value)
	}
	writeMarkup(b, templ.EscapeString(s))
}

// writeAddress writes a web address as the value of an attribute; one that would run
// something becomes one that does nothing.
func writeAddress[T ~string](b *templruntime.Buffer, value T) {
	safe, is := any(value).(templ.SafeURL)
	if !is {
		safe = templ.URL(string(value))
	}
	writeMarkup(b, templ.EscapeString(string(safe)))
}
