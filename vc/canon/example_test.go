package canon_test

import (
	"context"
	"errors"
	"fmt"

	"laurel/vc"
	"laurel/vc/canon"
)

// The canonical form is the same however a document is spelled: members in another order, one type as text.
func ExampleJSONLD() {
	doc, err := vc.Decode([]byte(`{"type": "VerifiableCredential", "@context": ["https://www.w3.org/ns/credentials/v2"],
		"credentialSubject": {"id": "did:example:zoe", "name": "Zoë"}, "issuer": "did:web:college.example"}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	quads, err := canon.JSONLD(context.Background(), doc)
	fmt.Printf("%s%v\n", quads, err)
	// Output:
	// <did:example:zoe> <https://schema.org/name> "Zoë" .
	// _:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.w3.org/2018/credentials#VerifiableCredential> .
	// _:c14n0 <https://www.w3.org/2018/credentials#credentialSubject> <did:example:zoe> .
	// _:c14n0 <https://www.w3.org/2018/credentials#issuer> <did:web:college.example> .
	// <nil>
}

// A word that no context defines would be lost, and could be added to a signed document unseen. So it is refused.
func ExampleRefused() {
	doc, err := vc.Decode([]byte(`{"@context": ["https://www.w3.org/ns/credentials/v2"], "type": "VerifiableCredential",
		"issuer": "did:web:college.example", "credentialSubject": {"favoriteColor": "green"}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = canon.JSONLD(context.Background(), doc)
	refused, _ := errors.AsType[*canon.Refused](err)
	fmt.Println(refused.Reason, refused.Path)
	// Output:
	// undefined_term /credentialSubject/favoriteColor
}

// A template canonicalizes many documents that differ in a few strings.
func ExampleCompile() {
	ctx := context.Background()
	sample, err := vc.Decode([]byte(`{"@context": ["https://www.w3.org/ns/credentials/v2"], "type": "VerifiableCredential",
		"issuer": "did:web:college.example", "credentialSubject": {"id": "did:example:1", "name": "somebody"}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	template, err := canon.Compile(ctx, sample, []string{"/credentialSubject/id", "/credentialSubject/name"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, earner := range [][]string{{"did:example:zoe", "Zoë"}, {"did:example:ana", "Ana"}} {
		quads, certain := template.Fill(earner)
		fmt.Printf("%.51s… %v\n", quads, certain)
	}
	// Output:
	// <did:example:zoe> <https://schema.org/name> "Zoë" .… true
	// <did:example:ana> <https://schema.org/name> "Ana" .… true
}
