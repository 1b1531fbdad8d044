package fetch

import (
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// parse reads an address and refuses every spelling that two programs could read in two ways.
func (c *Client) parse(rawURL string) (*url.URL, error) {
	if len(rawURL) > maxURL {
		return nil, refuse(BadAddress, "", "it is longer than 2,048 characters")
	}
	u, err := url.Parse(rawURL)
	if err != nil || u.Host == "" || u.Opaque != "" {
		return nil, refuse(BadAddress, "", "it is not a web address like https://example.org/badge")
	}
	if u.User != nil {
		return nil, refuse(BadAddress, u.Host, "addresses with a user name or password are not used")
	}
	host, ok := cleanHost(u.Hostname())
	if !ok {
		return nil, refuse(BadAddress, u.Host, "its host is not a full domain name or a plain IP address")
	}
	local := isLoopback(host)
	if u.Scheme != "https" && (u.Scheme != "http" || !local || !c.o.AllowLoopback) {
		if local && !c.o.AllowLoopback {
			return nil, refuse(PrivateAddress, host, "it leads to this machine itself")
		}
		return nil, refuse(BadAddress, host, "only https addresses are read")
	}
	port := u.Port()
	if !goodPort(port, u.Scheme) || strings.HasSuffix(u.Host, ":") {
		return nil, refuse(BadAddress, host, "its port is not one that web servers use")
	}
	u.Host = host
	if strings.Contains(host, ":") {
		u.Host = "[" + host + "]"
	}
	if port != "" {
		u.Host += ":" + port
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// goodPort keeps requests away from the low ports, where mail, remote shells and name servers listen.
func goodPort(port, scheme string) bool {
	if port == "" {
		return true
	}
	n, err := strconv.Atoi(port)
	if err != nil || port[0] == '+' || port[0] == '0' {
		return false
	}
	return n == 443 || n >= 1024 && n <= 65535 || scheme == "http" && n == 80
}

// cleanHost returns a host in its one canonical spelling: lower-case ASCII, no final dot. It refuses zones, and names
// that a lenient reader would take for an IP address (0x7f.1, 2130706433, 010.0.0.1): a last label that begins with a
// digit must belong to a plain IPv4 address. Names need a dot, except localhost.
func cleanHost(host string) (string, bool) {
	if a, err := netip.ParseAddr(host); err == nil {
		return a.String(), a.Zone() == "" && !a.Is4In6()
	}
	name, err := idna.Lookup.ToASCII(strings.TrimSuffix(host, "."))
	if err != nil || len(name) > 253 {
		return "", false
	}
	if a, err := netip.ParseAddr(name); err == nil {
		return a.String(), a.Is4() // full-width digits and a final dot come out here
	}
	if name == "localhost" {
		return name, true
	}
	labels := strings.Split(name, ".")
	if len(labels) < 2 {
		return "", false
	}
	for _, label := range labels {
		if !isLabel(label) {
			return "", false
		}
	}
	last := labels[len(labels)-1]
	return name, last[0] < '0' || last[0] > '9'
}

func isLabel(s string) bool {
	if s == "" || len(s) > 63 || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}

// isLoopback is about how the host is written, never about what it resolves to.
func isLoopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

// Public tells whether an address belongs to the public Internet: not in the IANA special-purpose registries for IPv4 and
// IPv6 (RFC 6890 and later), not multicast, and not an IPv6 address that carries an IPv4 address inside (mapped, NAT64,
// 6to4, Teredo), which would lead around the rules for IPv4.
func Public(a netip.Addr) bool {
	if !a.IsValid() || (a.Is6() && !globalUnicast.Contains(a)) { // zones and mapped addresses end here, too
		return false
	}
	for _, p := range notPublic {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// globalUnicast is all that IANA has given out of IPv6; loopback, mapped, NAT64, local and multicast lie outside.
var globalUnicast = netip.MustParsePrefix("2000::/3")

var notPublic = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),         // this network
	netip.MustParsePrefix("10.0.0.0/8"),        // private
	netip.MustParsePrefix("100.64.0.0/10"),     // carrier-grade NAT; metadata of one cloud
	netip.MustParsePrefix("127.0.0.0/8"),       // loopback
	netip.MustParsePrefix("168.63.129.16/32"),  // platform service of one cloud, reachable from inside only
	netip.MustParsePrefix("169.254.0.0/16"),    // link-local; metadata of most clouds
	netip.MustParsePrefix("172.16.0.0/12"),     // private
	netip.MustParsePrefix("192.0.0.0/24"),      // protocol assignments; metadata of one cloud
	netip.MustParsePrefix("192.0.2.0/24"),      // documentation
	netip.MustParsePrefix("192.31.196.0/24"),   // AS112
	netip.MustParsePrefix("192.52.193.0/24"),   // AMT
	netip.MustParsePrefix("192.88.99.0/24"),    // 6to4 relays
	netip.MustParsePrefix("192.168.0.0/16"),    // private
	netip.MustParsePrefix("192.175.48.0/24"),   // AS112
	netip.MustParsePrefix("198.18.0.0/15"),     // benchmarking
	netip.MustParsePrefix("198.51.100.0/24"),   // documentation
	netip.MustParsePrefix("203.0.113.0/24"),    // documentation
	netip.MustParsePrefix("224.0.0.0/4"),       // multicast
	netip.MustParsePrefix("240.0.0.0/4"),       // reserved, broadcast
	netip.MustParsePrefix("2001::/23"),         // protocol assignments, Teredo, ORCHID
	netip.MustParsePrefix("2001:db8::/32"),     // documentation
	netip.MustParsePrefix("2002::/16"),         // 6to4
	netip.MustParsePrefix("2620:4f:8000::/48"), // AS112
	netip.MustParsePrefix("3fff::/20"),         // documentation
}
