package vcapi

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"laurel/internal/fetch"
	"laurel/internal/verify"
	"laurel/vc"
	"laurel/vc/jose"
	"laurel/vc/proof"
)

func now() time.Time { return time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC) }

// suite is what a conformance suite sees: an address, and the issuer that it was told of.
type suite struct {
	url    string
	issuer *Issuer
}

func serve(t *testing.T) suite {
	t.Helper()
	issuer, err := NewIssuer(bytes.NewReader(bytes.Repeat([]byte{9}, 32)))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(Handler(issuer, verify.NewStranger(fetch.New(fetch.Options{}), now), now))
	t.Cleanup(server.Close)
	return suite{server.URL, issuer}
}

// post sends a request and decodes the answer.
func (s suite) post(t *testing.T, path string, body any) (int, vc.Object) {
	t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.Post(s.url+path, "application/json", bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var out bytes.Buffer
	if _, err := out.ReadFrom(response.Body); err != nil {
		t.Fatal(err)
	}
	o, err := vc.Decode(out.Bytes())
	if err != nil {
		t.Fatalf("%s answered %d with %q: %v", path, response.StatusCode, out.String(), err)
	}
	return response.StatusCode, o
}

// credential is one that the issuer signs, after edits.
func (s suite) credential(t *testing.T, edits ...func(vc.Object)) vc.Object {
	t.Helper()
	o := decode(t, `{"@context": ["https://www.w3.org/ns/credentials/v2"], "id": "urn:uuid:7a3f0c52-5a0e-4f49-9d0c-3f6e63f4f2a1", "type": ["VerifiableCredential"],
		"issuer": "`+s.issuer.ID+`", "validFrom": "2026-01-15T09:00:00Z", "credentialSubject": {"id": "did:example:zoe", "name": "Zoë"}}`)
	for _, edit := range edits {
		edit(o)
	}
	return o
}

func decode(t *testing.T, text string) vc.Object {
	t.Helper()
	o, err := vc.Decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func set(member string, value any) func(vc.Object) {
	return func(o vc.Object) { o[member] = value }
}

func verified(o vc.Object) bool { return o["verified"] == true }

func TestWhatIsIssuedIsVerifiedAndNoEditOfIt(t *testing.T) {
	s := serve(t)
	status, signed := s.post(t, "/credentials/issue", vc.Object{"credential": s.credential(t), "options": vc.Object{}})
	if status != http.StatusCreated || vc.IssuerID(signed) != s.issuer.ID || len(vc.Objects(signed["proof"])) != 1 {
		t.Fatalf("issue: %d %v", status, signed)
	}
	if status, found := s.post(t, "/credentials/verify", vc.Object{"verifiableCredential": signed}); status != http.StatusOK || !verified(found) {
		t.Errorf("verify: %d %v", status, found)
	}
	signed["credentialSubject"].(vc.Object)["name"] = "Zoe"
	if status, found := s.post(t, "/credentials/verify", vc.Object{"verifiableCredential": signed}); status != http.StatusBadRequest || verified(found) {
		t.Errorf("verify after an edit: %d %v", status, found)
	}
}

func TestTheSuiteCanBeChosen(t *testing.T) {
	s := serve(t)
	status, signed := s.post(t, "/credentials/issue", vc.Object{"credential": s.credential(t), "options": vc.Object{"cryptosuite": "eddsa-jcs-2022"}})
	if status != http.StatusCreated || vc.String(vc.Objects(signed["proof"])[0], "cryptosuite") != "eddsa-jcs-2022" {
		t.Fatalf("issue: %d %v", status, signed)
	}
	if status, found := s.post(t, "/credentials/verify", vc.Object{"verifiableCredential": signed}); status != http.StatusOK {
		t.Errorf("verify: %d %v", status, found)
	}
}

func TestABadgeIsACredentialToo(t *testing.T) {
	s := serve(t)
	badge := s.credential(t, set("@context", []any{vc.ContextV2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"}),
		set("type", []any{"VerifiableCredential", "OpenBadgeCredential"}), set("name", "Soil Sampling"))
	if status, signed := s.post(t, "/credentials/issue", vc.Object{"credential": badge}); status != http.StatusCreated {
		t.Errorf("issue: %d %v", status, signed)
	}
}

func TestIssueRefuses(t *testing.T) {
	s := serve(t)
	for name, edit := range map[string]func(vc.Object){
		"a credential of somebody else":        set("issuer", "did:example:other"),
		"a date without a zone":                set("validFrom", "2026-01-15T09:00:00"),
		"no type":                              func(o vc.Object) { delete(o, "type") },
		"no issuer":                            func(o vc.Object) { delete(o, "issuer") },
		"an undefined term":                    set("favoriteColor", "green"),
		"an undefined type":                    set("type", []any{"VerifiableCredential", "NobodyKnowsThis"}),
		"an unknown context":                   set("@context", []any{vc.ContextV2, "https://contexts.example/v1"}),
		"a context written into the document":  set("@context", []any{vc.ContextV2, vc.Object{"color": "https://example.org/color"}}),
		"data model 1.1":                       set("@context", []any{vc.ContextV1}),
		"a status without a type":              set("credentialStatus", vc.Object{"id": "https://example.org/s/1"}),
		"a credential that has a proof":        set("proof", vc.Object{"type": "DataIntegrityProof"}),
		"a subject that is text":               set("credentialSubject", "did:example:zoe"),
		"an end before the beginning":          set("validUntil", "2025-01-15T09:00:00Z"),
		"an identifier that is not an address": set("id", "not an address"),
	} {
		t.Run(name, func(t *testing.T) {
			status, out := s.post(t, "/credentials/issue", vc.Object{"credential": s.credential(t, edit)})
			if status != http.StatusBadRequest || vc.String(out, "title") == "" || vc.String(out, "detail") == "" {
				t.Errorf("%d %v", status, out)
			}
		})
	}
}

func TestRequestsThatCannotBeUnderstoodAreRefused(t *testing.T) {
	s := serve(t)
	for name, body := range map[string]any{
		"no credential":           vc.Object{"options": vc.Object{}},
		"a credential as text":    vc.Object{"credential": "eyJ"},
		"an unknown member":       vc.Object{"credential": s.credential(t), "colour": 1},
		"an unknown option":       vc.Object{"credential": s.credential(t), "options": vc.Object{"mandatoryPointers": []any{"/issuer"}}},
		"an unknown suite":        vc.Object{"credential": s.credential(t), "options": vc.Object{"cryptosuite": "bbs-2023"}},
		"a suite for another key": vc.Object{"credential": s.credential(t), "options": vc.Object{"cryptosuite": "ecdsa-rdfc-2019"}},
		"options that are a list": vc.Object{"credential": s.credential(t), "options": []any{}},
		"more than is read":       vc.Object{"credential": s.credential(t, set("description", strings.Repeat("x", vc.MaxBytes)))},
	} {
		t.Run(name, func(t *testing.T) {
			if status, out := s.post(t, "/credentials/issue", body); status != http.StatusBadRequest && status != http.StatusRequestEntityTooLarge {
				t.Errorf("%d %v", status, out)
			}
		})
	}
	for name, body := range map[string]any{
		"an unknown check":  vc.Object{"verifiableCredential": vc.Object{}, "options": vc.Object{"checks": []any{"weather"}}},
		"checks as text":    vc.Object{"verifiableCredential": vc.Object{}, "options": vc.Object{"checks": "proof"}},
		"a credential list": vc.Object{"verifiableCredential": []any{}},
	} {
		t.Run(name, func(t *testing.T) {
			status, out := s.post(t, "/credentials/verify", body)
			if _, checked := out["checks"]; status != http.StatusBadRequest || checked {
				t.Errorf("%d %v", status, out)
			}
		})
	}
}

// A page of somebody else can neither send JSON to another origin unasked, nor reach this under its own name.
func TestPagesOfOthersCannotHaveAnythingSigned(t *testing.T) {
	s := serve(t)
	body, _ := json.Marshal(vc.Object{"credential": s.credential(t)})
	for name, c := range map[string]struct {
		media, host string
		want        int
	}{
		"plain text":            {"text/plain", "", http.StatusUnsupportedMediaType},
		"a form":                {"application/x-www-form-urlencoded", "", http.StatusUnsupportedMediaType},
		"the name of a site":    {"application/json", "attacker.example", http.StatusMisdirectedRequest},
		"localhost":             {"application/json", "localhost:9090", http.StatusCreated},
		"JSON, and its charset": {"application/json; charset=utf-8", "", http.StatusCreated},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/credentials/issue", bytes.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", c.media)
			r.Host = c.host
			response, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			_ = response.Body.Close()
			if response.StatusCode != c.want {
				t.Errorf("%d, want %d", response.StatusCode, c.want)
			}
			if allowed := response.Header.Get("Access-Control-Allow-Origin"); allowed != "" {
				t.Errorf("other origins may read it: %q", allowed)
			}
		})
	}
}

// peer reads one of the documents that another implementation made (testdata/NOTICE).
func peer(t *testing.T, name string) vc.Object {
	t.Helper()
	data, err := os.ReadFile("testdata/peer.json")
	if err != nil {
		t.Fatal(err)
	}
	notice, err := os.ReadFile("testdata/NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(data); !bytes.Contains(notice, []byte(hex.EncodeToString(sum[:]))) {
		t.Fatal("peer.json is not the file that the NOTICE tells of")
	}
	o, _ := decode(t, string(data))[name].(vc.Object)
	if o == nil {
		t.Fatalf("peer.json has no %s", name)
	}
	return o
}

func TestCredentialsOfOthers(t *testing.T) {
	s := serve(t)
	for name, c := range map[string]struct {
		edit func(vc.Object)
		want bool
	}{
		"as it was signed":             {func(vc.Object) {}, true},
		"with another name":            {set("name", "Soil courses"), false},
		"with an undefined term":       {set("favoriteColor", "green"), false},
		"without its proof":            {func(o vc.Object) { delete(o, "proof") }, false},
		"with an empty list of proofs": {set("proof", []any{}), false},
		"of another issuer":            {set("issuer", "did:example:other"), false},
		"without contexts":             {func(o vc.Object) { delete(o, "@context") }, false},
		"with a forged proof beside":   {func(o vc.Object) { o["proof"] = []any{o["proof"], forged(o)} }, false},
	} {
		t.Run(name, func(t *testing.T) {
			credential := peer(t, "credential")
			c.edit(credential)
			status, found := s.post(t, "/credentials/verify", vc.Object{"verifiableCredential": credential, "options": vc.Object{"checks": []any{"proof"}}})
			if verified(found) != c.want || (status == http.StatusOK) != c.want || len(vc.Objects(found["checks"])) == 0 {
				t.Errorf("%d %v", status, found)
			}
		})
	}
}

// A signature does not make up for a broken rule of the data model.
func TestASignedCredentialThatBreaksARule(t *testing.T) {
	s := serve(t)
	for name, edit := range map[string]func(vc.Object){
		"evidence without a type":    set("evidence", []any{vc.Object{"name": "A photo"}}),
		"an end before the start":    set("validUntil", "2025-01-15T09:00:00Z"),
		"a date without a zone":      set("validFrom", "2026-01-15T09:00:00"),
		"a subject named by address": set("credentialSubject", "did:example:zoe"),
	} {
		t.Run(name, func(t *testing.T) {
			text, err := json.Marshal(s.credential(t, edit))
			if err != nil {
				t.Fatal(err)
			}
			prepared, err := proof.Prepare(text, proof.Options{VerificationMethod: s.issuer.method, Created: now()})
			if err != nil {
				t.Fatal(err)
			}
			signed, err := proof.Sign(t.Context(), prepared, func(message []byte) ([]byte, error) { return s.issuer.key.Sign(nil, message, cryptoNone) })
			if err != nil {
				t.Fatal(err)
			}
			status, found := s.post(t, "/credentials/verify", vc.Object{"verifiableCredential": json.RawMessage(signed)})
			if check := vc.Objects(found["checks"])[0]; status != http.StatusBadRequest || verified(found) || vc.String(check, "check") != "shape" {
				t.Errorf("%d %v", status, found)
			}
		})
	}
}

func forged(o vc.Object) vc.Object {
	p := vc.Object{}
	for name, v := range o["proof"].(vc.Object) {
		p[name] = v
	}
	p["created"] = "2026-01-16T09:00:00Z"
	return p
}

// The context of the W3C's own examples gives a meaning to every word, so nothing would be refused under it. It is not one
// of the known contexts.
func TestTheVectorUnderTheContextOfExamplesIsRefused(t *testing.T) {
	s := serve(t)
	credential := s.credential(t, set("@context", []any{vc.ContextV2, "https://www.w3.org/ns/credentials/examples/v2"}))
	if status, out := s.post(t, "/credentials/issue", vc.Object{"credential": credential}); status != http.StatusBadRequest || !strings.Contains(vc.String(out, "detail"), "examples/v2") {
		t.Errorf("%d %v", status, out)
	}
}

func TestAStatusThatCannotBeReadIsNotFineUnlessNobodyAsks(t *testing.T) {
	s := serve(t)
	status, signed := s.post(t, "/credentials/issue", vc.Object{"credential": s.credential(t, set("credentialStatus", vc.Object{
		"id": "https://localhost/s/1#7", "type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "7", "statusListCredential": "https://localhost/s/1",
	}))})
	if status != http.StatusCreated {
		t.Fatalf("issue: %d %v", status, signed)
	}
	for name, c := range map[string]struct {
		options vc.Object
		want    bool
	}{
		"asked for everything":  {vc.Object{}, false},
		"asked for the status":  {vc.Object{"checks": []any{"proof", "credentialStatus"}}, false},
		"asked for its proof":   {vc.Object{"checks": []any{"proof"}}, true},
		"asked for no check":    {vc.Object{"checks": []any{}}, true},
		"asked without options": {nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			body := vc.Object{"verifiableCredential": signed}
			if c.options != nil {
				body["options"] = c.options
			}
			if status, found := s.post(t, "/credentials/verify", body); verified(found) != c.want {
				t.Errorf("%d %v", status, found)
			}
		})
	}
}

func TestAnEnvelopedCredential(t *testing.T) {
	s := serve(t)
	text, err := json.Marshal(s.credential(t))
	if err != nil {
		t.Fatal(err)
	}
	token, err := jose.Sign(text, s.issuer.key.Public(), s.issuer.method, func(input []byte) ([]byte, error) {
		return s.issuer.key.Sign(nil, input, cryptoNone)
	})
	if err != nil {
		t.Fatal(err)
	}
	envelope := func(address string) vc.Object {
		return vc.Object{"@context": []any{vc.ContextV2}, "type": "EnvelopedVerifiableCredential", "id": address}
	}
	whole := envelope("data:application/vc+jwt," + string(token))
	if status, found := s.post(t, "/credentials/verify", vc.Object{"verifiableCredential": whole}); status != http.StatusOK || !verified(found) {
		t.Errorf("%d %v", status, found)
	}
	for _, address := range []string{"data:application/vc+jwt,e30.e30.e30", "data:text/html,x", "https://example.org/1", ""} {
		if status, found := s.post(t, "/credentials/verify", vc.Object{"verifiableCredential": envelope(address)}); status != http.StatusBadRequest || verified(found) {
			t.Errorf("%s: %d %v", address, status, found)
		}
	}
}
