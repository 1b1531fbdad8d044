package did_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"laurel/vc"
	"laurel/vc/did"
)

// FuzzParseDocument reads any document. A key comes out only for a method that is listed, controlled by the subject and of
// a kind that is used; what was read is written and read again.
func FuzzParseDocument(f *testing.F) {
	at := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, data []byte) {
		o, _ := vc.Decode(data)
		id := vc.String(o, "id")
		d, err := did.ParseDocument(data, id)
		if err != nil {
			return
		}
		complete := true
		for _, m := range d.Methods {
			complete = complete && m.Key != nil
			key, err := d.Key(m.ID, at)
			if err == nil && (did.Algorithm(key) == "" || m.Controller != id || !strings.HasPrefix(m.ID, id+"#")) {
				t.Errorf("%q gives a key: %+v", m.ID, m)
			}
			if err != nil && !errors.Is(err, did.ErrNoMethod) && !errors.Is(err, did.ErrNotAsserting) && !errors.Is(err, did.ErrRevoked) && !errors.Is(err, did.ErrExpired) && !errors.Is(err, did.ErrUnsupportedKey) {
				t.Errorf("an error of no kind: %v", err)
			}
		}
		written, err := json.Marshal(d)
		if !complete || len(written) > vc.MaxBytes {
			return
		}
		if err != nil {
			t.Fatalf("read, but not written: %v", err)
		}
		again, err := did.ParseDocument(written, id)
		if err != nil || len(again.Methods) != len(d.Methods) {
			t.Errorf("written, but not read: %v\n%s", err, written)
		}
	})
}

// FuzzResolveKey reads any did:key. The document follows from it alone, and its one method is its key.
func FuzzResolveKey(f *testing.F) {
	f.Fuzz(func(t *testing.T, id string) {
		d, err := did.ResolveKey(id)
		if err != nil {
			return
		}
		key, err := d.Key(d.Methods[0].ID, time.Time{})
		if err != nil || len(d.Methods) != 1 {
			t.Fatalf("%+v, %v", d, err)
		}
		if text, err := did.Multikey(key); err != nil || "did:key:"+text != id || d.Methods[0].ID != id+"#"+text {
			t.Errorf("%q is of the key %q, %v", id, text, err)
		}
	})
}

// A document of many keys would take a second to read.
func TestDocumentOfManyKeysIsRefused(t *testing.T) {
	const id = "did:web:a.example"
	method := func(n int) string {
		return fmt.Sprintf(`{"id":"#%d","type":"Multikey","controller":%q,"publicKeyMultibase":%q}`, n, id, keyVectors[len(keyVectors)-1].multikey)
	}
	for n, fine := range map[int]bool{64: true, 65: false, 1000: false} {
		list := make([]string, n)
		for k := range list {
			list[k] = method(k)
		}
		for _, member := range []string{"verificationMethod", "assertionMethod"} {
			_, err := did.ParseDocument([]byte(fmt.Sprintf(`{"id":%q,%q:[%s]}`, id, member, strings.Join(list, ","))), id)
			if (err == nil) != fine || err != nil && !strings.Contains(err.Error(), "more than 64") {
				t.Errorf("%d in %s: %v", n, member, err)
			}
		}
	}
}
