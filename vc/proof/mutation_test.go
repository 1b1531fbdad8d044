package proof_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"laurel/vc"
	"laurel/vc/proof"
)

// edits calls try once for each way to change one place of a decoded document, and undoes the change afterwards.
func edits(place string, value any, set func(any), try func(what string)) {
	change := func(what string, to any) {
		set(to)
		try(place + " " + what)
		set(value)
	}
	switch v := value.(type) {
	case string:
		change("with a letter more", v+"x")
		change("as a number", json.Number("1"))
		change("as an object", vc.Object{"id": v})
	case bool:
		change("turned over", !v)
		change("as text", fmt.Sprint(v))
	case vc.Object:
		for name, member := range v {
			delete(v, name)
			try(place + "/" + name + " taken out")
			v[name+"x"] = member
			try(place + "/" + name + " under another name")
			delete(v, name+"x")
			v[name] = member
			edits(place+"/"+name, member, func(to any) { v[name] = to }, try)
		}
		v["extra"] = "x"
		try(place + " with an unknown member")
		delete(v, "extra")
		v["_:extra"] = "x"
		try(place + " with a member that JSON-LD drops")
		delete(v, "_:extra")
		if _, there := v["name"]; !there {
			v["name"] = "x"
			try(place + " with a name")
			delete(v, "name")
		}
	case []any:
		for i, e := range v {
			edits(fmt.Sprintf("%s/%d", place, i), e, func(to any) { v[i] = to }, try)
		}
		change("with one value more", append(append([]any{}, v...), "urn:x:more"))
		change("emptied", []any{})
	}
}

// alike are edits after which a document still says the same: JSON-LD reads both spellings as one. Readers must not be
// fooled by them: package openbadge takes whatever is not false for hashed, and package statuslist refuses the object.
var alike = map[string]bool{
	"badge.json /credentialSubject/identifier/0/hashed as text":      true,
	"badge.json /credentialStatus/statusListCredential as an object": true,
	"statuslist.json /issuer as an object":                           true,
}

func TestEveryEditIsRefused(t *testing.T) {
	for _, name := range []string{"badge.json", "statuslist.json"} {
		doc, err := vc.Decode(vector(t, name))
		if err != nil {
			t.Fatal(err)
		}
		tried := 0
		edits("", doc, nil, func(what string) {
			tried++
			proofs, err := proof.Proofs(doc)
			if err != nil || len(proofs) == 0 {
				return
			}
			if err := proof.Verify(context.Background(), doc, proofs[0], public, now); (err == nil) != alike[name+" "+what] {
				t.Errorf("%s: with %s: %v", name, what, err)
			}
		})
		if tried < 80 {
			t.Errorf("%s: only %d edits tried", name, tried)
		}
		proofs, _ := proof.Proofs(doc)
		if err := proof.Verify(context.Background(), doc, proofs[0], public, now); err != nil {
			t.Errorf("%s: the edits were not undone: %v", name, err)
		}
	}
}

func TestProofs(t *testing.T) {
	one := vc.Object{"type": "DataIntegrityProof", "created": "2026-01-15T09:00:00+02:00", "proofValue": "z1"}
	many := make([]any, 9)
	for i := range many {
		many[i] = one
	}
	for _, c := range []struct {
		name  string
		doc   vc.Object
		count int
		want  error
	}{
		{"no proof", vc.Object{}, 0, nil},
		{"one object", vc.Object{"proof": one}, 1, nil},
		{"a set", vc.Object{"proof": []any{one, one}}, 2, nil},
		{"empty list", vc.Object{"proof": []any{}}, 0, proof.ErrMalformed},
		{"too many", vc.Object{"proof": many}, 0, proof.ErrMalformed},
		{"text", vc.Object{"proof": "signed, honestly"}, 0, proof.ErrMalformed},
		{"null", vc.Object{"proof": nil}, 0, proof.ErrMalformed},
		{"a date that is none", vc.Object{"proof": vc.Object{"expires": "tomorrow"}}, 0, proof.ErrMalformed},
		{"a date that is a number", vc.Object{"proof": vc.Object{"created": json.Number("1")}}, 0, proof.ErrMalformed},
	} {
		got, err := proof.Proofs(c.doc)
		if len(got) != c.count || !errors.Is(err, c.want) {
			t.Errorf("%s: %d proofs, %v; want %d, %v", c.name, len(got), err, c.count, c.want)
		}
	}
	got, _ := proof.Proofs(vc.Object{"proof": one})
	if want := time.Date(2026, 1, 15, 7, 0, 0, 0, time.UTC); !got[0].Created.Equal(want) {
		t.Errorf("created %v, want %v", got[0].Created, want)
	}
}

func FuzzVerifyMutants(f *testing.F) {
	badge := vector(f, "badge.json")
	f.Add(0, byte('{'))
	f.Add(400, byte('x'))
	f.Add(len(badge)-20, byte('"'))
	original, err := vc.Decode(badge)
	if err != nil {
		f.Fatal(err)
	}
	want, _ := json.Marshal(original)
	f.Fuzz(func(t *testing.T, at int, b byte) {
		if at < 0 || at >= len(badge) {
			return
		}
		mutant := append([]byte{}, badge...)
		mutant[at] = b
		if verify(t, mutant) != nil {
			return
		}
		doc, _ := vc.Decode(mutant)
		if got, _ := json.Marshal(doc); string(got) != string(want) {
			t.Errorf("accepted with byte %d changed to %q", at, b)
		}
	})
}
