package verify_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/fetch"
	"laurel/internal/house"
	"laurel/internal/store/storetest"
	"laurel/internal/verify"
	"laurel/openbadge"
	"laurel/test/world"
	"laurel/vc/did"
	"laurel/vc/proof"
	"laurel/vc/statuslist"
)

// issuer is somebody else who issues badges, on a server of their own.
type issuer struct {
	mu     sync.Mutex
	at     string // http://127.0.0.1:port
	did    string
	method string
	key    ed25519.PrivateKey
	pages  map[string][]byte // by path
	moved  map[string]string // by path, to an address

	requests atomic.Int64
}

func (i *issuer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	page, there := i.pages[r.URL.Path]
	to := i.moved[r.URL.Path]
	i.mu.Unlock()
	i.requests.Add(1)
	if to != "" {
		http.Redirect(w, r, to, http.StatusFound)
		return
	}
	if !there {
		http.NotFound(w, r)
		return
	}
	_, _ = w.Write(page)
}

// publish puts something at a path; nothing takes it away.
func (i *issuer) publish(path string, page []byte) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.pages[path] = page
	if page == nil {
		delete(i.pages, path)
	}
}

// move makes a path lead to an address.
func (i *issuer) move(path, address string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.moved[path] = address
}

func anIssuer(t *testing.T, seed byte) *issuer {
	t.Helper()
	i := &issuer{pages: map[string][]byte{}, moved: map[string]string{}, key: ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))}
	server := httptest.NewServer(i)
	t.Cleanup(server.Close)
	i.at = server.URL
	i.did = "did:web:" + strings.ReplaceAll(strings.TrimPrefix(server.URL, "http://"), ":", "%3A") + ":o:academy"
	i.method = i.did + "#key-1"
	i.publish("/o/academy/did.json", i.document(t))
	return i
}

