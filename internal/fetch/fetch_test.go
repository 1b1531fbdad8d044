package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"
)

// network stands for the Internet: names answer as the test says, and every connection, wherever it was meant to go, is
// written down and led to one server on loopback.
type network struct {
	mu      sync.Mutex
	answers map[string][][]string // per name, one list of addresses per question; the last one stays
	asked   []string
	dialed  []string
	to      string // loopback address of the server; empty: nothing answers
}

func (n *network) resolve(_ context.Context, host string) ([]netip.Addr, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.asked = append(n.asked, host)
	lists := n.answers[host]
	if len(lists) == 0 {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	if len(lists) > 1 {
		n.answers[host] = lists[1:]
	}
	var addrs []netip.Addr
	for _, a := range lists[0] {
		addrs = append(addrs, netip.MustParseAddr(a))
	}
	return addrs, nil
}

func (n *network) dial(ctx context.Context, kind, address string) (net.Conn, error) {
	n.mu.Lock()
	n.dialed = append(n.dialed, address)
	to := n.to
	n.mu.Unlock()
	if to == "" {
		return nil, errors.New("connection refused")
	}
	return (&net.Dialer{}).DialContext(ctx, kind, to)
}

// client reads through the network; serve may be nil.
func (n *network) client(t *testing.T, o Options, serve http.HandlerFunc) *Client {
	t.Helper()
	o.Resolve, o.Dial = n.resolve, n.dial
	c := New(o)
	if serve != nil {
		server := httptest.NewUnstartedServer(serve)
		server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
		server.StartTLS()
		t.Cleanup(server.Close)
		n.to = server.Listener.Addr().String()
		roots := x509.NewCertPool()
		roots.AddCert(server.Certificate()) // names example.com
		c.transport.TLSClientConfig = &tls.Config{RootCAs: roots}
	}
	return c
}

func reason(err error) Reason {
	var e *Error
	if errors.As(err, &e) {
		return e.Reason
	}
	return ""
}

const publicAddress = "93.184.215.14"

// hostile is every spelling of an address inside that we know of, and the reason each must be refused with.
var hostile = []struct {
	url  string
	want Reason
}{
	// this machine
	{"https://localhost/", PrivateAddress},
	{"https://LOCALHOST/", PrivateAddress},
	{"https://localhost./", PrivateAddress},
	{"https://a.localhost/", PrivateAddress},
	{"https://127.0.0.1/", PrivateAddress},
	{"https://127.255.255.254/", PrivateAddress},
	{"https://127.0.0.1./", PrivateAddress},
	{"https://0.0.0.0/", PrivateAddress},
	{"https://[::1]/", PrivateAddress},
	{"https://[0:0:0:0:0:0:0:1]/", PrivateAddress},
	{"https://[::]/", PrivateAddress},
	{"http://127.0.0.1/", PrivateAddress},
	// spelled otherwise: decimal, hexadecimal, octal, short, full-width, percent-encoded
	{"https://2130706433/", BadAddress},
	{"https://0x7f000001/", BadAddress},
	{"https://0x7f.0.0.1/", BadAddress},
	{"https://0177.0.0.1/", BadAddress},
	{"https://127.1/", BadAddress},
	{"https://127.0.1/", BadAddress},
	{"https://0/", BadAddress},
	{"https://017700000001/", BadAddress},
	{"https://127.0.0.1.0x1/", BadAddress},
	{"https://10.0.0.010/", BadAddress},
	{"https://１２７.０.０.１/", PrivateAddress},
	{"https://127。0。0。1/", PrivateAddress},
	{"https://①②⑦.⓪.⓪.①/", PrivateAddress},
	{"https://%31%32%37.0.0.1/", BadAddress},
	{"https://example.com%00.evil.example/", BadAddress},
	// private, shared, link-local, metadata, reserved
	{"https://10.0.0.1/", PrivateAddress},
	{"https://172.16.0.1/", PrivateAddress},
	{"https://172.31.255.255/", PrivateAddress},
	{"https://192.168.1.1/", PrivateAddress},
	{"https://100.64.0.1/", PrivateAddress},
	{"https://100.100.100.200/", PrivateAddress},
	{"https://169.254.169.254/latest/meta-data/", PrivateAddress},
	{"https://168.63.129.16/", PrivateAddress},
	{"https://192.0.0.192/", PrivateAddress},
	{"https://192.0.2.1/", PrivateAddress},
	{"https://198.18.0.1/", PrivateAddress},
	{"https://203.0.113.9/", PrivateAddress},
	{"https://224.0.0.1/", PrivateAddress},
	{"https://239.1.1.1/", PrivateAddress},
	{"https://240.0.0.1/", PrivateAddress},
	{"https://255.255.255.255/", PrivateAddress},
	// IPv6, and IPv4 inside it
	{"https://[fe80::1]/", PrivateAddress},
	{"https://[fe80::1%25eth0]/", BadAddress},
	{"https://[fc00::1]/", PrivateAddress},
	{"https://[fd00:ec2::254]/", PrivateAddress},
	{"https://[ff02::1]/", PrivateAddress},
	{"https://[::ffff:127.0.0.1]/", BadAddress},
	{"https://[::ffff:7f00:1]/", BadAddress},
	{"https://[::ffff:93.184.215.14]/", BadAddress},
	{"https://[::127.0.0.1]/", PrivateAddress},
	{"https://[64:ff9b::7f00:1]/", PrivateAddress},
	{"https://[64:ff9b:1::a00:1]/", PrivateAddress},
	{"https://[2002:7f00:1::]/", PrivateAddress},
	{"https://[2001:0:7f00:1::]/", PrivateAddress},
	{"https://[2001:db8::1]/", PrivateAddress},
	{"https://[100::1]/", PrivateAddress},
	{"https://[3fff::1]/", PrivateAddress},
	{"https://[fec0::1]/", PrivateAddress},
	{"https://[5f00::1]/", PrivateAddress},
	// names that lead inside
	{"https://inside.example/", PrivateAddress},
	{"https://metadata.example/", PrivateAddress},
	{"https://inside6.example/", PrivateAddress},
	{"https://mapped.example/", PrivateAddress},
	{"https://mixed.example/", PrivateAddress},
	{"https://loop.example/", PrivateAddress},
	{"https://nobody.example/", Unreachable},
	{"https://intranet/", BadAddress},
	{"https://under_score.example/", BadAddress},
	{"https://-dash.example/", BadAddress},
	{"https://a..example/", BadAddress},
	// schemes, user names, ports
	{"http://example.com/", BadAddress},
	{"ftp://example.com/", BadAddress},
	{"file:///etc/passwd", BadAddress},
	{"gopher://example.com/", BadAddress},
	{"https:example.com", BadAddress},
	{"//example.com/", BadAddress},
	{"example.com", BadAddress},
	{"", BadAddress},
	{"https://", BadAddress},
	{"https:///x", BadAddress},
	{"https://user@example.com/", BadAddress},
	{"https://user:pass@example.com/", BadAddress},
	{"https://example.com@127.0.0.1/", BadAddress},
	{"https://example.com:22/", BadAddress},
	{"https://example.com:25/", BadAddress},
	{"https://example.com:80/", BadAddress},
	{"https://example.com:0/", BadAddress},
	{"https://example.com:65536/", BadAddress},
	{"https://example.com:/", BadAddress},
	{"https://example.com:0443/", BadAddress},
	{"https://example.com:-1/", BadAddress},
	{"https://exa mple.com/", BadAddress},
	{"https://example.com\\@127.0.0.1/", BadAddress},
	{"https://example.com\r\nHost: x/", BadAddress},
	{"https://example.com/" + strings.Repeat("a", maxURL), BadAddress},
}

func inside() map[string][][]string {
	return map[string][][]string{
		"example.com": {{publicAddress}}, "inside.example": {{"10.1.2.3"}}, "metadata.example": {{"169.254.169.254"}}, "inside6.example": {{"fd12::1"}},
		"mapped.example": {{"::ffff:192.168.0.1"}}, "mixed.example": {{publicAddress, "192.168.0.1"}}, "loop.example": {{"127.0.0.1"}},
	}
}

func TestOutboundPolicy(t *testing.T) {
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:1")
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	for _, h := range hostile {
		n := &network{answers: inside()}
		_, err := n.client(t, Options{}, nil).Get(t.Context(), h.url, "")
		if reason(err) != h.want {
			t.Errorf("%q: %v (%s), want %s", h.url, err, reason(err), h.want)
		}
		if len(n.dialed) > 0 {
			t.Errorf("%q: connected to %v", h.url, n.dialed)
		}
	}
	t.Logf("%d spellings", len(hostile))
}

func TestOutboundPolicyBehindARedirect(t *testing.T) {
	for _, h := range hostile {
		if h.want == Unreachable || strings.ContainsAny(h.url, "\r\n") || h.url == "" || h.url == "example.com" || h.url == "//example.com/" {
			continue // not a refusal, or an address relative to the first one
		}
		n := &network{answers: inside()}
		c := n.client(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/start" {
				w.Header().Set("Location", h.url)
				w.WriteHeader(http.StatusFound)
				return
			}
			t.Errorf("%q: was followed", h.url)
		})
		if got, err := c.Get(t.Context(), "https://example.com/start", ""); err == nil {
			t.Errorf("%q: %s", h.url, got.FinalURL)
		}
		if want := []string{publicAddress + ":443"}; fmt.Sprint(n.dialed) != fmt.Sprint(want) {
			t.Errorf("%q: connected to %v", h.url, n.dialed)
		}
	}
}

