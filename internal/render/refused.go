package render

// Refused says in a sentence for the person who chose the picture why it
// cannot be used and what to do.
type Refused struct {
	Sentence string
	Cause    error // what a library said, for the log; may be nil
}

// Error returns the sentence.
func (e *Refused) Error() string { return e.Sentence }

// Unwrap returns the cause.
func (e *Refused) Unwrap() error { return e.Cause }
