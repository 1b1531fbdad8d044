package openbadge_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"laurel/openbadge"
	"laurel/vc"
)

// Every case is one change of a document without faults, and the places that are at fault then.
func TestCheckFindsEachFaultOfTheOtherClasses(t *testing.T) {
	checks := map[string]func(vc.Object) []openbadge.Fault{
		"rich": openbadge.Check, "v1": openbadge.Check, "endorsement": openbadge.CheckEndorsement, "clr": openbadge.CheckCLR,
	}
	const subject = "/credentialSubject"
	for _, c := range []struct{ document, name, old, new, pointer string }{
		{"v1", "as it is", "", "", ""},
		{"v1", "the context before", "context-3.0.1.json", "context.json", ""},
		{"v1", "a context after", "context-3.0.1.json", "context-3.0.2.json", ""},
		{"v1", "no date", `"issuanceDate":"2020-01-01T00:00:00Z",`, ``, "/issuanceDate"},
		{"v1", "only the date of 2.0", `issuanceDate`, `validFrom`, "/issuanceDate"},
		{"v1", "date without a zone", `"2020-01-01T00:00:00Z"`, `"2020-01-01"`, "/issuanceDate"},
		{"v1", "end before the beginning", `"2030-01-01`, `"2010-01-01`, "/expirationDate"},
		{"v1", "under 2.0", `https://www.w3.org/2018/credentials/v1`, vc.ContextV2, "/@context/1 /issuanceDate /expirationDate /validFrom"},
		{"v1", "no extensions context", `,"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"`, ``, "/@context"},
		{"v1", "status without an id", `"id":"https://school.example/revoked",`, ``, "/credentialStatus/id"},
		{"v1", "schema without a type", `schema.json","type":"1EdTechJsonSchemaValidator2019"`, `schema.json"`, "/credentialSchema/0/type"},
		{"v1", "refresh service in a list", `"refreshService":{`, `"refreshService":[],"x":{`, "/refreshService /refreshService"},

		{"rich", "as it is", "", "", ""},
		{"rich", "no extensions context", `,"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"`, ``, "/@context"},
		{"rich", "result of another achievement", `"resultDescription":"urn:x:grade"`, `"resultDescription":"urn:x:other"`, subject + "/result/0/resultDescription"},
		{"rich", "value that is not allowed", `"value":"A"`, `"value":"C"`, subject + "/result/0/value"},
		{"rich", "value that is a number", `"value":"A"`, `"value":1`, subject + "/result/0/value"},
		{"rich", "level of another rubric", `"achievedLevel":"urn:x:level-2"`, `"achievedLevel":"urn:x:level-3"`, subject + "/result/1/achievedLevel"},
		{"rich", "no status", `,"status":"Completed"`, ``, subject + "/result/2/status"},
		{"rich", "unknown status", `"Completed"`, `"Done"`, subject + "/result/2/status"},
		{"rich", "required level of another rubric", `"requiredLevel":"urn:x:level-1"`, `"requiredLevel":"urn:x:level-0"`, subject + "/achievement/resultDescription/1/requiredLevel"},
		{"rich", "result type of its own", `"resultType":"LetterGrade"`, `"resultType":"ext:Stars"`, ""},
		{"rich", "unknown result type", `"resultType":"LetterGrade"`, `"resultType":"Stars"`, subject + "/achievement/resultDescription/0/resultType"},
		{"rich", "one allowed value alone", `"allowedValue":["F","B","A"]`, `"allowedValue":"A"`, subject + "/achievement/resultDescription/0/allowedValue"},
		{"rich", "level without a name", `"name":"Master"`, `"x":""`, subject + "/achievement/resultDescription/1/rubricCriterionLevel/1/name"},
		{"rich", "related without an id", `"id":"https://badges.example.org/a/0",`, ``, subject + "/achievement/related/0/id"},
		{"rich", "identifier of an unknown type", `"isbn"`, `"ISBN-13"`, subject + "/achievement/otherIdentifier/0/identifierType"},
		{"rich", "credits as text", `"creditsAvailable":3`, `"creditsAvailable":"3"`, subject + "/achievement/creditsAvailable"},
		{"rich", "source by its address alone", `"source":{`, `"source":"https://assessor.example/","x":{`, subject + "/source"},
		{"rich", "birthday with a time", `"1980-02-29"`, `"1980-02-29T00:00:00Z"`, subject + "/source/dateOfBirth"},
		{"rich", "birthday that never was", `"1980-02-29"`, `"1981-02-29"`, subject + "/source/dateOfBirth"},
		{"rich", "place as text", `"latitude":47.07`, `"latitude":"47.07"`, "/issuer/address/geo/latitude"},
		{"rich", "address without a type", `"type":["Address"],`, ``, "/issuer/address/type"},
		{"rich", "parent without an id", `"id":"https://state.example/",`, ``, "/issuer/parentOrg/id"},
		{"rich", "JWT endorsement alone", `"official":`, `"endorsementJwt":"aa.bb.cc","official":`, "/issuer/endorsementJwt"},

		{"endorsement", "as it is", "", "", ""},
		{"endorsement", "without a name", `"name":"Guild endorsement",`, ``, "/name"},
		{"endorsement", "of nothing", `"id":"https://badges.example.org/a/wound-care",`, ``, "/credentialSubject/id"},
		{"endorsement", "without an endorser", `"issuer":`, `"x":`, "/issuer"},
		{"endorsement", "endorser by the address alone", `"issuer":{`, `"issuer":"did:web:guild.example","x":{`, ""},
		{"endorsement", "endorser without a type", `"did:web:guild.example","type":["Profile"]`, `"did:web:guild.example"`, "/issuer/type"},
		{"endorsement", "of another type", `"EndorsementCredential"`, `"OpenBadgeCredential"`, "/type"},
		{"endorsement", "subject of another type", `"EndorsementSubject"`, `"AchievementSubject"`, "/credentialSubject/type"},
		{"endorsement", "without a date", `"validFrom"`, `"x"`, "/validFrom"},
		{"endorsement", "end before the beginning", `"2031-`, `"2011-`, "/validUntil"},
		{"endorsement", "contexts swapped", `context-3.0.3.json`, `context-3.0.0.json`, "/@context/1"},

		{"clr", "as it is", "", "", ""},
		{"clr", "older context under 2.0", `clr/v2p0/context-2.0.1.json`, `clr/v2p0/context.json`, "/@context/1"},
		{"clr", "context of a badge", `clr/v2p0/context-2.0.1.json`, `ob/v3p0/context-3.0.3.json`, "/@context/1"},
		{"clr", "without a name", `"name":"Transcript",`, ``, "/name"},
		{"clr", "of nobody", `"id":"did:example:learner","type":["ClrSubject"],"identifier"`, `"type":["ClrSubject"],"x"`, "/credentialSubject"},
		{"clr", "of another type", `"ClrCredential"`, `"OpenBadgeCredential"`, "/type"},
		{"clr", "credential alone", `"verifiableCredential":[{`, `"verifiableCredential":{"type":"VerifiableCredential"},"x":[{`, "/credentialSubject/verifiableCredential"},
		{"clr", "badge inside without criteria", `"criteria":{"narrative":"C"}}},"proof"`, `"criteria":{}}},"proof"`, "/credentialSubject/verifiableCredential/0/credentialSubject/achievement/criteria"},
		{"clr", "badge inside with an old context", `v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"urn:uuid:0d`, `v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"],"id":"urn:uuid:0d`, "/credentialSubject/verifiableCredential/0/@context/1"},
		{"clr", "unknown association", `"isPartOf"`, `"isLike"`, "/credentialSubject/association/0/associationType"},
		{"clr", "association with nothing", `,"targetId":"urn:x:course"`, ``, "/credentialSubject/association/0/targetId"},
	} {
		t.Run(c.document+" "+c.name, func(t *testing.T) {
			data, err := os.ReadFile("testdata/" + c.document + ".json")
			if err != nil {
				t.Fatal(err)
			}
			changed := strings.Replace(string(data), c.old, c.new, 1)
			if c.old != c.new && changed == string(data) {
				t.Fatal("the case changes nothing")
			}
			var pointers []string
			for _, f := range checks[c.document](decode(t, []byte(changed))) {
				pointers = append(pointers, f.Pointer)
				if !strings.HasSuffix(f.Message, ".") {
					t.Errorf("%q is not a sentence", f.Message)
				}
			}
			if got, want := strings.Fields(strings.Join(pointers, " ")), strings.Fields(c.pointer); !slices.Equal(got, want) {
				t.Errorf("faults at %q, want %q", got, want)
			}
		})
	}
}
