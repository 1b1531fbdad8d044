// Package vcapi is the door for conformance suites: three endpoints of the W3C's VC-API that issue credentials and
// verify credentials and presentations.
//
// Requests come in; out go signed credentials and the verifier's checks. It signs any credential of VC Data Model 2.0 with
// a key that was drawn for this one run, for whoever asks. So it is for testing, it is off unless asked for, and it must
// be served on loopback only: it answers requests to loopback names alone, and only those that a web page of somebody
// else cannot make a browser send. It knows nothing of the installation beside it but its verifier.
package vcapi

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"time"

	"laurel/internal/verify"
	"laurel/vc"
	"laurel/vc/did"
)

// Issuer signs what it is given. Make it with NewIssuer.
type Issuer struct {
	ID     string // did:key:z6Mk…
	method string
	key    ed25519.PrivateKey
}

// NewIssuer draws the key of an issuer. A new one for each run, and not one that is derived from the installation's: what
// a test signs shall mean nothing when the test is over, and a key that signs anything for anybody shall have no tie to
// one that matters.
func NewIssuer(random io.Reader) (*Issuer, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return nil, fmt.Errorf("draw a key for testing: %w", err)
	}
	key := ed25519.NewKeyFromSeed(seed)
	name := did.EncodeKey(key.Public().(ed25519.PublicKey))
	id := "did:key:" + name
	return &Issuer{ID: id, method: id + "#" + name, key: key}, nil
}

// Handler answers the three endpoints.
func Handler(issuer *Issuer, verifier *verify.Verifier, now func() time.Time) http.Handler {
	s := &server{issuer, verifier, now}
	mux := http.NewServeMux()
	mux.Handle("POST /credentials/issue", endpoint(s.issue))
	mux.Handle("POST /credentials/verify", endpoint(s.verifyCredential))
	mux.Handle("POST /presentations/verify", endpoint(s.verifyPresentation))
	return onLoopback(mux)
}

type server struct {
	issuer   *Issuer
	verifier *verify.Verifier
	now      func() time.Time
}

// problem is why a request was refused (RFC 9457).
type problem struct {
	Status int     `json:"status"`
	Title  string  `json:"title"`
	Detail string  `json:"detail,omitempty"`
	Errors []fault `json:"errors,omitempty"`
}

type fault struct {
	Pointer string `json:"pointer"` // RFC 6901, in the document
	Detail  string `json:"detail"`
}

func (p *problem) Error() string { return p.Title + ": " + p.Detail }

func refuse(title string, err error) error {
	return &problem{Status: http.StatusBadRequest, Title: title, Detail: err.Error()}
}

// endpoint reads a request, answers it, and writes what it gives back or why it does not.
func endpoint(answer func(r *http.Request, body body) (status int, out any, err error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := read(w, r)
		if err == nil {
			var status int
			var out any
			if status, out, err = answer(r, b); err == nil {
				write(w, status, "application/json", out)
				return
			}
		}
		p, ok := errors.AsType[*problem](err)
		if !ok {
			p = &problem{Status: http.StatusInternalServerError, Title: "Something broke.", Detail: err.Error()}
		}
		write(w, p.Status, "application/problem+json", p)
	})
}

func write(w http.ResponseWriter, status int, media string, out any) {
	data, err := json.Marshal(out)
	if err != nil { // unreachable: everything that is written is plain data
		status, data = http.StatusInternalServerError, []byte("{}")
	}
	w.Header().Set("Content-Type", media)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(data) // a client that went away is no trouble of ours
}

// body is a request: its members as they were sent, and decoded.
type body struct {
	raw     map[string]json.RawMessage
	decoded vc.Object
}

// read takes JSON of at most vc.MaxBytes. The type application/json has to be said: web pages cannot say it to another
// origin without asking first, and nobody here answers such questions.
func read(w http.ResponseWriter, r *http.Request) (b body, err error) {
	if media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); media != "application/json" {
		return b, &problem{Status: http.StatusUnsupportedMediaType, Title: "Send application/json."}
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, vc.MaxBytes))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return b, &problem{Status: http.StatusRequestEntityTooLarge, Title: fmt.Sprintf("A request has at most %d bytes.", vc.MaxBytes)}
	}
	if err != nil {
		return b, refuse("The request could not be read.", err)
	}
	if b.decoded, err = vc.Decode(data); err != nil {
		return b, refuse("The request is not JSON that can be read in one way only.", err)
	}
	if err := json.Unmarshal(data, &b.raw); err != nil { // unreachable after vc.Decode
		return b, refuse("The request is not JSON.", err)
	}
	return b, nil
}

// onLoopback refuses requests to other names than those of this machine, which a page could have led here.
func onLoopback(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !loopbackName(r.Host) {
			write(w, http.StatusMisdirectedRequest, "application/problem+json", &problem{Status: http.StatusMisdirectedRequest, Title: "Ask for localhost or a loopback address."})
			return
		}
		next.ServeHTTP(w, r)
	})
}

func loopbackName(hostport string) bool {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	if host == "localhost" {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}
