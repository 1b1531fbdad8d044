package did_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"laurel/vc/did"
)

// Some resolvers read only text that is the absolute address of a method, so we write nothing else; others write the method
// itself, or its short name, and both are read.
func TestAssertionMethodsAreReadInEveryFormAndWrittenInOne(t *testing.T) {
	const id = "did:web:a.example"
	at := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	method := func(name string) string {
		return fmt.Sprintf(`{"id":%q,"type":"Multikey","controller":%q,"publicKeyMultibase":%q}`, name, id, keyVectors[0].multikey)
	}
	for name, document := range map[string]string{
		"absolute text": fmt.Sprintf(`{"id":%q,"verificationMethod":[%s],"assertionMethod":["%s#k"]}`, id, method(id+"#k"), id),
		"short names":   fmt.Sprintf(`{"id":%q,"verificationMethod":[%s],"assertionMethod":["#k"]}`, id, method("#k")),
		"embedded":      fmt.Sprintf(`{"id":%q,"assertionMethod":[%s]}`, id, method(id+"#k")),
		"one of each":   fmt.Sprintf(`{"id":%q,"verificationMethod":%s,"assertionMethod":"#k"}`, id, method("#k")),
	} {
		d, err := did.ParseDocument([]byte(document), id)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := d.Key(id+"#k", at); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		written, err := json.Marshal(d)
		if err != nil || !strings.Contains(string(written), `"assertionMethod":["`+id+`#k"]`) || strings.Contains(string(written), `"#k"`) {
			t.Errorf("%s is written as %s, %v", name, written, err)
		}
	}
}

func TestThePortOfAWebIssuerIsEscaped(t *testing.T) {
	for id, want := range map[string]string{
		"did:web:a.example%3A8443":      "https://a.example:8443/.well-known/did.json",
		"did:web:a.example%3A8443:o:x":  "https://a.example:8443/o/x/did.json",
		"did:web:a.example:8443":        "https://a.example/8443/did.json", // a path, and not a port
		"did:web:a.example:o:x%2Fy":     "",
		"did:web:a.example%3A8443%3A1":  "",
		"did:web:a.example%253A8443":    "",
		"did:web:93.184.216.34%3A8443":  "",
		"did:web:a.example%3A8443:..:x": "",
	} {
		if got, err := did.WebURL(id); got != want || (err == nil) != (want != "") {
			t.Errorf("%s is at %q, %v", id, got, err)
		}
	}
}
