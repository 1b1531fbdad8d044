package statuslist_test

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"laurel/vc"
	"laurel/vc/statuslist"
)

// FuzzEntries reads any credentialStatus: an entry that is read can be looked up, and one that cannot be judged says so.
func FuzzEntries(f *testing.F) {
	list := vector(f, "statuslist.json")
	f.Fuzz(func(t *testing.T, data []byte) {
		o, err := vc.Decode(data)
		if err != nil {
			return
		}
		if address, err := statuslist.ParseRevocationEntry(o); err == nil && address == "" {
			t.Error("a list without an address")
		}
		for _, doc := range []vc.Object{o, {"credentialStatus": o}} {
			entries, err := statuslist.Entries(doc)
			if err != nil && len(entries) > 0 || len(entries) > 8 {
				t.Fatalf("%d entries, %v", len(entries), err)
			}
			for _, e := range entries {
				if e.List == "" || e.Purpose == "" || e.Index < 0 || e.Size < 1 || e.Size > statuslist.MaxSize || e.ID == e.List {
					t.Errorf("read as %+v", e)
				}
				status, err := statuslist.Lookup(list, e, now)
				if err == nil && (status.Value < 0 || status.Value >= 1<<e.Size || e.List != vc.String(list, "id")) {
					t.Errorf("%+v is %+v", e, status)
				}
			}
		}
	})
}

// FuzzParseRevocationList reads any list: whoever is named is revoked, and nobody else.
func FuzzParseRevocationList(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte) {
		o, _ := vc.Decode(data)
		l, err := statuslist.ParseRevocationList(data, vc.String(o, "id"), vc.IssuerID(o))
		if err != nil {
			return
		}
		for _, r := range l.Revoked {
			if _, found := l.Lookup(r.Credential); !found || r.Credential == "" || !strings.Contains(string(data), "revokedCredential") {
				t.Errorf("%+v", r)
			}
		}
		if r, found := l.Lookup("urn:nobody:at:all"); found && r.Credential != "urn:nobody:at:all" {
			t.Errorf("%+v", r)
		}
	})
}

// FuzzLookup has any list credential looked into.
func FuzzLookup(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte, index uint32) {
		o, err := vc.Decode(data)
		if err != nil {
			return
		}
		for _, size := range []int{1, 2, 8} {
			status, err := statuslist.Lookup(o, statuslist.Entry{Purpose: "revocation", List: vc.String(o, "id"), Index: int(index >> 1), Size: size}, now)
			if err == nil && (status.Value < 0 || status.Value >= 1<<size) || err != nil && status != (statuslist.Status{}) {
				t.Errorf("%+v, %v", status, err)
			}
		}
	})
}

func TestBoundsOfLists(t *testing.T) {
	for name, c := range map[string]struct{ encoded, says string }{
		"characters": {"u" + strings.Repeat("A", 4<<20), "at most"},
		"bits":       {"u" + base64.RawURLEncoding.EncodeToString(pack(statuslist.MaxBits/8+1)), "more than 16777216 bits"},
		"too few":    {"u" + base64.RawURLEncoding.EncodeToString(pack(1)), "at least 131072"},
	} {
		if _, err := statuslist.Decode(c.encoded); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %.200v", name, err)
		}
	}
	if _, err := statuslist.Decode("u" + base64.RawURLEncoding.EncodeToString(pack(statuslist.MaxBits/8))); err != nil {
		t.Errorf("the most: %v", err)
	}
	many := make([]any, 9)
	for i := range many {
		many[i] = entry()
	}
	if _, err := statuslist.Entries(vc.Object{"credentialStatus": many}); err == nil || !strings.Contains(err.Error(), "1 to 8") {
		t.Errorf("nine entries: %v", err)
	}
	o := entry()
	o["statusSize"] = "9"
	if _, err := statuslist.ParseEntry(o); err == nil || errors.Is(err, statuslist.ErrUnknownType) {
		t.Errorf("a size as text: %v", err)
	}
}
