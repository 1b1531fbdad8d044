package proof_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"time"

	"laurel/vc"
	"laurel/vc/did"
	"laurel/vc/proof"
)

// foreign was issued by somebody else with other software. Its issuer is known by did:key.
const foreign = `{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"urn:uuid:7a3f0c52-5a0e-4f49-9d0c-3f6e63f4f2a1","type":["VerifiableCredential"],
	"name":"Soil course","issuer":{"id":"did:key:z6MkvDqGT54cXesYGvABpF1UapVNwjCqRcafi4Px6Thv5T3Z","name":"Riverbank College"},
	"validFrom":"2026-01-15T09:00:00Z","credentialSubject":{"id":"did:key:z6Mkfmm57fsb6VL7zVusP8zeA9SYkCKdvUhby2G7Yh8vvQ1P","name":"Zoë Lindström"},
	"proof":{"type":"DataIntegrityProof","created":"2026-01-15T09:00:00Z","cryptosuite":"eddsa-rdfc-2022","proofPurpose":"assertionMethod",
	"verificationMethod":"did:key:z6MkvDqGT54cXesYGvABpF1UapVNwjCqRcafi4Px6Thv5T3Z#z6MkvDqGT54cXesYGvABpF1UapVNwjCqRcafi4Px6Thv5T3Z",
	"proofValue":"z5JLrD1er4uW5mv4E2n2kTRTp6Rz2KyYCLzxaD5YcW29reikygMUMn287TbU9Z8TTbgEWvY4h8rjBWJRjTg5q5tJd"}}`

// offline verifies a credential of an issuer that is known by did:key: no network is needed.
func offline(credential []byte, now time.Time) error {
	doc, err := vc.Decode(credential)
	if err != nil {
		return err
	}
	issuer, err := did.ResolveKey(vc.IssuerID(doc)) // the issuer's own keys, whatever the proof names
	if err != nil {
		return err
	}
	proofs, err := proof.Proofs(doc)
	if err == nil && len(proofs) == 0 {
		err = errors.New("it is not signed")
	}
	if err != nil {
		return err
	}
	for _, p := range proofs { // each has to hold
		key, err := issuer.Key(p.VerificationMethod, now)
		if err != nil {
			return err
		}
		if err := proof.Verify(context.Background(), doc, p, key, now); err != nil {
			return err
		}
	}
	return nil
}

// Verify a credential of somebody else, without a network.
func ExampleVerify() {
	february := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	fmt.Println(offline([]byte(foreign), february))
	changed := bytes.Replace([]byte(foreign), []byte("Soil course"), []byte("Soil degree"), 1)
	fmt.Println(errors.Is(offline(changed, february), proof.ErrSignature))
	// Output:
	// <nil>
	// true
}

// Sign a credential. The private key never enters the package: sign may as well ask a hardware module.
func ExampleSign() {
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize)) // a public one, for the example only
	name := did.EncodeKey(key.Public().(ed25519.PublicKey))
	january := time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)
	unsigned := []byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],"issuer":"did:key:` + name + `","credentialSubject":{"name":"Zoë"}}`)

	prepared, err := proof.Prepare(unsigned, proof.Options{VerificationMethod: "did:key:" + name + "#" + name, Created: january})
	if err != nil {
		fmt.Println(err)
		return
	}
	signed, err := proof.Sign(context.Background(), prepared, func(message []byte) ([]byte, error) { return ed25519.Sign(key, message), nil })
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(offline(signed, january.AddDate(0, 1, 0)))
	// Output:
	// <nil>
}
