package openbadge_test

import (
	"os"
	"strings"
	"testing"

	"laurel/openbadge"
	"laurel/vc"
)

func TestCheckAcceptsThePublicVector(t *testing.T) {
	data, err := os.ReadFile("../vc/testdata/badge.json")
	if err != nil {
		t.Fatal(err)
	}
	if faults := openbadge.Check(decode(t, data)); faults != nil {
		t.Error(faults)
	}
}

func TestCheckFindsEachFault(t *testing.T) {
	written, err := full().Marshal()
	if err != nil {
		t.Fatal(err)
	}
	const context = `"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"`
	for _, c := range []struct{ name, old, new, pointer string }{
		{"contexts as text", `["https://www.w3.org/ns/credentials/v2",` + context + `]`, context, "/@context"},
		{"contexts swapped", `"https://www.w3.org/ns/credentials/v2",` + context, context + `,"https://www.w3.org/ns/credentials/v2"`, "/@context/0 /@context/1"},
		{"dates of 2.0 under 1.1", `https://www.w3.org/ns/credentials/v2`, `https://www.w3.org/2018/credentials/v1`, "/issuanceDate"},
		{"unknown first context", `https://www.w3.org/ns/credentials/v2`, `https://www.w3.org/ns/credentials/v3`, "/@context/0"},
		{"badge context of 1.1", `context-3.0.3.json`, `context-3.0.1.json`, "/@context/1"},
		{"no badge context", `,` + context, ``, "/@context/1"},
		{"context in the document", context, context + `,{"a":"https://a.example/"}`, "/@context"},
		{"extension without its context", `"BitstringStatusListEntry"`, `"1EdTechRevocationList"`, "/@context"},
		{"no id", `"id":"https://badges.example.org/b/abc",`, ``, "/id"},
		{"relative id", `"id":"https://badges.example.org/b/abc",`, `"id":"/b/abc",`, "/id"},
		{"id with a space", `"id":"https://badges.example.org/b/abc",`, `"id":"https://badges.example.org/b/a bc",`, "/id"},
		{"not a badge", `["VerifiableCredential","OpenBadgeCredential"]`, `["VerifiableCredential"]`, "/type"},
		{"not a credential", `["VerifiableCredential","OpenBadgeCredential"]`, `"OpenBadgeCredential"`, "/type"},
		{"picture as text", `"image":{"id":"https://badges.example.org/b/abc.png","type":"Image"}`, `"image":"https://badges.example.org/b/abc.png"`, "/image"},
		{"picture with its type in a list", `"type":"Image"}`, `"type":["Image"]}`, "/image/type"},
		{"picture with a member too many", `"type":"Image"}`, `"type":"Image","width":"3"}`, "/image/width"},
		{"date without a zone", `"validFrom":"2026-01-15T09:00:00Z"`, `"validFrom":"2026-01-15T09:00:00"`, "/validFrom"},
		{"no date", `"validFrom":"2026-01-15T09:00:00Z",`, ``, "/validFrom"},
		{"end before the beginning", `"validUntil":"2029`, `"validUntil":"2019`, "/validUntil"},
		{"date of 1.1", `"validFrom"`, `"issuanceDate":"2026-01-15T09:00:00Z","validFrom"`, "/issuanceDate"},
		{"issuer without a type", `"did:web:badges.example.org:o:river","type":["Profile"]`, `"did:web:badges.example.org:o:river"`, "/issuer/type"},
		{"issuer in a list", `"issuer":{`, `"issuer":["did:web:x"],"x":{`, "/issuer"},
		{"two subjects", `"credentialSubject":{`, `"credentialSubject":[],"x":{`, "/credentialSubject /credentialSubject"},
		{"status in a list", `"credentialStatus":{`, `"credentialStatus":[{"id":"urn:x:1","type":"X"}],"x":{`, "/credentialStatus"},
		{"status without an id", `"id":"https://badges.example.org/status/1#7",`, ``, "/credentialStatus/id"},
		{"evidence alone", `"evidence":[`, `"evidence":{"type":["Evidence"]},"x":[`, "/evidence"},
		{"evidence without a type", `{"type":["Evidence"],"narrative"`, `{"narrative"`, "/evidence/1/type"},
		{"empty list", `"tag":["care","wounds"]`, `"tag":[]`, "/credentialSubject/achievement/tag"},
		{"tag alone", `"tag":["care","wounds"]`, `"tag":"care"`, "/credentialSubject/achievement/tag"},
		{"tag that is a number", `"tag":["care","wounds"]`, `"tag":["care",2]`, "/credentialSubject/achievement/tag/1"},
		{"null", `"role":"Lead"`, `"role":null`, "/credentialSubject/role"},
		{"null in an unknown place", `"role":"Lead"`, `"a/b":{"c":[null]}`, "/credentialSubject/a~1b/c/0"},
		{"number for text", `"role":"Lead"`, `"role":7`, "/credentialSubject/role"},
		{"text for a number", `"role":"Lead"`, `"creditsEarned":"7"`, "/credentialSubject/creditsEarned"},
		{"text for true", `"hashed":true`, `"hashed":"true"`, "/credentialSubject/identifier/1/hashed"},
		{"identity of an unknown type", `"identityType":"emailAddress"`, `"identityType":"email"`, "/credentialSubject/identifier/1/identityType"},
		{"identity with a member too many", `"salt":"salt1"`, `"salt":"salt1","id":"urn:x:1"`, "/credentialSubject/identifier/1/id"},
		{"achievement missing", `"achievement":{`, `"x":{`, "/credentialSubject/achievement"},
		{"achievement without a name", `"name":"Wound Care",`, ``, "/credentialSubject/achievement/name"},
		{"achievement with an empty name", `"name":"Wound Care"`, `"name":" "`, "/credentialSubject/achievement/name"},
		{"achievement without a description", `"description":"Treats wounds.",`, ``, "/credentialSubject/achievement/description"},
		{"no criteria", `"criteria":{"id":"https://badges.example.org/a/wound-care/criteria","narrative":"Ten cases."},`, ``, "/credentialSubject/achievement/criteria"},
		{"criteria as text", `"criteria":{"id":"https://badges.example.org/a/wound-care/criteria","narrative":"Ten cases."}`, `"criteria":"Ten cases."`, "/credentialSubject/achievement/criteria"},
		{"criteria that say nothing", `"criteria":{"id":"https://badges.example.org/a/wound-care/criteria","narrative":"Ten cases."}`, `"criteria":{"type":"Criteria"}`, "/credentialSubject/achievement/criteria"},
		{"achievement of an unknown type", `"Certification"`, `"Wundexperte"`, "/credentialSubject/achievement/achievementType"},
		{"alignment without an address", `"targetUrl":"https://frameworks.example/care",`, ``, "/credentialSubject/achievement/alignment/0/targetUrl"},
		{"result without its description", `"role":"Lead"`, `"result":[{"type":["Result"],"resultDescription":"urn:x:r"}]`, "/credentialSubject/result/0/resultDescription"},
		{"endorsement without a name", `"evidence":`, `"endorsement":[{"@context":["https://www.w3.org/ns/credentials/v2",` + context + `],"id":"urn:x:1","type":["VerifiableCredential","EndorsementCredential"],"issuer":"did:web:x.example","validFrom":"2026-01-15T09:00:00Z","credentialSubject":{"id":"urn:x:2","type":["EndorsementSubject"]}}],"evidence":`, "/endorsement/0/name"},
		{"proof without a type", `"evidence":`, `"proof":[{}],"evidence":`, "/proof/0/type"},
		// what the standard allows
		{"own type of achievement", `"Certification"`, `"ext:Wundexperte"`, ""},
		{"issuer by its address alone", `"issuer":{`, `"issuer":"did:web:x.example","x":{`, ""},
		{"the other name of a badge", `"OpenBadgeCredential"`, `"AchievementCredential"`, ""},
		{"one type as text", `"type":["AchievementSubject"]`, `"type":"AchievementSubject"`, ""},
		{"a member that the standard does not know", `"role":"Lead"`, `"shoeSize":{"value":44}`, ""},
		{"badge context before", `context-3.0.3.json`, `context-3.0.2.json`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			changed := strings.Replace(string(written), c.old, c.new, 1)
			if changed == string(written) {
				t.Fatal("the case changes nothing")
			}
			var pointers []string
			for _, f := range openbadge.Check(decode(t, []byte(changed))) {
				pointers = append(pointers, f.Pointer)
				if !strings.HasSuffix(f.Message, ".") {
					t.Errorf("%q is not a sentence", f.Message)
				}
			}
			if got := strings.Join(pointers, " "); got != c.pointer {
				t.Errorf("faults at %q, want %q", got, c.pointer)
			}
		})
	}
}

