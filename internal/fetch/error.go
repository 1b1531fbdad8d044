package fetch

import (
	"context"
	"errors"
	"net"
)

// Reason says in one word why nothing was read.
type Reason string

// The reasons. All but Unreachable, Timeout and BadStatus are refusals of ours: the other server was not asked, or its
// answer was not used.
const (
	BadAddress     Reason = "bad_address"     // not an address, not https, with a password, or with a port we do not use
	PrivateAddress Reason = "private_address" // leads into a private, local or reserved network
	BadRedirect    Reason = "bad_redirect"    // too many hops, from https to http, or into the local network
	TooLarge       Reason = "too_large"
	Timeout        Reason = "timeout"
	Unreachable    Reason = "unreachable" // no such name, nothing listens, or the certificate is wrong
	BadStatus      Reason = "bad_status"  // an answer outside 2xx; see Error.Status
)

// Error tells why nothing was read. Its text is a sentence for people and holds the host only: paths and queries may
// carry somebody's secrets.
type Error struct {
	Reason Reason
	Host   string
	Status int // of a BadStatus, else 0
	detail string
	cause  error
}

func (e *Error) Error() string {
	if e.Host == "" {
		return "The address was not read: " + e.detail + "."
	}
	return "Nothing was read from " + e.Host + ": " + e.detail + "."
}

// Unwrap returns the technical cause, or nil.
func (e *Error) Unwrap() error { return e.cause }

func refuse(reason Reason, host, detail string) *Error {
	return &Error{Reason: reason, Host: host, detail: detail}
}

// classify turns an error of net/http into ours. One of ours that comes back through net/http keeps its reason.
func classify(host string, err error) *Error {
	var ours *Error
	if errors.As(err, &ours) {
		return ours
	}
	var network net.Error
	if errors.Is(err, context.DeadlineExceeded) || (errors.As(err, &network) && network.Timeout()) {
		return &Error{Reason: Timeout, Host: host, detail: "it did not answer in time", cause: err}
	}
	return &Error{Reason: Unreachable, Host: host, detail: "it could not be reached over a secure connection", cause: err}
}
