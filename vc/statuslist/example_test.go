package statuslist_test

import (
	"fmt"
	"time"

	"laurel/vc"
	"laurel/vc/statuslist"
)

// Make a list, revoke one credential in it, and look two up. Package proof signs the list like every credential.
func Example() {
	const address = "https://badges.example.org/status/1"
	january := time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)

	bits := statuslist.New(statuslist.MinBits)
	if err := bits.Set(94567, true); err != nil {
		fmt.Println(err)
		return
	}
	unsigned, err := statuslist.Credential(statuslist.List{
		ID: address, Issuer: "did:web:badges.example.org", Purpose: statuslist.Revocation, ValidFrom: january, Bits: bits,
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	list, err := vc.Decode(unsigned) // as a verifier reads it, after verifying its proof
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, index := range []int{42, 94567} {
		entry := statuslist.Entry{Purpose: statuslist.Revocation, Index: index, List: address}
		revoked, err := statuslist.Check(list, entry, january.AddDate(0, 1, 0))
		fmt.Println(index, revoked, err)
	}
	// Output:
	// 42 false <nil>
	// 94567 true <nil>
}

// A credential says where its status is published.
func ExampleEntries() {
	credential, err := vc.Decode([]byte(`{"credentialStatus": {"id": "https://badges.example.org/status/1#42", "type": "BitstringStatusListEntry",
		"statusPurpose": "revocation", "statusListIndex": "42", "statusListCredential": "https://badges.example.org/status/1"}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	entries, err := statuslist.Entries(credential)
	for _, e := range entries {
		fmt.Println(e.Purpose, e.Index, e.List, err)
	}
	// Output:
	// revocation 42 https://badges.example.org/status/1 <nil>
}

// The plain list of revoked credentials that 1EdTech defines is not signed, and names who is on it.
func ExampleParseRevocationList() {
	const address = "https://badges.example.org/revoked"
	list, err := statuslist.ParseRevocationList([]byte(`{"id": "https://badges.example.org/revoked", "issuer": "did:web:badges.example.org",
		"revokedCredential": [{"id": "https://badges.example.org/b/1", "revocationReason": "Issued in error"}]}`), address, "did:web:badges.example.org")
	if err != nil {
		fmt.Println(err)
		return
	}
	revoked, found := list.Lookup("https://badges.example.org/b/1")
	fmt.Println(revoked.Reason, found)
	// Output:
	// Issued in error true
}
