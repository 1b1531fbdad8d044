package canon

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// walker turns one document into quads. There is no expanded document in between: what expansion and node map
// generation (JSON-LD 1.1 API, sections 5.1, 7.2, 8.1) would do to the features accepted here is done on the way.
type walker struct {
	ctx    context.Context
	quads  []quad
	blanks int32
	labels map[string]int32 // blank node labels of the document
	path   []step
	depth  int
	size   int // bytes of text seen
	fresh  int // active contexts worked out for this document
}

// step is one step of the JSON pointer to where the walker stands: a key, or an index when the key is empty.
type step struct {
	key   string
	index int
}

func (w *walker) refuse(reason, detail string) error {
	var b strings.Builder
	for _, s := range w.path {
		b.WriteByte('/')
		if s.key == "" {
			b.WriteString(strconv.Itoa(s.index))
			continue
		}
		b.WriteString(strings.NewReplacer("~", "~0", "/", "~1").Replace(s.key))
	}
	return &Refused{Reason: reason, Path: b.String(), Detail: brief(detail)}
}

// brief keeps hostile text out of messages: one short line.
func brief(s string) string {
	const most = 120
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "..."
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}

func (w *walker) enter(key string, index int) { w.path = append(w.path, step{key, index}) }
func (w *walker) leave()                      { w.path = w.path[:len(w.path)-1] }

// see bounds the text of the document and refuses what cannot be signed.
func (w *walker) see(s string) error {
	if w.size += len(s); w.size > maxText {
		return w.refuse("too_large", "more than "+strconv.Itoa(maxText)+" bytes of text")
	}
	if !textOK(s) {
		return w.refuse("invalid_text", "NUL, U+FFFD or broken UTF-8")
	}
	return nil
}

func (w *walker) emit(s node, predicate string, o, g node) error {
	if len(w.quads) >= maxQuads {
		return w.refuse("too_large", "more than "+strconv.Itoa(maxQuads)+" quads")
	}
	w.quads = append(w.quads, quad{s, predicate, o, g})
	return nil
}

func (w *walker) blank() (node, error) {
	if w.blanks >= maxBlankNodes {
		return node{}, w.refuse("too_many_blank_nodes", "more than "+strconv.Itoa(maxBlankNodes)+" things without an id")
	}
	w.blanks++
	return node{blank: w.blanks}, nil
}

// apply moves from one active context to the next, remembered or within the budget of new ones.
func (w *walker) apply(a *activeContext, l *localContext, s scope) (*activeContext, error) {
	result, fresh, err := known.apply(a, l, s)
	if err != nil {
		return nil, w.located(err)
	}
	if fresh {
		if w.fresh++; w.fresh > maxContexts {
			return nil, w.refuse("too_much_work", "too many different contexts")
		}
	}
	return result, nil
}

// located adds the walker's place to a refusal that has none.
func (w *walker) located(err error) error {
	if r, ok := err.(*Refused); ok {
		return w.refuse(r.Reason, r.Detail)
	}
	return err
}

// keywords are the entries of one JSON object that are not properties.
type keywords struct {
	context, id, types, value, language any
	hasContext, hasID, hasType          bool
	hasValue, hasLanguage               bool
	typeKey                             string
}

// element walks one JSON object that stands under property p (nil at the top, and then subject only) in graph g.
// It returns the object of the quad that leads here.
func (w *walker) object(active *activeContext, p *term, m map[string]any, g node) (node, error) {
	if w.depth++; w.depth > maxDepth {
		return node{}, w.refuse("too_large", "nested deeper than "+strconv.Itoa(maxDepth)+" objects")
	}
	defer func() { w.depth-- }()
	if err := w.ctx.Err(); err != nil {
		return node{}, err
	}
	active, err := w.enterObject(active, p, m)
	if err != nil {
		return node{}, err
	}
	k, properties, err := w.sort(active, m)
	if err != nil {
		return node{}, err
	}
	if k.hasValue {
		return w.valueObject(active, k, properties)
	}
	if k.hasLanguage {
		return node{}, w.refuse("unsupported_keyword", "@language without @value")
	}
	if (p == nil || p.container == graphContainer) && len(properties) == 0 && !k.hasType {
		return node{}, w.refuse("empty", "nothing is said about this")
	}
	subject, err := w.subject(active, k)
	if err != nil {
		return node{}, err
	}
	scoped, err := w.types(active, k, subject, g)
	if err != nil {
		return node{}, err
	}
	for _, key := range properties {
		w.enter(key, 0)
		if err := w.property(scoped, key, m[key], subject, g); err != nil {
			return node{}, err
		}
		w.leave()
	}
	return subject, nil
}

// enterObject settles the active context of an object: a type-scoped context ends, that of the property
// begins, and the object's own @context comes last (JSON-LD 1.1 API, 5.1.2 steps 7 to 9).
func (w *walker) enterObject(active *activeContext, p *term, m map[string]any) (*activeContext, error) {
	if active.previous != nil && !w.keepsTypeScope(active, m) {
		active = active.previous
	}
	var err error
	if p != nil && p.scoped != nil {
		if active, err = w.apply(active, p.scoped, propertyScope); err != nil {
			return nil, err
		}
	}
	own, ok := m["@context"]
	if !ok {
		return active, nil
	}
	w.enter("@context", 0)
	defer w.leave()
	list, ok := own.([]any)
	if !ok {
		list = []any{own}
	}
	for _, c := range list {
		url, ok := c.(string)
		if !ok {
			return nil, w.refuse("inline_context", "only the URLs of known contexts are accepted")
		}
		if err := w.see(url); err != nil {
			return nil, err
		}
		local, err := known.local(url)
		if err != nil {
			return nil, w.located(err)
		}
		if active, err = w.apply(active, local, documentScope); err != nil {
			return nil, err
		}
	}
	return active, nil
}