func TestPublicAddressesAreRead(t *testing.T) {
	for _, u := range []string{
		"https://example.com/badge?x=1#part", "https://EXAMPLE.com:443/", "https://example.com:8443/", "https://example.com:1024/", "https://example.com./", "https://example.com:65535/",
	} {
		n := &network{answers: inside()}
		c := n.client(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/ld+json")
			fmt.Fprintf(w, "%s|%s|%s", r.Header.Get("Accept"), r.Header.Get("User-Agent"), r.Header.Get("Cookie"))
		})
		got, err := c.Get(t.Context(), u, "application/vc")
		if err != nil {
			t.Errorf("%s: %v", u, err)
			continue
		}
		if string(got.Body) != "application/vc|Laurel|" || got.ContentType != "application/ld+json" {
			t.Errorf("%s: %q, %s", u, got.Body, got.ContentType)
		}
	}
	n := &network{answers: map[string][][]string{"example.com": {{"::ffff:" + publicAddress}}}}
	if _, err := n.client(t, Options{}, func(http.ResponseWriter, *http.Request) {}).Get(t.Context(), "https://example.com/", ""); err != nil {
		t.Errorf("resolver that writes IPv4 as IPv6: %v", err)
	}
	for _, a := range []string{publicAddress, "8.8.8.8", "172.32.0.1", "100.128.0.1", "169.253.0.1", "2606:2800:21f:cb07::1", "2a00:1450:4001::1"} {
		if !Public(netip.MustParseAddr(a)) {
			t.Errorf("%s counts as private", a)
		}
	}
	for _, a := range []netip.Addr{{}, netip.MustParseAddr("2a00:1450:4001::1%eth0"), netip.MustParseAddr("::ffff:" + publicAddress)} {
		if Public(a) {
			t.Errorf("%s counts as public", a)
		}
	}
}

