package proof

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"

	"laurel/vc"
	"laurel/vc/did"
)

// fullNames spells a document of the vectors without their context of examples, which is not one of ours: the
// canonical form is the same.
func fullNames(doc vc.Object) {
	const examples = "https://www.w3.org/ns/credentials/examples#"
	subject := doc["credentialSubject"].(vc.Object)
	subject[examples+"alumniOf"] = subject["alumniOf"]
	delete(subject, "alumniOf")
	doc["type"] = []any{"VerifiableCredential", examples + "AlumniCredential"}
	doc["@context"] = []any{vc.ContextV2}
}

// TestW3CVectors checks the published proofs of each suite (testdata/NOTICE), the chains of proofs among them: what is
// signed, and the signature.
func TestW3CVectors(t *testing.T) {
	data, err := os.ReadFile("testdata/w3c.json")
	if err != nil {
		t.Fatal(err)
	}
	file, err := vc.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range vc.Objects(file["vectors"]) {
		t.Run(vc.String(v, "name"), func(t *testing.T) {
			text, err := json.Marshal(file["document"])
			if err != nil {
				t.Fatal(err)
			}
			doc, err := vc.Decode(text)
			if err != nil {
				t.Fatal(err)
			}
			doc["proof"] = v["proofs"]
			proofs, err := Proofs(doc)
			if err != nil {
				t.Fatal(err)
			}
			for i, p := range proofs {
				key, err := did.ParseMultikey(vc.Strings(v["keys"])[i])
				if err != nil {
					t.Fatal(err)
				}
				s, err := p.check()
				if err != nil {
					t.Fatal(err)
				}
				if !s.jcs && i == 0 {
					fullNames(doc)
				}
				with, err := s.scheme(key)
				if err != nil {
					t.Fatal(err)
				}
				message, err := s.message(context.Background(), doc, p, with)
				if err != nil {
					t.Fatal(err)
				}
				if want := vc.String(v, "message"); want != "" && hex.EncodeToString(message) != want {
					t.Errorf("proof %d signs %x, want %s", i, message, want)
				}
				signature, err := p.signature(with.size())
				if err != nil {
					t.Fatal(err)
				}
				if !with.verify(key, message, signature) {
					t.Errorf("proof %d does not hold", i)
				}
			}
		})
	}
}
