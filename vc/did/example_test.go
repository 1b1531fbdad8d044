package did_test

import (
	"errors"
	"fmt"
	"net/url"
	"time"

	"laurel/vc/did"
)

// An issuer known by a web address: its identifier, where its document is, and the document to serve there.
func ExampleWeb() {
	base, _ := url.Parse("https://badges.example.org")
	id, err := did.Web(base, "o", "river")
	if err != nil {
		fmt.Println(err)
		return
	}
	address, err := did.WebURL(id)
	fmt.Println(id, address, err)
	// Output:
	// did:web:badges.example.org:o:river https://badges.example.org/o/river/did.json <nil>
}

// An issuer known by a key alone needs no server.
func ExampleResolveKey() {
	const name = "z6MkvDqGT54cXesYGvABpF1UapVNwjCqRcafi4Px6Thv5T3Z"
	document, err := did.ResolveKey("did:key:" + name)
	if err != nil {
		fmt.Println(err)
		return
	}
	key, err := document.Key("did:key:"+name+"#"+name, time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC))
	fmt.Println(document.ID == "did:key:"+name, did.Algorithm(key), err)
	// Output:
	// true EdDSA <nil>
}

// What was fetched has to be about the identifier that was asked for, and the method has to be allowed to issue.
func ExampleDocument_Key() {
	document, err := did.ParseDocument([]byte(`{"id": "did:web:college.example",
		"verificationMethod": [{"id": "#key-1", "type": "Multikey", "controller": "did:web:college.example",
			"publicKeyMultibase": "z6MkvDqGT54cXesYGvABpF1UapVNwjCqRcafi4Px6Thv5T3Z", "revoked": "2026-03-01T00:00:00Z"}],
		"assertionMethod": ["#key-1"]}`), "did:web:college.example")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, month := range []time.Month{time.February, time.April} {
		_, err := document.Key("did:web:college.example#key-1", time.Date(2026, month, 1, 0, 0, 0, 0, time.UTC))
		fmt.Println(month, errors.Is(err, did.ErrRevoked))
	}
	// Output:
	// February false
	// April true
}
