package canon

import "slices"

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

// typeEntry holds the types of one object: the key they stand under, as written, and as IRIs in N-Quads form.
type typeEntry struct {
	key   string
	names []string
	iris  []string
	array bool
}

// types reads the types of an object; its active context is the one before type-scoped contexts.
func (w *walker) types(active *activeContext, m map[string]any) (t typeEntry, err error) {
	for key := range m {
		if active.keyword(key) != "@type" {
			continue
		}
		if t.key != "" {
			return t, w.refuse("keyword_collision", "the types stand under two keys")
		}
		t.key = key
	}
	if t.key == "" {
		return t, nil
	}
	w.enter(t.key)
	defer w.leave()
	var list []any
	if list, t.array = m[t.key].([]any); !t.array {
		list = []any{m[t.key]}
	}
	t.names, t.iris = make([]string, len(list)), make([]string, len(list))
	for i, v := range list {
		name, ok := v.(string)
		if !ok {
			return t, w.refuse("invalid_type", "a type must be a string")
		}
		t.names[i] = name
		if t.iris[i], err = w.vocabulary(active, name); err != nil {
			return t, err
		}
	}
	return t, nil
}

// typeScoped is the active context for the properties of an object, in which the contexts of its types hold
// (JSON-LD 1.1 API, 5.1.2 steps 10 and 11). It leaves names in alphabetical order, as the algorithm demands.
func (w *walker) typeScoped(active *activeContext, names []string) (*activeContext, error) {
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

// keywords are the entries of one object that are neither types nor properties.
type keywords struct {
	id, value, language          any
	hasID, hasValue, hasLanguage bool
	hasContext                   bool
}

// sort divides the entries of an object into keywords and properties, the latter in alphabetical order.
func (w *walker) sort(active *activeContext, m map[string]any, t typeEntry) (k keywords, properties []string, err error) {
	properties = make([]string, 0, len(m))
	for key := range m {
		if err := w.see(key); err != nil {
			return k, nil, err
		}
		properties = append(properties, key)
	}
	slices.Sort(properties)
	n := 0
	for _, key := range properties {
		again := false
		switch keyword := active.keyword(key); keyword {
		case "":
			properties[n] = key
			n++
		case "@context":
			k.hasContext = true
		case "@id":
			again, k.id, k.hasID = k.hasID, m[key], true
		case "@type":
			again = key != t.key
		case "@value":
			again, k.value, k.hasValue = k.hasValue, m[key], true
		case "@language":
			again, k.language, k.hasLanguage = k.hasLanguage, m[key], true
		default:
			w.enter(key)
			return k, nil, w.refuse("unsupported_keyword", keyword)
		}
		if again {
			w.enter(key)
			return k, nil, w.refuse("keyword_collision", "said twice in one object")
		}
	}
	return k, properties[:n], nil
}
