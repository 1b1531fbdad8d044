package badge

import (
	"errors"
	"maps"
	"slices"
	"strings"
)

// The kinds of error a room returns. A door translates each of them once;
// everything else is an unknown error and becomes a 500 with a reference.
var (
	ErrNotFound  = errors.New("not found")
	ErrConflict  = errors.New("changed in the meantime")
	ErrForbidden = errors.New("not allowed")
	ErrSignedOut = errors.New("not signed in")
	ErrGone      = errors.New("gone")
	ErrLocked    = errors.New("locked")
	ErrTooMany   = errors.New("too many attempts")
	ErrBusy      = errors.New("busy, try again")
	ErrSuspended = errors.New("suspended by the operator")
)

// Invalid says which fields of an input cannot be accepted and why, in
// sentences for the person who typed them.
type Invalid struct {
	Fields map[string]string
}

// Error joins the sentences in the order of the field names.
func (e *Invalid) Error() string {
	parts := make([]string, 0, len(e.Fields))
	for _, field := range slices.Sorted(maps.Keys(e.Fields)) {
		parts = append(parts, field+": "+e.Fields[field])
	}
	return strings.Join(parts, "; ")
}

// Refuse returns an *Invalid for one field.
func Refuse(field, sentence string) error {
	return &Invalid{Fields: map[string]string{field: sentence}}
}

// faults collects the sentences of one input while it is checked.
type faults map[string]string

func (f faults) add(field, sentence string) {
	if _, there := f[field]; !there {
		f[field] = sentence
	}
}

func (f faults) err() error {
	if len(f) == 0 {
		return nil
	}
	return &Invalid{Fields: f}
}
