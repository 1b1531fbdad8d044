package wallet_test

import (
	"archive/zip"
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"io"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"laurel/internal/wallet"
)

var now = time.Date(2026, time.March, 2, 10, 0, 0, 0, time.UTC)

// authority is who certifies, down to a certificate for passes.
type authority struct {
	root []byte // PEM
	file []byte // PEM: the pass certificate, its key, the one between
}

func pemOf(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

// certify makes a root, an intermediate and a certificate for passes.
func certify(t *testing.T) authority {
	t.Helper()
	made := func(serial int64, subject pkix.Name, ca bool, parent *x509.Certificate, parentKey *rsa.PrivateKey) (*x509.Certificate, *rsa.PrivateKey) {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			t.Fatal(err)
		}
		c := &x509.Certificate{
			SerialNumber: big.NewInt(serial), Subject: subject, NotBefore: now.AddDate(-1, 0, 0), NotAfter: now.AddDate(20, 0, 0), IsCA: ca, BasicConstraintsValid: true,
			KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		}
		if parent == nil {
			parent, parentKey = c, key
		}
		der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, parentKey)
		if err != nil {
			t.Fatal(err)
		}
		c, err = x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		return c, key
	}
	root, rootKey := made(1, pkix.Name{CommonName: "Root"}, true, nil, nil)
	between, betweenKey := made(2, pkix.Name{CommonName: "Between"}, true, root, rootKey)
	name := pkix.Name{CommonName: "Pass Type ID", OrganizationalUnit: []string{"TEAM123456"}, ExtraNames: []pkix.AttributeTypeAndValue{
		{Type: asn1.ObjectIdentifier{0, 9, 2342, 19200300, 100, 1, 1}, Value: "pass.org.example.badges"},
	}}
	own, key := made(3, name, false, between, betweenKey)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return authority{
		root: pemOf("CERTIFICATE", root.Raw),
		file: bytes.Join([][]byte{pemOf("CERTIFICATE", between.Raw), pemOf("PRIVATE KEY", pkcs8), pemOf("CERTIFICATE", own.Raw)}, []byte("Bag Attributes\n")),
	}
}

func aPass() wallet.Pass {
	return wallet.Pass{
		Serial: "7KQ2M9XWTR4H", URL: "https://badges.example.org/b/7KQ2M9XWTR4H", Language: "en", Badge: `Wound "Care" é`, Organization: "Riverbank College", Earner: "María José Núñez",
		Issued: time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC), Expires: time.Date(2029, time.March, 1, 23, 59, 59, 0, time.UTC), Color: "#0f766e", PictureURL: "https://badges.example.org/media/a.png",
		Pictures: wallet.Pictures{Small: []byte("small"), Medium: []byte("medium"), Large: []byte("large"), Logo: []byte("logo")},
		Labels:   wallet.Labels{Badge: "Badge", Earner: "Earned by", Issued: "Issued", Expires: "Valid until", Verify: "Verify"},
	}
}

func opened(t *testing.T, pass []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(pass), int64(len(pass)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func TestAnApplePassIsWhatThePhoneExpects(t *testing.T) {
	by := certify(t)
	a, err := wallet.OpenApple(by.file)
	if err != nil {
		t.Fatal(err)
	}
	pass, err := a.Pass(aPass(), now)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := a.Pass(aPass(), now); err != nil || !bytes.Equal(pass, again) {
		t.Errorf("the same pass has other bytes, %v", err)
	}
	files := opened(t, pass)

	var sums map[string]string
	if err := json.Unmarshal(files["manifest.json"], &sums); err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		sum := sha1.Sum(data)
		if name != "manifest.json" && name != "signature" && sums[name] != hex.EncodeToString(sum[:]) {
			t.Errorf("the manifest has %s for %s", sums[name], name)
		}
	}
	if len(sums) != len(files)-2 || files["icon.png"] == nil || files["thumbnail@2x.png"] == nil {
		t.Errorf("%d sums for %d files", len(sums), len(files))
	}

	var d struct {
		FormatVersion                                                    int
		PassTypeIdentifier, TeamIdentifier, SerialNumber, ExpirationDate string
		OrganizationName, Description, BackgroundColor, ForegroundColor  string
		Voided                                                           bool
		Barcodes                                                         []struct{ Format, Message, MessageEncoding string }
		Generic                                                          map[string][]struct{ Key, Label, Value, DateStyle string }
	}
	if err := json.Unmarshal(files["pass.json"], &d); err != nil {
		t.Fatal(err)
	}
	if d.FormatVersion != 1 || d.PassTypeIdentifier != "pass.org.example.badges" || d.TeamIdentifier != "TEAM123456" || d.SerialNumber != "7KQ2M9XWTR4H" || d.Voided || d.ExpirationDate != "2029-03-01T23:59:59Z" {
		t.Errorf("%+v", d)
	}
	if d.BackgroundColor != "rgb(15, 118, 110)" || d.ForegroundColor != "rgb(255, 255, 255)" || len(d.Barcodes) != 1 || d.Barcodes[0].Message != aPass().URL || d.Barcodes[0].Format != "PKBarcodeFormatQR" {
		t.Errorf("%+v", d)
	}
	if got := d.Generic["primaryFields"][0].Value; got != aPass().Badge {
		t.Errorf("the badge is called %q", got)
	}
	if got := d.Generic["auxiliaryFields"][1].Value; got != "2029-03-01T23:59:59Z" {
		t.Errorf("valid until %s, not the last day", got)
	}
	judged(t, by, files)
}

// judged has the signature verified by somebody else's program.
func judged(t *testing.T, by authority, files map[string][]byte) {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Fatal("openssl is not installed; it judges the signature")
	}
	dir := t.TempDir()
	for name, data := range map[string][]byte{"root.pem": by.root, "signature": files["signature"], "manifest.json": files["manifest.json"], "other.json": append(files["manifest.json"], ' ')} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	verify := func(content string) ([]byte, error) {
		cmd := exec.CommandContext(t.Context(), "openssl", "smime", "-verify", "-binary", "-inform", "DER", "-in", "signature", "-content", content, "-CAfile", "root.pem", "-purpose", "any", "-attime", "1772445600")
		cmd.Dir = dir
		return cmd.CombinedOutput()
	}
	if out, err := verify("manifest.json"); err != nil || !bytes.Contains(out, []byte("successful")) {
		t.Errorf("the signature does not hold: %v %s", err, out)
	}
	if out, err := verify("other.json"); err == nil {
		t.Errorf("the signature holds for something else: %s", out)
	}
}

