// Package loose reads what others wrote, for display: one value for a list and a list for one value, text for objects,
// numbers for text.
//
// In come members of decoded JSON; out come plain Go values, empty where nothing sensible is there. What comes out is
// never trusted, but addresses are of web pages and pictures only.
package loose

import (
	"encoding/json"
	"math"
	"net/url"
	"strconv"
	"strings"

	"laurel/vc"
)

// First is the first object of a value that is one or a list.
func First(value any) (vc.Object, bool) {
	list := vc.Objects(value)
	if len(list) == 0 {
		return nil, false
	}
	return list[0], true
}

// All reads every object of a value that is one or a list.
func All[T any](value any, one func(vc.Object) T) []T {
	var list []T
	for _, o := range vc.Objects(value) {
		list = append(list, one(o))
	}
	return list
}

// Text reads plain text, a number, true or false, or a language value, {"@value": …} (VC Data Model 2.0, section 11.1),
// or the first of a list of these.
func Text(value any) string {
	switch v := value.(type) {
	case bool:
		return strconv.FormatBool(v)
	case string:
		return v
	case json.Number:
		return v.String()
	case vc.Object:
		return vc.String(v, "@value")
	case []any:
		if len(v) > 0 {
			if _, nested := v[0].([]any); !nested {
				return Text(v[0])
			}
		}
	}
	return ""
}

// Number reads a number that may have been written as text. It is zero for what is none, or beyond 1e15.
func Number(value any) float64 {
	n, err := strconv.ParseFloat(Text(value), 64)
	if err != nil || math.IsNaN(n) || math.Abs(n) > 1e15 {
		return 0
	}
	return n
}

// Link lets addresses of web pages through and nothing else, so that none can run as a script.
func Link(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return ""
	}
	return address
}

// Picture reads the address of a picture, given as text or as an object. It may be a data: URI.
func Picture(value any) (address, caption string) {
	o, _ := First(value)
	id := Or(vc.ID(value), vc.String(o, "id"))
	if strings.HasPrefix(id, "data:image/") {
		return id, Text(o["caption"])
	}
	return Link(id), Text(o["caption"])
}

// Or is a, or b when there is none.
func Or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
