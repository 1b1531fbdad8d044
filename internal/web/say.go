package web

import (
	"net/http"

	"laurel/internal/locale"
)

// say is a sentence in the reader's language.
func say(r *http.Request, sentence string, values ...any) string {
	return locale.From(r.Context()).Say(sentence, values...)
}
