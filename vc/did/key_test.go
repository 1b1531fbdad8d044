package did_test

import (
	"crypto/ed25519"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"laurel/vc/did"
)

var (
	public = ed25519.NewKeyFromSeed([]byte(strings.Repeat("\x07", ed25519.SeedSize))).Public().(ed25519.PublicKey)
	now    = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
)

const (
	multikey = "z6MkvDqGT54cXesYGvABpF1UapVNwjCqRcafi4Px6Thv5T3Z"
	demo     = "did:web:127.0.0.1%3A28931:issuers:demo"
)

func document(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("../testdata/did.json")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestKeyText(t *testing.T) {
	if got := did.EncodeKey(public); got != multikey {
		t.Errorf("EncodeKey = %s, want %s", got, multikey)
	}
	if got, err := did.DecodeKey(multikey); err != nil || !got.Equal(public) {
		t.Errorf("DecodeKey = %x, %v", got, err)
	}
	for name, c := range map[string]struct {
		text string
		want error // nil: any
	}{
		"empty":            {"", nil},
		"only the letter":  {"z", nil},
		"other base":       {"u" + multikey[1:], nil},
		"letter 0":         {"z6Mk0" + multikey[5:], nil},
		"one letter short": {multikey[:len(multikey)-1], nil},
		"P-256":            {"zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv", did.ErrUnsupportedKey},
		"very long":        {"z" + strings.Repeat("1", 1<<20), nil},
	} {
		if got, err := did.DecodeKey(c.text); err == nil || !errors.Is(err, c.want) && c.want != nil {
			t.Errorf("%s: %x, %v", name, got, err)
		}
	}
}

func TestResolveKey(t *testing.T) {
	d, err := did.ResolveKey("did:key:" + multikey)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := d.Key("did:key:"+multikey+"#"+multikey, now); err != nil || !public.Equal(got) {
		t.Errorf("got %x, %v", got, err)
	}
	if _, err := d.Key("did:key:"+multikey+"#key-1", now); !errors.Is(err, did.ErrNoMethod) {
		t.Errorf("another name for the method: %v", err)
	}
	for _, bad := range []string{"", "did:key:", "did:web:example.org", "did:key:" + multikey + "#" + multikey} {
		if _, err := did.ResolveKey(bad); err == nil {
			t.Errorf("%q was resolved", bad)
		}
	}
}
