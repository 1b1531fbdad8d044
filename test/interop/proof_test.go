package interop_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"laurel/internal/verify"
	"laurel/test/program"
	"laurel/vc/proof"
)

// edition is a data model together with an Open Badges context that fits it:
// the contexts 3.0.0 and 3.0.1 redefine terms that VC 2.0 protects.
type edition struct {
	name     string
	contexts []string
}

const (
	model1 = "https://www.w3.org/2018/credentials/v1"
	model2 = "https://www.w3.org/ns/credentials/v2"
	badges = "https://purl.imsglobal.org/spec/ob/v3p0/context"
)

var editions = []edition{
	{"3.0.0 on VC 1.1", []string{model1, badges + ".json"}},
	{"3.0.1 on VC 1.1", []string{model1, badges + "-3.0.1.json"}},
	{"3.0.2 on VC 1.1", []string{model1, badges + "-3.0.2.json"}},
	{"3.0.3 on VC 1.1", []string{model1, badges + "-3.0.3.json"}},
	{"3.0.2 on VC 2.0", []string{model2, badges + "-3.0.2.json"}},
	{"3.0.3 on VC 2.0", []string{model2, badges + "-3.0.3.json"}},
}

// current is the edition that we issue.
var current = editions[len(editions)-1]

// badge is a credential as any system would compose it, with texts that are
// hard to sign.
func (e edition) badge(issuer string) map[string]any {
	b := map[string]any{
		"@context": e.contexts,
		"id":       "https://other.example/credentials/1",
		"type":     []string{"VerifiableCredential", "OpenBadgeCredential"},
		"name":     "Mastery – “Übung macht den Meister” 傷",
		"issuer":   map[string]any{"id": issuer, "type": []string{"Profile"}, "name": "Collège & Søn <script>", "url": "https://other.example"},
		"credentialSubject": map[string]any{
			"id":   "did:example:learner",
			"type": []string{"AchievementSubject"},
			"identifier": []any{map[string]any{
				"type": "IdentityObject", "hashed": true, "identityType": "emailAddress", "salt": "pepper7",
				"identityHash": "sha256$d7d277a38cc79cc209fa9461d61a160b664fa57ccbf1ee6d6a5efb6ac55cb8b1",
			}},
			"achievement": map[string]any{
				"id": "https://other.example/achievements/1", "type": []string{"Achievement"}, "achievementType": "Badge", "name": "Meister 🎓𝛼",
				"description": "Awarded by another system: \"quoted\", back\\slash, ]]> and {brace}.", "criteria": map[string]any{"narrative": "Practice.\n\nThen more, and Zoe\u0308."},
				"image": map[string]any{"id": "https://other.example/picture.png", "type": "Image"}, "tag": []string{"Kompression", "傷"},
			},
		},
	}
	b["validFrom"] = "2026-01-01T00:00:00Z"
	if e.contexts[0] == model1 {
		delete(b, "validFrom")
		b["issuanceDate"], b["expirationDate"] = "2020-01-01T00:00:00Z", "2096-01-01T00:00:00Z"
	}
	return b
}

// suite is a way to sign, and whose package does it.
type suite struct {
	judge string // as the judge calls it; the first word is the package or its owner
	key   string // kind of key
	ours  string // the cryptosuite as we sign it; empty: we check it only
}

var suites = []suite{
	{"digitalbazaar eddsa-rdfc-2022", "EdDSA", proof.EdDSARDFC2022},
	{"digitalbazaar ecdsa-rdfc-2019 P-256", "P-256", proof.ECDSARDFC2019},
	{"digitalbazaar ecdsa-rdfc-2019 P-384", "P-384", proof.ECDSARDFC2019},
	{"digitalbazaar Ed25519Signature2020", "EdDSA", ""},
	{"digitalcredentials eddsa-rdfc-2022", "EdDSA", proof.EdDSARDFC2022},
	{"digitalcredentials Ed25519Signature2020", "EdDSA", ""},
	{"canonicalize eddsa-jcs-2022", "EdDSA", proof.EdDSAJCS2022},
	{"canonicalize ecdsa-jcs-2019 P-256", "P-256", proof.ECDSAJCS2019},
	{"canonicalize ecdsa-jcs-2019 P-384", "P-384", proof.ECDSAJCS2019},
}

// core verifies only: the library behind a public verifier.
var core = suite{"digitalcredentials verifier-core", "EdDSA", proof.EdDSARDFC2022}

