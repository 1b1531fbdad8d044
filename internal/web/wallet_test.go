package web_test

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/json"
	"encoding/pem"
	"io"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"laurel/internal/badge"
	"laurel/internal/house"
	"laurel/internal/store/storetest"
	"laurel/test/world"
)

// walletFiles are an operator's certificate for Apple and key for Google.
func walletFiles(t *testing.T) (apple, google string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	private := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	file := private
	for n, owner := range []*rsa.PrivateKey{key, newKey(t)} {
		c := &x509.Certificate{SerialNumber: big.NewInt(int64(n + 1)), NotBefore: world.Start.AddDate(-1, 0, 0), NotAfter: world.Start.AddDate(1, 0, 0), Subject: pkix.Name{
			OrganizationalUnit: []string{"TEAM"}, ExtraNames: []pkix.AttributeTypeAndValue{{Type: asn1.ObjectIdentifier{0, 9, 2342, 19200300, 100, 1, 1}, Value: "pass.org.example"}},
		}}
		der, err := x509.CreateCertificate(rand.Reader, c, c, &owner.PublicKey, owner)
		if err != nil {
			t.Fatal(err)
		}
		file = append(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...)
	}
	account, err := json.Marshal(map[string]string{"client_email": "a@example.org", "private_key": string(private)})
	if err != nil {
		t.Fatal(err)
	}
	apple, google = filepath.Join(t.TempDir(), "apple.pem"), filepath.Join(t.TempDir(), "google.json")
	for name, data := range map[string][]byte{apple: file, google: account} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return apple, google
}

func newKey(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestWithoutCertificatesThereAreNoPasses(t *testing.T) {
	w, door, ada := profiled(t)
	code := strings.TrimPrefix(pathIn(t, w.LetterText(t, badge.LetterIssued, adas), "/b/"), "/b/")
	ada.get("/portfolio/" + code).saysNot("Wallet")
	for _, path := range []string{".pkpass", "/google-wallet"} {
		ada.get("/b/" + code + path).status(http.StatusNotFound)
		raw(t, door, "/b/"+code+path, "*/*").status(http.StatusNotFound)
	}
}

func TestAnEarnerAndNobodyElseGetsPasses(t *testing.T) {
	apple, google := walletFiles(t)
	w := world.Open(t, storetest.SQLiteOptions(t), func(s *house.Settings) {
		s.AppleWallet, s.GoogleWallet, s.GoogleWalletIssuer = apple, google, "3388000000012345678"
	})
	org := w.Found(t, "riverbank", nil)
	code := string(w.Issue(t, w.Badge(t, org.ID, "sail"), "Ada Lovelace <"+adas+">")[0].Code)
	w.Issue(t, w.Badge(t, org.ID, "row"), "Bo <bo@example.org>")
	door := w.Handler()
	ada, bo := signedUp(t, w, door, adas), signedUp(t, w, door, "bo@example.org")
	ada.get("/portfolio/" + code).says("Add to Apple Wallet").says("Add to Google Wallet")

	p := ada.get("/b/" + code + ".pkpass").status(http.StatusOK)
	if h := p.Header; h.Get("Content-Type") != "application/vnd.apple.pkpass" || h.Get("Cache-Control") != "private, no-store" || h.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%v", h)
	}
	var pass struct {
		SerialNumber string
		Voided       bool
	}
	readPass(t, p.body, &pass)
	if pass.SerialNumber != code || pass.Voided {
		t.Errorf("%+v", pass)
	}
	r := ada.request(http.MethodGet, "/b/"+code+"/google-wallet", nil)
	if to := ada.do(r).status(http.StatusSeeOther).Header.Get("Location"); !strings.HasPrefix(to, "https://pay.google.com/gp/v/save/") {
		t.Errorf("leads to %s", to)
	}
	for _, path := range []string{".pkpass", "/google-wallet"} {
		bo.get("/b/" + code + path).status(http.StatusNotFound)
		if p := raw(t, door, "/b/"+code+path, "*/*").status(http.StatusSeeOther); !strings.HasPrefix(p.Header.Get("Location"), "/login") {
			t.Errorf("a stranger is led to %s", p.Header.Get("Location"))
		}
	}

	if err := w.Issuer.Revoke(t.Context(), badge.Host(), org.ID, badge.Code(code), "Because."); err != nil {
		t.Fatal(err)
	}
	readPass(t, ada.get("/b/"+code+".pkpass").status(http.StatusOK).body, &pass)
	if !pass.Voided {
		t.Error("the pass of a revoked badge looks as if it held")
	}
}

func readPass(t *testing.T, file string, into any) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader([]byte(file)), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("pass.json")
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}