func TestNameThatAnswersDifferentlyTheSecondTime(t *testing.T) {
	n := &network{answers: map[string][][]string{"example.com": {{publicAddress}, {"127.0.0.1"}}}}
	c := n.client(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/again" {
			http.Redirect(w, r, "/", http.StatusFound)
		}
	})
	if _, err := c.Get(t.Context(), "https://example.com/", ""); err != nil {
		t.Fatal(err)
	}
	if len(n.asked) != 1 || n.dialed[0] != publicAddress+":443" {
		t.Errorf("asked %v, connected to %v", n.asked, n.dialed)
	}
	n.answers = map[string][][]string{"example.com": {{publicAddress}, {"127.0.0.1"}}}
	n.dialed = nil
	if _, err := c.Get(t.Context(), "https://example.com/again", ""); reason(err) != PrivateAddress {
		t.Errorf("redirect to the same name, now private: %v", err)
	}
	if len(n.dialed) != 1 {
		t.Errorf("connected to %v", n.dialed)
	}
}

func TestRedirects(t *testing.T) {
	n := &network{answers: inside()}
	c := n.client(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		var left int
		if _, err := fmt.Sscanf(r.URL.Path, "/%d", &left); err == nil && left > 0 {
			http.Redirect(w, r, fmt.Sprintf("/%d", left-1), http.StatusFound)
			return
		}
		fmt.Fprint(w, r.Header.Get("Referer"))
	})
	got, err := c.Get(t.Context(), "https://example.com/3", "")
	if err != nil || got.FinalURL != "https://example.com/0" || len(got.Body) > 0 {
		t.Errorf("three hops: %+v, %v", got, err)
	}
	if _, err := c.Get(t.Context(), "https://example.com/4", ""); reason(err) != BadRedirect {
		t.Errorf("four hops: %v", err)
	}
}

