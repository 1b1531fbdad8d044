package proof

// ecdsaRDFC2019 uses the hash function of the key's curve throughout: SHA-256 with P-256, SHA-384 with P-384, in the
// canonicalization, too (ECDSA Cryptosuites 1.0, section 3.2).
var ecdsaRDFC2019 = suite{
	proofType: dataIntegrity, name: ECDSARDFC2019, keys: []scheme{ecdsaP256, ecdsaP384},
	hashed: rdfcHashed, canonical: rdfcCanonical,
}
