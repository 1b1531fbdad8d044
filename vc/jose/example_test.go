package jose_test

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"time"

	"laurel/vc"
	"laurel/vc/did"
	"laurel/vc/jose"
)

// Sign a credential as a token, and read it back as a verifier does.
func Example() {
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize)) // a public one, for the example only
	name := did.EncodeKey(key.Public().(ed25519.PublicKey))
	issuer := "did:key:" + name
	unsigned := []byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"urn:uuid:7a3f0c52-5a0e-4f49-9d0c-3f6e63f4f2a1","type":["VerifiableCredential"],
		"issuer":"` + issuer + `","validFrom":"2026-01-15T09:00:00Z","credentialSubject":{"id":"did:example:zoe","name":"Zoë"}}`)
	token, err := jose.Sign(unsigned, key.Public(), issuer+"#"+name, func(input []byte) ([]byte, error) { return ed25519.Sign(key, input), nil })
	if err != nil {
		fmt.Println(err)
		return
	}

	parsed, err := jose.Parse(token)
	if err != nil {
		fmt.Println(err)
		return
	}
	february := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	document, err := did.ResolveKey(vc.IssuerID(parsed.Credential)) // the issuer's own keys, whatever the token names
	if err != nil {
		fmt.Println(err)
		return
	}
	public, err := document.Key(parsed.KeyID, february)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(parsed.Algorithm, parsed.Verify(public, february))
	// Output:
	// EdDSA <nil>
}
