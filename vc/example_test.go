package vc_test

import (
	"errors"
	"fmt"

	"laurel/vc"
)

// Decode reads a document strictly, and the small readers take what credentials allow: one value or several, text or an
// object.
func ExampleDecode() {
	doc, err := vc.Decode([]byte(`{"@context": ["https://www.w3.org/ns/credentials/v2"], "type": "VerifiableCredential",
		"issuer": {"id": "did:web:college.example", "name": "College"}, "validFrom": "2026-01-15T09:00:00Z",
		"credentialSubject": {"id": "did:example:zoe"}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	from, until, err := vc.Period(doc)
	fmt.Println(vc.IssuerID(doc), vc.Types(doc))
	fmt.Println(vc.FormatTime(from), until.IsZero(), err)
	// Output:
	// did:web:college.example [VerifiableCredential]
	// 2026-01-15T09:00:00Z true <nil>
}

// A member named twice would be one thing to the signature and another to the reader.
func ExampleDecode_refused() {
	_, err := vc.Decode([]byte(`{"issuer": "did:example:a", "issuer": "did:example:b"}`))
	malformed, _ := errors.AsType[*vc.Malformed](err)
	fmt.Println(malformed.Pointer)
	// Output:
	// /issuer
}

// Check finds what a credential of any kind breaks.
func ExampleCheck() {
	doc, err := vc.Decode([]byte(`{"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"], "issuer": "College",
		"validFrom": "2026-01-15", "credentialSubject": {"name": "Zoë"}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, fault := range vc.Check(doc) {
		fmt.Printf("%s: %s\n", fault.Pointer, fault.Message)
	}
	// Output:
	// /issuer: This has to be one full address or identifier, such as https://example.org/1 or did:key:….
	// /validFrom: This has to be a date and time with a zone, such as 2026-01-15T09:00:00Z.
}
