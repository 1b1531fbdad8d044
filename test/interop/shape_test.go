package interop_test

import (
	"os"
	"path/filepath"
	"testing"
)

// mistakes are documents that a data model has to refuse, made of a good one.
var mistakes = []tampering{
	{"no type", func(c map[string]any) { delete(c, "type") }},
	{"no issuer", func(c map[string]any) { delete(c, "issuer") }},
	{"no subject", func(c map[string]any) { delete(c, "credentialSubject") }},
	{"an id that is a number", set(5, "id")},
	{"a context that is text", set("https://www.w3.org/ns/credentials/v2", "@context")},
	{"evidence that is text", set("https://example.org/evidence", "evidence")},
	{"no criteria", func(c map[string]any) { delete(parent(c, "credentialSubject", "achievement", ""), "criteria") }},
	{"no name", func(c map[string]any) { delete(parent(c, "credentialSubject", "achievement", ""), "name") }},
	{"no description", func(c map[string]any) { delete(parent(c, "credentialSubject", "achievement", ""), "description") }},
	{"a tag that is text", set("x", "credentialSubject", "achievement", "tag")},
	{"an alignment with nothing", set([]any{map[string]any{}}, "credentialSubject", "achievement", "alignment")},
	{"a result with nothing", set([]any{map[string]any{}}, "credentialSubject", "result")},
	{"an identifier with nothing", set([]any{map[string]any{}}, "credentialSubject", "identifier")},
}

// What the library writes is what a wallet takes, from the least badge to one
// with everything in it.
func TestOurShapesAreThoseOfOthers(t *testing.T) {
	judge := startJudge(t)
	for _, name := range []string{"least.json", "rich.json", "full.json"} {
		document, err := os.ReadFile(filepath.Join("..", "..", "openbadge", "testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		if a := judge.shape(t, document); !a.Verified {
			t.Errorf("%s: %s", name, a.Error)
		}
		for _, mistake := range mistakes {
			if a := judge.shape(t, tampered(t, document, mistake)); a.Verified || a.Error == "" {
				t.Errorf("%s: they take it with %s", name, mistake.name)
			}
		}
	}
}
