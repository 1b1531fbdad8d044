package gauge

import (
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"laurel/internal/badge"
	"laurel/internal/certificate"
	"laurel/internal/font"
	"laurel/internal/render"
)

// sealVectors is a badge of a usual kind as vectors, in the form that the engine gives them.
var sealVectors = []byte(`<svg width="600" height="600" viewBox="0 0 600 600"><defs><linearGradient id="metal" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#f3e1b5"/><stop offset="1" stop-color="#9b8959"/></linearGradient></defs>` +
	strings.Repeat(`<path fill="url(#metal)" d="M 300 12 C 459 12 588 141 588 300 C 588 459 459 588 300 588 C 141 588 12 459 12 300 C 12 141 141 12 300 12 Z"/>`, 12) + `</svg>`)

// printing makes the certificate of one earner after another: name, code, QR code and attached badge are their own. No
// way could leave out that what is in it is deflated; the limit does that with the whole file, as quickly as it can be
// done.
func printing(ctx context.Context) (contest, error) {
	printer := certificate.New(font.Carried(), nil)
	design, ok := badge.NewCertificate("classic", "a4")
	if !ok {
		return contest{}, fmt.Errorf("there is no template of a certificate")
	}
	credential := []byte(`{"name":"` + strings.Repeat("x", 3200) + `"}`)
	n := 0
	next := func() ([]byte, error) {
		n++
		address := fmt.Sprintf("https://badges.example.org/b/k7f3m2q9%05d", n%100_000)
		code, err := render.NewQR(address)
		if err != nil {
			return nil, err
		}
		return printer.PDF(ctx, design, certificate.Facts{
			Language: "en", Name: fmt.Sprintf("Zoë Ångström %s", strings.Repeat("abcdefghij", 2)[n%10:n%10+8]), Badge: "Mountain Leader", Organization: "Riverbank College",
			Issued: "March 4, 2026", Expires: "March 4, 2029", Code: address[len(address)-13:], Address: address, QR: code, Accent: "#0f766e", SealSVG: sealVectors,
			Credential: credential, CredentialType: "application/vc+ld+json", Made: time.Unix(1_772_600_000, 0),
		})
	}
	whole, err := next()
	if err != nil {
		return contest{}, err
	}
	packer, err := zlib.NewWriterLevel(io.Discard, zlib.BestSpeed)
	if err != nil {
		return contest{}, err
	}
	return contest{
		what: "print a certificate", limit: "deflate as many bytes",
		ours: func() error {
			data, err := next()
			if err == nil && !bytes.HasPrefix(data, []byte("%PDF-")) {
				err = fmt.Errorf("a certificate that is no PDF")
			}
			return err
		},
		theirs: func() error {
			packer.Reset(io.Discard)
			if _, err := packer.Write(whole); err != nil {
				return err
			}
			return packer.Close()
		},
	}, nil
}

func certificates(ctx context.Context, o Options) ([]Figure, error) {
	c, err := printing(ctx)
	if err != nil {
		return nil, err
	}
	f, err := c.race(ctx, o)
	if err != nil {
		return nil, err
	}
	return []Figure{f.atLeast(600)}, nil
}
