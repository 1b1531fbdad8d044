package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	_ "image/jpeg" // decodes JPEG
	_ "image/png"  // decodes PNG
)

// Image is a picture made ready for documents.
type Image struct {
	width, height int
	entries       string // of its dictionary
	data          []byte
	alpha         *Image // how much of it covers what is under it; nil: all
}

// ReadImage reads a PNG or a JPEG. A JPEG with three colors or gray is taken
// along as it is.
func ReadImage(data []byte) (*Image, error) {
	config, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if kind == "jpeg" && config.ColorModel != color.CMYKModel {
		space := "/DeviceRGB"
		if config.ColorModel == color.GrayModel {
			space = "/DeviceGray"
		}
		return &Image{width: config.Width, height: config.Height, entries: imageEntries(config.Width, config.Height, space) + "/Filter/DCTDecode", data: data}, nil
	}
	decoded, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	pixels := image.NewNRGBA(image.Rect(0, 0, config.Width, config.Height))
	draw.Draw(pixels, pixels.Rect, decoded, decoded.Bounds().Min, draw.Src)
	i := planes(pixels, 0, 3)
	if !pixels.Opaque() {
		i.alpha = planes(pixels, 3, 1)
	}
	return i, nil
}

func imageEntries(width, height int, space string) string {
	return fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%s/BitsPerComponent 8", width, height, space)
}

// planes packs so many of the four values of every pixel, each row as its
// difference from the one above (ISO 32000-2, 7.4.4.4).
func planes(pixels *image.NRGBA, from, count int) *Image {
	width, height := pixels.Rect.Dx(), pixels.Rect.Dy()
	row := 1 + width*count
	data := make([]byte, row*height)
	above := make([]byte, width*count)
	for y := range height {
		out := data[y*row:][:row]
		out[0] = 2 // Up
		for x := range width {
			for c := range count {
				v := pixels.Pix[y*pixels.Stride+4*x+from+c]
				out[1+x*count+c] = v - above[x*count+c]
				above[x*count+c] = v
			}
		}
	}
	space := "/DeviceRGB"
	if count == 1 {
		space = "/DeviceGray"
	}
	return &Image{
		width: width, height: height,
		entries: imageEntries(width, height, space) + fmt.Sprintf("/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors %d/Columns %d>>", count, width),
		data:    Pack(data),
	}
}

// Write writes the picture; it fills the unit square.
func (i *Image) Write(d *Document) Ref {
	entries := i.entries
	if i.alpha != nil {
		entries += fmt.Sprintf("/SMask %s", i.alpha.Write(d))
	}
	return d.stream(entries, i.data)
}

// Size of it in bytes.
func (i *Image) Size() int {
	if i.alpha != nil {
		return len(i.data) + len(i.alpha.data)
	}
	return len(i.data)
}

// Sides are its width and height in pixels.
func (i *Image) Sides() (width, height float64) { return float64(i.width), float64(i.height) }
