package badge

import "time"

// SigningKey is one key of an organization. The private half is sealed and
// only the keyring can open it.
type SigningKey struct {
	ID        KeyID
	OrgID     OrgID
	Number    int    // 1, 2, 3 …: key-1 in the DID document
	Public    string // Multikey, z6Mk…
	Sealed    []byte
	CreatedAt time.Time
}

// StatusList is one published Bitstring Status List of an organization.
// Used marks indexes that were given out, Set those that are revoked; both
// are bit strings, most significant bit first.
type StatusList struct {
	ID        StatusListID
	OrgID     OrgID
	Number    int // 1, 2, 3 …: its public address
	Used      []byte
	Set       []byte
	Taken     int   // how many bits of Used are set
	Version   int64 // rises with each change of Set
	Published int64 // the version that Signed shows; below Version: to be published
	Signed    []byte
	CreatedAt time.Time
}
