package statuslist_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"laurel/vc"
	"laurel/vc/proof"
	"laurel/vc/statuslist"
)

var now = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)

func vector(t testing.TB, name string) vc.Object {
	t.Helper()
	data, err := os.ReadFile("../testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	o, err := vc.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestVectorHasOneBitSet(t *testing.T) {
	list := vector(t, "statuslist.json")
	bits, err := statuslist.Decode(vc.String(list["credentialSubject"].(vc.Object), "encodedList"))
	if err != nil {
		t.Fatal(err)
	}
	if bits.Len() != statuslist.MinBits {
		t.Errorf("%d bits", bits.Len())
	}
	for i := range bits.Len() {
		if set, _ := bits.Get(i); set != (i == 94567) {
			t.Errorf("bit %d is %v", i, set)
		}
	}
}

func TestBitZeroIsTheLeftMost(t *testing.T) {
	bits := statuslist.New(0)
	for index, want := range map[int]byte{0: 0x80, 7: 0x01} {
		if err := bits.Set(index, true); err != nil {
			t.Fatal(err)
		}
		if bits[0] != want {
			t.Errorf("bit %d: first byte %#x, want %#x", index, bits[0], want)
		}
		if err := bits.Set(index, false); err != nil || bits[0] != 0 {
			t.Errorf("bit %d was not cleared", index)
		}
	}
	for _, index := range []int{-1, bits.Len()} {
		if _, err := bits.Get(index); !errors.Is(err, statuslist.ErrRange) {
			t.Errorf("Get(%d): %v", index, err)
		}
		if err := bits.Set(index, true); !errors.Is(err, statuslist.ErrRange) {
			t.Errorf("Set(%d): %v", index, err)
		}
	}
	if got := statuslist.New(statuslist.MinBits + 1).Len(); got != statuslist.MinBits+8 {
		t.Errorf("New rounds to %d", got)
	}
}

func TestEncodedBitsComeBack(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	bits := statuslist.New(0)
	for range 2000 {
		_ = bits.Set(random.IntN(bits.Len()), true)
	}
	got, err := statuslist.Decode(bits.Encode())
	if err != nil || !bytes.Equal(got, bits) {
		t.Errorf("the bits came back changed (%v)", err)
	}
	if again := append(statuslist.Bits{}, bits...).Encode(); again != bits.Encode() {
		t.Error("the same bits are encoded in two ways")
	}
}

func pack(n int) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(make([]byte, n))
	_ = w.Close()
	return b.Bytes()
}

