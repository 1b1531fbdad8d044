package canon

import (
	"context"
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
	said   int // bytes of the quads
	fresh  int // active contexts worked out for this document
}

// step is one step of the JSON pointer to where the walker stands: a key, or an index into an array.
type step struct {
	key     string
	index   int
	inArray bool
}

func (w *walker) refuse(reason, detail string) error {
	var b strings.Builder
	for _, s := range w.path {
		b.WriteByte('/')
		if s.inArray {
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

func (w *walker) enter(key string)    { w.path = append(w.path, step{key: key}) }
func (w *walker) enterItem(index int) { w.path = append(w.path, step{index: index, inArray: true}) }
func (w *walker) leave()              { w.path = w.path[:len(w.path)-1] }

// count bounds the document: its text in bytes, and its values one each.
func (w *walker) count(n int) error {
	if w.size += n; w.size > maxText {
		return w.refuse("too_large", "more than "+strconv.Itoa(maxText)+" bytes of text")
	}
	return nil
}

// see bounds the text of the document and refuses what cannot be signed.
func (w *walker) see(s string) error {
	if err := w.count(len(s)); err != nil {
		return err
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
	if w.said += len(s.text) + len(predicate) + len(o.text) + len(g.text); w.said > maxWritten {
		return w.refuse("too_large", "more than "+strconv.Itoa(maxWritten)+" bytes of quads")
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

// object walks one JSON object that stands under property p (nil at the top) in graph g. It returns the object
// of the quad that leads here.
func (w *walker) object(active *activeContext, p *term, m map[string]any, g node) (node, error) {
	if w.depth++; w.depth > maxDepth {
		return node{}, w.refuse("too_large", "nested deeper than "+strconv.Itoa(maxDepth)+" objects")
	}
	defer func() { w.depth-- }()
	if err := w.ctx.Err(); err != nil {
		return node{}, err
	}
	outer, err := w.enterObject(active, p, m)
	if err != nil {
		return node{}, err
	}
	types, err := w.types(outer, m)
	if err != nil {
		return node{}, err
	}
	inner, err := w.typeScoped(outer, types.names)
	if err != nil {
		return node{}, err
	}
	k, properties, err := w.sort(inner, m, types)
	if err != nil {
		return node{}, err
	}
	if k.hasValue {
		return w.valueObject(k, types, properties)
	}
	if k.hasLanguage {
		return node{}, w.refuse("unsupported_keyword", "@language without @value")
	}
	subject, err := w.subject(inner, k)
	if err != nil {
		return node{}, err
	}
	for _, iri := range types.iris {
		if err := w.emit(subject, rdfType, node{text: iri}, g); err != nil {
			return node{}, err
		}
	}
	for _, key := range properties {
		w.enter(key)
		if err := w.property(inner, key, m[key], subject, g); err != nil {
			return node{}, err
		}
		w.leave()
	}
	return subject, nil
}

// enterObject settles the active context of an object: a type-scoped context ends, that of the property
// begins, and the object's own @context comes last (JSON-LD 1.1 API, 5.1.2 steps 7 to 9).
func (w *walker) enterObject(active *activeContext, p *term, m map[string]any) (*activeContext, error) {
	if active.previous != nil && !keepsTypeScope(active, m) {
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
	w.enter("@context")
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
func keepsTypeScope(active *activeContext, m map[string]any) bool {
	for key := range m {
		switch expanded := active.keyword(key); {
		case expanded == "@value", expanded == "@id" && len(m) == 1:
			return true
		}
	}
	return false
}
