package proof_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"laurel/vc"
	"laurel/vc/canon"
	"laurel/vc/proof"
)

var (
	private = ed25519.NewKeyFromSeed([]byte(strings.Repeat("\x07", ed25519.SeedSize)))
	public  = private.Public().(ed25519.PublicKey)
	now     = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
)

func vector(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("../testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// verify decodes a document and checks its only proof.
func verify(t testing.TB, data []byte) error {
	t.Helper()
	doc, err := vc.Decode(data)
	if err != nil {
		return err
	}
	proofs, err := proof.Proofs(doc)
	if err != nil {
		return err
	}
	if len(proofs) != 1 {
		return fmt.Errorf("%d proofs", len(proofs))
	}
	return proof.Verify(context.Background(), doc, proofs[0], public, now)
}

func TestPublicVectorsVerify(t *testing.T) {
	for _, name := range []string{"badge.json", "statuslist.json"} {
		if err := verify(t, vector(t, name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestVerifyRefuses(t *testing.T) {
	badge := string(vector(t, "badge.json"))
	for _, c := range []struct {
		name     string
		old, new string
		want     error // nil: a *canon.Refused, because the document means nothing exact any more
	}{
		{"achievement renamed", `"name":"Soil Sampling",
   "desc`, `"name":"Soil Samplinh",
   "desc`, proof.ErrSignature},
		{"credential renamed", `00Z","name":"Soil Sampling"`, `00Z","name":"Rocket Science"`, proof.ErrSignature},
		{"identifier changed", `0d3c2b5e`, `0d3c2b5f`, proof.ErrSignature},
		{"issuer changed", `"issuer":{"id":"did:web:127.0.0.1%3A28931:issuers:demo"`, `"issuer":{"id":"did:web:127.0.0.1%3A28931:issuers:evil"`, proof.ErrSignature},
		{"issuer renamed", `Riverbank College`, `Riverbank Collage`, proof.ErrSignature},
		{"valid from earlier", `2026-01-15T09:00:00Z`, `2025-01-15T09:00:00Z`, proof.ErrSignature},
		{"never ends", `"validFrom"`, `"validUntil":"2099-01-01T00:00:00Z","validFrom"`, proof.ErrSignature},
		{"earner changed", `did:example:learner-1`, `did:example:learner-2`, proof.ErrSignature},
		{"address hash changed", `sha256$d7d2`, `sha256$d7d3`, proof.ErrSignature},
		{"salt changed", `pepper7`, `pepper8`, proof.ErrSignature},
		{"hash said to be plain", `"hashed":true`, `"hashed":false`, proof.ErrSignature},
		{"criteria changed", `three supervised`, `one supervised`, proof.ErrSignature},
		{"picture changed", `/i/soil.png`, `/i/soul.png`, proof.ErrSignature},
		{"status index moved", `"statusListIndex":"42"`, `"statusListIndex":"43"`, proof.ErrSignature},
		{"status list moved", `"statusListCredential":"http://127.0.0.1:28931/status/1"`, `"statusListCredential":"http://127.0.0.1:28931/status/2"`, proof.ErrSignature},
		{"status purpose changed", `"statusPurpose":"revocation"`, `"statusPurpose":"suspension"`, proof.ErrSignature},
		{"status taken out", `"credentialStatus":{"id":"http://127.0.0.1:28931/status/1#42","type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"42","statusListCredential":"http://127.0.0.1:28931/status/1"},`, ``, proof.ErrSignature},
		{"evidence added", `"credentialStatus"`, `"evidence":[{"type":["Evidence"],"narrative":"Nobel prize"}],"credentialStatus"`, proof.ErrSignature},
		{"unknown member added", `"validFrom"`, `"clearance":"top secret","validFrom"`, nil},
		{"unknown type added", `"OpenBadgeCredential"]`, `"OpenBadgeCredential","DiplomaCredential"]`, nil},
		{"type taken out", `,"OpenBadgeCredential"]`, `]`, proof.ErrSignature},
		{"other version of the badge context", `context-3.0.3.json`, `context-3.0.2.json`, proof.ErrSignature},
		{"harmless context added", `context-3.0.3.json"]`, `context-3.0.3.json","https://w3id.org/security/multikey/v1"]`, proof.ErrContext},
		{"context twice", `context-3.0.3.json"]`, `context-3.0.3.json","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]`, proof.ErrContext},
		{"contexts swapped", `"https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"`, `"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json","https://www.w3.org/ns/credentials/v2"`, proof.ErrContext},
		{"unknown context", `context-3.0.3.json"]`, `context-3.0.3.json","https://evil.example/context"]`, nil},
		{"context written into the document", `context-3.0.3.json"]`, `context-3.0.3.json",{"name":"https://schema.org/alternateName"}]`, nil},
		{"vocabulary for unknown members", `context-3.0.3.json"]`, `context-3.0.3.json",{"@vocab":"https://evil.example/#"}]`, nil},
		{"context deep inside", `"narrative":"Completed`, `"@context":{"narrative":"https://schema.org/alternateName"},"narrative":"Completed`, nil},
		{"status hidden behind its full name", `"credentialStatus":`, `"https://www.w3.org/2018/credentials#credentialStatus":`, proof.ErrSpelling},
		{"start hidden behind its full name", `"validFrom":"2026-01-15T09:00:00Z"`, `"https://www.w3.org/2018/credentials#validFrom":{"@value":"2026-01-15T09:00:00Z","@type":"http://www.w3.org/2001/XMLSchema#dateTime"}`, proof.ErrSpelling},
		{"start hidden in a value object", `"2026-01-15T09:00:00Z"`, `{"@value":"2026-01-15T09:00:00Z","@type":"http://www.w3.org/2001/XMLSchema#dateTime"}`, proof.ErrSpelling},
		{"name in a value object", `"name":"Riverbank College"`, `"name":{"@value":"Riverbank College"}`, proof.ErrSpelling},
		{"name in another language", `"name":"Riverbank College"`, `"name":{"@value":"Riverbank College","@language":"de"}`, proof.ErrSignature},
		{"type under its keyword", `"type":["VerifiableCredential"`, `"@type":["VerifiableCredential"`, proof.ErrSpelling},
		{"criteria under the name of their type", `"criteria":`, `"Criteria":`, proof.ErrSpelling},
		{"list in a list", `"identifier":[{"type":"IdentityObject","identityHash":"sha256$d7d277a38cc79cc209fa9461d61a160b664fa57ccbf1ee6d6a5efb6ac55cb8b1","identityType":"emailAddress","hashed":true,"salt":"pepper7"}]`, `"identifier":[[{"type":"IdentityObject","identityHash":"sha256$d7d277a38cc79cc209fa9461d61a160b664fa57ccbf1ee6d6a5efb6ac55cb8b1","identityType":"emailAddress","hashed":true,"salt":"pepper7"}]]`, nil},
		{"graph added", `"validFrom"`, `"@graph":[{"id":"urn:x:1","name":"x"}],"validFrom"`, nil},
		{"purpose changed", `"proofPurpose":"assertionMethod"`, `"proofPurpose":"authentication"`, proof.ErrPurpose},
		{"purpose taken out", `"proofPurpose":"assertionMethod",`, ``, proof.ErrPurpose},
		{"purpose twice in a list", `"proofPurpose":"assertionMethod"`, `"proofPurpose":["assertionMethod"]`, proof.ErrPurpose},
		{"method changed", `issuers:demo#key-1"`, `issuers:demo#key-2"`, proof.ErrSignature},
		{"method relative", `"verificationMethod":"did:web:127.0.0.1%3A28931:issuers:demo#key-1"`, `"verificationMethod":"#key-1"`, proof.ErrMalformed},
		{"created changed", `2026-11-23T03:55:44Z`, `2026-11-23T03:55:45Z`, proof.ErrSignature},
		{"created without a zone", `2026-11-23T03:55:44Z`, `2026-11-23T03:55:44`, proof.ErrMalformed},
		{"expiry added", `"created"`, `"expires":"2030-01-01T00:00:00Z","created"`, proof.ErrSignature},
		{"domain added", `"created"`, `"domain":"x","created"`, proof.ErrUnsupported},
		{"challenge added", `"created"`, `"challenge":"x","created"`, proof.ErrUnsupported},
		{"chain to nothing added", `"created"`, `"previousProof":"urn:x:1","created"`, proof.ErrChain},
		{"chain to itself added", `"created"`, `"id":"urn:x:1","previousProof":"urn:x:1","created"`, proof.ErrChain},
		{"chain that is a number", `"created"`, `"previousProof":1,"created"`, proof.ErrMalformed},
		{"chain that is empty", `"created"`, `"previousProof":[],"created"`, proof.ErrMalformed},
		{"chain to one proof twice", `"created"`, `"previousProof":["urn:x:1","urn:x:1"],"created"`, proof.ErrMalformed},
		{"contexts in the proof", `"created"`, `"@context":["https://www.w3.org/ns/credentials/v2"],"created"`, proof.ErrMalformed},
		{"unknown member in the proof", `"created"`, `"trusted":true,"created"`, nil},
		{"other suite of the same key", `eddsa-rdfc-2022`, `eddsa-jcs-2022`, proof.ErrSignature},
		{"suite of another key", `eddsa-rdfc-2022`, `ecdsa-rdfc-2019`, proof.ErrKey},
		{"unknown suite", `eddsa-rdfc-2022`, `eddsa-rdfc-2032`, proof.ErrUnsupported},
		{"no suite", `"cryptosuite":"eddsa-rdfc-2022",`, ``, proof.ErrUnsupported},
		{"older kind of proof", `"DataIntegrityProof","created":"2026-11-23T03:55:44Z","verificationMethod":"did:web:127.0.0.1%3A28931:issuers:demo#key-1","cryptosuite":"eddsa-rdfc-2022"`, `"Ed25519Signature2020","created":"2026-11-23T03:55:44Z","verificationMethod":"did:web:127.0.0.1%3A28931:issuers:demo#key-1"`, nil},
		{"other kind of proof", `DataIntegrityProof`, `Ed25519Signature2020`, proof.ErrUnsupported},
		{"signature of another", `z4i8eQVkod`, `z4i8eQVkoe`, proof.ErrSignature},
		{"signature in another base", `"proofValue":"z`, `"proofValue":"u`, proof.ErrMalformed},
		{"signature cut short", `BQhNRzL"`, `BQh"`, proof.ErrMalformed},
		{"signature under another name", `"proofValue"`, `"nonce"`, proof.ErrMalformed},
		{"key of a member twice", `"salt":"pepper7"`, `"salt":"pepper7","salt":"pepper7"`, errJSON},
		{"member twice by an escape", `"salt":"pepper7"`, `"salt":"pepper7","s\u0061lt":"pepper8"`, errJSON},
	} {
		t.Run(c.name, func(t *testing.T) {
			changed := strings.Replace(badge, c.old, c.new, 1)
			if changed == badge {
				t.Fatal("the case changes nothing")
			}
			err := verify(t, []byte(changed))
			var refused *canon.Refused
			var malformed *vc.Malformed
			switch {
			case c.want == errJSON:
				if !errors.As(err, &malformed) {
					t.Errorf("got %v, want a *vc.Malformed", err)
				}
			case c.want == nil:
				if !errors.As(err, &refused) {
					t.Errorf("got %v, want a *canon.Refused", err)
				}
			case !errors.Is(err, c.want):
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

var errJSON = errors.New("not acceptable JSON")
