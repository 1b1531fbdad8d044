// Package vc reads W3C verifiable credentials as plain JSON objects.
//
// In come bytes; out come strictly decoded objects and small typed readings of them. The package knows the members
// that every verifiable credential has (Verifiable Credentials Data Model 2.0, section 4) and nothing of any one
// kind of credential. It never reads a file, a clock or the network, and never says whether a credential can be
// trusted: signatures are judged by the package proof, status by statuslist, badges by openbadge.
//
// # The packages
//
//	vc             decode strictly, read members, check the rules of the data model
//	vc/proof       make and check proofs inside a document (Data Integrity)
//	vc/jose        make and check signed tokens around a document (VC-JWT, VC-JOSE-COSE)
//	vc/did         keys as text, did:key, did:web, and the documents that say whose they are
//	vc/statuslist  revoked, suspended: make status lists and look things up in them
//	vc/canon       the canonical form that proofs sign (RDFC-1.0); proof uses it for you
//	vc/ldcontext   the JSON-LD contexts that are known, byte for byte
//	openbadge      Open Badges 3.0: build, check, read; with bake for pictures and ob2 for Open Badges 2.0
//
// None of them does input or output, keeps global state, or reads a clock: addresses to fetch come out as text, what was
// fetched goes in as bytes, and the time is an argument. All functions may be called from many goroutines at once.
//
// # Issue
//
// Build the document (openbadge.Credential, or JSON of your own), check it, and put a proof into it. The private key
// stays with you; it may be in a file, an agent or a hardware module:
//
//	unsigned, err := credential.Marshal()
//	prepared, err := proof.Prepare(unsigned, proof.Options{VerificationMethod: method, Created: time.Now()})
//	signed, err := proof.Sign(ctx, prepared, func(message []byte) ([]byte, error) { return ed25519.Sign(key, message), nil })
//
// Where a token is wanted instead, jose.Sign makes it of the same unsigned document. What is signed twice should be
// recorded between Prepare and Sign: everything but the signature is fixed then, and a second run gives the same bytes.
//
// # Verify
//
// A credential is worth believing when all of this holds, in this order. Each step is a function, and skipping one is a
// decision of yours:
//
//  1. Decode (or jose.Parse) refuses what two readers could understand differently.
//  2. proof.Proofs finds the proofs; none means unsigned. Each has to hold, so that a good one cannot hide a forged one.
//  3. The key comes from the issuer's own document: did.ResolveKey for did:key, did.WebURL and did.ParseDocument for
//     did:web, then Document.Key, which says whether the method may issue and is neither revoked nor expired. Ask for the
//     document of IssuerID, never of whoever the proof names: that ties the key to the issuer.
//  4. proof.Verify (or Token.Verify) checks signature, purpose, contexts and spelling with that key.
//  5. Period says when it is valid, and the time is yours.
//  6. statuslist.Entries, and Lookup in the list at Entry.List, which is a credential by the same issuer to be verified in
//     the same way. An error means "cannot tell".
//  7. Check, or openbadge.Check for a badge, says which rules of the standard it breaks. A flaw is no forgery.
//
// Only then read it, with the functions here or openbadge.Read. All text in it is still somebody else's: escape it.
//
// # Bounds and errors
//
// Sizes, depths and counts are bounded before work is done: a document has at most MaxBytes and MaxDepth, a token
// jose.MaxBytes, a list statuslist.MaxBits. Errors are values to be asked with errors.Is and errors.As: *Malformed here,
// *canon.Refused for a document without an exact meaning, proof.ErrSignature and its siblings for proofs. Their sentences
// say what is wrong and may quote the document in one short line.
package vc
