package web_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/test/world"
)

// browser is one person with one browser, without scripts.
type browser struct {
	t      *testing.T
	client *http.Client
}

// direct hands requests to the door without a network, so that the address of
// the installation need not exist.
type direct struct {
	door http.Handler
	from string
}

// RoundTrip implements http.RoundTripper.
func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.RemoteAddr, r.RequestURI = d.from, r.URL.RequestURI()
	if r.Host == "" {
		r.Host = r.URL.Host
	}
	if r.Body == nil {
		r.Body = http.NoBody
	}
	w := httptest.NewRecorder()
	d.door.ServeHTTP(w, r)
	response := w.Result()
	response.Request = r
	return response, nil
}

// visit opens a browser that follows redirects within the installation.
func visit(t *testing.T, door http.Handler) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, client: &http.Client{Transport: direct{door, "203.0.113.7:4711"}, Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if "https://"+r.URL.Host != world.PublicURL {
			return http.ErrUseLastResponse
		}
		return nil
	}}}
}

// shown is a page that was answered.
type shown struct {
	*http.Response
	*goquery.Document
	t    *testing.T
	body string
	path string // after redirects
}

func (b *browser) do(r *http.Request) *shown {
	b.t.Helper()
	response, err := b.client.Do(r)
	if err != nil {
		b.t.Fatalf("%s %s: %v", r.Method, r.URL, err)
	}
	defer response.Body.Close() //nolint:errcheck // read whole below
	body, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	document, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	return &shown{Response: response, Document: document, t: b.t, body: string(body), path: response.Request.URL.Path}
}

func (b *browser) request(method, path string, body io.Reader) *http.Request {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, world.PublicURL+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
	if method == http.MethodPost {
		r.Header.Set("Origin", world.PublicURL)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return r
}

func (b *browser) get(path string) *shown {
	b.t.Helper()
	return b.do(b.request(http.MethodGet, path, nil))
}

// post sends a form; pairs are names and values.
func (b *browser) post(path string, pairs ...string) *shown {
	b.t.Helper()
	form := url.Values{}
	for n := 0; n < len(pairs); n += 2 {
		form.Add(pairs[n], pairs[n+1])
	}
	r := b.request(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(r)
}

// upload sends a form with a file in it.
func (b *browser) upload(path, field, name string, data []byte, pairs ...string) *shown {
	b.t.Helper()
	body, kind := multipartForm(b.t, field, name, data, pairs...)
	r := b.request(http.MethodPost, path, body)
	r.Header.Set("Content-Type", kind)
	return b.do(r)
}

func multipartForm(t *testing.T, field, name string, data []byte, pairs ...string) (*bytes.Buffer, string) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for n := 0; n < len(pairs); n += 2 {
		if err := form.WriteField(pairs[n], pairs[n+1]); err != nil {
			t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile(field, name)
	if err == nil {
		_, err = part.Write(data)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return &body, form.FormDataContentType()
}

func (p *shown) status(want int) *shown {
	p.t.Helper()
	if p.StatusCode != want {
		p.t.Fatalf("%s: status %d, want %d; it says: %s", p.path, p.StatusCode, want, p.main())
	}
	return p
}

func (p *shown) at(want string) *shown {
	p.t.Helper()
	if p.path != want {
		p.t.Fatalf("at %s, want %s; it says: %s", p.path, want, p.main())
	}
	return p
}

// main is what the page says, without repeated blanks.
// submit sends a form of the page as it stands, with some fields changed.
func (p *shown) submit(b *browser, form string, changes ...string) *shown {
	b.t.Helper()
	f := p.Find(form)
	if f.Length() != 1 {
		b.t.Fatalf("%s has %d forms %s: %s", p.path, f.Length(), form, p.main())
	}
	values := url.Values{}
	f.Find("input[name], textarea[name]").Each(func(_ int, s *goquery.Selection) {
		kind, value := s.AttrOr("type", "text"), s.AttrOr("value", "")
		if _, ticked := s.Attr("checked"); (kind == "checkbox" || kind == "radio") && !ticked {
			return
		}
		if goquery.NodeName(s) == "textarea" {
			value = s.Text()
		}
		values.Add(s.AttrOr("name", ""), value)
	})
	f.Find("select[name]").Each(func(_ int, s *goquery.Selection) {
		values.Add(s.AttrOr("name", ""), s.Find("option[selected]").AttrOr("value", s.Find("option").First().AttrOr("value", "")))
	})
	for n := 0; n < len(changes); n += 2 {
		values.Set(changes[n], changes[n+1])
	}
	r := b.request(http.MethodPost, f.AttrOr("action", ""), strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(r)
}

func (p *shown) main() string { return strings.Join(strings.Fields(p.Find("main").Text()), " ") }

func (p *shown) says(want string) *shown {
	p.t.Helper()
	if !strings.Contains(p.main(), want) {
		p.t.Fatalf("%s does not say %q; it says: %s", p.path, want, p.main())
	}
	return p
}

func (p *shown) saysNot(unwanted string) *shown {
	p.t.Helper()
	if strings.Contains(p.body, unwanted) {
		p.t.Fatalf("%s says %q", p.path, unwanted)
	}
	return p
}

const ownerPassword = "lamps along the towpath"

// founded is a world that was set up by its page, with the owner signed in.
func founded(t *testing.T) (*world.World, http.Handler, *browser) {
	t.Helper()
	w := world.New(t)
	door := w.Handler()
	owner := visit(t, door)
	owner.post("/setup/"+account.SetupToken(w.Ring), "name", "Riverbank College", "slug", "riverbank", "url", "https://www.riverbank.example",
		"email", "badges@riverbank.example", "owner_name", "Robin Owner", "owner_email", "owner@riverbank.example", "password", ownerPassword,
	).status(http.StatusOK).at("/org/riverbank")
	return w, door, owner
}

// ours is the organization of founded.
func ours(t *testing.T, w *world.World) badge.Organization {
	t.Helper()
	org, err := w.Tenants.Public(t.Context(), "riverbank")
	if err != nil {
		t.Fatal(err)
	}
	return org
}
