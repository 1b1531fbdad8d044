package canon

import (
	"encoding/json"
	"strings"
)

// property walks all values of one property of a subject.
func (w *walker) property(active *activeContext, key string, value any, subject, g node) error {
	p := active.terms[key]
	if p == nil {
		if !strings.Contains(key, ":") {
			return w.refuse("undefined_term", "no context defines "+key)
		}
		if err := w.checkIRI(active, key); err != nil {
			return err
		}
		p = &term{iri: key, predicate: "<" + key + ">"}
	}
	if p.coercion == "@json" {
		return w.refuse("json_literal", "properties that hold raw JSON are not supported")
	}
	if p.container == listContainer {
		return w.list(active, p, value, subject, g)
	}
	values, many := value.([]any)
	if !many {
		return w.value(active, p, value, subject, g)
	}
	for i, v := range values {
		w.enterItem(i)
		if err := w.value(active, p, v, subject, g); err != nil {
			return err
		}
		w.leave()
	}
	return nil
}

// value emits the quad of one value, and below it all that the value holds.
func (w *walker) value(active *activeContext, p *term, value any, subject, g node) error {
	if err := w.count(1); err != nil || value == nil {
		return err
	}
	if p.container != graphContainer {
		o, err := w.term(active, p, value, g)
		if err != nil {
			return err
		}
		return w.emit(subject, p.predicate, o, g)
	}
	m, ok := value.(map[string]any)
	if !ok {
		return w.refuse("unsupported_graph", "must be an object")
	}
	name, err := w.blank()
	if err != nil {
		return err
	}
	before := len(w.quads)
	if _, err := w.object(active, p, m, name); err != nil {
		return err
	}
	if len(w.quads) == before {
		return w.refuse("empty", "nothing is said here")
	}
	return w.emit(subject, p.predicate, name, g)
}

// term turns a value other than null and arrays into the object of a quad.
func (w *walker) term(active *activeContext, p *term, value any, g node) (node, error) {
	switch v := value.(type) {
	case map[string]any:
		return w.object(active, p, v, g)
	case string, bool, json.Number:
		return w.scalar(active, p, v)
	case []any:
		return node{}, w.refuse("nested_array", "an array directly inside an array")
	}
	return node{}, w.refuse("not_json", "a value that no JSON decoder gives")
}

// list emits an RDF collection (JSON-LD 1.1 API, section 8.5).
func (w *walker) list(active *activeContext, p *term, value any, subject, g node) error {
	if value == nil {
		return nil
	}
	values, many := value.([]any)
	if !many {
		values = []any{value}
	}
	predicate := p.predicate
	for i, v := range values {
		if err := w.count(1); err != nil {
			return err
		}
		if v == nil {
			continue
		}
		if many {
			w.enterItem(i)
		}
		cell, err := w.blank()
		if err != nil {
			return err
		}
		if err := w.emit(subject, predicate, cell, g); err != nil {
			return err
		}
		o, err := w.term(active, p, v, g)
		if err != nil {
			return err
		}
		if err := w.emit(cell, rdfFirst, o, g); err != nil {
			return err
		}
		subject, predicate = cell, rdfRest
		if many {
			w.leave()
		}
	}
	if predicate == p.predicate {
		return w.refuse("empty_list", "an ordered list without values")
	}
	return w.emit(subject, predicate, node{text: rdfNil}, g)
}
