package interop_test

import (
	"bytes"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/house"
	"laurel/internal/store/storetest"
	"laurel/internal/verify"
	"laurel/test/world"
)

// served is a house that serves on this machine, with an organization that
// offers its badges in the forms that are chosen.
func served(t *testing.T, forms badge.ProofForms) (w *world.World, org badge.Organization) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	w = world.Open(t, storetest.SQLiteOptions(t), func(s *house.Settings) { s.PublicURL, s.Now = "http://localhost:"+port, time.Now })
	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: w.Handler()}}
	server.Start()
	t.Cleanup(server.Close)
	return w, w.Found(t, "riverbank", func(o *badge.Organization) { o.Forms = forms })
}

// What the server makes of one stored credential: a token, a drawing, and the
// twins of Open Badges 2.0.
func TestServedFormsAreGoodForOthers(t *testing.T) {
	judge := startJudge(t)
	w, org := served(t, badge.ProofForms{JWT: true, Hosted: true})
	issued := w.Issue(t, w.Badge(t, org.ID, "sail"), "María José “Pepa” Núñez <ada@example.org>", "Bob <bob@example.org>")
	at := w.PublicURL + "/b/" + string(issued[0].Code)
	document := download(t, at+".json")
	expectGood(t, judge.verify(t, bazaar, document))

	t.Run("drawing", func(t *testing.T) {
		drawing := download(t, at+".svg")
		if got := judge.unbake(t, drawing); !bytes.Equal(got, document) {
			t.Errorf("they read %s", got)
		}
		expectVerdict(t, drawing, verify.Valid)
	})
	t.Run("token", func(t *testing.T) {
		token := string(download(t, at+".jwt"))
		expectVerdict(t, []byte(token), verify.Valid)
		claims := claimsOf(t, token)
		key := download(t, w.PublicURL+"/o/riverbank/keys/2")
		ask := func(token string) answer {
			return judge.ask(t, map[string]any{"kind": "token.verify", "text": token, "algorithm": "RS256", "jwk": json.RawMessage(key)})
		}
		a := ask(token)
		if !a.Verified || a.Header["kid"] != w.PublicURL+"/o/riverbank/keys/2" || len(a.Header) != 3 {
			t.Fatalf("they refuse it: %s, %v", a.Error, a.Header)
		}
		bare := decode(t, document)
		delete(bare, "proof")
		if want := tokenForms[0].claims(bare); !reflect.DeepEqual(decode(t, a.Document), decode(t, encode(t, want))) {
			t.Errorf("they read %s", a.Document)
		}
		for _, change := range append(tamperings, statusTamperings...) {
			changed := forged(t, token, decode(t, tampered(t, encode(t, claims), change)))
			if a := ask(changed); a.Verified {
				t.Errorf("%s: they accept it", change.name)
			}
			expectRefused(t, change.name, changed)
		}
	})
	t.Run("Open Badges 2.0", func(t *testing.T) {
		assertion := download(t, w.PublicURL+"/ob2/b/"+string(issued[0].Code)+".json")
		picture := download(t, at+".png?v=2")
		if got := judge.must(t, map[string]any{"kind": "picture.unbake2", "image": picture}).Text; got != string(assertion) {
			t.Errorf("they read %s", got)
		}
		for name, handed := range map[string][]byte{"JSON": assertion, "PNG": picture} {
			if r := expectVerdict(t, handed, verify.Valid); r.View.Name != "Badge sail" || !r.CheckRecipient("ada@example.org") {
				t.Errorf("%s: %+v", name, r.View)
			}
		}
		if err := w.Issuer.Revoke(t.Context(), badge.Host(), org.ID, issued[1].Code, "Sank."); err != nil {
			t.Fatal(err)
		}
		gone := strings.ReplaceAll(string(assertion), string(issued[0].Code), string(issued[1].Code))
		expectVerdict(t, []byte(gone), verify.Revoked)
	})
}

// The server's plain list of revoked credentials, which everybody can read.
func TestServedPlainListIsReadByOthers(t *testing.T) {
	judge := startJudge(t)
	w, org := served(t, badge.ProofForms{PlainList: true})
	issued := w.Issue(t, w.Badge(t, org.ID, "sail"), "Ada <ada@example.org>", "Bob <bob@example.org>")
	if err := w.Issuer.Revoke(t.Context(), badge.Host(), org.ID, issued[0].Code, "Sank."); err != nil {
		t.Fatal(err)
	}
	for n, verdict := range []verify.Verdict{verify.Revoked, verify.Valid} {
		document := download(t, w.PublicURL+"/b/"+string(issued[n].Code)+".json")
		expectVerdict(t, document, verdict)
		if a := judge.shape(t, document); !a.Verified {
			t.Errorf("a wallet does not take it: %s", a.Error)
		}
		a := judge.must(t, map[string]any{"kind": "status.plain", "document": json.RawMessage(document)})
		if want := verdict == verify.Revoked; *a.Revoked != want || want && a.Text != "Sank." {
			t.Errorf("they say of credential %d: %t, %q", n, *a.Revoked, a.Text)
		}
	}
}
