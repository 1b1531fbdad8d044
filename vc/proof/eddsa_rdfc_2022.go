package proof

// eddsaRDFC2022 is what Open Badges 3.0 asks of every issuer and verifier (EdDSA Cryptosuites 1.0, section 3.2).
var eddsaRDFC2022 = suite{
	proofType: dataIntegrity, name: EdDSARDFC2022, keys: []scheme{ed25519Pure},
	hashed: rdfcHashed, canonical: rdfcCanonical,
}
