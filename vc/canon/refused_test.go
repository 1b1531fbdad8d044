package canon

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestRefusals(t *testing.T) {
	deep := strings.Repeat(`{"https://a.example/p": `, 20) + `"x"` + strings.Repeat("}", 20)
	many := strings.Repeat(`"x",`, 100)
	for name, c := range map[string]struct{ body, reason, path string }{
		"undefined term":                      {`"nick": "x"`, "undefined_term", "/nick"},
		"undefined term that is null":         {`"nick": null`, "undefined_term", "/nick"},
		"undefined term deep inside":          {`"issuer": {"type": "Profile", "a/b~c": 1}`, "undefined_term", "/issuer/a~1b~0c"},
		"term of another type":                {`"salt": "x"`, "undefined_term", "/salt"},
		"type scope ends below its object":    {`"evidence": {"type": "Evidence", "https://a.example/p": {"audience": "x"}}`, "undefined_term", "/evidence/https:~1~1a.example~1p/audience"},
		"undefined type":                      {`"evidence": [{"type": ["Evidence", "Nothing"]}]`, "undefined_term", "/evidence/0/type"},
		"type that is no string":              {`"evidence": {"type": {"id": "urn:x"}}`, "invalid_type", "/evidence/type"},
		"old dates in the new model":          {`"issuanceDate": "2026-01-01T00:00:00Z"`, "undefined_term", "/issuanceDate"},
		"relative id":                         {`"evidence": {"id": "a/b"}`, "relative_iri", "/evidence"},
		"empty id":                            {`"evidence": {"id": ""}`, "relative_iri", "/evidence"},
		"id that is no string":                {`"evidence": {"id": 5}`, "invalid_id", "/evidence"},
		"id that is null":                     {`"evidence": {"id": null}`, "invalid_id", "/evidence"},
		"id with a space":                     {`"evidence": {"id": "urn:a b"}`, "relative_iri", "/evidence"},
		"id that breaks out of its brackets":  {`"evidence": {"id": "urn:a> <urn:b> <urn:c"}`, "relative_iri", "/evidence"},
		"id with a line separator":            {`"evidence": {"id": "urn:a\u2028"}`, "relative_iri", "/evidence"},
		"id with a backslash":                 {`"evidence": {"id": "urn:a\\u0020"}`, "relative_iri", "/evidence"},
		"reference with a tab":                {`"issuer": "urn:a\t"`, "relative_iri", "/issuer"},
		"label with a space":                  {`"evidence": {"id": "_:a b"}`, "relative_iri", "/evidence"},
		"empty key":                           {`"": "x"`, "undefined_term", "/"},
		"keyword as a reference":              {`"issuer": "@id"`, "relative_iri", "/issuer"},
		"property that is a blank node":       {`"_:p": "x"`, "relative_iri", "/_:p"},
		"context that nobody embedded":        {`"evidence": {"@context": "https://evil.example/v1"}`, "unknown_context", "/evidence/@context"},
		"inline context":                      {`"evidence": {"@context": {"nick": "urn:nick"}}`, "inline_context", "/evidence/@context"},
		"null context":                        {`"evidence": {"@context": null}`, "inline_context", "/evidence/@context"},
		"contexts that contradict each other": {`"evidence": {"@context": "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"}`, "protected_term", "/evidence/@context"},
		"unsupported keyword":                 {`"evidence": {"@graph": []}`, "unsupported_keyword", "/evidence/@graph"},
		"keyword that does not exist":         {`"@nonsense": 1`, "unsupported_keyword", "/@nonsense"},
		"reverse property":                    {`"@reverse": {"name": {"id": "urn:x"}}`, "unsupported_keyword", "/@reverse"},
		"two ids":                             {`"@id": "urn:x:2"`, "keyword_collision", "/id"},
		"two type keys":                       {`"@type": "urn:x:2"`, "keyword_collision", ""},
		"array inside an array":               {`"name": [["x"]]`, "nested_array", "/name/0"},
		"raw JSON":                            {`"credentialSchema": {"type": "JsonSchema", "jsonSchema": {}}`, "json_literal", "/credentialSchema/jsonSchema"},
		"signature that is a string":          {`"proof": "urn:x"`, "unsupported_graph", "/proof"},
		"signature that says nothing":         {`"proof": {"id": "urn:x"}`, "empty", "/proof"},
		"value without a value":               {`"name": {"@value": null}`, "invalid_value", "/name"},
		"value with an id":                    {`"name": {"@value": "x", "id": "urn:x"}`, "invalid_value", "/name"},
		"value with language and type":        {`"name": {"@value": "x", "@language": "en", "@type": "urn:t"}`, "invalid_value", "/name"},
		"value with a direction":              {`"name": {"@value": "x", "@language": "en", "@direction": "ltr"}`, "unsupported_keyword", "/name/@direction"},
		"value with a bad language":           {`"name": {"@value": "x", "@language": "en us"}`, "invalid_value", "/name"},
		"number with a language":              {`"name": {"@value": 1, "@language": "en"}`, "invalid_value", "/name"},
		"NUL":                                 {`"name": "a\u0000"`, "invalid_text", "/name"},
		"half a surrogate pair":               {`"name": "\ud800"`, "invalid_text", "/name"},
		"exponent":                            {`"https://a.example/p": 1e-7`, "odd_number", "/https:~1~1a.example~1p"},
		"whole number with a point":           {`"https://a.example/p": 3.0`, "odd_number", "/https:~1~1a.example~1p"},
		"too small a number":                  {`"https://a.example/p": 0.0000001`, "odd_number", "/https:~1~1a.example~1p"},
		"too large a number":                  {`"https://a.example/p": 1000000000000000`, "odd_number", "/https:~1~1a.example~1p"},
		"too precise a number":                {`"https://a.example/p": 0.1234567890123456`, "odd_number", "/https:~1~1a.example~1p"},
		"minus zero":                          {`"https://a.example/p": -0`, "odd_number", "/https:~1~1a.example~1p"},
		"order that depends on the encoding":  {`"name": ["\ue000", "🏅"]`, "ambiguous_order", ""},
		"list without values":                 {`"https://a.example/p": {"type": "ResultDescription", "allowedValue": []}`, "empty_list", "/https:~1~1a.example~1p/allowedValue"},
		"too deep":                            {`"https://a.example/p": ` + deep, "too_large", strings.Repeat("/https:~1~1a.example~1p", 16)},
		"too many quads":                      {`"name": [` + strings.Repeat(many, 11) + `"x"]`, "too_large", "/name/999"},
		"too many blank nodes":                {`"evidence": [` + strings.Repeat(`{},`, 200) + `{}]`, "too_many_blank_nodes", "/evidence/128"},
		"too much text":                       {`"name": "` + strings.Repeat("x", maxText) + `"`, "too_large", "/name"},
		"too many empty values":               {`"name": [` + strings.Repeat("null,", maxText) + `null]`, "too_large", "/name/*"},
		"too many twins":                      {`"evidence": [` + strings.Repeat(`{"https://a.example/p": [{}, {}]},`, 9) + `{}]`, "too_much_work", ""},
		"too many contexts":                   {`"evidence": {"@context": ["https://www.w3.org/ns/credentials/v2"` + strings.Repeat(`,"https://www.w3.org/ns/did/v1"`, 80) + `]}`, "too_much_work", "/evidence/@context"},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := canonical(t, c.body)
			var r *Refused
			if !errors.As(err, &r) {
				t.Fatalf("got %v\n%s", err, out)
			}
			stem, any := strings.CutSuffix(c.path, "*")
			if r.Reason != c.reason || r.Path != c.path && !(any && strings.HasPrefix(r.Path, stem)) {
				t.Errorf("got %s at %q (%s), want %s at %q", r.Reason, r.Path, r.Detail, c.reason, c.path)
			}
			if len(r.Error()) > 600 || strings.ContainsAny(r.Error(), "\n\t\x00") {
				t.Errorf("unfit for a log: %q", r.Error())
			}
		})
	}
}

