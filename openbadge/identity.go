package openbadge

import (
	"crypto/md5" // the standard names it; only for hashes that others made
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// IdentityHash hides an e-mail address in a credential: "sha256$" and the hexadecimal SHA-256 of the lower-cased
// address followed by the salt (Open Badges 3.0, derived type IdentityHash). It hides from a glance only: whoever
// guesses the address can confirm it.
func IdentityHash(email, salt string) string { return sha256Hash(strings.ToLower(email) + salt) }

// MatchIdentity says whether a hash was made of this address and salt. The standard does not say how letters are
// written, so the address is tried as it is, then in lower case; hexadecimal digits may be of either case. md5 is
// accepted too, because the standard allows it, and says as much about a person as sha256 does.
func MatchIdentity(identityHash, salt, email string) bool {
	for _, candidate := range []string{email, strings.ToLower(email)} {
		for _, hash := range []string{sha256Hash(candidate + salt), md5Hash(candidate + salt)} {
			if strings.EqualFold(identityHash, hash) {
				return true
			}
		}
	}
	return false
}

func sha256Hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256$" + hex.EncodeToString(sum[:])
}

func md5Hash(s string) string {
	sum := md5.Sum([]byte(s))
	return "md5$" + hex.EncodeToString(sum[:])
}

// HashedEmail makes the identifier of a recipient known by an e-mail address. Give every credential a random salt of
// its own, so that two credentials do not tell that they are the same person's.
func HashedEmail(email, salt string) IdentityObject {
	return IdentityObject{Hashed: true, IdentityHash: IdentityHash(email, salt), IdentityType: "emailAddress", Salt: salt}
}

// PlainName makes the identifier that carries the name to be printed, for everybody to read.
func PlainName(name string) IdentityObject {
	return IdentityObject{IdentityHash: name, IdentityType: "name"}
}
