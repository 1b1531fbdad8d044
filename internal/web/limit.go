package web

import (
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/go-chi/httprate"

	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/web/page"
)

// The largest requests, in bytes. Files come with the rest of their form.
const (
	slack       = 1 << 20
	formBytes   = 1 << 20
	uploadBytes = 32<<20 + slack
	imageBytes  = 2<<20 + slack
	skillBytes  = 20 << 20
	// A background and three signatures.
	certificateBytes = 4*(2<<20) + slack
	verifyBytes      = 4<<20 + slack
	// A little more than a file may have, so that the form itself says so.
	attachmentBytes = badge.MaxRequestFile + slack
	drainBytes      = 256 << 20 // read and thrown away, so that a browser gets to see the answer
)

// The sentences for what is too large.
const (
	tooLargeForm        = "What was sent is larger than this form can be. Shorten it and send it again; nothing was changed."
	tooLargeUpload      = "A file of people may have up to 32 MB, and this one is larger. Split it into smaller files and upload them one after the other; nothing was kept and nothing was issued."
	tooLargeSkills      = "A framework may have up to 20 MB, and this file is larger. Upload a part of it; nothing was kept."
	tooLargeImage       = "A picture may have up to 2 MB, and this one is larger. Save it smaller, about 600 by 600 pixels, and choose it again; nothing was changed."
	tooLargeCertificate = "Each picture of a certificate may have up to 2 MB, and these are larger. Save them smaller and choose them again; nothing was kept."
	tooLargeNames       = "A list of names may have up to 2 MB, and this one is larger. Split it and send the parts one after the other; nothing was changed."
	tooLargeAttachment  = "A file may have up to 5 MB, and this one is larger. Save it smaller and choose it again; nothing was sent."
	tooLargeVerify      = "A badge has up to 4 MB, and this file is larger. Ask for the address of the badge, or for its PNG or JSON file."
)

// sized refuses requests over a size before they are read, or where they do
// not say how long they are, while they are. The sentence says what to do
// instead. A plain form is read here, so that handlers find it whole.
//
//go:noinline
func (s *server) sized(most int64, sentence string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			whole := r.Body
			if r.ContentLength > most {
				drain(whole)
				s.fail(w, r, &tooLarge{sentence, formAt(r, sentence)})
				return
			}
			defer drain(whole)
			r.Body = &bounded{http.MaxBytesReader(nil, whole, most), tooLarge{sentence, formAt(r, sentence)}}
			if err := r.ParseForm(); err != nil {
				s.fail(w, r, unreadableForm(err))
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// formAt is where the form of a file is. Small forms stand on other pages.
func formAt(r *http.Request, sentence string) page.Link {
	if sentence == tooLargeForm {
		return page.Link{}
	}
	return page.Link{Text: locale.Mark("Back to the form"), URL: r.URL.Path}
}

// tooLarge is the error of a request over its size: what to do instead, and
// where.
type tooLarge struct {
	sentence string
	next     page.Link
}

// Error returns the sentence.
func (e *tooLarge) Error() string { return e.sentence }

// bounded is a body whose end by size is told in a sentence.
type bounded struct {
	io.ReadCloser
	over tooLarge
}

// Read implements io.Reader.
func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		err = &b.over
	}
	return n, err
}

// drain reads what is left of a request, within bounds: a server that answers
// and hangs up while the browser still sends is never heard.
func drain(body io.Reader) { _, _ = io.CopyN(io.Discard, body, drainBytes) }

// The most requests from one address in a minute to a page that guesses could
// be made at.
const perMinute = 60

// limited slows somebody down who sends more than a person would.
func (s *server) limited() func(http.Handler) http.Handler {
	return httprate.LimitBy(perMinute, time.Minute, sourceOf, httprate.WithLimitHandler(func(w http.ResponseWriter, r *http.Request) {
		s.problem(w, r, problem{
			status: http.StatusTooManyRequests, heading: "That was a lot at once",
			text: "There were more requests from your address in a minute than we answer. Nothing was changed. Wait a minute and try again.",
		})
	}), httprate.WithResponseHeaders(httprate.ResponseHeaders{RetryAfter: "Retry-After"}))
}

// sourceOf is where a request comes from: IPv6 by its network. A proxy on this
// very machine is believed about whom it speaks for.
func sourceOf(r *http.Request) (string, error) { return httprate.CanonicalizeIP(clientAddress(r)), nil }

// clientAddress is the IP address of whoever asks.
func clientAddress(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if forwarded := r.Header.Get("X-Forwarded-For"); forwarded != "" && isLoopback(host) {
		host = strings.TrimSpace(forwarded[strings.LastIndexByte(forwarded, ',')+1:])
	}
	return host
}
