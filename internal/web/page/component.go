package page

import (
	"github.com/a-h/templ"
	templruntime "github.com/a-h/templ/runtime"
)

// component is templruntime.GeneratedTemplate, of which every page would have
// copies; scripts/templ.sh puts it in its place.
//
//go:noinline
func component(write func(templruntime.GeneratedComponentInput) error) templ.Component {
	return templruntime.GeneratedTemplate(write)
}
