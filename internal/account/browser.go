package account

import (
	"encoding/hex"
	"net/netip"
	"strings"

	"laurel/internal/keyring"
)

// Browser is what the door knows of whoever knocks.
type Browser struct {
	Address string   // IP address; empty: none, and then nothing is counted by source
	Agent   string   // as the browser calls itself (User-Agent)
	Known   []string // the tokens it got when its owner logged in before
}

// maxKnown is how many tokens of a browser are looked at: one for each person
// who uses it.
const maxKnown = 10

// devices are the ids of the tokens that are ours.
func (a *Accounts) devices(from Browser) (ids []string) {
	for _, token := range from.Known[:min(len(from.Known), maxKnown)] {
		if id, ok := a.ring.CheckToken(keyring.PurposeDevice, token); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

// source stands for where a browser is: an IPv4 address or an IPv6 /64, as a
// keyed hash.
func (a *Accounts) source(from Browser) string {
	address, err := netip.ParseAddr(from.Address)
	if err != nil {
		return ""
	}
	return hex.EncodeToString(a.ring.Derive("source", network(address, 32, 64))[:16])
}

// prefix is roughly where a browser is, for people to read: an IPv4 /24 or an
// IPv6 /48.
func (b Browser) prefix() string {
	address, err := netip.ParseAddr(b.Address)
	if err != nil {
		return ""
	}
	return network(address, 24, 48)
}

func network(address netip.Addr, bits4, bits6 int) string {
	address = address.Unmap().WithZone("")
	bits := bits6
	if address.Is4() {
		bits = bits4
	}
	return netip.PrefixFrom(address, bits).Masked().String()
}

// The names by which browsers and systems are told apart, the more particular
// first: every browser claims to be several.
var (
	browsers = [][2]string{
		{"Edg", "Edge"},
		{"OPR/", "Opera"},
		{"SamsungBrowser/", "Samsung Internet"},
		{"Firefox/", "Firefox"},
		{"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"},
		{"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
	}
	systems = [][2]string{
		{"iPhone", "iPhone"},
		{"iPad", "iPad"},
		{"Android", "Android"},
		{"Windows", "Windows"},
		{"Macintosh", "Mac"},
		{"CrOS", "ChromeOS"},
		{"Linux", "Linux"},
	}
)

// words is a browser as its owner would name it: "Firefox on Windows".
func (b Browser) words() string {
	name, system := "A browser", ""
	for _, n := range browsers {
		if strings.Contains(b.Agent, n[0]) {
			name = n[1]
			break
		}
	}
	for _, n := range systems {
		if strings.Contains(b.Agent, n[0]) {
			system = " on " + n[1]
			break
		}
	}
	return name + system
}
