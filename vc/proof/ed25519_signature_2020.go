package proof

// ed25519Signature2020 is the forerunner of eddsa-rdfc-2022, still found in badges under the Verifiable Credentials
// Data Model 1.1. It is checked and never made. The type of the proof says all; there is no cryptosuite (EdDSA
// Cryptosuites 1.0, appendix on Ed25519Signature2020). Its terms are in the context
// https://w3id.org/security/suites/ed25519-2020/v1, without which such a proof means nothing.
var ed25519Signature2020 = suite{
	proofType: "Ed25519Signature2020", keys: []scheme{ed25519Pure},
	hashed: rdfcHashed, canonical: rdfcCanonical,
}
