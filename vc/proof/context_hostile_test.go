package proof_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"laurel/vc"
	"laurel/vc/canon"
	"laurel/vc/ldcontext"
	"laurel/vc/proof"
)

const (
	v2      = "https://www.w3.org/ns/credentials/v2"
	badges3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
)

// inlineContexts bring definitions of their own: the two published attacks (a term defined again, and a vocabulary
// that catches what nobody defined) and their kin.
var inlineContexts = []string{
	`{"name":"https://schema.org/alternateName"}`, `{"achievement":"https://evil.example/#a"}`, `{"@vocab":"https://evil.example/#"}`,
	`{"@vocab":""}`, `{"@base":"https://evil.example/"}`, `{"@language":"de"}`, `{"@import":"https://evil.example/c"}`,
	`{"@propagate":false}`, `{"@protected":true}`, `{"@version":1.1}`, `{"validUntil":null}`, `{"credentialStatus":null}`, `{"name":null}`,
	`{"type":"@type","name":"@id"}`, `{"myAlias":"@context"}`, `{"x":{"@id":"https://evil.example/x","@type":"@json"}}`, `{}`, `null`, `[]`, `1`, `true`, `""`,
	`[{"@vocab":"https://evil.example/#"}]`, `[["https://www.w3.org/ns/credentials/v2"]]`, `{"@context":"https://www.w3.org/ns/credentials/v2"}`,
}

// spellings are addresses that look like a context's, or lead to the same place.
func spellings(url string) []string {
	_, rest, _ := strings.Cut(url, "://")
	host, path, _ := strings.Cut(rest, "/")
	return []string{
		"http://" + rest, url + "/", url + "#", url + "#x", url + "?", url + "?v=2", " " + url, url + " ", url + "\n", "\ufeff" + url, url + "\u200b",
		"HTTPS://" + rest, "https://" + strings.ToUpper(host) + "/" + path, "https://" + host + ":443/" + path, "https://" + host + "./" + path,
		"https://" + host + "//" + path, "https://" + host + "/./" + path, "https://" + host + "/x/../" + path, "https://user@" + rest,
		strings.Replace(url, "s/", "%73/", 1), strings.Replace(url, "/v", "%2Fv", 1), strings.Replace(url, "/v", "/V", 1),
		strings.Replace(url, "s", "ѕ", 1), strings.ToUpper(url), "//" + rest, rest, url[:len(url)-1], url + "on",
	}
}

// swaps are documents that differ from the badge in their contexts, by what was done to them.
func swaps(t *testing.T) map[string]vc.Object {
	t.Helper()
	all := map[string]vc.Object{}
	with := func(name string, value any) {
		o, err := vc.Decode(vector(t, "badge.json"))
		if err != nil {
			t.Fatal(err)
		}
		if o["@context"] = value; !reflect.DeepEqual(value, []any{v2, badges3}) {
			all[name] = o
		}
	}
	own := []any{v2, badges3}
	with("as one text", v2)
	with("the other way round", []any{badges3, v2})
	with("only the second", []any{badges3})
	with("only the first", []any{v2})
	with("missing", nil)
	for _, url := range ldcontext.URLs() {
		for at := range 3 {
			with(fmt.Sprintf("%s put in at %d", url, at), slices.Insert(slices.Clone(own), at, any(url)))
		}
		with(url+" for the first", []any{url, badges3})
		with(url+" for the second", []any{v2, url})
	}
	var inline []any
	for _, text := range inlineContexts {
		var value any
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			t.Fatal(err)
		}
		inline = append(inline, value)
		for at := range 3 {
			with(fmt.Sprintf("%s put in at %d", text, at), slices.Insert(slices.Clone(own), at, value))
		}
		with(text+" for all", value)
	}
	for at, url := range []string{v2, badges3} {
		for n, spelled := range spellings(url) {
			changed := slices.Clone(own)
			changed[at] = spelled
			with(fmt.Sprintf("spelling %d of the context at %d: %q", n, at, spelled), changed)
			with(fmt.Sprintf("spelling %d of the context at %d, too: %q", n, at, spelled), append(slices.Clone(own), spelled))
		}
	}
	// Contexts inside of the document.
	for _, place := range []string{"issuer", "credentialSubject", "credentialStatus"} {
		for n, value := range append(inline, any(v2), any("https://evil.example/c"), any(badges3), any("https://w3id.org/security/data-integrity/v2"), any(own)) {
			o, _ := vc.Decode(vector(t, "badge.json"))
			o[place].(vc.Object)["@context"] = value
			all[fmt.Sprintf("%v (%d) inside %s", value, n, place)] = o
		}
	}
	return all
}

// sameMeaning are the swaps after which the document still says the same, under contexts that are allowed: one more that
// defines nothing that the document uses, or the document's own once more inside of it.
var sameMeaning = []string{
	"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json put in at 2",
	"https://w3id.org/security/data-integrity/v2 put in at 2",
	"https://w3id.org/security/suites/ed25519-2020/v1 put in at 2",
	v2 + " (25) inside issuer", v2 + " (25) inside credentialSubject", v2 + " (25) inside credentialStatus",
	"[" + v2 + " " + badges3 + "] (29) inside issuer", "[" + v2 + " " + badges3 + "] (29) inside credentialSubject", "[" + v2 + " " + badges3 + "] (29) inside credentialStatus",
}

func canonical(t *testing.T, doc vc.Object) []byte {
	t.Helper()
	bare := maps.Clone(doc)
	delete(bare, "proof")
	out, err := canon.JSONLD(context.Background(), bare)
	if err != nil {
		return nil
	}
	return out
}

func TestContextSwapCorpus(t *testing.T) {
	original, err := vc.Decode(vector(t, "badge.json"))
	if err != nil {
		t.Fatal(err)
	}
	want := canonical(t, original)
	all := swaps(t)
	if len(all) < 300 {
		t.Errorf("only %d swaps", len(all))
	}
	for name, doc := range all {
		proofs, err := proof.Proofs(doc)
		if err != nil {
			t.Fatal(err)
		}
		err = proof.Verify(context.Background(), doc, proofs[0], public, now)
		if (err == nil) != slices.Contains(sameMeaning, name) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && !bytes.Equal(canonical(t, doc), want) {
			t.Errorf("%s is accepted and says something else", name)
		}
	}
}