func TestSizeTimeAndStatusAreBounded(t *testing.T) {
	release := make(chan struct{})
	serve := func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/exact":
			_, _ = w.Write(make([]byte, 1000))
		case "/large":
			_, _ = w.Write(make([]byte, 1001))
		case "/chunks":
			for range 100 {
				_, _ = w.Write(make([]byte, 100))
				w.(http.Flusher).Flush()
			}
		case "/headers":
			w.Header().Set("X", strings.Repeat("x", 2*maxHeader))
		case "/hang":
			w.(http.Flusher).Flush()
			<-release
		default:
			http.NotFound(w, r)
		}
	}
	n := &network{answers: inside()}
	c := n.client(t, Options{MaxBytes: 1000, Timeout: 300 * time.Millisecond}, serve)
	for path, want := range map[string]Reason{"/exact": "", "/large": TooLarge, "/chunks": TooLarge, "/headers": Unreachable, "/hang": Timeout, "/missing": BadStatus} {
		_, err := c.Get(t.Context(), "https://example.com"+path, "")
		if reason(err) != want {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
		var e *Error
		if errors.As(err, &e) && want == BadStatus && e.Status != 404 {
			t.Errorf("status %d", e.Status)
		}
		if err != nil && strings.Contains(err.Error(), path) {
			t.Errorf("the error repeats the path: %v", err)
		}
	}
	close(release)
}

func TestWrongCertificateAndSilence(t *testing.T) {
	n := &network{answers: map[string][][]string{"other.example": {{publicAddress}}}}
	c := n.client(t, Options{}, func(http.ResponseWriter, *http.Request) { t.Error("was asked") })
	if _, err := c.Get(t.Context(), "https://other.example/", ""); reason(err) != Unreachable {
		t.Errorf("certificate of another name: %v", err)
	}
	n = &network{answers: map[string][][]string{"two.example": {{publicAddress, "2606:2800:21f:cb07::1"}}}}
	if _, err := n.client(t, Options{}, nil).Get(t.Context(), "https://two.example/", ""); reason(err) != Unreachable {
		t.Errorf("nobody listens: %v", err)
	}
	if len(n.dialed) != 2 {
		t.Errorf("of two addresses %v were tried", n.dialed)
	}
}

func TestLoopbackWhenAllowed(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if to := r.URL.Query().Get("to"); to != "" {
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusFound)
		}
	}))
	defer server.Close()
	port := server.Listener.Addr().(*net.TCPAddr).Port
	c := New(Options{AllowLoopback: true})
	for _, host := range []string{"127.0.0.1", "localhost", "laurel.localhost"} {
		if _, err := c.Get(t.Context(), fmt.Sprintf("http://%s:%d/", host, port), ""); err != nil {
			t.Errorf("%s: %v", host, err)
		}
	}
	if _, err := c.Get(t.Context(), fmt.Sprintf("http://127.0.0.1:%d/?to=http://localhost:%d/", port, port), ""); err != nil {
		t.Errorf("redirect from loopback to loopback: %v", err)
	}
	n := &network{answers: inside()}
	inner := n.client(t, Options{AllowLoopback: true}, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/start" {
			http.Redirect(w, r, "https://127.0.0.1:8443/", http.StatusFound)
		}
	})
	if _, err := inner.Get(t.Context(), "https://example.com/start", ""); reason(err) != BadRedirect || len(n.dialed) != 1 {
		t.Errorf("redirect from outside to loopback: %v, connected to %v", err, n.dialed)
	}
	n = &network{}
	down := n.client(t, Options{AllowLoopback: true}, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://127.0.0.1:8080/", http.StatusFound)
	})
	if _, err := down.Get(t.Context(), "https://127.0.0.1:8443/", ""); reason(err) != BadRedirect || len(n.dialed) != 1 {
		t.Errorf("redirect from https to http: %v, connected to %v", err, n.dialed)
	}
	for _, u := range []string{"https://loop.example/", "https://10.0.0.1/", "http://10.0.0.1/", "http://example.com/", "https://[::ffff:127.0.0.1]/", "http://2130706433/"} {
		n := &network{answers: inside()}
		if _, err := n.client(t, Options{AllowLoopback: true}, nil).Get(t.Context(), u, ""); err == nil || len(n.dialed) > 0 {
			t.Errorf("%s: %v, connected to %v", u, err, n.dialed)
		}
	}
}
