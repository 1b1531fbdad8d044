package proof_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"laurel/vc"
	"laurel/vc/canon"
	"laurel/vc/proof"
)

// signed adds members to the badge vector and has its issuer sign that.
func signed(t *testing.T, members string) vc.Object {
	t.Helper()
	text := strings.Replace(string(unsigned(t)), `"validFrom"`, members+`"validFrom"`, 1)
	text = strings.Replace(text, badges3+`"`, badges3+`","https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"`, 1)
	prepared, err := proof.Prepare([]byte(text), proof.Options{VerificationMethod: method, Created: created})
	if err != nil {
		t.Fatal(err)
	}
	out, err := proof.Sign(context.Background(), prepared, sign)
	if err != nil {
		t.Fatal(err)
	}
	o, err := vc.Decode(out)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// holds checks the first proof of a document.
func holds(o vc.Object) error {
	proofs, err := proof.Proofs(o)
	if err != nil {
		return err
	}
	if len(proofs) == 0 {
		return errors.New("no proof")
	}
	for _, p := range proofs {
		if err := proof.Verify(context.Background(), o, p, public, now); err != nil {
			return err
		}
	}
	return nil
}

func parsed(t *testing.T, text string) any {
	t.Helper()
	o, err := vc.Decode([]byte(`{"x":` + text + `}`))
	if err != nil {
		t.Fatal(err)
	}
	return o["x"]
}

// The signature covers what a document means. What means the same and reads otherwise is refused: nothing that was signed
// can be hidden from a reader, and nothing that was not signed can be shown.
func TestNothingSignedCanBeHidden(t *testing.T) {
	const members = `"refreshService":{"id":"https://college.example/r","type":"1EdTechCredentialRefresh"},"evidence":[{"id":"urn:x:e","type":["Evidence"],"name":"Exam","narrative":"Failed twice"}],`
	for name, change := range map[string]func(o vc.Object){
		"the subject in two parts": func(o vc.Object) {
			s := o["credentialSubject"].(vc.Object)
			o["credentialSubject"] = []any{vc.Object{"id": s["id"], "type": s["type"], "achievement": s["achievement"]}, vc.Object{"id": s["id"], "type": s["type"], "identifier": s["identifier"]}}
		},
		"the subject by its id before the subject": func(o vc.Object) {
			s := o["credentialSubject"].(vc.Object)
			o["credentialSubject"] = []any{s["id"], s}
		},
		"the subject twice": func(o vc.Object) { o["credentialSubject"] = []any{o["credentialSubject"], o["credentialSubject"]} },
		"the achievement in two parts": func(o vc.Object) {
			s := o["credentialSubject"].(vc.Object)
			a := s["achievement"].(vc.Object)
			s["achievement"] = []any{vc.Object{"id": a["id"], "type": a["type"], "name": a["name"]}, a}
		},
		"the evidence in two parts": func(o vc.Object) {
			o["evidence"] = []any{vc.Object{"id": "urn:x:e", "type": []any{"Evidence"}, "name": "Exam"}, vc.Object{"id": "urn:x:e", "type": []any{"Evidence"}, "narrative": "Failed twice"}}
		},
		"an unnamed thing in two parts": func(o vc.Object) {
			s := o["credentialSubject"].(vc.Object)
			i := s["identifier"].([]any)[0].(vc.Object)
			part := vc.Object{"id": "_:b", "type": i["type"], "hashed": i["hashed"], "identityType": i["identityType"]}
			delete(i, "hashed")
			i["id"] = "_:b"
			s["identifier"] = []any{i, part}
		},
		"the refresh service under the address of its type": func(o vc.Object) {
			o["refreshService"].(vc.Object)["type"] = "https://purl.imsglobal.org/spec/vccr/v1p0/context.json#1EdTechCredentialRefresh"
		},
		"the evidence under the address of its type": func(o vc.Object) {
			o["evidence"].([]any)[0].(vc.Object)["type"] = []any{"https://purl.imsglobal.org/spec/vc/ob/vocab.html#Evidence"}
		},
	} {
		o := signed(t, members)
		if err := holds(o); err != nil {
			t.Fatal(err)
		}
		before := canonical(t, o)
		change(o)
		err := holds(o)
		if after := canonical(t, o); after != nil && bytes.Equal(before, after) && !errors.Is(err, proof.ErrSpelling) || err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	o := signed(t, members)
	o["credentialSubject"].(vc.Object)["achievement"].(vc.Object)["tag"] = []any{"a", "a"}
	if err := holds(o); errors.Is(err, proof.ErrSpelling) {
		t.Errorf("the same word twice: %v", err)
	}
}

// TestSignatureWrapping puts a signed document where it is not what a reader looks at, or something else where it is.
func TestSignatureWrapping(t *testing.T) {
	good := func() vc.Object { return signed(t, "") }
	other := func() vc.Object {
		o := good()
		o["id"], o["name"] = "urn:uuid:00000000-0000-4000-8000-000000000000", "Rocket Science"
		return o
	}
	forged := func(o vc.Object) any {
		return vc.Object{"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": "2026-11-23T03:55:44Z", "verificationMethod": method, "proofPurpose": "assertionMethod", "proofValue": o["proof"].([]any)[0].(vc.Object)["proofValue"]}
	}
	for name, c := range map[string]vc.Object{
		"the proof of another document": func() vc.Object {
			o := other()
			o["proof"] = good()["proof"]
			return o
		}(),
		"the signed document as evidence": func() vc.Object {
			o := other()
			o["evidence"] = []any{good()}
			return o
		}(),
		"the signed document in verifiableCredential": func() vc.Object {
			o := other()
			o["verifiableCredential"] = []any{good()}
			return o
		}(),
		"a presentation around it with its proof": {"@context": []any{v2}, "type": "VerifiablePresentation", "verifiableCredential": []any{good()}, "proof": good()["proof"]},
		"the signed document as an endorsement": func() vc.Object {
			o := other()
			o["endorsement"] = []any{good()}
			return o
		}(),
		"the signed document in the proof": func() vc.Object {
			o := other()
			o["proof"].([]any)[0].(vc.Object)["document"] = good()
			return o
		}(),
		"a graph of its own in the proof": func() vc.Object {
			o := good()
			o["proof"].([]any)[0].(vc.Object)["@graph"] = []any{vc.Object{"id": o["id"], "name": "Rocket Science"}}
			return o
		}(),
		"a proof that is another thing, too": func() vc.Object {
			o := good()
			p := o["proof"].([]any)[0].(vc.Object)
			p["id"], p["name"] = o["id"], "Rocket Science"
			return o
		}(),
		"a forged proof behind a good one": func() vc.Object {
			o := good()
			f := forged(o).(vc.Object)
			f["created"] = "2026-11-23T03:55:45Z"
			o["proof"] = append(o["proof"].([]any), f)
			return o
		}(),
		"a forged proof before a good one": func() vc.Object {
			o := good()
			f := forged(o).(vc.Object)
			f["verificationMethod"] = method + "x"
			o["proof"] = append([]any{f}, o["proof"].([]any)...)
			return o
		}(),
		"a proof in a list in the list": func() vc.Object {
			o := good()
			o["proof"] = []any{o["proof"]}
			return o
		}(),
		"the document in @graph": {"@context": good()["@context"], "@graph": []any{other()}, "proof": good()["proof"]},
		"another under @included": func() vc.Object {
			o := good()
			o["@included"] = []any{other()}
			return o
		}(),
	} {
		if err := holds(c); err == nil {
			t.Errorf("%s: it holds", name)
		}
	}
}

// TestUnsignedMembers adds to each object of a badge what its signature says nothing of.
func TestUnsignedMembers(t *testing.T) {
	values := []string{`"x"`, `1`, `true`, `{"id":"urn:x:1"}`, `["x"]`, `{"@value":"x"}`}
	names := []string{
		"name", "Name", "NAME", "n\u0430me", "name ", " name", "name\u0000", "name\u200b", "ｎａｍｅ", "validuntil", "ValidUntil", "validUntil", "expires", "revoked", "description",
		"https://schema.org/name", "schema:name", "@id", "@type", "@index", "@nest", "@reverse", "@json", "@included", "@direction", "_:name", "", "x-note", "credentialStatus", "proof",
		"verifiableCredential", "vc", "iss", "achievement", "na\u0308me", "issuer", "evidence",
	}
	tried := 0
	for _, place := range [][]string{nil, {"issuer"}, {"credentialSubject"}, {"credentialSubject", "achievement"}, {"credentialSubject", "achievement", "criteria"}, {"credentialStatus"}, {"proof", "0"}} {
		for _, name := range names {
			for _, text := range values {
				o := signed(t, "")
				var at any = o
				for _, step := range place {
					if list, isList := at.([]any); isList {
						at = list[0]
					} else {
						at = at.(vc.Object)[step]
					}
				}
				if list, isList := at.([]any); isList {
					at = list[0]
				}
				target := at.(vc.Object)
				if _, there := target[name]; there {
					continue
				}
				target[name] = parsed(t, text)
				tried++
				if err := holds(o); err == nil {
					t.Errorf("%v with %q: %s holds", place, name, text)
				}
			}
		}
	}
	if tried < 1000 {
		t.Errorf("only %d tried", tried)
	}
}

// TestBoundsOfProofs has each bound named by the error, and met before the work that it bounds.
func TestBoundsOfProofs(t *testing.T) {
	many := func(n int) vc.Object {
		o := signed(t, "")
		o["proof"] = slices.Repeat(o["proof"].([]any), n)
		return o
	}
	if err := holds(many(8)); err != nil {
		t.Errorf("eight proofs: %v", err)
	}
	if err := holds(many(9)); !errors.Is(err, proof.ErrMalformed) || !strings.Contains(err.Error(), "1 to 8") {
		t.Errorf("nine proofs: %v", err)
	}
	o := signed(t, "")
	o["proof"].([]any)[0].(vc.Object)["proofValue"] = "z" + strings.Repeat("2", 100_000)
	if err := holds(o); !errors.Is(err, proof.ErrMalformed) {
		t.Errorf("a long signature: %v", err)
	}
	for name, c := range map[string]struct{ member, says string }{
		"depth":        {strings.Repeat(`{"https://a.example/p":`, 17) + `"x"` + strings.Repeat("}", 17), "nested deeper than 16"},
		"quads":        {`["` + strings.Join(strings.Split(strings.Repeat("x,", 1100), ","), `","`) + `"]`, "more than 1000 quads"},
		"blank nodes":  {`[` + strings.Repeat("{},", 200) + `{}]`, "more than 128"},
		"text":         {`"` + strings.Repeat("x", 262_100) + `"`, "more than 262144 bytes"},
		"equal things": {`[` + strings.Repeat(`{"https://a.example/q":[{},{}]},`, 9) + `{}]`, "too many"},
	} {
		o := signed(t, "")
		var value any
		if err := json.Unmarshal([]byte(c.member), &value); err != nil {
			t.Fatal(err)
		}
		o["https://a.example/p"] = value
		var r *canon.Refused
		if err := holds(o); !errors.As(err, &r) || !strings.Contains(r.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var malformed *vc.Malformed
	for name, c := range map[string]struct{ data, says string }{
		"size":  {`{"a":"` + strings.Repeat("x", vc.MaxBytes) + `"}`, fmt.Sprint(vc.MaxBytes)},
		"depth": {strings.Repeat(`{"a":`, vc.MaxDepth+1) + "1" + strings.Repeat("}", vc.MaxDepth+1), fmt.Sprint(vc.MaxDepth)},
	} {
		if _, err := vc.Decode([]byte(c.data)); !errors.As(err, &malformed) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
