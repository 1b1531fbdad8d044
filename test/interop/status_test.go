package interop_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"laurel/internal/verify"
	"laurel/vc"
	"laurel/vc/statuslist"
)

// entry is the status of a badge in a list of the package's.
func entry(list, purpose string, index int) map[string]any {
	return map[string]any{
		"id": fmt.Sprintf("%s#%d", list, index), "type": "BitstringStatusListEntry", "statusPurpose": purpose,
		"statusListIndex": fmt.Sprint(index), "statusListCredential": list,
	}
}

// edges are places in a list at which an order of bits shows.
var edges = []int{0, 1, 7, 8, 42, 94567, statuslist.MinBits - 1}

// They publish lists, we read them.
func TestStatusListsOfOthersAreReadByUs(t *testing.T) {
	judge := startJudge(t)
	for _, s := range []suite{suites[0], suites[1], suites[4]} {
		for purpose, verdict := range map[string]verify.Verdict{"revocation": verify.Revoked, "suspension": verify.Suspended} {
			t.Run(s.judge+", "+purpose, func(t *testing.T) {
				issuer := openSite(t)
				set := map[string]int{}
				for _, index := range edges {
					set[fmt.Sprint(index)] = 1
				}
				list := issuer.URL + "/status/1"
				document := judge.must(t, map[string]any{
					"kind": "status.list", "suite": s.judge, "list": list, "purpose": purpose, "length": statuslist.MinBits, "set": set,
				}).Document
				badge := func(index int) []byte {
					b := current.badge("")
					b["credentialStatus"] = entry(list, purpose, index)
					return judge.issue(t, s.judge, b)
				}
				issuer.publish("/status/1", document)
				for _, index := range edges {
					expectVerdict(t, badge(index), verdict)
				}
				for _, index := range []int{2, 6, 9, 41, 43, 94566, 94568, statuslist.MinBits - 2} {
					expectVerdict(t, badge(index), verify.Valid)
				}
				expectVerdict(t, badge(statuslist.MinBits), verify.Unclear)
				wanted := badge(42)
				for _, change := range listTamperings {
					issuer.publish("/status/1", tampered(t, document, change))
					if r := report(t, wanted); r.Verdict != verify.Unclear {
						t.Errorf("%s: our verifier says %s: %+v", change.name, r.Verdict, r.Checks)
					}
				}
			})
		}
	}
}

// listTamperings are changes of a list by which a revoked badge could hope to
// get away.
var listTamperings = append([]tampering{
	{"another list", set("https://other.example/status/1", "id")},
	{"another issuer", set("did:web:issuer.example", "issuer")},
	{"another purpose", set("refresh", "credentialSubject", "statusPurpose")},
	{"another kind of list", set("BitstringStatusListEntry", "credentialSubject", "type")},
	{"another name of the list", set("https://other.example/status/1#list", "credentialSubject", "id")},
	{"an empty list", set(statuslist.New(statuslist.MinBits).Encode(), "credentialSubject", "encodedList")},
	{"no list", set("", "credentialSubject", "encodedList")},
	{"valid since another day", set("2001-01-01T00:00:00Z", "validFrom")},
	{"valid for longer", set("2999-12-31T00:00:00Z", "validUntil")},
	{"no longer a list", set([]string{"VerifiableCredential"}, "type")},
	{"a property added that no context defines", set("yes", "extraordinary")},
	{"to be kept for longer", set(86400000, "credentialSubject", "ttl")},
	{"one letter of the list", func(c map[string]any) {
		subject := c["credentialSubject"].(map[string]any)
		text := subject["encodedList"].(string)
		subject["encodedList"] = text[:30] + string(otherLetter(text[30])) + text[31:]
	}},
	{"a name for the list", set("Nobody is revoked", "name")},
	{"a description of the list", set("Nobody is revoked", "description")},
}, sealTamperings...)

// We publish lists, they read them.
func TestOurStatusListsAreReadByOthers(t *testing.T) {
	judge := startJudge(t)
	for _, s := range []suite{suites[0], suites[1], suites[4]} {
		for _, purpose := range []string{"revocation", "suspension"} {
			t.Run(s.judge+", "+purpose, func(t *testing.T) {
				issuer, key := openSite(t), newSigner(t, s.key)
				list := issuer.URL + "/status/1"
				bits := statuslist.New(0)
				for _, index := range edges {
					if err := bits.Set(index, true); err != nil {
						t.Fatal(err)
					}
				}
				unsigned, err := statuslist.Credential(statuslist.List{ID: list, Issuer: key.did, Purpose: purpose, ValidFrom: time.Now().Add(-time.Hour), Bits: bits})
				if err != nil {
					t.Fatal(err)
				}
				document := key.seal(t, s.ours, unsigned)
				issuer.publish("/status/1", document)
				badge := func(index int) []byte {
					b := current.badge(key.did)
					b["credentialStatus"] = entry(list, purpose, index)
					return key.seal(t, s.ours, encode(t, b))
				}
				for _, index := range []int{0, 1, 2, 6, 7, 8, 9, 41, 42, 43, 94566, 94567, statuslist.MinBits - 2, statuslist.MinBits - 1} {
					a := judge.verify(t, s.judge, badge(index))
					if want := slices.Contains(edges, index); a.Error != "" || a.Revoked == nil || *a.Revoked != want || !want && !a.Verified { // one package does not call verified what is revoked
						t.Errorf("they say of entry %d: verified %t, revoked %t, %s", index, a.Verified, a.Revoked != nil && *a.Revoked, a.Error)
					}
				}
				for _, change := range listTamperings {
					issuer.publish("/status/1", tampered(t, document, change))
					if a := judge.verify(t, s.judge, badge(41)); a.Verified || a.Error == "" {
						t.Errorf("%s: they accept it", change.name)
					}
				}
			})
		}
	}
}

