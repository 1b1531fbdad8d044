package openbadge_test

import (
	"crypto/ed25519"
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"laurel/openbadge"
	"laurel/vc"
	"laurel/vc/ldcontext"
	"laurel/vc/proof"
	"laurel/vc/statuslist"
)

// endorsement has every field that an endorsement can have.
func endorsement() openbadge.EndorsementCredential {
	day := time.Date(2026, 1, 2, 9, 0, 0, 0, time.UTC)
	return openbadge.EndorsementCredential{
		ID: "https://guild.example/e/1", Name: "Guild endorsement", Description: "Seen and approved",
		Issuer:    openbadge.Profile{ID: "did:web:guild.example", Name: "Guild of Nurses", URL: "https://guild.example/"},
		ValidFrom: day, ValidUntil: day.AddDate(5, 0, 0), AwardedDate: day,
		Subject: openbadge.EndorsementSubject{ID: "https://badges.example.org/a/wound-care", Comment: "Counts as **two** days."},
		Status:  &statuslist.Entry{ID: "https://guild.example/s#1", Purpose: "revocation", Index: 1, List: "https://guild.example/s"},
		Schema: []openbadge.Reference{{
			ID: "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json", Type: "1EdTechJsonSchemaValidator2019",
		}},
		Refresh: openbadge.RefreshAt("https://guild.example/e/1/new"),
		Terms:   []openbadge.Reference{{Type: "https://guild.example/terms#Plain"}},
	}
}

// rich has the fields that fewer credentials have, and a signed endorsement in each place.
func rich(t testing.TB) openbadge.Credential {
	t.Helper()
	e := endorsement()
	unsigned, err := e.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	signed := sign(t, unsigned, e.Issuer.ID)
	endorsed := openbadge.Endorsements{Endorsement: []json.RawMessage{signed}}
	framework := []openbadge.Alignment{{TargetName: "Level 5", TargetURL: "https://frameworks.example/5"}}
	c := least()
	c.RevocationList = "https://badges.example.org/revoked"
	c.Schema, c.Refresh = []openbadge.Reference{openbadge.SchemaOfBadge}, openbadge.RefreshAt("https://badges.example.org/b/1/new")
	c.Terms = []openbadge.Reference{{ID: "https://badges.example.org/terms", Type: "https://badges.example.org/terms#Plain"}}
	c.Endorsements = endorsed
	c.Issuer = openbadge.Profile{
		ID: "did:web:example.org", Name: "Riverbank", Official: "Dr. Ada Reed",
		Address: openbadge.Address{
			Country: "Austria", CountryCode: "AT", Region: "Styria", Locality: "Graz", StreetAddress: "Hauptplatz 1", PostOfficeBoxNumber: "7",
			PostalCode: "8010", Geo: &openbadge.GeoCoordinates{Latitude: 47.07, Longitude: 0},
		},
		OtherIdentifier: []openbadge.IdentifierEntry{{Identifier: "R-1", IdentifierType: "sourcedId"}},
		ParentOrg:       &openbadge.Profile{ID: "https://state.example/", Name: "State"}, Endorsements: endorsed,
	}
	s := &c.Subject
	s.CreditsEarned, s.Image = 2.5, openbadge.Image{ID: "https://badges.example.org/b/1.png"}
	s.Source = &openbadge.Profile{ID: "https://assessor.example/", Name: "Assessor", PersonName: openbadge.PersonName{
		FamilyName: "Berg", GivenName: "Ida", AdditionalName: "M.", PatronymicName: "P", HonorificPrefix: "Dr.", HonorificSuffix: "BSc", FamilyNamePrefix: "van",
	}, DateOfBirth: "1980-02-29"}
	s.Result = []openbadge.Result{
		{ResultDescription: "urn:x:grade", Value: "A", Alignment: framework},
		{ResultDescription: "urn:x:rubric", AchievedLevel: "urn:x:level-2"},
		{ResultDescription: "urn:x:state", Status: "Completed"},
	}
	a := &s.Achievement
	a.Creator, a.CreditsAvailable = &openbadge.Profile{ID: "https://creator.example/", Name: "Creator"}, 3
	a.OtherIdentifier = []openbadge.IdentifierEntry{{Identifier: "978-3", IdentifierType: "isbn"}}
	a.Related = []openbadge.Related{{ID: "https://badges.example.org/a/0", InLanguage: "de-AT", Version: "1"}}
	a.Endorsements = endorsed
	a.ResultDescription = []openbadge.ResultDescription{
		{ID: "urn:x:grade", Name: "Grade", ResultType: "LetterGrade", AllowedValue: []string{"F", "B", "A"}, RequiredValue: "B", ValueMin: "F", ValueMax: "A", Alignment: framework},
		{ID: "urn:x:rubric", Name: "Rubric", ResultType: "RubricCriterionLevel", RequiredLevel: "urn:x:level-1", RubricCriterionLevel: []openbadge.RubricCriterionLevel{
			{ID: "urn:x:level-1", Name: "Able", Description: "Does it", Level: "1", Points: "5", Alignment: framework}, {ID: "urn:x:level-2", Name: "Master"},
		}},
		{ID: "urn:x:state", Name: "State", ResultType: "Status"},
	}
	return c
}

