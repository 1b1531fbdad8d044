package wallet

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"regexp"
	"time"
)

// Google signs passes for Google Wallet.
type Google struct {
	account string // the service account's address
	key     *rsa.PrivateKey
	issuer  string // the issuer ID in the Google Pay & Wallet Console
}

var issuerID = regexp.MustCompile(`^\d{5,30}$`)

// OpenGoogle reads the key file of a service account, as Google's console
// gives it. issuer is the issuer ID that the account may write passes for.
func OpenGoogle(file []byte, issuer string) (*Google, error) {
	var account struct {
		Email string `json:"client_email"`
		Key   string `json:"private_key"`
	}
	if err := json.Unmarshal(file, &account); err != nil || account.Email == "" {
		return nil, errors.New("Google Wallet: the file is not the JSON key of a service account")
	}
	block, _ := pem.Decode([]byte(account.Key))
	if block == nil {
		return nil, errors.New("Google Wallet: there is no private key in the file")
	}
	key, err := rsaKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("Google Wallet: the key: %w", err)
	}
	if !issuerID.MatchString(issuer) {
		return nil, errors.New("Google Wallet: the issuer ID is a number, as the Google Pay & Wallet Console shows it")
	}
	return &Google{account: account.Email, key: key, issuer: issuer}, nil
}

// Link is an address that offers a pass to whoever opens it. It carries the
// whole pass, signed (Google Wallet, generic passes, JWT).
func (g *Google) Link(p Pass, now time.Time) (string, error) {
	claims := map[string]any{
		"iss": g.account, "aud": "google", "typ": "savetowallet", "iat": now.Unix(), "origins": []string{},
		"payload": map[string]any{
			"genericClasses": []any{map[string]any{"id": g.issuer + ".laurel"}},
			"genericObjects": []any{g.describe(p)},
		},
	}
	token, err := g.sign(claims)
	return "https://pay.google.com/gp/v/save/" + token, err
}

// describe is a generic object.
func (g *Google) describe(p Pass) map[string]any {
	said := func(text string) map[string]any {
		return map[string]any{"defaultValue": map[string]string{"language": p.Language, "value": text}}
	}
	module := func(id, header, body string) map[string]string {
		return map[string]string{"id": id, "header": header, "body": body}
	}
	state := "ACTIVE"
	if p.Void {
		state = "INACTIVE"
	}
	valid := map[string]any{"start": map[string]string{"date": p.Issued.UTC().Format(time.RFC3339)}}
	days := []any{module("issued", p.Labels.Issued, p.Issued.UTC().Format(time.DateOnly))}
	if !p.Expires.IsZero() {
		valid["end"] = map[string]string{"date": p.Expires.UTC().Format(time.RFC3339)}
		days = append(days, module("expires", p.Labels.Expires, p.Expires.UTC().Format(time.DateOnly)))
	}
	object := map[string]any{
		"id": g.issuer + "." + p.Serial, "classId": g.issuer + ".laurel", "state": state, "hexBackgroundColor": p.Color,
		"cardTitle": said(p.Organization), "header": said(p.Badge), "validTimeInterval": valid, "textModulesData": days,
		"logo":            map[string]any{"sourceUri": map[string]string{"uri": p.PictureURL}, "contentDescription": said(p.Badge)},
		"barcode":         map[string]string{"type": "QR_CODE", "value": p.URL, "alternateText": p.Serial},
		"linksModuleData": map[string]any{"uris": []any{map[string]string{"id": "verify", "uri": p.URL, "description": p.Labels.Verify}}},
	}
	if p.Earner != "" {
		object["subheader"] = said(p.Earner)
	}
	return object
}

// sign writes a compact JWS with RS256 (RFC 7515, RFC 7518 section 3.3).
func (g *Google) sign(claims any) (string, error) {
	body, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	part := base64.RawURLEncoding.EncodeToString
	text := part([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + part(body)
	digest := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(nil, g.key, crypto.SHA256, digest[:])
	return text + "." + part(signature), err
}