func TestCheckFindsNobody(t *testing.T) {
	c := least()
	c.Subject.Identifier = nil
	data, err := c.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	faults := openbadge.Check(decode(t, data))
	if len(faults) != 1 || faults[0].Pointer != "/credentialSubject" {
		t.Errorf("got %v", faults)
	}
}

func TestCheckFindsResultWithoutItsStatus(t *testing.T) {
	data, err := least().Marshal()
	if err != nil {
		t.Fatal(err)
	}
	o := decode(t, data)
	subject := o["credentialSubject"].(vc.Object)
	subject["result"] = []any{vc.Object{"type": []any{"Result"}, "resultDescription": "urn:x:r"}}
	subject["achievement"].(vc.Object)["resultDescription"] = []any{
		vc.Object{"id": "urn:x:r", "type": []any{"ResultDescription"}, "name": "Done", "resultType": "Status"},
	}
	faults := openbadge.Check(o)
	if len(faults) != 1 || faults[0].Pointer != "/credentialSubject/result/0/status" {
		t.Errorf("got %v", faults)
	}
	subject["result"].([]any)[0].(vc.Object)["status"] = "Completed"
	if faults := openbadge.Check(o); faults != nil {
		t.Errorf("with a status: %v", faults)
	}
}

func FuzzCheckAndRead(f *testing.F) {
	for _, c := range []openbadge.Credential{full(), least()} {
		data, err := c.Marshal()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, name := range []string{"rich", "v1", "endorsement", "clr"} {
		data, err := os.ReadFile("testdata/" + name + ".json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"type":"OpenBadgeCredential","credentialSubject":[{"achievement":[{"name":[["x"]],"image":[1]}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		o, err := vc.Decode(data)
		if err != nil {
			return
		}
		openbadge.Check(o)
		openbadge.CheckEndorsement(o)
		openbadge.CheckCLR(o)
		openbadge.EmbeddedEndorsements(o)
		e, _ := openbadge.ReadEndorsement(o)
		e.About(o)
		r, _ := openbadge.ReadCLR(o)
		v, _ := openbadge.Read(o)
		for _, address := range []string{
			v.ImageURL, v.Criteria.ID, v.Issuer.URL, v.Creator.URL, v.Source.ImageURL, e.Issuer.URL, r.Issuer.ImageURL,
		} {
			if address != "" && !strings.HasPrefix(strings.ToLower(address), "http") && !strings.HasPrefix(address, "data:image/") {
				t.Errorf("a page would link to %q", address)
			}
		}
	})
}
