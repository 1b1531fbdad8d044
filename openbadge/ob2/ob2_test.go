package ob2_test

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"laurel/openbadge/ob2"
	"laurel/vc"
)

const site = "https://badges.example.org"

func decode(t testing.TB, data []byte) vc.Object {
	t.Helper()
	o, err := vc.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func issuer() ob2.Profile {
	return ob2.Profile{
		ID: site + "/ob2/o/river", Name: "Riverbank", URL: "https://river.example/?a=1&b=2", Email: "office@river.example",
		Telephone: "+15550100", Description: "A college", Image: ob2.Image{ID: site + "/o/river.png", Caption: "A river"},
		PublicKey:      []ob2.CryptographicKey{{ID: site + "/ob2/k/1"}, {ID: site + "/ob2/k/2"}},
		Verification:   ob2.Scope{StartsWith: []string{site + "/ob2/"}, AllowedOrigins: []string{"badges.example.org"}},
		RevocationList: site + "/ob2/r", Endorsement: []string{"https://guild.example/e/1"},
	}
}

func badgeClass() ob2.BadgeClass {
	return ob2.BadgeClass{
		ID: site + "/ob2/a/wound-care", Name: "Wundpflege", Description: "Für Ärztinnen & Pflegende <3", Image: ob2.Image{ID: site + "/a/1.png"},
		Criteria: ob2.Criteria{ID: site + "/a/1/criteria", Narrative: "Ten *cases*."}, Issuer: issuer(),
		Alignment: []ob2.Alignment{{TargetName: "Care", TargetURL: "https://frameworks.example/care", TargetCode: "C1", TargetDescription: "Caring", TargetFramework: "Nursing"}},
		Tags:      []string{"care", "wounds"}, Version: "2", Related: []string{site + "/ob2/a/1"},
	}
}

func hosted() ob2.Assertion {
	day := time.Date(2026, 1, 15, 10, 0, 0, 999, time.FixedZone("CET", 3600))
	return ob2.Assertion{
		ID: site + "/ob2/b/abc", Recipient: ob2.HashedEmail("Zoe@Example.org", "salt1"), Badge: badgeClass(),
		Verification: ob2.Verification{Type: ob2.HostedBadge}, IssuedOn: day, Expires: day.AddDate(3, 0, 0), Image: ob2.Image{ID: site + "/b/abc.png"},
		Evidence:  []ob2.Evidence{{ID: site + "/e/1", Name: "Log", Description: "A log", Narrative: "Ten entries", Genre: "Text", Audience: "Peers"}, {ID: site + "/e/2"}},
		Narrative: "Did well.",
	}
}

func signed() ob2.Assertion {
	return ob2.Assertion{
		ID: "urn:uuid:0d3c2b5e-7c3a-4a52-9df0-2c7a6f0b6d11", Recipient: ob2.IdentityObject{Type: "email", Identity: "zoe@example.org"},
		Badge: ob2.BadgeClass{ID: site + "/ob2/a/wound-care"}, Verification: ob2.Verification{Type: ob2.SignedBadge, Creator: site + "/ob2/k/1"},
		IssuedOn: time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC),
	}
}

func list() ob2.RevocationList {
	return ob2.RevocationList{ID: site + "/ob2/r", Issuer: issuer().ID, Revoked: []ob2.RevokedAssertion{
		{ID: "urn:uuid:1"}, {ID: "urn:uuid:2", Reason: "Awarded in error"}, {UID: "abc"},
	}}
}

func endorsement() ob2.Endorsement {
	return ob2.Endorsement{
		ID: "https://guild.example/e/1", Claim: ob2.Claim{ID: issuer().ID, Comment: "A *good* school."}, Issuer: ob2.Profile{ID: "https://guild.example/"},
		IssuedOn: time.Date(2026, 1, 2, 9, 0, 0, 0, time.UTC), Verification: ob2.Verification{Type: ob2.HostedBadge},
	}
}

func TestMarshalGoldenBytes(t *testing.T) {
	for name, document := range map[string]interface{ Marshal() ([]byte, error) }{
		"hosted": hosted(), "signed": signed(), "badgeclass": badgeClass(), "issuer": issuer(), "list": list(), "endorsement": endorsement(),
		"key":     ob2.CryptographicKey{ID: site + "/ob2/k/1", Owner: issuer().ID, PublicKeyPEM: "-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----\n"},
		"revoked": ob2.Assertion{ID: site + "/ob2/b/abc", Recipient: hosted().Recipient, Revoked: true, RevocationReason: "Awarded in error"},
		"profile": ob2.Profile{ID: "https://zoe.example/", Type: "Profile"},
		"nothing": ob2.RevocationList{ID: site + "/ob2/r"},
	} {
		got, err := document.Marshal()
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
		if faults := ob2.Check(decode(t, got)); faults != nil {
			t.Errorf("%s: %v", name, faults)
		}
	}
	broken := hosted()
	broken.Narrative = "\xff"
	if got, err := broken.Marshal(); err == nil {
		t.Errorf("text that is not UTF-8 was written as %q", got)
	}
}