// Entries of several bits, which one package knows.
func TestStatusesOfSeveralBits(t *testing.T) {
	judge := startJudge(t)
	for _, size := range []int{1, 2, 3, 4, 8} {
		t.Run(fmt.Sprintf("%d bits", size), func(t *testing.T) {
			issuer, key := openSite(t), newSigner(t, "EdDSA")
			most := 1<<size - 1
			// The last one makes their list as long as the standard wants it: so many entries, not so many bits.
			values := map[int]int{0: most, 1: 1, 2: 0, 7: most, 8: most &^ 1, 1000: 1, 1001: most, statuslist.MinBits - 1: most}
			set := map[string]int{}
			for index, value := range values {
				set[fmt.Sprint(index)] = value
			}
			list := issuer.URL + "/status/1"
			theirs := judge.must(t, map[string]any{"kind": "status.list", "suite": bazaar, "list": list, "purpose": "message", "size": size, "set": set}).Document
			bits := statuslist.New(statuslist.MinBits * size)
			for index, value := range values {
				if err := bits.SetValue(index, size, value); err != nil {
					t.Fatal(err)
				}
			}
			ours, err := statuslist.Credential(statuslist.List{ID: list, Issuer: key.did, Purpose: "message", ValidFrom: time.Now().Add(-time.Hour), Bits: bits})
			if err != nil {
				t.Fatal(err)
			}
			document, err := vc.Decode(theirs)
			if err != nil {
				t.Fatal(err)
			}
			indexes := slices.Sorted(maps.Keys(values))
			read := judge.must(t, map[string]any{"kind": "status.values", "document": json.RawMessage(ours), "size": size, "indexes": indexes}).Values
			for n, index := range indexes {
				status, err := statuslist.Lookup(document, statuslist.Entry{Purpose: "message", Index: index, List: list, Size: size}, time.Now())
				if err != nil || status.Value != values[index] {
					t.Errorf("entry %d of theirs: we read %d, not %d: %v", index, status.Value, values[index], err)
				}
				if read[n] != values[index] {
					t.Errorf("entry %d of ours: they read %d, not %d", index, read[n], values[index])
				}
			}
		})
	}
}

// The plain list of 1EdTech, both ways. No package reads it: the judge is
// written from the specification.
func TestPlainRevocationLists(t *testing.T) {
	judge := startJudge(t)
	issuer := openSite(t)
	list := issuer.URL + "/revoked"
	key := newSigner(t, "EdDSA")
	badge := func(id, issuer string) map[string]any {
		b := current.badge(issuer)
		b["@context"] = append(slices.Clone(current.contexts), "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
		b["id"], b["credentialStatus"] = id, map[string]any{"id": list, "type": "1EdTechRevocationList"}
		return b
	}
	const revoked, restored, good = "https://other.example/b/1", "https://other.example/b/2", "https://other.example/b/3"

	t.Run("ours for others", func(t *testing.T) {
		page, err := json.Marshal(statuslist.RevocationList{ID: list, Issuer: key.did, Revoked: []statuslist.Revoked{{Credential: revoked, Reason: "Wrong person"}}})
		if err != nil {
			t.Fatal(err)
		}
		issuer.publish("/revoked", page)
		for id, want := range map[string]bool{revoked: true, good: false} {
			document := key.seal(t, "", encode(t, badge(id, key.did)))
			a := judge.must(t, map[string]any{"kind": "status.plain", "document": json.RawMessage(document)})
			if *a.Revoked != want || want && a.Text != "Wrong person" {
				t.Errorf("they say of %s: %t, %q", id, *a.Revoked, a.Text)
			}
		}
	})
	t.Run("others' for us", func(t *testing.T) {
		documents := map[string][]byte{}
		for _, id := range []string{revoked, restored, good} {
			documents[id] = judge.issue(t, bazaar, badge(id, ""))
		}
		page := func(issuer, list string) []byte {
			return encode(t, map[string]any{"id": list, "issuer": issuer, "revokedCredential": []any{
				map[string]any{"id": revoked, "revocationReason": "Wrong person"}, map[string]any{"id": restored, "revoked": false},
			}})
		}
		by := vc.IssuerID(decode(t, documents[good]))
		issuer.publish("/revoked", page(by, list))
		expectVerdict(t, documents[revoked], verify.Revoked)
		expectVerdict(t, documents[restored], verify.Valid)
		expectVerdict(t, documents[good], verify.Valid)
		issuer.publish("/revoked", page(key.did, list))
		expectVerdict(t, documents[revoked], verify.Unclear)
		issuer.publish("/revoked", page(by, list+"2"))
		expectVerdict(t, documents[revoked], verify.Unclear)
		issuer.publish("/revoked", []byte("<html>"))
		expectVerdict(t, documents[good], verify.Unclear)
	})
}
