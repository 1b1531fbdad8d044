package openbadge_test

import (
	"fmt"
	"time"

	"laurel/openbadge"
	"laurel/vc"
)

// badge is the smallest one that tells all that a page wants to show.
func badge() openbadge.Credential {
	return openbadge.Credential{
		ID:        "https://badges.example.org/b/1",
		Issuer:    openbadge.Profile{ID: "did:web:badges.example.org", Name: "Riverbank College"},
		ValidFrom: time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC),
		Subject: openbadge.AchievementSubject{
			Identifier: []openbadge.IdentityObject{openbadge.HashedEmail("zoe@example.org", "pepper7")},
			Achievement: openbadge.Achievement{
				ID: "https://badges.example.org/a/1", AchievementType: "Badge", Name: "Soil Sampling",
				Description: "Takes and labels soil samples safely.", Criteria: openbadge.Criteria{Narrative: "Three sessions in the field."},
			},
		},
	}
}

// Build a credential. Package proof signs the bytes.
func ExampleCredential_Marshal() {
	unsigned, err := badge().Marshal()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.219s…\n", unsigned)
	// Output:
	// {"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"https://badges.example.org/b/1","type":["VerifiableCredential","OpenBadgeCredential"],"issuer":{"id…
}

// Results say how well somebody did, by descriptions that belong to the achievement.
func ExampleResult() {
	c := badge()
	c.Subject.Achievement.ResultDescription = []openbadge.ResultDescription{{
		ID: "https://badges.example.org/a/1#grade", Name: "Final grade", ResultType: "LetterGrade", AllowedValue: []string{"C", "B", "A"}, RequiredValue: "B",
	}}
	c.Subject.Result = []openbadge.Result{{ResultDescription: "https://badges.example.org/a/1#grade", Value: "A+"}}
	unsigned, _ := c.Marshal()
	document, _ := vc.Decode(unsigned)
	for _, fault := range openbadge.Check(document) {
		fmt.Printf("%s: %s\n", fault.Pointer, fault.Message)
	}
	// Output:
	// /credentialSubject/result/0/value: "A+" is not one of the values that the result description allows.
}

// Check a document of somebody else.
func ExampleCheck() {
	document, err := vc.Decode([]byte(`{
		"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"id": "urn:uuid:0d3c2b5e-7c3a-4a52-9df0-2c7a6f0b6d11", "type": ["VerifiableCredential", "OpenBadgeCredential"],
		"issuer": "did:web:college.example", "validFrom": "2026-01-15",
		"credentialSubject": {"type": ["AchievementSubject"], "id": "did:example:zoe", "achievement": {
			"id": "https://college.example/a/1", "type": ["Achievement"], "name": "Soil Sampling", "description": "Takes soil samples.",
			"criteria": {"narrative": "Three sessions."}, "image": "https://college.example/a/1.png"}}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, fault := range openbadge.Check(document) {
		fmt.Printf("%s: %s\n", fault.Pointer, fault.Message)
	}
	// Output:
	// /credentialSubject/achievement/image: This has to be an object { … } with the picture's address in "id" and the type "Image".
	// /validFrom: This has to be a date and time with a zone, such as 2026-01-15T09:00:00Z.
}

// Read a badge for display, and ask whether it is somebody's.
func ExampleRead() {
	unsigned, _ := badge().Marshal()
	document, err := vc.Decode(unsigned)
	if err != nil {
		fmt.Println(err)
		return
	}
	view, err := openbadge.Read(document)
	if err != nil {
		fmt.Println(err)
		return
	}
	match, known := view.Recipient.MatchEmail("Zoe@Example.org")
	fmt.Println(view.Name, "by", view.Issuer.Name, "on", view.ValidFrom.Format(time.DateOnly))
	fmt.Println("hers:", match, known)
	// Output:
	// Soil Sampling by Riverbank College on 2026-01-15
	// hers: true true
}

// An endorsement counts only when it is about the badge that carries it.
func ExampleEndorsementView_About() {
	c := badge()
	unsigned, _ := openbadge.EndorsementCredential{
		ID: "https://guild.example/e/1", Name: "Approved", Issuer: openbadge.Profile{ID: "did:web:guild.example", Name: "Guild"},
		ValidFrom: c.ValidFrom, Subject: openbadge.EndorsementSubject{ID: c.Subject.Achievement.ID, Comment: "Counts as two days of training."},
	}.Marshal()
	c.Endorsement = append(c.Endorsement, unsigned) // signed first, in earnest
	data, _ := c.Marshal()
	document, _ := vc.Decode(data)
	for _, e := range openbadge.EmbeddedEndorsements(document) {
		view, err := openbadge.ReadEndorsement(e.Document)
		fmt.Println(e.Pointer, view.Issuer.Name, view.About(document), err)
	}
	// Output:
	// /endorsement/0 Guild true <nil>
}