// They issue, we verify.
func TestProofsOfOthersHoldForUs(t *testing.T) {
	judge := startJudge(t)
	for _, s := range suites {
		for _, e := range editions {
			t.Run(s.judge+", "+e.name, func(t *testing.T) {
				document := judge.issue(t, s.judge, e.badge(""))
				r := expectVerdict(t, document, verify.Valid)
				if r.View.Name != e.badge("")["credentialSubject"].(map[string]any)["achievement"].(map[string]any)["name"] {
					t.Errorf("our verifier reads %q", r.View.Name)
				}
				for _, change := range slices.Concat(tamperings, sealTamperings) {
					t.Run(change.name, func(t *testing.T) {
						if r := report(t, tampered(t, document, change)); r.Shown || r.Verdict != verify.Invalid && r.Verdict != verify.Unclear {
							t.Errorf("our verifier says %s: %+v", r.Verdict, r.Checks)
						}
					})
				}
			})
		}
	}
}

// programVerifiesOthers expects the program to say of their proofs what the
// library says, on a machine without a ledger.
func programVerifiesOthers(t *testing.T, laurel *program.Program, judge *judge) {
	arguments := []string{"verify"}
	for n, s := range suites {
		name := filepath.Join(t.TempDir(), fmt.Sprintf("%d.json", n))
		if err := os.WriteFile(name, judge.issue(t, s.judge, current.badge("")), 0o600); err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, name)
	}
	lines, _ := laurel.WithData(t.TempDir()).Run(t, arguments...)
	if len(lines) != len(suites) {
		t.Fatalf("laurel verify printed %d lines", len(lines))
	}
	for n, line := range lines {
		if line["verdict"] != string(verify.Valid) {
			t.Errorf("%s: %v", suites[n].judge, line)
		}
	}
}

// RDFC-1.0 writes a tab as \t, and the canonicalization before it wrote it as
// it is. A package of others still does: neither we nor the other package can
// check what it signs with a tab in it.
func TestATabIsSignedAsTheStandardHasIt(t *testing.T) {
	judge := startJudge(t)
	for _, s := range suites {
		badge := current.badge("")
		badge["name"] = "One\ttab"
		document := judge.issue(t, s.judge, badge)
		if s.judge != "digitalcredentials Ed25519Signature2020" {
			expectVerdict(t, document, verify.Valid)
			continue
		}
		expectVerdict(t, document, verify.Invalid)
		if a := judge.verify(t, "digitalbazaar Ed25519Signature2020", document); a.Verified {
			t.Errorf("%s: the other package accepts it", s.judge)
		}
	}
}

// We issue, they verify.
func TestOurProofsHoldForOthers(t *testing.T) {
	judge := startJudge(t)
	for _, s := range append(suites, core) {
		if s.ours == "" {
			continue
		}
		key := newSigner(t, s.key)
		for _, e := range editions {
			if strings.HasSuffix(e.name, "VC 1.1") {
				e.contexts = append(slices.Clone(e.contexts), "https://w3id.org/security/data-integrity/v2")
			}
			t.Run(s.judge+", "+e.name, func(t *testing.T) {
				document := key.seal(t, s.ours, encode(t, e.badge(key.did)))
				if a := judge.verify(t, s.judge, document); !a.Verified || a.Error != "" {
					t.Fatalf("they refuse it: %s", a.Error)
				}
				if e.name != current.name {
					return
				}
				for _, change := range slices.Concat(tamperings, sealTamperings) {
					if a := judge.verify(t, s.judge, tampered(t, document, change)); a.Verified || a.Error == "" {
						t.Errorf("%s: they accept it", change.name)
					}
				}
			})
		}
	}
}

// Two keys of one kind do not stand in for one another, nor does a key of
// another kind.
func TestSignaturesOfOthersNeedTheirOwnKeys(t *testing.T) {
	judge := startJudge(t)
	for _, s := range suites {
		document := decode(t, judge.issue(t, s.judge, current.badge("")))
		for _, kind := range []string{"EdDSA", "P-256", "P-384"} {
			t.Run(fmt.Sprintf("%s for a key of %s", s.judge, kind), func(t *testing.T) {
				other := newSigner(t, kind)
				document["issuer"].(map[string]any)["id"] = other.did
				document["proof"].(map[string]any)["verificationMethod"] = other.method
				expectVerdict(t, encode(t, document), verify.Invalid)
			})
		}
	}
}