// document is the issuer's DID document with its one key.
func (i *issuer) document(t *testing.T) []byte {
	t.Helper()
	d, err := json.Marshal(did.NewDocument(i.did, did.Method{ID: i.method, Controller: i.did, Key: i.key.Public().(ed25519.PublicKey)}))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// badge is a credential of this issuer before it is signed.
func (i *issuer) badge() openbadge.Credential {
	return openbadge.Credential{
		ID: i.at + "/badges/1", Name: "Algebra", ValidFrom: world.Start.Add(-time.Hour), Issuer: openbadge.Profile{ID: i.did, Name: "The Academy"},
		Subject: openbadge.AchievementSubject{
			ID: "urn:uuid:7f3c2f3e-5a43-4d0e-9d7c-0a6a1c5b7f10", Identifier: []openbadge.IdentityObject{openbadge.PlainName("Emmy Noether")},
			Achievement: openbadge.Achievement{ID: i.at + "/a/1", Name: "Algebra", Description: "Knows rings.", Criteria: openbadge.Criteria{Narrative: "Prove it."}},
		},
		Status: &statuslist.Entry{ID: i.at + "/status/1#7", Purpose: "revocation", Index: 7, List: i.at + "/status/1"},
	}
}

func (i *issuer) unsigned(t *testing.T, change func(*openbadge.Credential)) []byte {
	t.Helper()
	c := i.badge()
	if change != nil {
		change(&c)
	}
	unsigned, err := c.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return unsigned
}

// sign signs any document with the issuer's key.
func (i *issuer) sign(t *testing.T, unsigned []byte) []byte {
	t.Helper()
	prepared, err := proof.Prepare(unsigned, proof.Options{VerificationMethod: i.method, Created: world.Start})
	if err != nil {
		t.Fatal(err)
	}
	signed, err := proof.Sign(t.Context(), prepared, func(message []byte) ([]byte, error) { return ed25519.Sign(i.key, message), nil })
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// list is a signed status list with some bits set.
func (i *issuer) list(t *testing.T, change func(*statuslist.List), set ...int) []byte {
	t.Helper()
	l := statuslist.List{ID: i.at + "/status/1", Issuer: i.did, Purpose: "revocation", ValidFrom: world.Start.Add(-time.Hour), Bits: statuslist.New(statuslist.MinBits)}
	for _, index := range set {
		if err := l.Bits.Set(index, true); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(&l)
	}
	unsigned, err := statuslist.Credential(l)
	if err != nil {
		t.Fatal(err)
	}
	return i.sign(t, unsigned)
}

// local opens a world on this machine: only there are servers on loopback read.
func local(t *testing.T) *world.World {
	t.Helper()
	return world.Open(t, storetest.SQLiteOptions(t), func(s *house.Settings) { s.PublicURL = "http://localhost:8080" })
}

func TestForeignBadges(t *testing.T) {
	w := local(t)
	academy, other := anIssuer(t, 1), anIssuer(t, 2)
	for _, c := range []struct {
		name                      string
		badge                     func() []byte // default: a good one
		list                      []byte        // default: nobody is revoked
		document                  []byte        // default: the issuer's own
		verdict                   verify.Verdict
		signature, issuer, status verify.Result
		says                      string // in the sentence or detail of the first check that does not pass
	}{
		{name: "good", verdict: verify.Valid, signature: verify.Pass, issuer: verify.Pass, status: verify.Pass},
		{
			name: "without a status", badge: func() []byte {
				return academy.sign(t, academy.unsigned(t, func(c *openbadge.Credential) { c.Status = nil }))
			}, verdict: verify.Valid, signature: verify.Pass, issuer: verify.Pass, status: verify.Pass,
		},
		{name: "revoked", list: academy.list(t, nil, 7), verdict: verify.Revoked, signature: verify.Pass, issuer: verify.Pass, status: verify.Fail, says: "revoked"},
		{name: "somebody else is revoked", list: academy.list(t, nil, 6, 8), verdict: verify.Valid, signature: verify.Pass, issuer: verify.Pass, status: verify.Pass},
		{
			name: "suspended", badge: func() []byte {
				return academy.sign(t, academy.unsigned(t, func(c *openbadge.Credential) { c.Status.Purpose = "suspension" }))
			}, list: academy.list(t, func(l *statuslist.List) { l.Purpose = "suspension" }, 7),
			verdict: verify.Suspended, signature: verify.Pass, issuer: verify.Pass, status: verify.Fail, says: "suspended",
		},
		{
			name: "expired", badge: func() []byte {
				return academy.sign(t, academy.unsigned(t, func(c *openbadge.Credential) { c.ValidUntil = world.Start.Add(-time.Second) }))
			}, verdict: verify.Expired, signature: verify.Pass, issuer: verify.Pass, status: verify.Pass, says: "expired",
		},
		{
			name: "not valid yet", badge: func() []byte {
				return academy.sign(t, academy.unsigned(t, func(c *openbadge.Credential) { c.ValidFrom = world.Start.Add(time.Second) }))
			}, verdict: verify.NotYet, signature: verify.Pass, issuer: verify.Pass, status: verify.Pass, says: "not valid yet",
		},
		{name: "list is gone", list: []byte{}, verdict: verify.Unclear, signature: verify.Pass, issuer: verify.Pass, status: verify.Unknown, says: "404"},
		{name: "list is a web page", list: []byte("<html>"), verdict: verify.Unclear, signature: verify.Pass, issuer: verify.Pass, status: verify.Unknown, says: "could not be read"},
		{
			name: "list of another issuer", list: other.list(t, func(l *statuslist.List) { l.ID = academy.at + "/status/1" }),
			verdict: verify.Unclear, signature: verify.Pass, issuer: verify.Pass, status: verify.Unknown, says: "issued by did:web",
		},
		{
			name: "list in the issuer's name, signed by another", list: other.list(t, func(l *statuslist.List) { l.ID, l.Issuer = academy.at+"/status/1", academy.did }),
			verdict: verify.Unclear, signature: verify.Pass, issuer: verify.Pass, status: verify.Unknown, says: "could not be read",
		},
		{
			name: "list changed after signing", list: bytes.Replace(academy.list(t, nil, 7), []byte(`"statusPurpose":"revocation"`), []byte(`"statusPurpose":"suspension"`), 1),
			verdict: verify.Unclear, signature: verify.Pass, issuer: verify.Pass, status: verify.Unknown, says: "signature does not fit",
		},
		{
			name: "unsigned list", list: func() []byte {
				unsigned, _ := statuslist.Credential(statuslist.List{ID: academy.at + "/status/1", Issuer: academy.did, Purpose: "revocation", ValidFrom: world.Start, Bits: statuslist.New(1)})
				return unsigned
			}(), verdict: verify.Unclear, signature: verify.Pass, issuer: verify.Pass, status: verify.Unknown, says: "not signed",
		},
		{
			name: "another list of the issuer", list: academy.list(t, func(l *statuslist.List) { l.ID = academy.at + "/status/2" }),
			verdict: verify.Unclear, signature: verify.Pass, issuer: verify.Pass, status: verify.Unknown, says: "does not answer",
		},
		{
			name: "list has expired", list: academy.list(t, func(l *statuslist.List) { l.ValidUntil = world.Start.Add(-time.Minute) }),
			verdict: verify.Unclear, signature: verify.Pass, issuer: verify.Pass, status: verify.Unknown, says: "was valid until",
		},
		{
			name: "index outside the list", badge: func() []byte {
				return academy.sign(t, academy.unsigned(t, func(c *openbadge.Credential) { c.Status.Index = 1 << 20 }))
			}, verdict: verify.Unclear, signature: verify.Pass, issuer: verify.Pass, status: verify.Unknown, says: "does not answer",
		},
		{
			name: "status of an unknown kind", badge: func() []byte {
				return academy.sign(t, bytes.Replace(academy.unsigned(t, nil), []byte(`"credentialStatus":{`), []byte(`"credentialStatus":{"statusSize":2,`), 1))
			}, verdict: verify.Unclear, signature: verify.Pass, issuer: verify.Pass, status: verify.Unknown, says: "cannot be read here",
		},
		{name: "issuer's server knows nothing", document: []byte{}, verdict: verify.Unclear, signature: verify.Unknown, issuer: verify.Unknown, says: "404"},
		{name: "issuer's document is broken", document: []byte("{"), verdict: verify.Unclear, signature: verify.Unknown, issuer: verify.Unknown, says: "key could not be had"},
		{name: "document of another issuer", document: other.document(t), verdict: verify.Unclear, signature: verify.Unknown, issuer: verify.Unknown, says: "key could not be had"},
		{
			name: "key is not in the document", document: bytes.ReplaceAll(academy.document(t), []byte("#key-1"), []byte("#key-2")),
			verdict: verify.Invalid, signature: verify.Unknown, issuer: verify.Fail, says: "does not know the key",
		},
		{
			name: "key may not issue", document: bytes.Replace(academy.document(t), []byte("assertionMethod"), []byte("authentication"), 1),
			verdict: verify.Invalid, signature: verify.Unknown, issuer: verify.Fail, says: "does not know the key",
		},
		{
			name: "another name", badge: func() []byte {
				return bytes.Replace(academy.sign(t, academy.unsigned(t, nil)), []byte("Emmy"), []byte("Emma"), 1)
			}, verdict: verify.Invalid, signature: verify.Fail, issuer: verify.Pass, says: "changed after it was signed",
		},
		{
			name: "signed by another in the issuer's name", badge: func() []byte { return other.sign(t, academy.unsigned(t, nil)) },
			verdict: verify.Invalid, signature: verify.Unknown, issuer: verify.Fail, says: "somebody other than the issuer",
		},
		{
			name: "signed by another under the issuer's key name", badge: func() []byte {
				forger := &issuer{key: other.key, method: academy.method}
				return forger.sign(t, academy.unsigned(t, nil))
			}, verdict: verify.Invalid, signature: verify.Fail, issuer: verify.Pass, says: "not signed by its issuer",
		},
		{name: "not signed", badge: func() []byte { return academy.unsigned(t, nil) }, verdict: verify.Invalid, signature: verify.Fail, issuer: verify.Unknown, says: "not signed"},
		{
			name: "a proof of an unknown kind", badge: func() []byte {
				return bytes.Replace(academy.sign(t, academy.unsigned(t, nil)), []byte("eddsa-rdfc-2022"), []byte("eddsa-moon-2099"), 1)
			}, verdict: verify.Unclear, signature: verify.Unknown, issuer: verify.Pass, says: "kind that cannot be checked",
		},
		{
			name: "an issuer that cannot be looked up", badge: func() []byte {
				i := &issuer{key: academy.key, method: "did:example:1#key", did: "did:example:1", at: academy.at}
				return i.sign(t, i.unsigned(t, nil))
			}, verdict: verify.Unclear, signature: verify.Unknown, issuer: verify.Unknown, says: "did:web and did:key only",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			academy.publish("/status/1", orNone(c.list, academy.list(t, nil)))
			academy.publish("/o/academy/did.json", orNone(c.document, academy.document(t)))
			document := academy.sign(t, academy.unsigned(t, nil))
			if c.badge != nil {
				document = c.badge()
			}
			r, err := w.Verifier.Document(t.Context(), document)
			if err != nil {
				t.Fatal(err)
			}
			if r.Verdict != c.verdict || of(r, "signature").Result != c.signature || of(r, "issuer").Result != c.issuer || of(r, "status").Result != c.status {
				t.Errorf("%s, want %s: %+v", r.Verdict, c.verdict, r.Checks)
			}
			if shown := c.signature == verify.Pass; r.Shown != shown || (r.View.Recipient.Name != "") != shown {
				t.Errorf("shown %t: %+v", r.Shown, r.View)
			}
			if c.signature == verify.Pass && (r.Domain != strings.TrimPrefix(academy.at, "http://") || r.Issuer != academy.did) {
				t.Errorf("vouched for by %s for %s", r.Domain, r.Issuer)
			}
			if said := fmt.Sprint(r.Checks); !strings.Contains(said, c.says) {
				t.Errorf("nothing says %q: %s", c.says, said)
			}
		})
	}
}

// orNone is the page itself, nothing for an empty page, or the usual one for nil.
func orNone(page, usual []byte) []byte {
	if page == nil {
		return usual
	}
	if len(page) == 0 {
		return nil
	}
	return page
}

// A list that was read once is read again: a revocation is seen at once.
func TestForeignRevocationIsSeenAtOnce(t *testing.T) {
	w, academy := local(t), anIssuer(t, 1)
	signed := academy.sign(t, academy.unsigned(t, nil))
	for n, want := range []verify.Verdict{verify.Valid, verify.Revoked, verify.Valid} {
		academy.publish("/status/1", academy.list(t, nil, []int{7}[:n%2]...))
		if r, err := w.Verifier.Document(t.Context(), signed); err != nil || r.Verdict != want {
			t.Errorf("look %d: %s, %v; want %s", n, r.Verdict, err, want)
		}
	}
}

// Two issuers with the same key are two issuers: one's list does not speak for
// the other's badges, also not when it was read a moment ago.
func TestAListSpeaksForItsOwnIssuer(t *testing.T) {
	w, academy, twin := local(t), anIssuer(t, 1), anIssuer(t, 1)
	academy.publish("/status/1", academy.list(t, nil))
	if r, err := w.Verifier.Document(t.Context(), academy.sign(t, academy.unsigned(t, nil))); err != nil || r.Verdict != verify.Valid {
		t.Fatalf("%s, %v", r.Verdict, err)
	}
	borrowed := twin.sign(t, twin.unsigned(t, func(c *openbadge.Credential) {
		c.Status.ID, c.Status.List = academy.at+"/status/1#7", academy.at+"/status/1"
	}))
	if r, err := w.Verifier.Document(t.Context(), borrowed); err != nil || r.Verdict != verify.Unclear {
		t.Errorf("%s, %v; want unclear", r.Verdict, err)
	}
}

func TestIssuersKnownByTheirKeyAlone(t *testing.T) {
	w, academy := local(t), anIssuer(t, 3)
	key := did.EncodeKey(academy.key.Public().(ed25519.PublicKey))
	i := &issuer{key: academy.key, did: "did:key:" + key, method: "did:key:" + key + "#" + key, at: academy.at}
	r, err := w.Verifier.Document(t.Context(), i.sign(t, i.unsigned(t, func(c *openbadge.Credential) { c.Status = nil })))
	if err != nil || r.Verdict != verify.Valid || of(r, "issuer").Result != verify.Warn || r.Domain != "" || r.Issuer != i.did {
		t.Errorf("%s, %q, %+v, %v", r.Verdict, r.Domain, of(r, "issuer"), err)
	}
}

// Some issuers are web addresses, and so are their keys.
func TestIssuersKnownByAnAddress(t *testing.T) {
	w, academy := local(t), anIssuer(t, 1)
	i := &issuer{key: academy.key, did: academy.at + "/issuers/7", method: academy.at + "/keys/7", at: academy.at}
	signed := i.sign(t, i.unsigned(t, func(c *openbadge.Credential) { c.Status = nil }))
	text := did.EncodeKey(academy.key.Public().(ed25519.PublicKey))
	for name, c := range map[string]struct {
		controller, more string
		want             verify.Verdict
	}{
		"good":                       {i.did, "", verify.Valid},
		"good for a while":           {i.did, `,"expires":"2026-04-01T00:00:00Z"`, verify.Valid},
		"expired":                    {i.did, `,"expires":"2026-03-01T00:00:00Z"`, verify.Invalid},
		"revoked":                    {i.did, `,"revoked":"2026-03-01T00:00:00Z"`, verify.Invalid},
		"revoked, nobody knows when": {i.did, `,"revoked":"yesterday"`, verify.Unclear},
		"of another issuer there":    {academy.at + "/issuers/8", "", verify.Invalid},
		"of nobody":                  {"", "", verify.Invalid},
	} {
		academy.publish("/keys/7", fmt.Appendf(nil, `{"id":%q,"type":"Multikey","controller":%q,"publicKeyMultibase":%q%s}`, i.method, c.controller, text, c.more))
		r, err := w.Verifier.Document(t.Context(), signed)
		if err != nil || r.Verdict != c.want || r.Shown != (c.want == verify.Valid) {
			t.Errorf("%s: %s, %v: %+v", name, r.Verdict, err, r.Checks)
		}
	}
}

// A flaw is told and is no forgery.
func TestABadgeThatBreaksARule(t *testing.T) {
	w, academy := local(t), anIssuer(t, 1)
	unsigned := bytes.Replace(academy.unsigned(t, func(c *openbadge.Credential) { c.Status = nil }), []byte(`"criteria":{"narrative":"Prove it."},`), nil, 1)
	unsigned = bytes.Replace(unsigned, []byte(`,"criteria":{"narrative":"Prove it."}`), nil, 1)
	r, err := w.Verifier.Document(t.Context(), academy.sign(t, unsigned))
	if c := of(r, "shape"); err != nil || r.Verdict != verify.Valid || c.Result != verify.Warn || !strings.Contains(c.Detail, "criteria") {
		t.Errorf("%s, %+v, %v", r.Verdict, c, err)
	}
}

// A credential about several is shown as one about the first, and says so.
func TestACredentialAboutSeveral(t *testing.T) {
	w, academy := local(t), anIssuer(t, 1)
	unsigned := string(academy.unsigned(t, func(c *openbadge.Credential) {
		c.Status, c.Subject.Identifier = nil, []openbadge.IdentityObject{openbadge.HashedEmail("emmy@example.org", "salt")}
	}))
	_, rest, _ := strings.Cut(unsigned, `"credentialSubject":`)
	var subject json.RawMessage
	if err := json.NewDecoder(strings.NewReader(rest)).Decode(&subject); err != nil {
		t.Fatal(err)
	}
	second := strings.Replace(string(subject), "7f3c2f3e", "8f3c2f3e", 1)
	several := strings.Replace(unsigned, string(subject), "["+string(subject)+","+second+"]", 1)
	r, err := w.Verifier.Document(t.Context(), academy.sign(t, []byte(several)))
	if c := of(r, "subjects"); err != nil || r.Verdict != verify.Valid || c.Result != verify.Warn || !strings.Contains(c.Sentence.String(), "about 2 people or things") {
		t.Errorf("%s, %+v, %v", r.Verdict, c, err)
	}
	if r.CheckRecipient("second@example.org"); of(r, "recipient").Result != verify.Unknown {
		t.Errorf("a recipient who may be the second: %+v", of(r, "recipient"))
	}
	one, err := w.Verifier.Document(t.Context(), academy.sign(t, []byte(unsigned)))
	if c := of(one, "subjects"); err != nil || c.Name != "" {
		t.Errorf("with one subject: %+v, %v", c, err)
	}
}

// Every proof has to hold: a good one must not hide a forged one.
func TestEveryProofHasToHold(t *testing.T) {
	w, academy, other := local(t), anIssuer(t, 1), anIssuer(t, 2)
	forger := &issuer{key: other.key, method: academy.method}
	proofs := func(document []byte) []any {
		var o struct{ Proof []any }
		if err := json.Unmarshal(document, &o); err != nil {
			t.Fatal(err)
		}
		return o.Proof
	}
	unsigned := academy.unsigned(t, func(c *openbadge.Credential) { c.Status = nil })
	good, bad := proofs(academy.sign(t, unsigned)), proofs(forger.sign(t, unsigned))
	for name, c := range map[string]struct {
		proofs []any
		want   verify.Verdict
	}{
		"twice the same": {append(good, good...), verify.Valid}, "a bad one last": {append(good, bad...), verify.Invalid},
		"a bad one first": {append(bad, good...), verify.Invalid}, "none": {[]any{}, verify.Invalid},
	} {
		list, err := json.Marshal(c.proofs)
		if err != nil {
			t.Fatal(err)
		}
		r, err := w.Verifier.Document(t.Context(), append(append(unsigned[:len(unsigned)-1:len(unsigned)-1], `,"proof":`...), append(list, '}')...))
		if err != nil || r.Verdict != c.want {
			t.Errorf("%s: %s, %v; want %s", name, r.Verdict, err, c.want)
		}
	}
}

func TestForeignAddresses(t *testing.T) {
	w, academy := local(t), anIssuer(t, 1)
	academy.publish("/badges/1", academy.sign(t, academy.unsigned(t, nil)))
	academy.publish("/status/1", academy.list(t, nil))
	academy.publish("/page", []byte("<!doctype html>"))
	if r, err := w.Verifier.Address(t.Context(), academy.at+"/badges/1"); err != nil || r.Verdict != verify.Valid {
		t.Errorf("%s, %v", r.Verdict, err)
	}
	for typed, says := range map[string]string{
		academy.at + "/nothing":      "404",
		academy.at + "/page":         "neither a badge",
		"http://127.0.0.1:1/b":       "",
		"https://169.254.169.254/":   "",
		"ftp://example.org/badge":    "",
		"":                           "",
		"no address at all":          "",
		"https://10.0.0.1/b.json":    "",
		"javascript:alert(1)":        "",
		"http://example.org/b":       "https",
		"file:///etc/passwd":         "",
		strings.Repeat("long", 9999): "",
	} {
		var invalid *badge.Invalid
		if r, err := w.Verifier.Address(t.Context(), typed); !errors.As(err, &invalid) || !strings.Contains(invalid.Fields["address"], says) || invalid.Fields["address"] == "" {
			t.Errorf("%.40q: %s, %v", typed, r.Verdict, err)
		}
	}
}

// A verifier without an installation reads everything from where it is published.
func TestAStranger(t *testing.T) {
	academy := anIssuer(t, 1)
	academy.publish("/badges/1", academy.sign(t, academy.unsigned(t, nil)))
	academy.publish("/status/1", academy.list(t, nil))
	stranger := verify.NewStranger(fetch.New(fetch.Options{AllowLoopback: true}), func() time.Time { return world.Start })
	if r, err := stranger.Address(t.Context(), academy.at+"/badges/1"); err != nil || r.Verdict != verify.Valid {
		t.Errorf("%s, %v", r.Verdict, err)
	}
	var invalid *badge.Invalid
	if _, err := stranger.Address(t.Context(), "7K3M9QX2W4TA"); !errors.As(err, &invalid) {
		t.Errorf("a bare code: %v", err)
	}
}