func TestFilesThatCannotSignAreRefusedWithAReason(t *testing.T) {
	by, other := certify(t), certify(t)
	blocks := bytes.Split(by.file, []byte("Bag Attributes\n"))
	foreign := bytes.Split(other.file, []byte("Bag Attributes\n"))
	for name, c := range map[string]struct {
		file []byte
		says string
	}{
		"nothing":                   {nil, "needs"},
		"no key":                    {append(blocks[0], blocks[2]...), "needs"},
		"no intermediate":           {append(bytes.Clone(blocks[1]), blocks[2]...), "needs"},
		"somebody else's key":       {bytes.Join([][]byte{blocks[0], foreign[1], blocks[2]}, nil), "does not belong"},
		"a key that is none":        {append(pemOf("PRIVATE KEY", []byte("x")), by.file...), "the key"},
		"a certificate that is not": {append(pemOf("CERTIFICATE", []byte("x")), by.file...), "a certificate"},
	} {
		if _, err := wallet.OpenApple(c.file); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, c := range map[string]struct{ file, issuer, says string }{
		"no JSON":   {"x", "3388000000012345678", "not the JSON key"},
		"no key":    {`{"client_email":"a@b","private_key":""}`, "3388000000012345678", "no private key"},
		"no issuer": {account(t, key(t)), "mine", "issuer ID"},
	} {
		if _, err := wallet.OpenGoogle([]byte(c.file), c.issuer); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func key(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func account(t *testing.T, k *rsa.PrivateKey) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(map[string]string{"type": "service_account", "client_email": "badges@example.iam.gserviceaccount.com", "private_key": string(pemOf("PRIVATE KEY", der))})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAGoogleLinkCarriesASignedPass(t *testing.T) {
	k := key(t)
	g, err := wallet.OpenGoogle([]byte(account(t, k)), "3388000000012345678")
	if err != nil {
		t.Fatal(err)
	}
	p := aPass()
	p.Void = true
	link, err := g.Link(p, now)
	if err != nil {
		t.Fatal(err)
	}
	token, is := strings.CutPrefix(link, "https://pay.google.com/gp/v/save/")
	parts := strings.Split(token, ".")
	if !is || len(parts) != 3 || len(link) > 2000 {
		t.Fatalf("%d characters: %s", len(link), link)
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if err != nil || rsa.VerifyPKCS1v15(&k.PublicKey, crypto.SHA256, digest[:], signature) != nil {
		t.Errorf("the signature does not hold, %v", err)
	}
	body, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	var claims struct {
		Iss, Aud, Typ string
		Iat           int64
		Payload       struct {
			GenericClasses []struct{ ID string }
			GenericObjects []struct {
				ID, ClassID, State, HexBackgroundColor string
				Header                                 struct {
					DefaultValue struct{ Language, Value string }
				}
				Barcode struct{ Type, Value string }
			}
		}
	}
	if err := json.Unmarshal(body, &claims); err != nil {
		t.Fatal(err)
	}
	o := claims.Payload.GenericObjects[0]
	if claims.Iss != "badges@example.iam.gserviceaccount.com" || claims.Aud != "google" || claims.Typ != "savetowallet" || claims.Iat != now.Unix() {
		t.Errorf("%+v", claims)
	}
	if o.ID != "3388000000012345678.7KQ2M9XWTR4H" || o.ClassID != claims.Payload.GenericClasses[0].ID || o.State != "INACTIVE" || o.Header.DefaultValue.Value != p.Badge || o.Barcode.Value != p.URL {
		t.Errorf("%+v", o)
	}
}