// keepsTypeScope reports whether m is a value object or a bare reference: these do not end a type-scoped context.
func (w *walker) keepsTypeScope(active *activeContext, m map[string]any) bool {
	for key := range m {
		switch expanded := active.keyword(key); {
		case expanded == "@value", expanded == "@id" && len(m) == 1:
			return true
		}
	}
	return false
}

// keyword is the keyword that a key stands for, or "".
func (a *activeContext) keyword(key string) string {
	if isKeyword(key) {
		return key
	}
	if t := a.terms[key]; t != nil && t.predicate == "" {
		return t.iri
	}
	return ""
}

// sort divides the entries of an object into keywords and properties, the latter in alphabetical order.
func (w *walker) sort(active *activeContext, m map[string]any) (k keywords, properties []string, err error) {
	properties = make([]string, 0, len(m))
	for key := range m {
		properties = append(properties, key)
	}
	slices.Sort(properties)
	n := 0
	for _, key := range properties {
		if err := w.see(key); err != nil {
			return k, nil, err
		}
		twice := false
		switch keyword := active.keyword(key); keyword {
		case "":
			properties[n] = key
			n++
		case "@context":
			k.context, k.hasContext = m[key], true
		case "@id":
			twice, k.id, k.hasID = k.hasID, m[key], true
		case "@type":
			twice, k.types, k.hasType, k.typeKey = k.hasType, m[key], true, key
		case "@value":
			twice, k.value, k.hasValue = k.hasValue, m[key], true
		case "@language":
			twice, k.language, k.hasLanguage = k.hasLanguage, m[key], true
		default:
			w.enter(key, 0)
			return k, nil, w.refuse("unsupported_keyword", keyword)
		}
		if twice {
			w.enter(key, 0)
			return k, nil, w.refuse("keyword_collision", "said twice in one object")
		}
	}
	return k, properties[:n], nil
}

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
	if strings.HasPrefix(id, "_:") {
		if b, ok := w.labels[id]; ok {
			return node{blank: b}, nil
		}
		n, err := w.blank()
		if err != nil {
			return n, err
		}
		if w.labels == nil {
			w.labels = map[string]int32{}
		}
		w.labels[id] = n.blank
		return n, nil
	}
	if err := w.checkIRI(active, id); err != nil {
		return node{}, err
	}
	return node{text: "<" + id + ">"}, nil
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

// types emits the types of a node and returns the active context for its properties, in which the contexts of
// those types hold (JSON-LD 1.1 API, 5.1.2 steps 10 and 11).
func (w *walker) types(active *activeContext, k keywords, subject, g node) (*activeContext, error) {
	if !k.hasType {
		return active, nil
	}
	w.enter(k.typeKey, 0)
	defer w.leave()
	list, ok := k.types.([]any)
	if !ok {
		list = []any{k.types}
	}
	names := make([]string, len(list))
	for i, v := range list {
		if names[i], ok = v.(string); !ok {
			return nil, w.refuse("invalid_type", "a type must be a string")
		}
		iri, err := w.vocabulary(active, names[i])
		if err != nil {
			return nil, err
		}
		if err := w.emit(subject, rdfType, node{text: iri}, g); err != nil {
			return nil, err
		}
	}
	slices.Sort(names)
	scoped := active
	for _, name := range names {
		if t := active.terms[name]; t != nil && t.scoped != nil {
			var err error
			if scoped, err = w.apply(scoped, t.scoped, typeScope); err != nil {
				return nil, err
			}
		}
	}
	return scoped, nil
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
		return w.value(active, p, key, value, subject, g)
	}
	for i, v := range values {
		w.enter("", i)
		if err := w.value(active, p, key, v, subject, g); err != nil {
			return err
		}
		w.leave()
	}
	return nil
}

// value emits the quad of one value, and below it all that the value holds.
func (w *walker) value(active *activeContext, p *term, key string, value any, subject, g node) error {
	if value == nil {
		return nil
	}
	if p.container != graphContainer {
		o, err := w.term(active, p, key, value, g)
		if err != nil {
			return err
		}
		return w.emit(subject, p.predicate, o, g)
	}
	m, ok := value.(map[string]any)
	if !ok {
		return w.refuse("unsupported_graph", "must be an object that says something")
	}
	name, err := w.blank()
	if err != nil {
		return err
	}
	o, err := w.object(active, p, m, name)
	if err != nil {
		return err
	}
	if strings.HasPrefix(o.text, `"`) {
		return w.refuse("unsupported_graph", "must be an object that says something")
	}
	return w.emit(subject, p.predicate, name, g)
}

// term turns a value other than null and arrays into the object of a quad.
func (w *walker) term(active *activeContext, p *term, key string, value any, g node) (node, error) {
	switch v := value.(type) {
	case map[string]any:
		return w.object(active, p, v, g)
	case string, bool, json.Number:
		return w.scalar(active, p, key, v)
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
		if v == nil {
			continue
		}
		if many {
			w.enter("", i)
		}
		cell, err := w.blank()
		if err != nil {
			return err
		}
		if err := w.emit(subject, predicate, cell, g); err != nil {
			return err
		}
		o, err := w.term(active, p, w.path[len(w.path)-1].key, v, g)
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
	return w.emit(subject, predicate, node{text: rdfNil}, g)
}
