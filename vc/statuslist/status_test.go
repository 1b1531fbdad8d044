package statuslist_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"laurel/vc"
	"laurel/vc/statuslist"
)

func TestValuesOfSeveralBits(t *testing.T) {
	bits := statuslist.New(0)
	if err := bits.SetValue(1, 3, 5); err != nil { // bits 3 to 5 are 101
		t.Fatal(err)
	}
	if bits[0] != 0b00010100 {
		t.Errorf("the first byte is %08b", bits[0])
	}
	for size := 1; size <= statuslist.MaxSize; size++ {
		bits := statuslist.New(0)
		for i := range 100 {
			if err := bits.SetValue(i, size, i%(1<<size)); err != nil {
				t.Fatal(err)
			}
		}
		for i := range 100 {
			if got, err := bits.Value(i, size); got != i%(1<<size) || err != nil {
				t.Errorf("%d bits: entry %d is %d, %v", size, i, got, err)
			}
		}
		for _, index := range []int{-1, bits.Len() / size, 1 << 40} {
			if _, err := bits.Value(index, size); !errors.Is(err, statuslist.ErrRange) {
				t.Errorf("%d bits: Value(%d): %v", size, index, err)
			}
		}
		if err := bits.SetValue(0, size, 1<<size); !errors.Is(err, statuslist.ErrRange) {
			t.Errorf("%d bits: a value too large: %v", size, err)
		}
	}
	for _, size := range []int{-1, 0, 9} {
		if _, err := bits.Value(0, size); !errors.Is(err, statuslist.ErrRange) {
			t.Errorf("%d bits: %v", size, err)
		}
	}
}

func messages(texts ...string) []any {
	list := make([]any, len(texts))
	for i, text := range texts {
		list[i] = vc.Object{"status": "0x" + string("0123456789ABCDEF"[i]), "message": text}
	}
	return list
}

func TestMessageOfAnEntry(t *testing.T) {
	o := entry()
	o["statusPurpose"], o["statusSize"] = statuslist.Message, json.Number("2")
	o["statusMessage"] = messages("pending", "accepted", "rejected", "undefined")
	e, err := statuslist.ParseEntry(o)
	if err != nil {
		t.Fatal(err)
	}
	bits := statuslist.New(2 * statuslist.MinBits)
	if err := bits.SetValue(42, 2, 2); err != nil {
		t.Fatal(err)
	}
	look := func(bits statuslist.Bits, e statuslist.Entry) (statuslist.Status, error) {
		data, err := statuslist.Credential(statuslist.List{ID: e.List, Issuer: "did:web:b.example", Purpose: statuslist.Message, ValidFrom: now.Add(-time.Hour), Bits: bits})
		if err != nil {
			t.Fatal(err)
		}
		list, err := vc.Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		return statuslist.Lookup(list, e, now)
	}
	if got, err := look(bits, e); got != (statuslist.Status{Purpose: statuslist.Message, Value: 2, Message: "rejected"}) || err != nil {
		t.Errorf("got %+v, %v", got, err)
	}
	e.Index++
	if got, err := look(bits, e); got.Value != 0 || got.Message != "pending" || err != nil {
		t.Errorf("the entry beside it: %+v, %v", got, err)
	}
	e.Index = statuslist.MinBits
	if _, err := look(bits, e); !errors.Is(err, statuslist.ErrRange) {
		t.Errorf("outside the list: %v", err)
	}
	if _, err := look(statuslist.New(0), e); err == nil || errors.Is(err, statuslist.ErrRange) {
		t.Errorf("a list with half as many entries as the standard asks for: %v", err)
	}
}

func TestBrokenMessagesAreRefused(t *testing.T) {
	for name, value := range map[string][]any{
		"too few":            messages("a", "b", "c"),
		"too many":           messages("a", "b", "c", "d", "e"),
		"one twice":          append(messages("a", "b", "c"), vc.Object{"status": "0x0", "message": "d"}),
		"one out of range":   append(messages("a", "b", "c"), vc.Object{"status": "0x4", "message": "d"}),
		"one without a text": append(messages("a", "b", "c"), vc.Object{"status": "0x3"}),
		"one decimal":        append(messages("a", "b", "c"), vc.Object{"status": "3", "message": "d"}),
		"one a string":       append(messages("a", "b", "c"), "0x3"),
	} {
		o := entry()
		o["statusSize"], o["statusMessage"] = json.Number("2"), value
		if e, err := statuslist.ParseEntry(o); err == nil || errors.Is(err, statuslist.ErrUnknownType) {
			t.Errorf("%s: %+v, %v", name, e, err)
		}
	}
}

