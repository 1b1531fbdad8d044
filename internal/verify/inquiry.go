package verify

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"laurel/internal/badge"
	"laurel/internal/fetch"
	"laurel/vc"
)

const (
	// maxRequests bounds how many addresses of others one report asks, however many a document names.
	maxRequests = 24
	// patience bounds how long one report asks others altogether.
	patience = 20 * time.Second

	jsonLD = "application/vc+ld+json, application/ld+json, application/json;q=0.9"
)

var errEnough = errors.New("this badge asks for more addresses to be read than a badge needs")

// inquiry is the reading for one report: every address is asked once, and only so many of them.
type inquiry struct {
	*Verifier
	at    time.Time
	asked map[string]answer
}

type answer struct {
	body  []byte
	final string // the address after redirects
	err   error
}

func (v *Verifier) inquire() *inquiry {
	return &inquiry{Verifier: v, at: v.now(), asked: map[string]answer{}}
}

// get reads what is published at an address, our own without any request.
func (q *inquiry) get(ctx context.Context, address, accept string) ([]byte, error) {
	if path, ok := strings.CutPrefix(address, q.publicURL+"/"); ok && q.db != nil {
		return q.served(ctx, "/"+path)
	}
	if a, ok := q.asked[address]; ok {
		return a.body, a.err
	}
	if len(q.asked) >= maxRequests {
		return nil, errEnough
	}
	var a answer
	response, err := q.client.Get(ctx, address, accept)
	if err != nil {
		a.err = err
	} else {
		a.body, a.final = response.Body, response.FinalURL
	}
	q.asked[address] = a
	return a.body, a.err
}

// object reads a JSON object that is published at an address.
func (q *inquiry) object(ctx context.Context, address, accept string) (vc.Object, error) {
	body, err := q.get(ctx, address, accept)
	if err != nil {
		return nil, err
	}
	return vc.Decode(body)
}

// final is where an address that was read led in the end.
func (q *inquiry) final(address string) string {
	if a, asked := q.asked[address]; asked && a.final != "" {
		return a.final
	}
	return address
}

// answered is the status that a server answered with, 0 when it did not answer.
func answered(err error) int {
	switch {
	case err == nil:
		return http.StatusOK
	case errors.Is(err, badge.ErrGone): // by ourselves, as the next one
		return http.StatusGone
	case errors.Is(err, badge.ErrNotFound):
		return http.StatusNotFound
	}
	if refused, ok := errors.AsType[*fetch.Error](err); ok {
		return refused.Status
	}
	return 0
}