func TestReadGivesBackWhatWasWritten(t *testing.T) {
	whole := issuer()
	whole.Type = "Issuer"
	class := badgeClass()
	class.Issuer = whole
	full := hosted()
	full.Badge, full.IssuedOn, full.Expires = class, time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC), time.Date(2029, 1, 15, 9, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		want any
		read func(vc.Object) (any, error)
	}{
		"hosted":      {full, func(o vc.Object) (any, error) { return ob2.ReadAssertion(o) }},
		"signed":      {signed(), func(o vc.Object) (any, error) { return ob2.ReadAssertion(o) }},
		"badgeclass":  {class, func(o vc.Object) (any, error) { return ob2.ReadBadgeClass(o) }},
		"issuer":      {whole, func(o vc.Object) (any, error) { return ob2.ReadProfile(o) }},
		"list":        {list(), func(o vc.Object) (any, error) { return ob2.ReadRevocationList(o) }},
		"endorsement": {endorsement(), func(o vc.Object) (any, error) { return ob2.ReadEndorsement(o) }},
		"key": {
			ob2.CryptographicKey{ID: site + "/ob2/k/1", Owner: issuer().ID, PublicKeyPEM: "-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----\n"},
			func(o vc.Object) (any, error) { return ob2.ReadKey(o) },
		},
	} {
		data, err := os.ReadFile("testdata/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.read(decode(t, data))
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got\n%+v, %v\nwant\n%+v", name, got, err, c.want)
		}
		if got, err := c.read(vc.Object{"type": "VerifiableCredential"}); err == nil {
			t.Errorf("a credential was read as %s: %+v", name, got)
		}
	}
}

func TestReadToleratesOldAndForeignAssertions(t *testing.T) {
	a, err := ob2.ReadAssertion(decode(t, []byte(`{
		"uid": "abc", "recipient": {"type": "email", "hashed": "true", "identity": "sha256$00"}, "badge": {
			"name": "N", "criteria": "javascript:alert(1)", "image": "data:image/png;base64,AAAA", "tags": "one",
			"alignment": [{"name": "A", "url": "https://a.example/", "description": "D"}],
			"issuer": {"id": "https://i.example/", "type": ["Profile"], "publicKey": "https://i.example/k", "verification": {"allowedOrigins": "i.example"}}},
		"verify": {"type": "signed", "url": "https://i.example/k"}, "issuedOn": 1400000000, "expires": "2030-01-01",
		"evidence": ["https://e.example/", {"narrative": "N"}, "javascript:alert(2)"], "image": {"id": "javascript:alert(3)"}}`)))
	if err != nil {
		t.Fatal(err)
	}
	want := ob2.Assertion{
		UID: "abc", Recipient: ob2.IdentityObject{Type: "email", Identity: "sha256$00", Hashed: true},
		Badge: ob2.BadgeClass{
			Name: "N", Image: ob2.Image{ID: "data:image/png;base64,AAAA"}, Tags: []string{"one"},
			Alignment: []ob2.Alignment{{TargetName: "A", TargetURL: "https://a.example/", TargetDescription: "D"}},
			Issuer: ob2.Profile{
				ID: "https://i.example/", Type: "Profile", PublicKey: []ob2.CryptographicKey{{ID: "https://i.example/k"}},
				Verification: ob2.Scope{AllowedOrigins: []string{"i.example"}},
			},
		},
		Verification: ob2.Verification{Type: ob2.SignedBadge, Creator: "https://i.example/k"},
		IssuedOn:     time.Unix(1400000000, 0).UTC(), Expires: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC),
		Evidence: []ob2.Evidence{{ID: "https://e.example/"}, {Narrative: "N"}},
	}
	if !reflect.DeepEqual(a, want) {
		t.Errorf("got\n%+v\nwant\n%+v", a, want)
	}
	for text, want := range map[string]string{
		`"2016-12-31T23:59:59+00:00"`: "2016-12-31T23:59:59Z", `"2016-12-31T23:59Z"`: "2016-12-31T23:59:00Z",
		`"2016-12-31T23:59:59.123+0100"`: "2016-12-31T22:59:59Z", `"1400000000"`: "2014-05-13T16:53:20Z",
		`"yesterday"`: "0001-01-01T00:00:00Z", `1e99`: "0001-01-01T00:00:00Z", `-5`: "0001-01-01T00:00:00Z",
	} {
		a, _ := ob2.ReadAssertion(decode(t, []byte(`{"type":"Assertion","issuedOn":`+text+`}`)))
		if got := a.IssuedOn.UTC().Format(time.RFC3339); got != want {
			t.Errorf("%s read as %s, want %s", text, got, want)
		}
	}
}

