package openbadge_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"time"

	"laurel/openbadge"
	"laurel/vc"
	"laurel/vc/did"
	"laurel/vc/proof"
)

// Issue a badge from nothing to signed JSON. The issuer is known by its key alone; did.Web makes one that is known by its
// web address.
func Example() {
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize)) // take one from ed25519.GenerateKey
	name := did.EncodeKey(key.Public().(ed25519.PublicKey))
	issuer, now := "did:key:"+name, time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)
	unsigned, err := openbadge.Credential{
		ID: "urn:uuid:0d3c2b5e-7c3a-4a52-9df0-2c7a6f0b6d11", Issuer: openbadge.Profile{ID: issuer, Name: "Riverbank College"}, ValidFrom: now,
		Subject: openbadge.AchievementSubject{
			Identifier: []openbadge.IdentityObject{openbadge.HashedEmail("zoe@example.org", "pepper7")},
			Achievement: openbadge.Achievement{
				ID: "https://college.example/a/1", Name: "Soil Sampling", Description: "Takes and labels soil samples safely.",
				Criteria: openbadge.Criteria{Narrative: "Three sessions in the field."},
			},
		},
	}.Marshal()
	if err != nil {
		fmt.Println(err)
		return
	}
	prepared, err := proof.Prepare(unsigned, proof.Options{VerificationMethod: issuer + "#" + name, Created: now})
	if err != nil {
		fmt.Println(err)
		return
	}
	signed, err := proof.Sign(context.Background(), prepared, func(message []byte) ([]byte, error) { return ed25519.Sign(key, message), nil })
	if err != nil {
		fmt.Println(err)
		return
	}
	document, err := vc.Decode(signed)
	fmt.Println(len(openbadge.Check(document)), "faults", err)
	fmt.Println(vc.String(vc.Objects(document["proof"])[0], "proofValue"))
	// Output:
	// 0 faults <nil>
	// z3TpXhKX9bTkrZdtntyMe1garF7ksSkdbkA1kz7gF4jR4QXL1xpiPjpPPatjeqjQS493v73uTpBjpZoVCLio2bELC
}

// An endorsement is a credential of its own, about somebody's badge, achievement or organization.
func ExampleEndorsementCredential_Marshal() {
	unsigned, err := openbadge.EndorsementCredential{
		ID: "https://guild.example/e/1", Name: "Approved by the guild", Issuer: openbadge.Profile{ID: "did:web:guild.example", Name: "Guild"},
		ValidFrom: time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC),
		Subject:   openbadge.EndorsementSubject{ID: "https://college.example/a/1", Comment: "Counts as two days of training."},
	}.Marshal()
	if err != nil {
		fmt.Println(err)
		return
	}
	document, err := vc.Decode(unsigned)
	if err != nil {
		fmt.Println(err)
		return
	}
	view, err := openbadge.ReadEndorsement(document)
	fmt.Println(view.Issuer.Name, "endorses", view.SubjectID, err)
	fmt.Println(len(openbadge.CheckEndorsement(document)), "faults")
	// Output:
	// Guild endorses https://college.example/a/1 <nil>
	// 0 faults
}

// A learner record holds signed credentials, each to be verified by itself.
func ExampleClrCredential_Marshal() {
	signed := []byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],"issuer":"did:web:college.example","validFrom":"2026-01-15T09:00:00Z",
		"credentialSubject":{"id":"did:example:zoe"},"proof":[{"type":"DataIntegrityProof"}]}`) // signed first, in earnest
	unsigned, err := openbadge.ClrCredential{
		ID: "urn:uuid:5b1a8f6e-40a7-4a7d-8c1e-93b7f3ab7f21", Name: "Transcript", Issuer: openbadge.Profile{ID: "did:web:college.example", Name: "College"},
		ValidFrom: time.Date(2026, 6, 30, 9, 0, 0, 0, time.UTC),
		Subject:   openbadge.ClrSubject{ID: "did:example:zoe", Credential: []json.RawMessage{signed}},
	}.Marshal()
	if err != nil {
		fmt.Println(err)
		return
	}
	document, err := vc.Decode(unsigned)
	if err != nil {
		fmt.Println(err)
		return
	}
	record, err := openbadge.ReadCLR(document)
	fmt.Println(record.Name, "with", len(record.Credential), "credential by", vc.IssuerID(record.Credential[0]), err)
	// Output:
	// Transcript with 1 credential by did:web:college.example <nil>
}
