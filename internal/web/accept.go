package web

import (
	"net/http"
	"strconv"
	"strings"
)

// dataTypes are the media types of what we serve besides pages.
var dataTypes = []string{"application/vc+ld+json", "application/vc", "application/ld+json", "application/json"}

// wantsData tells whether somebody who asks for an address that has both
// wants the document and not the page: unless HTML is preferred (RFC 9110,
// section 12.5.1).
func wantsData(r *http.Request) bool {
	accept := r.Header.Values("Accept")
	data := 0.0
	for _, kind := range dataTypes {
		data = max(data, quality(accept, kind))
	}
	return quality(accept, "text/html") <= data
}

// prefersHTML tells whether an answer in words should be a page.
func prefersHTML(r *http.Request) bool {
	accept := r.Header.Values("Accept")
	return quality(accept, "text/html") > 0 && !strings.HasPrefix(strings.Join(accept, ","), "application/json")
}

// quality is how much an Accept header wants a media type, 0 to 1. The most
// specific range decides; no header at all accepts everything.
func quality(accept []string, kind string) float64 {
	if len(accept) == 0 {
		return 1
	}
	whole, _, _ := strings.Cut(kind, "/")
	best, result := 0, 0.0
	for part := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		name, parameters, _ := strings.Cut(strings.TrimSpace(part), ";")
		rank := map[string]int{"*/*": 1, whole + "/*": 2, kind: 3}[strings.ToLower(strings.TrimSpace(name))]
		if rank > best {
			best, result = rank, weight(parameters)
		}
	}
	return result
}

// weight is the q parameter of a media range.
func weight(parameters string) float64 {
	for parameter := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(parameter), "=")
		if !strings.EqualFold(name, "q") {
			continue
		}
		q, err := strconv.ParseFloat(value, 64)
		if err != nil || q < 0 || q > 1 {
			return 0
		}
		return q
	}
	return 1
}
