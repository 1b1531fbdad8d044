package canon

// Refused says why a document has no canonical form here. Nothing was kept: the document as it stands cannot be
// signed, nor can a signature over it be checked.
type Refused struct {
	// Reason is one of these words.
	//   contexts:  unknown_context, inline_context, unsupported_context, protected_term
	//   terms:     undefined_term, unsupported_keyword, keyword_collision, compact_iri, relative_iri
	//   values:    invalid_id, invalid_type, invalid_value, invalid_text, odd_number, json_literal, nested_array,
	//              empty, empty_list, unsupported_graph, ambiguous_order, not_json
	//   bounds:    too_large, too_many_blank_nodes, too_much_work
	Reason string
	// Path is a JSON pointer (RFC 6901) to the offending value, or "" when it is the whole document.
	Path string
	// Detail says in a few words what was found. It may quote the document, in one short line.
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
