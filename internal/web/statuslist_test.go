package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

// Verifiers may keep a list as long as it says itself, and caches on the way not longer (Bitstring Status List 1.0,
// section 2.2, ttl).
func TestAStatusListIsKeptAsLongAsItSays(t *testing.T) {
	w, door, _ := founded(t)
	w.Issue(t, w.Badge(t, ours(t, w).ID, "sail"), "Ada <ada@example.org>")
	p := visit(t, door).get("/o/riverbank/status/1").status(http.StatusOK)
	var list struct {
		CredentialSubject struct {
			TTL int64 `json:"ttl"`
		} `json:"credentialSubject"`
	}
	if err := json.Unmarshal([]byte(p.body), &list); err != nil {
		t.Fatal(err)
	}
	said := time.Duration(list.CredentialSubject.TTL) * time.Millisecond
	cached, found := strings.CutPrefix(p.Header.Get("Cache-Control"), "public, max-age=")
	kept, err := time.ParseDuration(cached + "s")
	if !found || err != nil || said <= 0 || kept > said {
		t.Errorf("the list may be kept for %s, and Cache-Control says %q", said, p.Header.Get("Cache-Control"))
	}
}
