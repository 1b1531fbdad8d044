package badge

import "time"

// SigningKey is one key of an organization. The private half is sealed and
// only the keyring can open it.
type SigningKey struct {
	ID        KeyID
	OrgID     OrgID
	Number    int // 1, 2, 3 …: key-1 in the DID document
	Algorithm Algorithm
	Public    string // EdDSA: Multikey, z6Mk…; RS256: JSON Web Key
	Sealed    []byte
	CreatedAt time.Time
}

// Algorithm is what a key signs with, by its name in JOSE (RFC 7518, section
// 3.1; RFC 8037, section 3.1).
type Algorithm string

// EdDSA keys sign credentials and status lists, RS256 keys the JWT form.
const (
	EdDSA Algorithm = "EdDSA"
	RS256 Algorithm = "RS256"
)

// NewestKey is the key that signs now with an algorithm, of keys of which the
// newest is the first; ok is false when there is none.
func NewestKey(keys []SigningKey, algorithm Algorithm) (key SigningKey, ok bool) {
	for _, k := range keys {
		if k.Algorithm == algorithm {
			return k, true
		}
	}
	return SigningKey{}, false
}

// ListKind is how a list says what was revoked, or suspended.
type ListKind string

// A bitstring list is a signed credential of many bits and tells nobody which
// credentials there are. A plain one names the revoked credentials. Only those
// that are suspended are in a list of suspensions, which is a bitstring too.
const (
	ListBitstring  ListKind = "bitstring"
	ListPlain      ListKind = "plain"
	ListSuspension ListKind = "suspension"
)

// SetBit sets a bit of a bit string, the most significant of each byte first.
func SetBit(bits []byte, index int) { bits[index/8] |= 0x80 >> (index % 8) }

// StatusList is one list of an organization in which credentials have their
// places. Used marks indexes that were given out, Set those that are revoked;
// both are bit strings, most significant bit first. A plain list has places
// too, which bound how long it can become, but Set and what follows Taken are
// of bitstring lists only: a plain one is read off the credentials in it.
type StatusList struct {
	ID        StatusListID
	OrgID     OrgID
	Kind      ListKind
	Number    int // 1, 2, 3 … of its kind: its public address
	Used      []byte
	Set       []byte
	Taken     int   // how many bits of Used are set
	Version   int64 // rises with each change of Set
	Published int64 // the version that Signed shows; below Version: to be published
	Signed    []byte
	CreatedAt time.Time
}
