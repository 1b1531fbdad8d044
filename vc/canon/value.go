package canon

import (
	"encoding/json"
	"strings"
)

// scalar is value expansion (JSON-LD 1.1 API, section 5.3) of a string, boolean or number under property p.
func (w *walker) scalar(active *activeContext, p *term, value any) (node, error) {
	if p.scoped != nil {
		var err error
		if active, err = w.apply(active, p.scoped, propertyScope); err != nil {
			return node{}, err
		}
		if p.scoped.null {
			return node{}, w.refuse("unsupported_graph", "must be an object")
		}
	}
	if s, ok := value.(string); ok {
		switch p.coercion {
		case "@id":
			return w.reference(active, s)
		case "@vocab":
			iri, err := w.vocabulary(active, s)
			return node{text: iri}, err
		}
	}
	datatype := p.coercion
	if isKeyword(datatype) {
		datatype = ""
	}
	return w.literal(value, datatype, "")
}

// literal is a value with its datatype or language as an RDF literal (JSON-LD 1.1 API, section 8.6).
func (w *walker) literal(value any, datatype, language string) (node, error) {
	switch v := value.(type) {
	case string:
		if err := w.see(v); err != nil {
			return node{}, err
		}
		if datatype == xsdDouble {
			return node{}, w.refuse("invalid_value", "a string where a number belongs")
		}
		return node{text: literal(v, datatype, language)}, nil
	case bool:
		text := "false"
		if v {
			text = "true"
		}
		if datatype == xsdDouble {
			return node{}, w.refuse("invalid_value", "a boolean where a number belongs")
		}
		return node{text: literal(text, or(datatype, xsdBoolean), "")}, nil
	case json.Number:
		if err := w.see(string(v)); err != nil {
			return node{}, err
		}
		text, datatype, ok := number(string(v), datatype)
		if !ok {
			return node{}, w.refuse("odd_number", "implementations write this number differently: "+string(v))
		}
		return node{text: literal(text, datatype, "")}, nil
	}
	return node{}, w.refuse("invalid_value", "must be a string, boolean or number")
}

// valueObject is an object with @value, and at most one of @type and @language.
func (w *walker) valueObject(k keywords, t typeEntry, properties []string) (node, error) {
	if k.hasID || k.hasContext || len(properties) > 0 || t.key != "" && k.hasLanguage {
		return node{}, w.refuse("invalid_value", "a value object holds @value and one of @type and @language")
	}
	if k.hasLanguage {
		_, text := k.value.(string)
		language, ok := k.language.(string)
		if !text || !ok || !languageOK(language) {
			return node{}, w.refuse("invalid_value", "not a string with a language tag")
		}
		return w.literal(k.value, "", strings.ToLower(language))
	}
	if t.key == "" {
		return w.literal(k.value, "", "")
	}
	if t.array || len(t.iris) != 1 {
		return node{}, w.refuse("invalid_type", "the type of a value must be one string")
	}
	datatype := strings.Trim(t.iris[0], "<>")
	if datatype == rdfLangString || datatype == rdfJSON {
		return node{}, w.refuse("invalid_type", "a datatype with a form of its own: "+datatype)
	}
	return w.literal(k.value, datatype, "")
}
