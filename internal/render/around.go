package render

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"image/png"
)

// SVGAround is an SVG that shows a PNG in its own size, with a title for those
// who do not see it.
func SVGAround(title string, picture []byte) ([]byte, error) {
	size, err := png.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		return nil, fmt.Errorf("picture of %s: %w", title, err)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[2]d" width="%[1]d" height="%[2]d" role="img"><title>`, size.Width, size.Height)
	if err := xml.EscapeText(&b, []byte(title)); err != nil {
		return nil, err
	}
	fmt.Fprintf(&b, `</title><image width="%d" height="%d" href="data:image/png;base64,%s"/></svg>`,
		size.Width, size.Height, base64.StdEncoding.EncodeToString(picture))
	return b.Bytes(), nil
}
