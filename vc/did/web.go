package did

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

var (
	segmentPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)
	domainPattern  = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)*[a-z]([a-z0-9-]*[a-z0-9])?$`)
)

// Web makes the did:web identifier of a public address and path segments below it: http://localhost:8080 with "o",
// "river" is did:web:localhost%3A8080:o:river (did:web method specification, Method-specific identifier). WebURL
// leads back to the same host and scheme, so https is required, except for a loopback host, where did:web documents
// are read over http: that is for trying out only.
func Web(base *url.URL, path ...string) (string, error) {
	host, port := strings.ToLower(base.Hostname()), base.Port()
	if base.Scheme == "http" && port == "" {
		port = "80"
	}
	if err := checkHost(host); err != nil {
		return "", err
	}
	id := "did:web:" + hostText(host)
	if port != "" {
		id += "%3A" + port
	}
	if prefix := strings.Trim(base.EscapedPath(), "/"); prefix != "" {
		path = append(strings.Split(prefix, "/"), path...)
	}
	for _, segment := range path {
		if !segmentPattern.MatchString(segment) {
			return "", fmt.Errorf("%q cannot be part of a did:web identifier; use letters, digits, dot, dash and underscore", segment)
		}
		id += ":" + segment
	}
	address, err := WebURL(id)
	if err != nil {
		return "", err
	}
	if !strings.HasPrefix(address, base.Scheme+"://") {
		return "", fmt.Errorf("the address %s cannot carry a did:web identifier: it needs https, or http on localhost", base)
	}
	return id, nil
}

// WebURL says where the document of a did:web identifier is found (did:web method specification, Read):
// https://host/path/did.json, or /.well-known/did.json without a path. Documents of a loopback host with a port
// (localhost, 127.0.0.1, ::1) are found over http. That departs from the method, which demands TLS, so that an
// installation can be tried out; such an identifier means nothing to anybody else. Other IP addresses,
// percent-encoded path segments, queries and fragments are refused.
func WebURL(did string) (string, error) {
	rest, ok := strings.CutPrefix(did, "did:web:")
	if !ok {
		return "", fmt.Errorf("%q is not a did:web identifier", did)
	}
	if len(rest) > 1000 {
		return "", errors.New("the did:web identifier is longer than 1000 characters")
	}
	segments := strings.Split(rest, ":")
	host, port, err := splitHost(segments[0])
	if err != nil {
		return "", fmt.Errorf("read %s: %w", did, err)
	}
	for _, segment := range segments[1:] {
		if !segmentPattern.MatchString(segment) {
			return "", fmt.Errorf("read %s: the path segment %q is not letters, digits, dot, dash and underscore", did, segment)
		}
	}
	u := url.URL{Scheme: "https", Host: host, Path: "/.well-known/did.json"}
	if strings.Contains(host, ":") {
		u.Host = "[" + host + "]"
	}
	if port != "" {
		u.Host = net.JoinHostPort(host, port)
		if loopback(host) {
			u.Scheme = "http"
		}
	}
	if len(segments) > 1 {
		u.Path = "/" + strings.Join(segments[1:], "/") + "/did.json"
	}
	return u.String(), nil
}

// splitHost reads "host" or "host%3Aport"; an IPv6 loopback is written %5B%3A%3A1%5D.
func splitHost(s string) (host, port string, err error) {
	text, err := url.PathUnescape(s)
	if err != nil {
		return "", "", fmt.Errorf("the host %q is not readable", s)
	}
	host = text
	if i := strings.LastIndexByte(text, ':'); i >= 0 && !strings.HasSuffix(text, "]") {
		host, port = text[:i], text[i+1:]
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 || strconv.FormatUint(n, 10) != port {
			return "", "", fmt.Errorf("the port in %q is not a number from 1 to 65535", s)
		}
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if err := checkHost(host); err != nil {
		return "", "", err
	}
	want := hostText(host)
	if port != "" {
		want += "%3A" + port
	}
	if !strings.EqualFold(want, s) {
		return "", "", fmt.Errorf("the host %q is not written as did:web wants it: host, or host%%3Aport", s)
	}
	return host, port, nil
}

func checkHost(host string) error {
	if loopback(host) {
		return nil
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return fmt.Errorf("did:web needs a domain name; %s is an IP address", host)
	}
	if len(host) > 253 || !domainPattern.MatchString(host) {
		return fmt.Errorf("%q is not a domain name in lower-case ASCII", host)
	}
	return nil
}

func loopback(host string) bool { return host == "localhost" || host == "127.0.0.1" || host == "::1" }

func hostText(host string) string {
	if host == "::1" {
		return "%5B%3A%3A1%5D"
	}
	return host
}
