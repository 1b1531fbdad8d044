package ob2

import (
	"strings"

	"laurel/openbadge"
)

// HashedEmail makes the recipient known by an e-mail address: type email, and the hash of the lower-cased address
// followed by the salt (section Primitive datatypes, IdentityHash). It hides from a glance only.
func HashedEmail(email, salt string) IdentityObject {
	return IdentityObject{Type: "email", Identity: openbadge.IdentityHash(email, salt), Hashed: true, Salt: salt}
}

// Match says whether this is the recipient known by an address. A hash may be of sha256 or md5 with hexadecimal digits
// of either case, and of the address as it is written or in lower case, for the standard does not say. An e-mail
// address that is not hashed may differ in its letters' case; everything else has to be the same.
func (i IdentityObject) Match(identity string) bool {
	switch {
	case identity == "":
		return false
	case i.Hashed:
		return openbadge.MatchIdentity(i.Identity, i.Salt, identity)
	case i.Type == "email":
		return strings.EqualFold(i.Identity, identity)
	}
	return i.Identity == identity
}
