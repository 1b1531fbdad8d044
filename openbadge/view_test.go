package openbadge_test

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"laurel/openbadge"
	"laurel/vc"
)

func TestReadGivesBackWhatWasWritten(t *testing.T) {
	c := full()
	data, err := c.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	got, err := openbadge.Read(decode(t, data))
	if err != nil {
		t.Fatal(err)
	}
	a := c.Subject.Achievement
	want := openbadge.View{
		ID: c.ID, Name: "Wound Care", Description: "Treats wounds.", ImageURL: a.Image.ID, ImageCaption: "A plaster",
		AchievementID: a.ID, AchievementType: "Certification", Criteria: a.Criteria,
		Issuer:    openbadge.IssuerView{ID: c.Issuer.ID, Name: "Riverbank", URL: c.Issuer.URL, ImageURL: c.Issuer.Image.ID},
		Recipient: openbadge.Recipient{ID: "did:example:learner", Name: "Zoë O'Neil", Identifier: c.Subject.Identifier},
		ValidFrom: time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC), ValidUntil: time.Date(2029, 1, 15, 9, 0, 0, 0, time.UTC),
		AwardedDate: time.Date(2026, 1, 14, 9, 0, 0, 0, time.UTC),
		Narrative:   "Did *well*.\n", LicenseNumber: "L-1", Evidence: c.Evidence, Alignment: a.Alignment, Tag: a.Tag,
		ActivityStartDate: time.Date(2025, 12, 15, 9, 0, 0, 0, time.UTC), ActivityEndDate: time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC),
		Role: "Lead", Term: "Fall", FieldOfStudy: "Nursing", Specialization: "Wounds", HumanCode: "WC", InLanguage: "de", Version: "2",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
	for email, want := range map[string]bool{"zoe@example.org": true, "ZOE@example.org": true, "joe@example.org": false} {
		if match, known := got.Recipient.MatchEmail(email); match != want || !known {
			t.Errorf("MatchEmail(%s) = %v, %v", email, match, known)
		}
	}
	if match, known := (openbadge.Recipient{Identifier: []openbadge.IdentityObject{openbadge.PlainName("x")}}).MatchEmail("x"); match || known {
		t.Error("a name was taken for an address")
	}
}

func TestReadToleratesForeignCredentials(t *testing.T) {
	got, err := openbadge.Read(decode(t, []byte(`{
		"type": "AchievementCredential", "issuer": "https://issuer.example/1", "issuanceDate": "2020-01-01T00:00:00Z",
		"expirationDate": ["2021-01-01T00:00:00+01:00"], "name": "Outer", "description": {"@value": "Beschreibung", "@language": "de"},
		"evidence": {"id": "javascript:alert(1)", "name": "Log"},
		"credentialSubject": [{"identifier": {"identityType": "name", "identityHash": "sha256$00", "hashed": "true"},
			"achievement": {"criteria": "https://issuer.example/criteria", "image": "data:image/png;base64,AAAA",
				"tag": "one", "alignment": {"targetName": "A", "targetUrl": "data:text/html,x"}}}]}`)))
	if err != nil {
		t.Fatal(err)
	}
	want := openbadge.View{
		Name: "Outer", Description: "Beschreibung", ImageURL: "data:image/png;base64,AAAA",
		Criteria: openbadge.Criteria{ID: "https://issuer.example/criteria"}, Issuer: openbadge.IssuerView{ID: "https://issuer.example/1"},
		Recipient: openbadge.Recipient{Identifier: []openbadge.IdentityObject{{Hashed: true, IdentityHash: "sha256$00", IdentityType: "name"}}},
		ValidFrom: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), ValidUntil: got.ValidUntil,
		Evidence: []openbadge.Evidence{{Name: "Log"}}, Alignment: []openbadge.Alignment{{TargetName: "A"}}, Tag: []string{"one"},
	}
	if !reflect.DeepEqual(got, want) || !got.ValidUntil.Equal(time.Date(2020, 12, 31, 23, 0, 0, 0, time.UTC)) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

func TestReadRefusesWhatIsNoBadge(t *testing.T) {
	for name, o := range map[string]vc.Object{
		"empty":            {},
		"other credential": {"type": []any{"VerifiableCredential"}},
		"no subject":       {"type": "OpenBadgeCredential"},
		"no achievement":   {"type": "OpenBadgeCredential", "credentialSubject": vc.Object{}},
		"text for subject": {"type": "OpenBadgeCredential", "credentialSubject": "me"},
	} {
		if v, err := openbadge.Read(o); !errors.Is(err, openbadge.ErrNotBadge) {
			t.Errorf("%s: %+v, %v", name, v, err)
		}
	}
}
