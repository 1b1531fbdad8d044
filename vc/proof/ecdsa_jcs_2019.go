package proof

// ecdsaJCS2019 signs the JSON text and not its meaning, with the hash function of the key's curve (ECDSA Cryptosuites
// 1.0, section 3.3).
var ecdsaJCS2019 = suite{
	proofType: dataIntegrity, name: ECDSAJCS2019, keys: []scheme{ecdsaP256, ecdsaP384}, jcs: true,
	hashed: jcsHashed, canonical: jcsCanonical,
}
