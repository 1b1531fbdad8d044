package did_test

import (
	"net/url"
	"strings"
	"testing"

	"laurel/vc/did"
)

func TestWebAndBack(t *testing.T) {
	for _, c := range []struct {
		base string
		path []string
		want string // empty: refused
		url  string
	}{
		{"https://badges.example.org", nil, "did:web:badges.example.org", "https://badges.example.org/.well-known/did.json"},
		{"https://badges.example.org/", []string{"o", "river"}, "did:web:badges.example.org:o:river", "https://badges.example.org/o/river/did.json"},
		{"https://Badges.Example.org:8443", []string{"o"}, "did:web:badges.example.org%3A8443:o", "https://badges.example.org:8443/o/did.json"},
		{"https://example.org/laurel/", []string{"o", "a-b_c.d"}, "did:web:example.org:laurel:o:a-b_c.d", "https://example.org/laurel/o/a-b_c.d/did.json"},
		{"http://localhost:8080", []string{"o", "slug"}, "did:web:localhost%3A8080:o:slug", "http://localhost:8080/o/slug/did.json"},
		{"http://localhost", nil, "did:web:localhost%3A80", "http://localhost:80/.well-known/did.json"},
		{"http://127.0.0.1:28931", []string{"issuers", "demo"}, demo, "http://127.0.0.1:28931/issuers/demo/did.json"},
		{"http://[::1]:8080", []string{"o"}, "did:web:%5B%3A%3A1%5D%3A8080:o", "http://[::1]:8080/o/did.json"},
		{"https://xn--bcher-kva.example", nil, "did:web:xn--bcher-kva.example", "https://xn--bcher-kva.example/.well-known/did.json"},
		{"http://badges.example.org", nil, "", ""},
		{"http://badges.example.org:8080", nil, "", ""},
		{"https://localhost:8443", nil, "", ""},
		{"ftp://badges.example.org", nil, "", ""},
		{"https://192.0.2.1", nil, "", ""},
		{"https://[2001:db8::1]", nil, "", ""},
		{"https://bücher.example", nil, "", ""},
		{"https://example.org", []string{"a/b"}, "", ""},
		{"https://example.org", []string{".."}, "", ""},
		{"https://example.org", []string{""}, "", ""},
		{"https://example.org", []string{"a:b"}, "", ""},
		{"https://example.org/a%2Fb", nil, "", ""},
	} {
		base, err := url.Parse(c.base)
		if err != nil {
			t.Fatal(err)
		}
		got, err := did.Web(base, c.path...)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("Web(%s, %q) = %q, %v; want %q", c.base, c.path, got, err, c.want)
		}
		if c.want == "" {
			continue
		}
		if address, err := did.WebURL(got); address != c.url || err != nil {
			t.Errorf("WebURL(%s) = %q, %v; want %q", got, address, err, c.url)
		}
	}
}

func TestWebURLRefuses(t *testing.T) {
	for _, bad := range []string{
		"", "did:web:", "did:key:z6Mk", "web:example.org", "did:web::a", "did:web:example.org:", "did:web:example.org::a",
		"did:web:example.org/a", "did:web:example.org?a", "did:web:example.org#key-1", "did:web:user@example.org",
		"did:web:example.org%2Fa", "did:web:example.org:a%2Fb", "did:web:example.org:..", "did:web:example.org:.well-known",
		"did:web:example.org:a%00", "did:web:example.org%3A", "did:web:example.org%3A0", "did:web:example.org%3A08",
		"did:web:example.org%3A65536", "did:web:example.org%3A80%3A80", "did:web:EXAMPLE.org", "did:web:example..org", "did:web:-a.org",
		"did:web:example.org.", "did:web:10.0.0.1", "did:web:169.254.169.254", "did:web:127.0.0.2", "did:web:0x7f.1", "did:web:2130706433",
		"did:web:%5Bfe80%3A%3A1%5D", "did:web:%5B%3A%3Affff%3A127.0.0.1%5D%3A80", "did:web:[::1]", "did:web:127.0.0.1%253A80",
		"did:web:l%6Fcalhost", "did:web:example.org%0d%0aHost", "did:web:" + strings.Repeat("a.", 600) + "org",
	} {
		if got, err := did.WebURL(bad); err == nil {
			t.Errorf("WebURL(%q) = %s", bad, got)
		}
	}
}

// Every address stays on the host that the identifier names, and leads back to the identifier.
func FuzzWebURL(f *testing.F) {
	for _, s := range []string{"did:web:example.org:a:b", "did:web:localhost%3A8080:o:slug", "did:web:%5B%3A%3A1%5D%3A80", demo} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, id string) {
		address, err := did.WebURL(id)
		if err != nil {
			return
		}
		u, err := url.Parse(address)
		if err != nil || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
			t.Fatalf("%q leads to %q", id, address)
		}
		u.Path = strings.TrimSuffix(strings.TrimSuffix(u.Path, "/did.json"), "/.well-known")
		if back, err := did.Web(u); err != nil || !strings.EqualFold(back, id) {
			t.Errorf("%q leads to %q, which leads back to %q (%v)", id, address, back, err)
		}
	})
}
