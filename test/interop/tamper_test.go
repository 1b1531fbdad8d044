package interop_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// tampering is one change of one field of a signed document.
type tampering struct {
	name string
	do   func(c map[string]any)
}

// tamperings are changes that somebody could hope to get away with, of a
// credential by anybody.
var tamperings = []tampering{
	{"another name of the credential", set("Certified Surgeon", "name")},
	{"another address", set("urn:uuid:00000000-0000-4000-8000-000000000000", "id")},
	{"another type", set([]string{"VerifiableCredential", "EndorsementCredential"}, "type")},
	{"another edition of the standard", func(c map[string]any) {
		contexts, other := c["@context"].([]any), badges+"-3.0.2.json"
		if contexts[1] == other {
			other = badges + "-3.0.3.json"
		}
		contexts[1] = other
	}},
	{"valid since another day", set("2001-01-01T00:00:00Z", "validFrom")},
	{"valid for longer", set("2999-12-31T00:00:00Z", "validUntil")},
	{"another name of the issuer", set("Harvard University", "issuer", "name")},
	{"another site of the issuer", set("https://phishing.example", "issuer", "url")},
	{"another issuer", set("did:web:issuer.example", "issuer", "id")},
	{"another recipient", set("sha256$"+strings.Repeat("0", 64), "credentialSubject", "identifier", "identityHash")},
	{"another salt", set("salt", "credentialSubject", "identifier", "salt")},
	{"another learner", set("did:example:somebody-else", "credentialSubject", "id")},
	{"another achievement", set("https://example.org/achievement", "credentialSubject", "achievement", "id")},
	{"another kind of achievement", set("Diploma", "credentialSubject", "achievement", "achievementType")},
	{"another name of the achievement", set("Doctor of Medicine", "credentialSubject", "achievement", "name")},
	{"another description", set("Knows everything.", "credentialSubject", "achievement", "description")},
	{"other criteria", set("None.", "credentialSubject", "achievement", "criteria", "narrative")},
	{"another picture", set("https://example.org/picture.png", "credentialSubject", "achievement", "image", "id")},
	{"another tag", set([]string{"Surgery"}, "credentialSubject", "achievement", "tag")},
	{"a narrative added", set("With honors.", "credentialSubject", "narrative")},
	{"evidence added", set([]any{map[string]any{"type": []string{"Evidence"}, "id": "https://example.org/evidence"}}, "evidence")},
	{"a property added that no context defines", set("yes", "credentialSubject", "extraordinary")},
	{"another status", set(map[string]any{
		"id": "https://example.org/list#1", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
		"statusListIndex": "1", "statusListCredential": "https://example.org/list",
	}, "credentialStatus")},
	{"a service that would bring another credential", set(map[string]any{"id": "https://example.org/newest", "type": "1EdTechCredentialRefresh"}, "refreshService")},
}

// sealTamperings are changes of a proof.
var sealTamperings = []tampering{
	{"signed on another day", set("2020-01-01T00:00:00Z", "proof", "created")},
	{"signed for something else", set("authentication", "proof", "proofPurpose")},
	{"signed by another key", func(c map[string]any) {
		parent(c, "proof", "")["verificationMethod"] = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp#z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
	}},
	{"one letter of the signature", func(c map[string]any) {
		proof := parent(c, "proof", "")
		value := proof["proofValue"].(string)
		middle := len(value) / 2
		proof["proofValue"] = value[:middle] + string(otherLetter(value[middle])) + value[middle+1:]
	}},
	{"no proof", func(c map[string]any) { delete(c, "proof") }},
}

// statusTamperings are changes of a status that is there.
var statusTamperings = []tampering{
	{"another entry of the status list", set("1", "credentialStatus", "statusListIndex")},
	{"no status at all", func(c map[string]any) { delete(c, "credentialStatus") }},
}

// otherLetter is a letter that the alphabets of base58 and base64 have.
func otherLetter(letter byte) byte {
	if letter == 'B' {
		return 'C'
	}
	return 'B'
}

// set changes the value at a path; of an array on the way, its first object.
func set(value any, path ...string) func(map[string]any) {
	return func(c map[string]any) { parent(c, path...)[path[len(path)-1]] = value }
}

// parent is the object that the last step of the path belongs to.
func parent(c map[string]any, path ...string) map[string]any {
	for _, step := range path[:len(path)-1] {
		switch next := c[step].(type) {
		case map[string]any:
			c = next
		case []any:
			c = next[0].(map[string]any)
		}
	}
	return c
}

// tampered is the document with one change. It fails the test when the change
// changes nothing, since a judge would be right to accept that.
func tampered(t *testing.T, document []byte, change tampering) []byte {
	t.Helper()
	before, after := decode(t, document), decode(t, document)
	change.do(after)
	a, b := encode(t, before), encode(t, after)
	if string(a) == string(b) {
		t.Fatalf("%s: the change changes nothing", change.name)
	}
	return b
}

func decode(t *testing.T, document []byte) map[string]any {
	t.Helper()
	var c map[string]any
	if err := json.Unmarshal(document, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// encode writes JSON with < and > as they are, which pictures have to cope with.
func encode(t *testing.T, document any) []byte {
	t.Helper()
	var data bytes.Buffer
	e := json.NewEncoder(&data)
	e.SetEscapeHTML(false)
	if err := e.Encode(document); err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSpace(data.Bytes())
}
