package render

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
)

const (
	quietZone = 4   // modules around a QR code (ISO/IEC 18004, section 5.3.8)
	maxQR     = 512 // characters of an address
)

// QR is a QR code: true is dark, by row and column, without the quiet zone.
type QR [][]bool

// NewQR makes the QR code of an address of ASCII characters, with medium error
// correction: a seventh of it may be dirty.
func NewQR(address string) (QR, error) {
	if len(address) > maxQR {
		return nil, fmt.Errorf("QR code: an address of %d characters, more than %d", len(address), maxQR)
	}
	return encodeQR([]byte(address)), nil
}

// SVG draws the code black on white, one unit per module, quiet zone included.
func (q QR) SVG() []byte {
	side := len(q) + 2*quietZone
	var path strings.Builder
	for y, row := range q {
		for x, dark := range row {
			if dark {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quietZone, y+quietZone)
			}
		}
	}
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path d="%s"/></svg>`,
		side, side, side*8, side*8, side, side, path.String())
}

// PNG draws the code with so many pixels per module.
func (q QR) PNG(scale int) ([]byte, error) {
	side := (len(q) + 2*quietZone) * scale
	img := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range side {
		for x := range side {
			row, column := y/scale-quietZone, x/scale-quietZone
			if row >= 0 && row < len(q) && column >= 0 && column < len(q) && q[row][column] {
				img.SetColorIndex(x, y, 1)
			}
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil, fmt.Errorf("QR code: %w", err)
	}
	return out.Bytes(), nil
}
