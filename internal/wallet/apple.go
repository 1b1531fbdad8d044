package wallet

import (
	"archive/zip"
	"bytes"
	"crypto/rsa"
	"crypto/sha1" // the format of passes asks for it; what is signed is a SHA-256
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Apple signs passes for Apple Wallet.
type Apple struct {
	certificate *x509.Certificate
	chain       []*x509.Certificate // of who certified it
	key         *rsa.PrivateKey
	passType    string
	team        string
}

// AppleType is the media type of a pass.
const AppleType = "application/vnd.apple.pkpass"

// The parts of the subject of a Pass Type ID certificate that passes repeat.
var (
	oidUserID = asn1.ObjectIdentifier{0, 9, 2342, 19200300, 100, 1, 1}
	oidUnit   = asn1.ObjectIdentifier{2, 5, 4, 11}
)

// OpenApple reads a PEM file that holds the certificate of a Pass Type ID, its
// RSA key, and Apple's intermediate certificate (Worldwide Developer
// Relations), in any order.
func OpenApple(file []byte) (*Apple, error) {
	a := &Apple{}
	for block, rest := pem.Decode(file); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			key, err := rsaKey(block.Bytes)
			if err != nil {
				return nil, fmt.Errorf("Apple Wallet: the key: %w", err)
			}
			a.key = key
			continue
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("Apple Wallet: a certificate: %w", err)
		}
		a.chain = append(a.chain, c)
	}
	if a.key == nil || len(a.chain) < 2 {
		return nil, errors.New("Apple Wallet: the file needs the certificate of the Pass Type ID, its key without a password, and Apple's intermediate certificate, as PEM")
	}
	own := slices.IndexFunc(a.chain, func(c *x509.Certificate) bool { return a.key.PublicKey.Equal(c.PublicKey) })
	if own < 0 {
		return nil, errors.New("Apple Wallet: the key does not belong to one of the certificates in the file")
	}
	a.certificate = a.chain[own]
	a.chain = slices.Delete(a.chain, own, own+1)
	for _, name := range a.certificate.Subject.Names {
		switch text, _ := name.Value.(string); {
		case name.Type.Equal(oidUserID):
			a.passType = text
		case name.Type.Equal(oidUnit):
			a.team = text
		}
	}
	if a.passType == "" || a.team == "" {
		return nil, errors.New("Apple Wallet: the certificate names no Pass Type ID (UID) or no team (OU); it is not one for passes")
	}
	return a, nil
}

func rsaKey(der []byte) (*rsa.PrivateKey, error) {
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	any, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, err
	}
	key, is := any.(*rsa.PrivateKey)
	if !is {
		return nil, fmt.Errorf("it is a %T, and RSA is needed", any)
	}
	return key, nil
}

// Ends is when the certificate ends; passes signed later are not accepted.
func (a *Apple) Ends() time.Time { return a.certificate.NotAfter }

// Pass writes a signed pass, a .pkpass file (Wallet Passes, pass package).
func (a *Apple) Pass(p Pass, now time.Time) ([]byte, error) {
	description, err := json.Marshal(a.describe(p))
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{
		"pass.json": description,
		"icon.png":  p.Pictures.Small, "icon@2x.png": p.Pictures.Small, "icon@3x.png": p.Pictures.Small,
		"thumbnail.png": p.Pictures.Small, "thumbnail@2x.png": p.Pictures.Medium, "thumbnail@3x.png": p.Pictures.Large,
	}
	if len(p.Pictures.Logo) > 0 {
		files["logo.png"], files["logo@2x.png"] = p.Pictures.Logo, p.Pictures.Logo
	}
	sums := map[string]string{}
	for name, data := range files {
		sum := sha1.Sum(data)
		sums[name] = hex.EncodeToString(sum[:])
	}
	if files["manifest.json"], err = json.Marshal(sums); err != nil {
		return nil, err
	}
	if files["signature"], err = signDetached(files["manifest.json"], a.certificate, a.chain, a.key, now); err != nil {
		return nil, fmt.Errorf("sign a pass: %w", err)
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(files[name])
		}
		if err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// field is one line of a pass.
type field struct {
	Key             string `json:"key"`
	Label           string `json:"label,omitempty"`
	Value           string `json:"value"`
	DateStyle       string `json:"dateStyle,omitempty"`
	TimeStyle       string `json:"timeStyle,omitempty"`
	IgnoresTimeZone bool   `json:"ignoresTimeZone,omitempty"`
	Linked          string `json:"attributedValue,omitempty"`
}

func day(key, label string, t time.Time) field {
	return field{Key: key, Label: label, Value: t.UTC().Format(time.RFC3339), DateStyle: "PKDateStyleMedium", TimeStyle: "PKDateStyleNone", IgnoresTimeZone: true}
}

// describe is pass.json.
func (a *Apple) describe(p Pass) map[string]any {
	days := []field{day("issued", p.Labels.Issued, p.Issued)}
	if !p.Expires.IsZero() {
		days = append(days, day("expires", p.Labels.Expires, p.Expires))
	}
	generic := map[string]any{
		"primaryFields":   []field{{Key: "badge", Label: p.Labels.Badge, Value: p.Badge}},
		"auxiliaryFields": days,
		"backFields":      []field{{Key: "verify", Label: p.Labels.Verify, Value: p.URL}},
	}
	if p.Earner != "" {
		generic["secondaryFields"] = []field{{Key: "earner", Label: p.Labels.Earner, Value: p.Earner}}
	}
	text := rgb(ink(p.Color))
	pass := map[string]any{
		"formatVersion": 1, "passTypeIdentifier": a.passType, "teamIdentifier": a.team, "serialNumber": p.Serial,
		"organizationName": p.Organization, "logoText": p.Organization, "description": p.Badge + ", " + p.Organization,
		"backgroundColor": rgb(p.Color), "foregroundColor": text, "labelColor": text,
		"barcodes": []map[string]string{{"format": "PKBarcodeFormatQR", "message": p.URL, "messageEncoding": "iso-8859-1", "altText": p.Serial}},
		"generic":  generic, "voided": p.Void,
	}
	if !p.Expires.IsZero() {
		pass["expirationDate"] = p.Expires.UTC().Format(time.RFC3339)
	}
	return pass
}

func rgb(color string) string {
	r, g, b, _ := parts(color)
	return fmt.Sprintf("rgb(%d, %d, %d)", r, g, b)
}