func TestDecodeRefuses(t *testing.T) {
	good := pack(statuslist.MinBits / 8)
	text := base64.RawURLEncoding.EncodeToString
	damaged := bytes.Clone(good)
	damaged[len(damaged)-5] ^= 1 // in the checksum
	for name, encoded := range map[string]string{
		"nothing":             "",
		"no u":                text(good),
		"plain base64":        "u" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{0xfb, 0xff}, 30)),
		"padded":              "u" + base64.URLEncoding.EncodeToString(good[:len(good)-len(good)%3-1]),
		"line break":          "u" + text(good)[:10] + "\n" + text(good)[10:],
		"not packed":          "u" + text(make([]byte, statuslist.MinBits/8)),
		"cut short":           "u" + text(good[:len(good)-9]),
		"wrong checksum":      "u" + text(damaged),
		"too few bits":        "u" + text(pack(statuslist.MinBits/8-1)),
		"bomb":                "u" + text(pack(64<<20)),
		"data after its end":  "u" + text(append(bytes.Clone(good), 1)),
		"second part":         "u" + text(append(bytes.Clone(good), good...)),
		"bits of another use": "uH4sIAAAAAAAAAA",
	} {
		if bits, err := statuslist.Decode(encoded); err == nil {
			t.Errorf("%s: %d bits", name, bits.Len())
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(statuslist.New(0).Encode())
	f.Add("u" + base64.RawURLEncoding.EncodeToString(pack(1<<20)))
	f.Fuzz(func(t *testing.T, encoded string) {
		if bits, err := statuslist.Decode(encoded); err == nil && (bits.Len() < statuslist.MinBits || bits.Len() > statuslist.MaxBits) {
			t.Errorf("%d bits", bits.Len())
		}
	})
}

func entry() vc.Object {
	return vc.Object{
		"id": "https://b.example/status/1#42", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
		"statusListIndex": "42", "statusListCredential": "https://b.example/status/1",
	}
}

func TestParseEntry(t *testing.T) {
	want := statuslist.Entry{ID: "https://b.example/status/1#42", Purpose: "revocation", Index: 42, List: "https://b.example/status/1", Size: 1}
	if got, err := statuslist.ParseEntry(entry()); !reflect.DeepEqual(got, want) || err != nil {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, c := range []struct {
		name    string
		member  string
		value   any
		unknown bool
	}{
		{"other kind", "type", "1EdTechRevocationList", true},
		{"no kind", "type", nil, true},
		{"nine bits", "statusSize", json.Number("9"), true},
		{"two bits without messages", "statusSize", json.Number("2"), true},
		{"no bits", "statusSize", json.Number("0"), false},
		{"less than no bits", "statusSize", json.Number("-1"), false},
		{"half a bit", "statusSize", json.Number("0.5"), false},
		{"size as text", "statusSize", "1", false},
		{"message as text", "statusMessage", "revoked", false},
		{"one message for one bit", "statusMessage", []any{vc.Object{"status": "0x0", "message": "fine"}}, false},
		{"no purpose", "statusPurpose", nil, false},
		{"no list", "statusListCredential", nil, false},
		{"list as an object", "statusListCredential", vc.Object{"id": "https://b.example/status/1"}, false},
		{"own id is the list", "id", "https://b.example/status/1", false},
		{"index as a number", "statusListIndex", json.Number("42"), false},
		{"negative index", "statusListIndex", "-1", false},
		{"huge index", "statusListIndex", "99999999999999999999", false},
		{"index with a sign", "statusListIndex", "+42", false},
		{"no index", "statusListIndex", "", false},
	} {
		o := entry()
		o[c.member] = c.value
		if got, err := statuslist.ParseEntry(o); err == nil || errors.Is(err, statuslist.ErrUnknownType) != c.unknown {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
}

func TestCheck(t *testing.T) {
	badge := vector(t, "badge.json")
	e, err := statuslist.ParseEntry(badge["credentialStatus"].(vc.Object))
	if err != nil {
		t.Fatal(err)
	}
	if set, err := statuslist.Check(vector(t, "statuslist.json"), e, now); set || err != nil {
		t.Errorf("the badge of the vector: %v, %v", set, err)
	}
	e.Index = 94567
	if set, err := statuslist.Check(vector(t, "statuslist.json"), e, now); !set || err != nil {
		t.Errorf("the index that is set: %v, %v", set, err)
	}
	subject := func(o vc.Object) vc.Object { return o["credentialSubject"].(vc.Object) }
	for name, change := range map[string]func(list vc.Object, e *statuslist.Entry){
		"another list":        func(list vc.Object, _ *statuslist.Entry) { list["id"] = "https://evil.example/status/1" },
		"not a list":          func(list vc.Object, _ *statuslist.Entry) { list["type"] = []any{"VerifiableCredential"} },
		"no subject":          func(list vc.Object, _ *statuslist.Entry) { delete(list, "credentialSubject") },
		"subject of another":  func(list vc.Object, _ *statuslist.Entry) { subject(list)["type"] = "AchievementSubject" },
		"another purpose":     func(_ vc.Object, e *statuslist.Entry) { e.Purpose = "suspension" },
		"index out of range":  func(_ vc.Object, e *statuslist.Entry) { e.Index = statuslist.MinBits },
		"bits as an array":    func(list vc.Object, _ *statuslist.Entry) { subject(list)["encodedList"] = []any{} },
		"valid from tomorrow": func(list vc.Object, _ *statuslist.Entry) { list["validFrom"] = "2026-12-02T00:00:00Z" },
		"outdated":            func(list vc.Object, _ *statuslist.Entry) { list["validUntil"] = "2026-11-30T00:00:00Z" },
		"unreadable end":      func(list vc.Object, _ *statuslist.Entry) { list["validUntil"] = "later" },
	} {
		list, e := vector(t, "statuslist.json"), e
		change(list, &e)
		if set, err := statuslist.Check(list, e, now); err == nil || set {
			t.Errorf("%s: %v, %v", name, set, err)
		}
	}
}

func TestCredentialIsSignedAndChecked(t *testing.T) {
	bits := statuslist.New(0)
	_ = bits.Set(42, true)
	list := statuslist.List{
		ID: "https://b.example/status/1", Issuer: "did:web:b.example", Purpose: "revocation",
		ValidFrom: now.Add(-time.Hour), ValidUntil: now.Add(time.Hour), TTL: time.Minute, Bits: bits,
	}
	unsigned, err := statuslist.Credential(list)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"https://b.example/status/1",` +
		`"type":["VerifiableCredential","BitstringStatusListCredential"],"issuer":"did:web:b.example",` +
		`"validFrom":"2026-11-30T23:00:00Z","validUntil":"2026-12-01T01:00:00Z","credentialSubject":{` +
		`"id":"https://b.example/status/1#list","type":"BitstringStatusList","statusPurpose":"revocation","ttl":60000,"encodedList":"` +
		bits.Encode() + `"}}`
	if string(unsigned) != want {
		t.Errorf("got\n%s\nwant\n%s", unsigned, want)
	}
	private := ed25519.NewKeyFromSeed([]byte(strings.Repeat("\x07", ed25519.SeedSize)))
	prepared, err := proof.Prepare(unsigned, proof.Options{VerificationMethod: "did:web:b.example#key-1", Created: now})
	if err != nil {
		t.Fatal(err)
	}
	signed, err := proof.Sign(context.Background(), prepared, func(m []byte) ([]byte, error) { return ed25519.Sign(private, m), nil })
	if err != nil {
		t.Fatal(err)
	}
	doc, err := vc.Decode(signed)
	if err != nil {
		t.Fatal(err)
	}
	e := statuslist.Entry{Purpose: "revocation", Index: 42, List: list.ID}
	if set, err := statuslist.Check(doc, e, now); !set || err != nil {
		t.Errorf("%v, %v", set, err)
	}
	list.Bits = list.Bits[:100]
	if _, err := statuslist.Credential(list); err == nil {
		t.Error("a short list was written")
	}
	list.Bits, list.Issuer = bits, ""
	if _, err := statuslist.Credential(list); err == nil {
		t.Error("a list of nobody was written")
	}
}

func BenchmarkEncodeOnePercent(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	bits := statuslist.New(0)
	for range bits.Len() / 100 {
		_ = bits.Set(random.IntN(bits.Len()), true)
	}
	for b.Loop() {
		bits.Encode()
	}
}
