package canon

// Refused says why a document has no canonical form here. Nothing was computed or kept: the document as it
// stands cannot be signed, nor can a signature over it be checked.
type Refused struct {
	// Reason is one machine word, for example "unknown_context" or "undefined_term".
	Reason string
	// Path is a JSON pointer (RFC 6901) to the offending value, or "" when it is the whole document or unknown.
	Path string
	// Detail says in a few words what was found.
	Detail string
}

// Error is a sentence with the reason, the place and the detail.
func (r *Refused) Error() string {
	s := "canon: document refused (" + r.Reason + ")"
	if r.Path != "" {
		s += " at " + r.Path
	}
	if r.Detail != "" {
		s += ": " + r.Detail
	}
	return s
}
