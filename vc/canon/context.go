package canon

import (
	"reflect"
	"slices"
	"strings"
)

// container says how a term holds its values (JSON-LD 1.1, section 4.1.2). @set changes nothing in RDF.
type container uint8

const (
	plainContainer container = iota
	listContainer
	graphContainer
)

// term is one term definition (JSON-LD 1.1 API, section 4.2) inside an active context.
type term struct {
	iri       string // absolute IRI, or a keyword such as "@id"
	predicate string // iri as an N-Quads term, "" for a keyword
	coercion  string // "", "@id", "@vocab", "@json", "@none" or the IRI of a datatype
	container container
	prefix    bool // may stand before the colon of a compact IRI
	protected bool
	scoped    *localContext // property- or type-scoped context, nil when there is none
}

// same reports whether two definitions agree in all but protection.
func (t *term) same(u *term) bool {
	return t.iri == u.iri && t.coercion == u.coercion && t.container == u.container && t.prefix == u.prefix && t.scoped.same(u.scoped)
}

// localContext is a parsed context document or scoped context, before it meets an active context.
type localContext struct {
	null        bool // the scoped context is JSON null
	protected   bool
	definitions map[string]definition
	source      any // as decoded, to compare two scoped contexts
}

// definition is one entry of a local context.
type definition struct {
	simple    bool   // written as a bare string
	id        string // as written
	coercion  string // as written
	container container
	scoped    *localContext
	protected bool
}

func (l *localContext) same(m *localContext) bool {
	if l == m {
		return true
	}
	return l != nil && m != nil && reflect.DeepEqual(l.source, m.source)
}

// activeContext is an immutable set of term definitions. It is shared between documents and goroutines.
type activeContext struct {
	terms     map[string]*term
	previous  *activeContext // the context to go back to when a node object is entered; nil when this one propagates
	protected bool           // holds at least one protected term
}

// noContext is where every document begins.
var noContext = &activeContext{terms: map[string]*term{}}

// scope is the manner in which a local context meets an active one.
type scope uint8

const (
	documentScope scope = iota // @context in a document: propagates, respects protection
	propertyScope              // context of a property: propagates, overrides protection
	typeScope                  // context of a type: does not propagate, respects protection
)

// apply is the context processing algorithm (JSON-LD 1.1 API, section 4.1) for one local context.
func (a *activeContext) apply(l *localContext, s scope) (*activeContext, error) {
	if l.null {
		if s != propertyScope && a.protected {
			return nil, &Refused{Reason: "protected_term", Detail: "a null context would drop protected terms"}
		}
		return noContext, nil
	}
	result := &activeContext{terms: make(map[string]*term, len(a.terms)+len(l.definitions)), previous: a.previous}
	if s == typeScope && result.previous == nil {
		result.previous = a
	}
	for name, t := range a.terms {
		result.terms[name] = t
	}
	d := &definer{result: result, local: l, override: s == propertyScope, state: map[string]progress{}}
	for _, name := range sortedNames(l.definitions) {
		if err := d.define(name); err != nil {
			return nil, err
		}
	}
	for _, t := range result.terms {
		result.protected = result.protected || t.protected
	}
	return result, nil
}

func sortedNames(m map[string]definition) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

type progress uint8

const (
	begun progress = iota + 1
	done
)

// definer carries one run of the create term definition algorithm.
type definer struct {
	result   *activeContext
	local    *localContext
	override bool
	state    map[string]progress
}

// define is the create term definition algorithm (JSON-LD 1.1 API, section 4.2) for the features that
// the embedded contexts use.
func (d *definer) define(name string) error {
	switch d.state[name] {
	case done:
		return nil
	case begun:
		return badContext(name, "cyclic definition")
	}
	d.state[name] = begun
	def := d.local.definitions[name]
	before := d.result.terms[name]
	delete(d.result.terms, name)
	t := &term{container: def.container, scoped: def.scoped, protected: def.protected}
	iri, err := d.expand(def.id)
	if err != nil {
		return err
	}
	t.iri = iri
	if !isKeyword(iri) {
		if !iriOK(iri) {
			return badContext(name, "maps to "+iri)
		}
		t.predicate = "<" + iri + ">"
	}
	t.prefix = def.simple && strings.ContainsAny(iri[len(iri)-1:], ":/?#[]@")
	if t.coercion = def.coercion; t.coercion != "" && !isKeyword(t.coercion) {
		if t.coercion, err = d.expand(t.coercion); err != nil {
			return err
		}
		if !iriOK(t.coercion) {
			return badContext(name, "has type "+t.coercion)
		}
	}
	if before != nil && before.protected && !d.override {
		if !before.same(t) {
			return &Refused{Reason: "protected_term", Detail: "the contexts define " + name + " twice, in different ways"}
		}
		t = before
	}
	d.result.terms[name] = t
	d.state[name] = done
	return nil
}

// expand is IRI expansion (JSON-LD 1.1 API, section 5.2) inside a context, where terms may depend on one another.
func (d *definer) expand(value string) (string, error) {
	if isKeyword(value) {
		return value, nil
	}
	if _, here := d.local.definitions[value]; here {
		if err := d.define(value); err != nil {
			return "", err
		}
	}
	if t := d.result.terms[value]; t != nil {
		return t.iri, nil
	}
	prefix, suffix, ok := strings.Cut(value, ":")
	if !ok || prefix == "" {
		return "", badContext(value, "is no absolute IRI")
	}
	if prefix == "_" || strings.HasPrefix(suffix, "//") {
		return value, nil
	}
	if _, here := d.local.definitions[prefix]; here {
		if err := d.define(prefix); err != nil {
			return "", err
		}
	}
	if t := d.result.terms[prefix]; t != nil && t.prefix {
		return t.iri + suffix, nil
	}
	return value, nil
}

func badContext(name, detail string) error {
	return &Refused{Reason: "unsupported_context", Detail: "term " + name + " " + detail}
}

// isKeyword reports whether s has the form of a JSON-LD keyword.
func isKeyword(s string) bool { return len(s) > 0 && s[0] == '@' }
