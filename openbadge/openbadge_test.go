package openbadge_test

import (
	"context"
	"crypto/ed25519"
	"os"
	"strings"
	"testing"
	"time"

	"laurel/openbadge"
	"laurel/vc"
	"laurel/vc/proof"
	"laurel/vc/statuslist"
)

func decode(t testing.TB, data []byte) vc.Object {
	t.Helper()
	o, err := vc.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// full has every field that a credential can have.
func full() openbadge.Credential {
	day := time.Date(2026, 1, 15, 10, 0, 0, 999, time.FixedZone("CET", 3600))
	return openbadge.Credential{
		ID: "https://badges.example.org/b/abc", Name: "Wundpflege", Description: "Für Ärztinnen & Pflegende <3",
		Image: openbadge.Image{ID: "https://badges.example.org/b/abc.png"},
		Issuer: openbadge.Profile{
			ID: "did:web:badges.example.org:o:river", Name: "Riverbank", URL: "https://river.example/?a=1&b=2", Email: "office@river.example",
			Phone: "+1 555 0100", Description: "A college", Image: openbadge.Image{ID: "https://badges.example.org/o/river.png", Caption: "A river"},
		},
		ValidFrom: day, ValidUntil: day.AddDate(3, 0, 0), AwardedDate: day.AddDate(0, 0, -1),
		Subject: openbadge.AchievementSubject{
			ID:                "did:example:learner",
			Identifier:        []openbadge.IdentityObject{openbadge.PlainName("Zoë O'Neil"), openbadge.HashedEmail("Zoe@Example.org", "salt1")},
			ActivityStartDate: day.AddDate(0, -1, 0), ActivityEndDate: day, Role: "Lead", Term: "Fall", LicenseNumber: "L-1", Narrative: "Did *well*.\n",
			Achievement: openbadge.Achievement{
				ID: "https://badges.example.org/a/wound-care", AchievementType: "Certification", Name: "Wound Care", Description: "Treats wounds.",
				Criteria: openbadge.Criteria{ID: "https://badges.example.org/a/wound-care/criteria", Narrative: "Ten cases."},
				Image:    openbadge.Image{ID: "https://badges.example.org/a/wound-care.png", Caption: "A plaster"},
				Alignment: []openbadge.Alignment{{
					TargetName: "Care", TargetURL: "https://frameworks.example/care", TargetCode: "C1", TargetDescription: "Caring",
					TargetFramework: "Nursing", TargetType: "ceasn:Competency",
				}},
				Tag: []string{"care", "wounds"}, FieldOfStudy: "Nursing", Specialization: "Wounds", HumanCode: "WC", InLanguage: "de", Version: "2",
			},
		},
		Evidence: []openbadge.Evidence{{
			ID: "https://badges.example.org/e/1", Name: "Log", Description: "A log", Narrative: "Ten entries", Genre: "Text", Audience: "Peers",
		}, {Narrative: "Seen by a tutor"}},
		Status: &statuslist.Entry{ID: "https://badges.example.org/status/1#7", Purpose: "revocation", Index: 7, List: "https://badges.example.org/status/1"},
	}
}

// least has only what the standard requires.
func least() openbadge.Credential {
	return openbadge.Credential{
		ID: "urn:uuid:0d3c2b5e-7c3a-4a52-9df0-2c7a6f0b6d11", Issuer: openbadge.Profile{ID: "did:web:example.org"},
		ValidFrom: time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC),
		Subject: openbadge.AchievementSubject{
			Identifier: []openbadge.IdentityObject{openbadge.HashedEmail("a@example.com", "Kosher")},
			Achievement: openbadge.Achievement{
				ID: "urn:uuid:1d3c2b5e-7c3a-4a52-9df0-2c7a6f0b6d11", Name: "N", Description: "D", Criteria: openbadge.Criteria{Narrative: "C"},
			},
		},
	}
}

var private = ed25519.NewKeyFromSeed([]byte(strings.Repeat("\x07", ed25519.SeedSize)))

// sign secures a document with a Data Integrity proof.
func sign(t testing.TB, unsigned []byte, issuer string) []byte {
	t.Helper()
	prepared, err := proof.Prepare(unsigned, proof.Options{VerificationMethod: issuer + "#key-1", Created: time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	signed, err := proof.Sign(context.Background(), prepared, func(m []byte) ([]byte, error) { return ed25519.Sign(private, m), nil })
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func TestMarshalGoldenBytes(t *testing.T) {
	for name, c := range map[string]interface{ Marshal() ([]byte, error) }{
		"full": full(), "least": least(), "rich": rich(t), "endorsement": endorsement(), "clr": record(t),
	} {
		got, err := c.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile("testdata/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != strings.TrimSpace(string(want)) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
}

func TestWhatIsWrittenSatisfiesTheStandardAndCanBeSigned(t *testing.T) {
	for name, c := range map[string]openbadge.Credential{"full": full(), "least": least(), "rich": rich(t)} {
		unsigned, err := c.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		if faults := openbadge.Check(decode(t, unsigned)); faults != nil {
			t.Errorf("%s: %v", name, faults)
		}
		doc := decode(t, sign(t, unsigned, c.Issuer.ID))
		proofs, err := proof.Proofs(doc)
		if err != nil {
			t.Fatal(err)
		}
		if err := proof.Verify(context.Background(), doc, proofs[0], private.Public().(ed25519.PublicKey), c.ValidFrom); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if faults := openbadge.Check(doc); faults != nil {
			t.Errorf("%s, signed: %v", name, faults)
		}
	}
}

func TestMarshalRefusesBrokenText(t *testing.T) {
	c := least()
	c.Subject.Achievement.Name = "caf\xe9"
	if got, err := c.Marshal(); err == nil {
		t.Errorf("written as %s", got)
	}
	c = least()
	c.ValidUntil = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	if got, err := c.Marshal(); err == nil {
		t.Errorf("written as %s", got)
	}
}

func TestIdentityHash(t *testing.T) {
	// the example of the standard
	const kosher = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
	if got := openbadge.IdentityHash("A@Example.com", "Kosher"); got != kosher {
		t.Errorf("got %s, want %s", got, kosher)
	}
	for _, c := range []struct {
		hash, salt, email string
		want              bool
	}{
		{kosher, "Kosher", "a@example.com", true},
		{kosher, "Kosher", "A@EXAMPLE.com", true},
		{"sha256$" + strings.ToUpper(kosher[7:]), "Kosher", "a@example.com", true},
		{kosher, "kosher", "a@example.com", false},
		{kosher, "", "a@example.comKosher", true}, // the hash cannot tell where the salt begins
		{kosher, "Kosher", "b@example.com", false},
		{kosher[7:], "Kosher", "a@example.com", false},
		{"md5$6fd57c94eaf64c8d9a0e3bf3f4c9ae9b", "Kosher", "a@example.com", false},
		{"md5$ddd142639a792e74751ee7e129237efa", "Kosher", "a@example.com", true},
		{"", "", "", false},
		// an issuer that hashed the address with capitals
		{"sha256$d2b9f22857b3e599b243286f2f87ddb5c67e21f66e0e632fb6a8d4c7b6fd1c8e", "", "A@example.com", true},
		{"sha256$d2b9f22857b3e599b243286f2f87ddb5c67e21f66e0e632fb6a8d4c7b6fd1c8e", "", "a@example.com", false},
	} {
		if got := openbadge.MatchIdentity(c.hash, c.salt, c.email); got != c.want {
			t.Errorf("MatchIdentity(%s, %s, %s) = %v", c.hash, c.salt, c.email, got)
		}
	}
}