// record is a learner record with a signed badge in it.
func record(t testing.TB) openbadge.ClrCredential {
	t.Helper()
	unsigned, err := least().Marshal()
	if err != nil {
		t.Fatal(err)
	}
	course := openbadge.Achievement{ID: "urn:x:course", Name: "Course", Description: "D", Criteria: openbadge.Criteria{Narrative: "C"}, AchievementType: "Course"}
	return openbadge.ClrCredential{
		ID: "urn:uuid:2d3c2b5e-7c3a-4a52-9df0-2c7a6f0b6d11", Name: "Transcript", Description: "All of it", Image: openbadge.Image{ID: "https://school.example/t.png"},
		Issuer: openbadge.Profile{ID: "did:web:school.example"}, ValidFrom: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC),
		Subject: openbadge.ClrSubject{
			ID: "did:example:learner", Identifier: []openbadge.IdentityObject{openbadge.PlainName("Zoë")},
			Credential:  []json.RawMessage{sign(t, unsigned, "did:web:example.org")},
			Achievement: []openbadge.Achievement{course},
			Association: []openbadge.Association{{AssociationType: "isPartOf", SourceID: least().Subject.Achievement.ID, TargetID: course.ID}},
		},
		Status: &statuslist.Entry{ID: "https://school.example/s#1", Purpose: "revocation", Index: 1, List: "https://school.example/s"},
		Schema: []openbadge.Reference{{ID: "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json", Type: "1EdTechJsonSchemaValidator2019"}},
	}
}

func marshal(t testing.TB, c interface{ Marshal() ([]byte, error) }) vc.Object {
	t.Helper()
	data, err := c.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, data)
}

func TestReadGivesBackRichCredential(t *testing.T) {
	c := rich(t)
	v, err := openbadge.Read(marshal(t, c))
	if err != nil {
		t.Fatal(err)
	}
	a := c.Subject.Achievement
	for name, pair := range map[string][2]any{
		"results":             {v.Result, c.Subject.Result},
		"result descriptions": {v.ResultDescription, a.ResultDescription},
		"other identifiers":   {v.OtherIdentifier, a.OtherIdentifier},
		"related":             {v.Related, a.Related},
		"credits":             {[]float64{v.CreditsEarned, v.CreditsAvailable}, []float64{2.5, 3}},
		"creator":             {v.Creator, openbadge.IssuerView{ID: "https://creator.example/", Name: "Creator"}},
		"source":              {v.Source, openbadge.IssuerView{ID: "https://assessor.example/", Name: "Assessor"}},
		"description":         {v.DescriptionOf(v.Result[2]).Name, "State"},
		"no description":      {v.DescriptionOf(openbadge.Result{Value: "7"}), openbadge.ResultDescription{}},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s: got %+v, want %+v", name, pair[0], pair[1])
		}
	}
}

func TestReadTakesNumbersAndTextForEachOther(t *testing.T) {
	v, err := openbadge.Read(decode(t, []byte(`{"type":"OpenBadgeCredential","credentialSubject":{"creditsEarned":"2.5","result":{"value":87},
		"achievement":{"creditsAvailable":1e400,"version":2,"@language":"de","related":{"id":"urn:x:1","@language":"en"}}}}`)))
	if err != nil {
		t.Fatal(err)
	}
	if v.CreditsEarned != 2.5 || v.CreditsAvailable != 0 || v.Version != "2" || v.Result[0].Value != "87" || v.InLanguage != "de" || v.Related[0].InLanguage != "en" {
		t.Errorf("%+v", v)
	}
}