func TestEntriesOfACredential(t *testing.T) {
	suspension := entry()
	suspension["statusPurpose"], suspension["id"] = statuslist.Suspension, "https://b.example/status/2#42"
	suspension["statusListCredential"] = "https://b.example/status/2"
	other := entry()
	other["type"] = statuslist.RevocationListType
	many := make([]any, 9)
	for i := range many {
		many[i] = entry()
	}
	for _, c := range []struct {
		name    string
		value   any
		count   int
		fails   bool
		unknown bool
	}{
		{"one", entry(), 1, false, false},
		{"two purposes", []any{entry(), suspension}, 2, false, false},
		{"one that is not known", []any{entry(), other}, 0, true, true},
		{"none in a list", []any{}, 0, true, false},
		{"text", "https://b.example/status/1", 0, true, false},
		{"text in the list", []any{entry(), "x"}, 0, true, false},
		{"null", nil, 0, true, false},
		{"nine", many, 0, true, false},
	} {
		got, err := statuslist.Entries(vc.Object{"credentialStatus": c.value})
		if len(got) != c.count || (err != nil) != c.fails || errors.Is(err, statuslist.ErrUnknownType) != c.unknown {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
	if got, err := statuslist.Entries(vc.Object{}); len(got) != 0 || err != nil {
		t.Errorf("no status: %+v, %v", got, err)
	}
}

func TestRevocationList(t *testing.T) {
	const id, issuer = "https://b.example/revoked", "did:web:b.example"
	written, err := json.Marshal(statuslist.RevocationList{ID: id, Issuer: issuer, Revoked: []statuslist.Revoked{{"urn:x:1", "typing error"}, {"urn:x:2", ""}}})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":"https://b.example/revoked","issuer":"did:web:b.example","revokedCredential":[` +
		`{"id":"urn:x:1","revoked":true,"revocationReason":"typing error"},{"id":"urn:x:2","revoked":true}]}`
	if string(written) != want {
		t.Errorf("written as\n%s\nwant\n%s", written, want)
	}
	foreign := strings.Replace(want, `{"id":"urn:x:2","revoked":true}`, `{"id":"urn:x:2"},{"id":"urn:x:3","revoked":false}`, 1)
	l, err := statuslist.ParseRevocationList([]byte(foreign), id, issuer)
	if err != nil {
		t.Fatal(err)
	}
	for credential, revoked := range map[string]bool{"urn:x:1": true, "urn:x:2": true, "urn:x:3": false, "urn:x:4": false, "": false, "urn:X:1": false} {
		if r, got := l.Lookup(credential); got != revoked || got && r.Credential != credential {
			t.Errorf("%s: %+v, %v", credential, r, got)
		}
	}
	if r, _ := l.Lookup("urn:x:1"); r.Reason != "typing error" {
		t.Errorf("the reason is %q", r.Reason)
	}
	empty, err := json.Marshal(statuslist.RevocationList{ID: id, Issuer: issuer})
	if err != nil || !strings.Contains(string(empty), `"revokedCredential":[]`) {
		t.Errorf("an empty list is %s, %v", empty, err)
	}
	for name, l := range map[string]statuslist.RevocationList{
		"no address": {Issuer: issuer}, "no issuer": {ID: id}, "nameless": {ID: id, Issuer: issuer, Revoked: []statuslist.Revoked{{}}},
	} {
		if data, err := json.Marshal(l); err == nil {
			t.Errorf("%s: written as %s", name, data)
		}
	}
	for name, data := range map[string]string{
		"another list":        strings.Replace(want, "/revoked", "/others", 1),
		"another issuer":      strings.Replace(want, issuer, "did:web:evil.example", 1),
		"no issuer":           strings.Replace(want, `"issuer"`, `"publisher"`, 1),
		"a page":              "<!doctype html>",
		"entries as a string": `{"id":"` + id + `","issuer":"` + issuer + `","revokedCredential":"urn:x:1"}`,
		"entries as null":     `{"id":"` + id + `","issuer":"` + issuer + `","revokedCredential":null}`,
		"an entry as text":    `{"id":"` + id + `","issuer":"` + issuer + `","revokedCredential":["urn:x:1"]}`,
		"revoked as text":     strings.Replace(want, `"revoked":true`, `"revoked":"no"`, 1),
	} {
		if l, err := statuslist.ParseRevocationList([]byte(data), id, issuer); err == nil {
			t.Errorf("%s: %+v", name, l)
		}
	}
}

func TestParseRevocationEntry(t *testing.T) {
	got, err := statuslist.ParseRevocationEntry(vc.Object{"id": "https://b.example/revoked", "type": "1EdTechRevocationList"})
	if got != "https://b.example/revoked" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := statuslist.ParseRevocationEntry(entry()); !errors.Is(err, statuslist.ErrUnknownType) {
		t.Errorf("a Bitstring entry: %v", err)
	}
	if _, err := statuslist.ParseRevocationEntry(vc.Object{"type": "1EdTechRevocationList"}); err == nil {
		t.Error("an entry without a list was read")
	}
}
