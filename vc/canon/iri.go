package canon

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// subject is the node that an object describes: its @id, or a fresh blank node.
func (w *walker) subject(active *activeContext, k keywords) (node, error) {
	if !k.hasID {
		return w.blank()
	}
	id, ok := k.id.(string)
	if !ok {
		return node{}, w.refuse("invalid_id", "an id must be a string")
	}
	return w.reference(active, id)
}

// reference is IRI expansion of an @id (JSON-LD 1.1 API, section 5.2), without base.
func (w *walker) reference(active *activeContext, id string) (node, error) {
	if err := w.see(id); err != nil {
		return node{}, err
	}
	if label, ok := strings.CutPrefix(id, "_:"); ok {
		return w.labelled(label)
	}
	if err := w.checkIRI(active, id); err != nil {
		return node{}, err
	}
	return node{text: "<" + id + ">"}, nil
}

// labelled is the one blank node that the document gives that label.
func (w *walker) labelled(label string) (node, error) {
	if label == "" || strings.Trim(label, "-_.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") != "" {
		return node{}, w.refuse("relative_iri", "not a blank node label: "+label)
	}
	if b, ok := w.labels[label]; ok {
		return node{blank: b}, nil
	}
	n, err := w.blank()
	if err != nil {
		return n, err
	}
	if w.labels == nil {
		w.labels = map[string]int32{}
	}
	w.labels[label] = n.blank
	return n, nil
}

// checkIRI accepts an absolute IRI that is its own expansion.
func (w *walker) checkIRI(active *activeContext, iri string) error {
	if !iriOK(iri) {
		return w.refuse("relative_iri", "not an absolute IRI: "+iri)
	}
	prefix, suffix, _ := strings.Cut(iri, ":")
	if t := active.terms[prefix]; t != nil && t.prefix && !strings.HasPrefix(suffix, "//") {
		return w.refuse("compact_iri", "shortened with a prefix: "+iri)
	}
	return nil
}

// vocabulary expands a type, or a value that is coerced to @vocab, to an IRI in N-Quads form.
func (w *walker) vocabulary(active *activeContext, name string) (string, error) {
	if err := w.see(name); err != nil {
		return "", err
	}
	if t := active.terms[name]; t != nil {
		if t.predicate == "" {
			return "", w.refuse("keyword_collision", name+" stands for "+t.iri)
		}
		return t.predicate, nil
	}
	if !strings.Contains(name, ":") {
		return "", w.refuse("undefined_term", "no context defines "+name)
	}
	if err := w.checkIRI(active, name); err != nil {
		return "", err
	}
	return "<" + name + ">", nil
}

// iriOK reports whether s is an absolute IRI that every implementation writes alike: a scheme, a colon,
// and no character that is escaped in N-Quads or counts as white space anywhere.
func iriOK(s string) bool {
	colon := strings.IndexByte(s, ':')
	if colon < 1 || colon == len(s)-1 || !isLetter(s[0]) {
		return false
	}
	for _, c := range []byte(s[:colon]) {
		if !isLetter(c) && (c < '0' || c > '9') && c != '+' && c != '-' && c != '.' {
			return false
		}
	}
	for i := colon + 1; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c <= ' ' || c == 0x7f || strings.IndexByte("<>\"{}|^`\\", c) >= 0 {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError || r == 0xFEFF || unicode.IsSpace(r) || unicode.IsControl(r) {
			return false
		}
		i += n
	}
	return true
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
