package proof

// eddsaJCS2022 signs the JSON text and not its meaning (EdDSA Cryptosuites 1.0, section 3.3).
var eddsaJCS2022 = suite{
	proofType: dataIntegrity, name: EdDSAJCS2022, keys: []scheme{ed25519Pure}, jcs: true,
	hashed: jcsHashed, canonical: jcsCanonical,
}