func TestIsAssertion(t *testing.T) {
	for text, want := range map[string]bool{
		`{"type":"Assertion"}`: true, `{"type":["Assertion","ext"]}`: true, `{"badge":"x","recipient":{}}`: true, `{"id":"https://a.example/","revoked":true}`: true,
		`{"type":"BadgeClass"}`: false, `{"badge":"x"}`: false, `{"revoked":true}`: false, `{"id":"x","revoked":false}`: false, `{}`: false,
		`{"type":["VerifiableCredential","Assertion"],"badge":"x","recipient":{}}`: false,
	} {
		if got := ob2.IsAssertion(decode(t, []byte(text))); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// Every case is one change of a document without faults, and the places that are at fault then.
func TestCheckFindsEachFault(t *testing.T) {
	for _, c := range []struct{ document, name, old, new, pointer string }{
		{"hosted", "context of 1.1", `https://w3id.org/openbadges/v2`, `https://w3id.org/openbadges/v1`, "/@context"},
		{"hosted", "more contexts", `"https://w3id.org/openbadges/v2"`, `["https://w3id.org/openbadges/v2",{"a":"https://a.example/"}]`, ""},
		{"hosted", "of another kind", `"type":"Assertion"`, `"type":"assertion"`, "/type"},
		{"hosted", "more types", `"type":"Assertion"`, `"type":["Assertion","https://a.example/T"]`, ""},
		{"hosted", "no id", `"id":"https://badges.example.org/ob2/b/abc",`, ``, "/id /id"},
		{"hosted", "id that is no address", `"id":"https://badges.example.org/ob2/b/abc"`, `"id":"urn:uuid:1"`, "/id"},
		{"hosted", "short name of the way", `HostedBadge`, `hosted`, ""},
		{"signed", "the other name of the way", `"verification":`, `"verify":`, ""},
		{"signed", "no way to verify", `"verification":`, `"x":`, "/verification"},
		{"hosted", "unknown way", `HostedBadge`, `Blockchain`, "/verification/type"},
		{"hosted", "no way", `{"type":"HostedBadge"}`, `{}`, "/verification/type"},
		{"hosted", "date without a time", `"2026-01-15T09:00:00Z"`, `"2026-01-15"`, "/issuedOn"},
		{"hosted", "date without a zone", `"2026-01-15T09:00:00Z"`, `"2026-01-15T09:00:00"`, "/issuedOn"},
		{"hosted", "date as a number", `"2026-01-15T09:00:00Z"`, `1400000000`, "/issuedOn"},
		{"hosted", "date to the minute", `"2026-01-15T09:00:00Z"`, `"2026-01-15T09:00+01:00"`, ""},
		{"hosted", "null", `"narrative":"Did well."`, `"narrative":null`, "/narrative"},
		{"hosted", "nobody", `"recipient":`, `"x":`, "/recipient"},
		{"hosted", "hashed as text", `"hashed":true`, `"hashed":"true"`, "/recipient/hashed"},
		{"hosted", "identity that is not hashed", `"hashed":true,"identity":"sha256$`, `"hashed":true,"identity":"`, "/recipient/identity"},
		{"hosted", "hash with capitals", `"hashed":true,"identity":"sha256$599c`, `"hashed":true,"identity":"sha256$599C`, ""},
		{"hosted", "badge in a list", `"badge":{`, `"badge":["https://a.example/"],"x":{`, "/badge"},
		{"hosted", "badge by its address", `"badge":{`, `"badge":"https://a.example/","x":{`, ""},
		{"hosted", "badge inside without a name", `"name":"Wundpflege",`, ``, "/badge/name"},
		{"hosted", "criteria that say nothing", `"criteria":{`, `"criteria":{},"x":{`, "/badge/criteria"},
		{"hosted", "issuer inside without e-mail", `"email":"office@river.example",`, ``, "/badge/issuer/email"},
		{"hosted", "issuer inside is a profile", `"type":"Issuer"`, `"type":"Profile"`, ""},
		{"hosted", "issuer inside is something else", `"type":"Issuer"`, `"type":"School"`, "/badge/issuer/type"},
		{"hosted", "evidence alone", `"evidence":[`, `"evidence":"https://a.example/","x":[`, ""},
		{"hosted", "evidence that is a number", `"https://badges.example.org/e/2"]`, `7]`, "/evidence/1"},
		{"hosted", "alignment without an address", `"targetUrl":"https://frameworks.example/care",`, ``, "/badge/alignment/targetUrl"},
		{"hosted", "tag that is a number", `["care","wounds"]`, `["care",7]`, "/badge/tags/1"},
		{"hosted", "empty list", `["care","wounds"]`, `[]`, ""},
		{"signed", "key that is no address", `"creator":"https://badges.example.org/ob2/k/1"`, `"creator":"k 1"`, "/verification/creator"},
		{"issuer", "without a page", `"url":"https://river.example/?a=1&b=2",`, ``, "/url"},
		{"issuer", "list of revocations inside", `"revocationList":"https://badges.example.org/ob2/r"`, `"revocationList":{}`, "/revocationList"},
		{"profile", "with an address that is none", `"type":"Profile"`, `"type":"Profile","url":"river"`, "/url"},
		{"key", "of nobody", `"owner":`, `"x":`, "/owner"},
		{"key", "without the key", `"publicKeyPem":`, `"x":`, "/publicKeyPem"},
		{"list", "without rows", `"revokedAssertions":`, `"x":`, "/revokedAssertions"},
		{"list", "row that names nothing", `"uid":"abc"`, `"a":"abc"`, "/revokedAssertions/2"},
		{"list", "row that is a number", `"urn:uuid:1"`, `1`, "/revokedAssertions/0"},
		{"list", "row that is no id", `"urn:uuid:1"`, `"one"`, "/revokedAssertions/0"},
		{"endorsement", "of nothing", `"claim":{"id"`, `"claim":{"x"`, "/claim/id"},
		{"endorsement", "by nobody", `"issuer":`, `"x":`, "/issuer"},
		{"revoked", "of nothing", `"id":`, `"x":`, "/id"},
		{"revoked", "without a type", `"type":"Assertion",`, ``, ""},
		{"revoked", "without a context", `"@context":`, `"x":`, ""},
	} {
		t.Run(c.document+" "+c.name, func(t *testing.T) {
			data, err := os.ReadFile("testdata/" + c.document + ".json")
			if err != nil {
				t.Fatal(err)
			}
			changed := strings.Replace(string(data), c.old, c.new, 1)
			if changed == string(data) {
				t.Fatal("the case changes nothing")
			}
			var pointers []string
			for _, f := range ob2.Check(decode(t, []byte(changed))) {
				pointers = append(pointers, f.Pointer)
				if !strings.HasSuffix(f.Message, ".") {
					t.Errorf("%q is not a sentence", f.Message)
				}
			}
			if got, want := pointers, strings.Fields(c.pointer); !slices.Equal(got, want) {
				t.Errorf("faults at %q, want %q", got, want)
			}
		})
	}
}

func FuzzReadAndCheck(f *testing.F) {
	entries, err := os.ReadDir("testdata")
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		data, err := os.ReadFile("testdata/" + e.Name())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = ob2.Unverified(string(data))
		_, _ = ob2.ReadHosted("https://a.example/", 200, data)
		o, err := vc.Decode(data)
		if err != nil {
			return
		}
		ob2.Check(o)
		a, _ := ob2.ReadAssertion(o)
		b, _ := ob2.ReadBadgeClass(o)
		p, _ := ob2.ReadProfile(o)
		l, _ := ob2.ReadRevocationList(o)
		_, _ = ob2.ReadKey(o)
		_, _ = ob2.ReadEndorsement(o)
		_ = p.Hosts(a.ID)
		l.Find(a)
		for _, address := range []string{a.Image.ID, a.Badge.Criteria.ID, b.Image.ID, b.Issuer.URL, p.URL, p.Image.ID} {
			if address != "" && !strings.HasPrefix(strings.ToLower(address), "http") && !strings.HasPrefix(address, "data:image/") {
				t.Errorf("a page would link to %q", address)
			}
		}
		if again, err := a.Marshal(); err == nil && !a.Revoked {
			if _, err := ob2.ReadAssertion(decode(t, again)); err != nil {
				t.Errorf("written, but not read: %s", again)
			}
		}
	})
}