func TestDocumentThatSaysNothingIsRefused(t *testing.T) {
	for _, text := range []string{`{}`, `{"@context": "https://www.w3.org/ns/credentials/v2"}`, `{"@context": "https://www.w3.org/ns/credentials/v2", "id": "urn:x"}`, `{"@context": "https://www.w3.org/ns/credentials/v2", "id": "urn:x", "name": []}`} {
		var r *Refused
		if _, err := JSONLD(context.Background(), decode(t, text)); !errors.As(err, &r) || r.Reason != "empty" {
			t.Errorf("%s: got %v", text, err)
		}
	}
}

func TestValuesThatNoDecoderGivesAreRefused(t *testing.T) {
	for _, v := range []any{3.5, 7, []string{"x"}, struct{}{}, map[string]string{}} {
		doc := map[string]any{"@context": vc2, "name": v}
		var r *Refused
		if _, err := JSONLD(context.Background(), doc); !errors.As(err, &r) || r.Reason != "not_json" {
			t.Errorf("%s: got %v", fmt.Sprintf("%T", v), err)
		}
	}
}

func TestShortenedIRIsAreRefused(t *testing.T) {
	for path, body := range map[string]string{
		"/type":      `"type": ["VerifiableCredential", "xsd:token"]`,
		"/issuer":    `"type": "VerifiableCredential", "issuer": "xsd:token"`,
		"/xsd:token": `"type": "VerifiableCredential", "xsd:token": "x"`,
		"/evidence":  `"type": "VerifiableCredential", "evidence": {"id": "xsd:token"}`,
	} {
		var r *Refused
		_, err := JSONLD(context.Background(), decode(t, `{"@context": ["`+vc1+`", "`+ob+`context.json"], `+body+"}"))
		if !errors.As(err, &r) || r.Reason != "compact_iri" || r.Path != path {
			t.Errorf("%s: got %v", path, err)
		}
	}
}
