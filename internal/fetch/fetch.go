// Package fetch is the one way in which Laurel reads from other people's servers.
//
// In comes an address; out come at most 1 MiB of bytes, or an Error whose reason a page can show. It speaks https only,
// connects only to public addresses that it has checked itself, and connects to the very address it checked, so a name
// that answers differently the second time gains nothing. Every redirect is checked like the first address. It never
// uses a proxy, a cookie or a password, and never connects into the network that the server stands in.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"time"
)

// What a Client does when Options says nothing.
const (
	DefaultMaxBytes = 1 << 20
	DefaultTimeout  = 5 * time.Second
)

const (
	maxRedirects  = 3
	maxHeader     = 64 << 10
	dialTimeout   = 2 * time.Second // for each address of a name
	maxURL        = 2048
	maxDNSAnswers = 16
)

// Options of a Client; the zero value is right for production.
type Options struct {
	// AllowLoopback lets addresses that are written as localhost, 127.x.x.x or [::1] through, also by http, for trying
	// Laurel out on one machine. A public name that resolves to loopback stays refused.
	AllowLoopback bool

	MaxBytes int64         // largest answer; 0 means DefaultMaxBytes
	Timeout  time.Duration // for everything together, redirects too; 0 means DefaultTimeout

	// Resolve and Dial replace name resolution and connecting; nil means the system's.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	Dial    func(ctx context.Context, network, address string) (net.Conn, error)
}

// Response is a 2xx answer, read whole.
type Response struct {
	Body        []byte
	ContentType string // as the server wrote it
	FinalURL    string // after redirects
}

// Client reads from other servers. It is safe for concurrent use and keeps no connections open.
type Client struct {
	o         Options
	transport *http.Transport
}

// New makes a client.
func New(o Options) *Client {
	if o.MaxBytes <= 0 {
		o.MaxBytes = DefaultMaxBytes
	}
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Resolve == nil {
		o.Resolve = lookup
	}
	if o.Dial == nil {
		o.Dial = (&net.Dialer{}).DialContext
	}
	c := &Client{o: o}
	c.transport = &http.Transport{
		Proxy:                  nil, // not even from the environment
		DialContext:            c.dial,
		DisableKeepAlives:      true, // a kept connection would outlive its check
		MaxResponseHeaderBytes: maxHeader,
	}
	return c
}

// Get reads rawURL with the given Accept header ("" for none). Every error is an *Error.
func (c *Client) Get(ctx context.Context, rawURL, accept string) (*Response, error) {
	ctx, cancel := context.WithTimeout(ctx, c.o.Timeout)
	defer cancel()
	u, err := c.parse(rawURL)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, refuse(BadAddress, u.Host, "the address cannot be read")
	}
	req.Header.Set("User-Agent", "Laurel")
	if accept != "" {
		req.Header.Set("Accept", accept)
	}
	client := http.Client{Transport: c.transport, CheckRedirect: c.redirect}
	resp, err := client.Do(req)
	if err != nil {
		return nil, classify(u.Host, err)
	}
	defer resp.Body.Close()
	return c.read(resp)
}

// redirect checks the next hop as strictly as the first address.
func (c *Client) redirect(next *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return refuse(BadRedirect, next.URL.Host, fmt.Sprintf("redirected more than %d times", maxRedirects))
	}
	u, err := c.parse(next.URL.String())
	if err != nil {
		return err
	}
	from := via[len(via)-1].URL
	if from.Scheme == "https" && u.Scheme != "https" {
		return refuse(BadRedirect, u.Host, "redirected from https to http")
	}
	if isLoopback(u.Hostname()) && !isLoopback(from.Hostname()) {
		return refuse(BadRedirect, u.Host, "redirected into the local network")
	}
	next.URL = u
	next.Header.Del("Referer")
	return nil
}

func (c *Client) read(resp *http.Response) (*Response, error) {
	final := resp.Request.URL
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		e := refuse(BadStatus, final.Host, fmt.Sprintf("it answered %d %s", resp.StatusCode, http.StatusText(resp.StatusCode)))
		e.Status = resp.StatusCode
		return nil, e
	}
	tooLarge := refuse(TooLarge, final.Host, fmt.Sprintf("the answer is larger than %d bytes", c.o.MaxBytes))
	if resp.ContentLength > c.o.MaxBytes {
		return nil, tooLarge
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, c.o.MaxBytes+1))
	if err != nil {
		return nil, classify(final.Host, err)
	}
	if int64(len(body)) > c.o.MaxBytes {
		return nil, tooLarge
	}
	return &Response{Body: body, ContentType: resp.Header.Get("Content-Type"), FinalURL: final.String()}, nil
}

// dial is the only place that opens connections. It resolves once, refuses the name when any of its addresses is not
// public, and connects to an address from that same answer.
func (c *Client) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, refuse(BadAddress, address, "the address cannot be read")
	}
	addrs, err := c.addresses(ctx, host)
	if err != nil {
		return nil, err
	}
	var failed error
	for _, a := range addrs {
		try, cancel := context.WithTimeout(ctx, dialTimeout)
		conn, err := c.o.Dial(try, network, net.JoinHostPort(a.String(), port))
		cancel()
		if err == nil {
			return conn, nil
		}
		failed = errors.Join(failed, err)
	}
	return nil, failed
}

// addresses returns the checked addresses of a host, at least one.
func (c *Client) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	if isLoopback(host) {
		return c.loopback(host)
	}
	var addrs []netip.Addr
	if a, err := netip.ParseAddr(host); err == nil {
		addrs = []netip.Addr{a}
	} else {
		addrs, err = c.o.Resolve(ctx, host)
		if err != nil {
			return nil, &Error{Reason: Unreachable, Host: host, detail: "its name could not be resolved", cause: err}
		}
		for i := range addrs {
			addrs[i] = addrs[i].Unmap() // resolvers hand out IPv4 in both shapes
		}
	}
	if len(addrs) == 0 {
		return nil, refuse(Unreachable, host, "its name has no address")
	}
	if len(addrs) > maxDNSAnswers {
		addrs = addrs[:maxDNSAnswers]
	}
	for _, a := range addrs {
		if !Public(a) {
			return nil, refuse(PrivateAddress, host, "it leads into a private or reserved network")
		}
	}
	return addrs, nil
}

func (c *Client) loopback(host string) ([]netip.Addr, error) {
	if !c.o.AllowLoopback {
		return nil, refuse(PrivateAddress, host, "it leads to this machine itself")
	}
	if a, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{a}, nil
	}
	return []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1}), netip.IPv6Loopback()}, nil
}

// lookup asks for the name as it stands, without the search list of the machine ("host.corp" for "host").
func lookup(ctx context.Context, host string) ([]netip.Addr, error) {
	return net.DefaultResolver.LookupNetIP(ctx, "ip", host+".")
}
