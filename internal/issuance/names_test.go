package issuance_test

import (
	"testing"

	"laurel/internal/issuance"
)

// An address under which nothing could be signed, or verified, is refused
// when the program starts and not with the first badge.
func TestNames(t *testing.T) {
	for address, did := range map[string]string{
		"https://badges.example.org":      "did:web:badges.example.org:o:river",
		"https://badges.example.org/":     "did:web:badges.example.org:o:river",
		"https://badges.example.org:8443": "did:web:badges.example.org%3A8443:o:river",
		"http://localhost:8080":           "did:web:localhost%3A8080:o:river",
		"http://127.0.0.1:8080":           "did:web:127.0.0.1%3A8080:o:river",
		"":                                "",
		"badges.example.org":              "",
		"ftp://badges.example.org":        "",
		"https://":                        "",
		"https://badges.example.org/x":    "",
		"https://badges.example.org?x=1":  "",
		"https://badges.example.org?":     "",
		"https://badges.example.org#x":    "",
		"https://user@badges.example.org": "",
		"http://badges.example.org":       "", // did:web wants https
		"https://192.0.2.1":               "", // and a name
		"https://Badges.example.org":      "", // written otherwise in the identifiers
		"http://localhost":                "",
	} {
		names, err := issuance.NewNames(address)
		if (err == nil) != (did != "") {
			t.Errorf("%q: %v", address, err)
			continue
		}
		if err != nil {
			continue
		}
		if got, err := names.DID("river"); err != nil || got != did {
			t.Errorf("%q: %s, %v; want %s", address, got, err, did)
		}
	}
}
