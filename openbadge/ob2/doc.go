// Package ob2 tells Open Badges 2.0: what was awarded before there were verifiable credentials, and what older systems
// still want.
//
// An Assertion, BadgeClass, Profile, CryptographicKey, RevocationList or Endorsement is written with Marshal, checked
// as a decoded document with Check, and read from anybody's document with the Read functions, which take the 1.x
// member names too.
//
// Whether an assertion is genuine depends on other documents, which the caller fetches. For a hosted one: ReadHosted
// reads what its id answers, which alone counts, and Profile.Hosts says whether its issuer vouches for that address.
// For a signed one: Unverified finds what it claims, SigningKeys and CryptographicKey.BelongsTo say which keys may sign
// for the issuer, OpenSigned puts a verified payload into an Assertion, and RevocationList.Find looks for a revocation.
//
// The package never fetches, never reads a clock, and knows no cryptography: signing and verifying come in as
// functions.
package ob2
