package ob2_test

import (
	"fmt"
	"time"

	"laurel/openbadge/ob2"
	"laurel/vc"
)

// Write an assertion that is verified by asking its address.
func ExampleAssertion_Marshal() {
	data, err := ob2.Assertion{
		ID:           "https://badges.example.org/ob2/b/1",
		Recipient:    ob2.HashedEmail("zoe@example.org", "pepper7"),
		Badge:        ob2.BadgeClass{ID: "https://badges.example.org/ob2/a/1"},
		Verification: ob2.Verification{Type: ob2.HostedBadge},
		IssuedOn:     time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC),
	}.Marshal()
	fmt.Printf("%s %v\n", data, err)
	// Output:
	// {"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://badges.example.org/ob2/b/1","recipient":{"type":"email","hashed":true,"identity":"sha256$2501461f341264ee01735e904eed311426fd92a94981919e5bf0261fd2026154","salt":"pepper7"},"badge":"https://badges.example.org/ob2/a/1","verification":{"type":"HostedBadge"},"issuedOn":"2026-01-15T09:00:00Z"} <nil>
}

// Verify a hosted assertion: what its address answers counts, and its issuer has to vouch for the address.
func ExampleReadHosted() {
	const address = "https://badges.example.org/ob2/b/1"
	revoked, err := ob2.ReadHosted(address, 410, []byte(`{"id":"https://badges.example.org/ob2/b/1","revoked":true,"revocationReason":"Awarded in error"}`))
	fmt.Println(revoked.Revoked, revoked.RevocationReason, err)

	issuer := ob2.Profile{ID: "https://badges.example.org/ob2/o/river"}
	fmt.Println(issuer.Hosts(address))
	fmt.Println(issuer.Hosts("https://elsewhere.example/b/1"))
	// Output:
	// true Awarded in error <nil>
	// <nil>
	// the issuer does not vouch for this address: it is at https://elsewhere.example:443, and the issuer at https://badges.example.org:443
}

// Read an assertion of anybody, and ask whose it is. Genuine it is only when its address answers the same.
func ExampleReadAssertion() {
	doc, err := vc.Decode([]byte(`{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://badges.example.org/ob2/b/1",
		"recipient": {"type": "email", "hashed": true, "salt": "pepper7", "identity": "sha256$2501461f341264ee01735e904eed311426fd92a94981919e5bf0261fd2026154"},
		"badge": "https://badges.example.org/ob2/a/1", "verification": {"type": "hosted"}, "issuedOn": "2026-01-15T09:00:00Z"}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	assertion, err := ob2.ReadAssertion(doc)
	fmt.Println(assertion.Badge.ID, assertion.Verification.Type, err)
	fmt.Println(assertion.Recipient.Match("Zoe@Example.org"), assertion.Recipient.Match("ana@example.org"))
	// Output:
	// https://badges.example.org/ob2/a/1 HostedBadge <nil>
	// true false
}