func TestEndorsementsAreFoundAndAboutThis(t *testing.T) {
	c := rich(t)
	c.Subject.Achievement.EndorsementJWT = []string{"aa.bb.cc"}
	o := marshal(t, c)
	var pointers []string
	for _, e := range openbadge.EmbeddedEndorsements(o) {
		pointers = append(pointers, e.Pointer)
		if e.JWT == "" {
			if faults := openbadge.CheckEndorsement(e.Document); faults != nil {
				t.Errorf("%s: %v", e.Pointer, faults)
			}
			proofs, err := proof.Proofs(e.Document)
			if err != nil {
				t.Fatal(err)
			}
			if err := proof.Verify(t.Context(), e.Document, proofs[0], private.Public().(ed25519.PublicKey), c.ValidFrom); err != nil {
				t.Errorf("%s: %v", e.Pointer, err)
			}
		}
	}
	want := "/endorsement/0 /issuer/endorsement/0 /credentialSubject/achievement/endorsement/0 /credentialSubject/achievement/endorsementJwt/0"
	if got := strings.Join(pointers, " "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for id, want := range map[string]bool{
		c.ID: true, c.Issuer.ID: true, c.Subject.Achievement.ID: true, "https://creator.example/": true, "https://assessor.example/": true,
		"https://badges.example.org/a/wound-care": false, "": false,
	} {
		if got := (openbadge.EndorsementView{SubjectID: id}).About(o); got != want {
			t.Errorf("an endorsement of %q is about it: %v", id, got)
		}
	}
	if (openbadge.EndorsementView{}).About(vc.Object{"type": "OpenBadgeCredential"}) {
		t.Error("an endorsement of nothing is about a badge without an id")
	}
	if !(openbadge.EndorsementView{SubjectID: "did:web:x.example"}).About(vc.Object{"issuer": "did:web:x.example"}) {
		t.Error("an issuer named by its address alone cannot be endorsed")
	}
}

func TestReadEndorsement(t *testing.T) {
	got, err := openbadge.ReadEndorsement(marshal(t, endorsement()))
	day := time.Date(2026, 1, 2, 9, 0, 0, 0, time.UTC)
	want := openbadge.EndorsementView{
		ID: "https://guild.example/e/1", Name: "Guild endorsement", SubjectID: "https://badges.example.org/a/wound-care", Comment: "Counts as **two** days.",
		Issuer: openbadge.IssuerView{ID: "did:web:guild.example", Name: "Guild of Nurses", URL: "https://guild.example/"}, ValidFrom: day, ValidUntil: day.AddDate(5, 0, 0),
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, o := range []vc.Object{{}, {"type": "OpenBadgeCredential"}, {"type": "EndorsementCredential"}} {
		if v, err := openbadge.ReadEndorsement(o); err == nil {
			t.Errorf("%v read as %+v", o, v)
		}
	}
}

func TestReadCLR(t *testing.T) {
	c := record(t)
	o := marshal(t, c)
	if faults := openbadge.CheckCLR(o); faults != nil {
		t.Error(faults)
	}
	v, err := openbadge.ReadCLR(o)
	if err != nil {
		t.Fatal(err)
	}
	if v.Name != "Transcript" || v.Recipient.Name != "Zoë" || len(v.Credential) != 1 || !reflect.DeepEqual(v.Achievement, c.Subject.Achievement) || !reflect.DeepEqual(v.Association, c.Subject.Association) {
		t.Errorf("%+v", v)
	}
	if _, err := openbadge.Read(v.Credential[0]); err != nil {
		t.Error(err)
	}
	for _, o := range []vc.Object{{}, {"type": "OpenBadgeCredential"}, {"type": "ClrCredential"}} {
		if v, err := openbadge.ReadCLR(o); err == nil {
			t.Errorf("%v read as %+v", o, v)
		}
	}
}

// Without the context in the closed set nobody can say what a proof would cover.
func TestSigningCLRIsRefusedWithoutItsContext(t *testing.T) {
	if _, known := ldcontext.Lookup(openbadge.ContextCLR); known {
		t.Skip("the context is known")
	}
	data, err := record(t).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	prepared, err := proof.Prepare(data, proof.Options{VerificationMethod: "did:web:school.example#key-1", Created: time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)})
	if err == nil {
		_, err = proof.Message(t.Context(), prepared)
	}
	if err == nil {
		t.Error("a document with an unknown context was prepared for signing")
	}
}

// The same for JWT endorsements: a member that no context defines would be left unsigned.
func TestSigningJWTEndorsementsIsRefused(t *testing.T) {
	c := least()
	c.EndorsementJWT = []string{"aa.bb.cc"}
	data, err := c.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	if faults := openbadge.Check(decode(t, data)); faults != nil {
		t.Error(faults)
	}
	prepared, err := proof.Prepare(data, proof.Options{VerificationMethod: "did:web:example.org#key-1", Created: c.ValidFrom})
	if err == nil {
		_, err = proof.Message(t.Context(), prepared)
	}
	if err == nil {
		t.Error("a member without a meaning was prepared for signing")
	}
}

func TestMarshalRefusesWhatCannotBeWritten(t *testing.T) {
	for name, change := range map[string]func(*openbadge.Credential){
		"two kinds of status":       func(c *openbadge.Credential) { c.Status, c.RevocationList = &statuslist.Entry{}, "https://x.example/" },
		"credits without end":       func(c *openbadge.Credential) { c.Subject.CreditsEarned = math.Inf(1) },
		"credits that are none":     func(c *openbadge.Credential) { c.Subject.Achievement.CreditsAvailable = math.NaN() },
		"endorsement that is none":  func(c *openbadge.Credential) { c.Endorsement = []json.RawMessage{[]byte(`"x"`)} },
		"endorsement twice":         func(c *openbadge.Credential) { c.Endorsement = []json.RawMessage{[]byte(`{} {}`)} },
		"member twice inside":       func(c *openbadge.Credential) { c.Issuer.Endorsement = []json.RawMessage{[]byte(`{"a":1,"a":2}`)} },
		"year beyond four digits":   func(c *openbadge.Credential) { c.AwardedDate = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
		"text that is not UTF-8":    func(c *openbadge.Credential) { c.Subject.Result = []openbadge.Result{{Value: "\xff"}} },
		"broken text of a document": func(c *openbadge.Credential) { c.Endorsement = []json.RawMessage{[]byte("{\"a\":\"\xff\"}")} },
	} {
		c := least()
		change(&c)
		if got, err := c.Marshal(); err == nil {
			t.Errorf("%s: written as %s", name, got)
		}
	}
}
