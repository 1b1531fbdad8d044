// Package wallet writes passes for the wallets of phones. In comes what a pass
// shows and the operator's certificates; out goes a signed file for Apple
// Wallet, or an address that hands a signed pass to Google Wallet. Nobody is
// asked over the network, and nothing is kept.
package wallet

import (
	"fmt"
	"strconv"
	"time"
)

// Pass is what a wallet shows of a credential.
type Pass struct {
	Serial       string // the credential's code; the same one replaces an older pass on the phone
	URL          string // of the badge page: what the QR code leads to
	Language     string // of the texts, BCP 47
	Badge        string
	Organization string
	Earner       string
	Issued       time.Time // a day
	Expires      time.Time // the last second in which it holds; zero: it holds without end
	Void         bool      // revoked, suspended or expired
	Color        string    // #rrggbb of the ground
	PictureURL   string    // of the badge, absolute and public
	Pictures     Pictures
	Labels       Labels
}

// Pictures are PNGs of the badge by the pixels of a side, and the
// organization's logo, which may be empty.
type Pictures struct {
	Small, Medium, Large []byte // 96, 192 and 320 pixels
	Logo                 []byte
}

// Labels are the words of a pass in its language.
type Labels struct {
	Badge, Earner, Issued, Expires, Verify string
}

// ink is the text color that can be read on a ground (WCAG 2.2, contrast).
func ink(color string) string {
	r, g, b, err := parts(color)
	if err != nil || 299*int(r)+587*int(g)+114*int(b) < 150_000 {
		return "#ffffff"
	}
	return "#17211e"
}

func parts(color string) (r, g, b uint8, err error) {
	if len(color) != 7 || color[0] != '#' {
		return 0, 0, 0, fmt.Errorf("the color %q is not written #rrggbb", color)
	}
	n, err := strconv.ParseUint(color[1:], 16, 24)
	return uint8(n >> 16), uint8(n >> 8), uint8(n), err
}
