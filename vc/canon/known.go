package canon

import (
	"encoding/json"
	"sync"

	"laurel/vc/ldcontext"
)

// maxApplied bounds the remembered active contexts. Real documents need a few dozen; whoever sends documents with
// ever new orders of contexts makes the memory start again from nothing, and costs time but no space.
const maxApplied = 512

// known remembers the results of two pure functions, parsing an embedded context and applying it: the same
// arguments give the same active context, so that it is worked out once in the life of the program.
var known = memory{parsed: map[string]*localContext{}, applied: map[application]outcome{}}

type memory struct {
	mu      sync.RWMutex
	parsed  map[string]*localContext
	applied map[application]outcome
}

type application struct {
	active *activeContext
	local  *localContext
	scope  scope
}

type outcome struct {
	active *activeContext
	err    error
}

// local returns the parsed context with that URL.
func (m *memory) local(url string) (*localContext, error) {
	m.mu.RLock()
	l := m.parsed[url]
	m.mu.RUnlock()
	if l != nil {
		return l, nil
	}
	b, ok := ldcontext.Lookup(url)
	if !ok {
		return nil, &Refused{Reason: "unknown_context", Detail: url}
	}
	var doc map[string]any
	if err := json.Unmarshal(b, &doc); err != nil {
		return nil, &Refused{Reason: "unsupported_context", Detail: url + ": " + err.Error()}
	}
	l, err := parseContext(doc["@context"])
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if first := m.parsed[url]; first != nil {
		return first, nil
	}
	m.parsed[url] = l
	return l, nil
}

// apply is activeContext.apply, remembered. fresh tells that it had to be worked out now.
func (m *memory) apply(a *activeContext, l *localContext, s scope) (result *activeContext, fresh bool, err error) {
	key := application{a, l, s}
	m.mu.RLock()
	o, ok := m.applied[key]
	m.mu.RUnlock()
	if ok {
		return o.active, false, o.err
	}
	o.active, o.err = a.apply(l, s)
	m.mu.Lock()
	defer m.mu.Unlock()
	if first, ok := m.applied[key]; ok {
		return first.active, true, first.err
	}
	if len(m.applied) >= maxApplied {
		clear(m.applied)
	}
	m.applied[key] = o
	return o.active, true, o.err
}

// parseContext reads a context as far as this package supports it. It refuses every keyword that would change
// the meaning of a document and that it does not implement.
func parseContext(source any) (*localContext, error) {
	l := &localContext{source: source}
	if source == nil {
		l.null = true
		return l, nil
	}
	m, ok := source.(map[string]any)
	if !ok {
		return nil, badContext("@context", "is neither an object nor null")
	}
	l.protected, _ = m["@protected"].(bool)
	l.definitions = make(map[string]definition, len(m))
	for name, value := range m {
		if isKeyword(name) {
			if name == "@protected" || name == "@version" {
				continue
			}
			return nil, badContext(name, "is not supported")
		}
		def, err := parseDefinition(name, value, l.protected)
		if err != nil {
			return nil, err
		}
		l.definitions[name] = def
	}
	return l, nil
}

func parseDefinition(name string, value any, protected bool) (definition, error) {
	if id, ok := value.(string); ok {
		return definition{simple: true, id: id, protected: protected}, checkID(name, id)
	}
	m, ok := value.(map[string]any)
	if !ok {
		return definition{}, badContext(name, "is neither a string nor an object")
	}
	d := definition{protected: protected}
	for key, v := range m {
		var err error
		switch key {
		case "@id":
			d.id, _ = v.(string)
		case "@type":
			if d.coercion, ok = v.(string); !ok {
				err = badContext(name, "has a type that is no string")
			}
		case "@protected":
			d.protected, _ = v.(bool)
		case "@container":
			d.container, err = parseContainer(name, v)
		case "@context":
			d.scoped, err = parseContext(v)
		default:
			err = badContext(name, "uses "+key)
		}
		if err != nil {
			return d, err
		}
	}
	if d.scoped != nil && !d.scoped.null {
		if _, self := d.scoped.definitions[name]; self {
			return d, badContext(name, "is defined again in its own scope")
		}
	}
	return d, checkID(name, d.id)
}

func checkID(name, id string) error {
	if id == "" || id == name {
		return badContext(name, "has no IRI")
	}
	return nil
}

func parseContainer(name string, v any) (container, error) {
	kinds, ok := v.([]any)
	if !ok {
		kinds = []any{v}
	}
	result := plainContainer
	for _, k := range kinds {
		switch k {
		case "@set":
		case "@list":
			result = listContainer
		case "@graph":
			result = graphContainer
		default:
			return result, badContext(name, "has a container that is not supported")
		}
	}
	return result, nil
}
