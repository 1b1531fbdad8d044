package render

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"

	"golang.org/x/image/draw"
)

// portraitSide is how many pixels a photo of a person has on each side, as kept.
const portraitSide = 512

// Portrait checks an uploaded photo of a person, a PNG or JPEG, and returns a
// PNG of 512 by 512 pixels: the middle of the photo, the way up that the camera
// meant, without metadata. The error is a *Refused when the file is to blame.
func (e *Engine) Portrait(ctx context.Context, data []byte) ([]byte, error) {
	kind, err := kindOf(data)
	if err == nil && kind == "image/svg+xml" {
		err = &Refused{Sentence: "A drawing (SVG) cannot be used as a photo. Choose a PNG or JPEG picture."}
	}
	if err != nil {
		return nil, err
	}
	if err := checkRaster(data); err != nil {
		return nil, err
	}
	release, err := e.slot(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	img, err := decode(data)
	if err != nil {
		return nil, err
	}
	square := image.NewRGBA(image.Rect(0, 0, portraitSide, portraitSide))
	draw.CatmullRom.Scale(square, square.Bounds(), img, middle(img.Bounds()), draw.Src, nil)
	var out bytes.Buffer
	if err := png.Encode(&out, upright(square, orientation(data))); err != nil {
		return nil, fmt.Errorf("encode the photo: %w", err)
	}
	return out.Bytes(), nil
}

// middle is the largest square in the middle of a picture.
func middle(r image.Rectangle) image.Rectangle {
	side := min(r.Dx(), r.Dy())
	corner := r.Min.Add(image.Pt((r.Dx()-side)/2, (r.Dy()-side)/2))
	return image.Rectangle{corner, corner.Add(image.Pt(side, side))}
}

// upright turns and mirrors a square picture as Exif's orientation says, 1 to 8
// (Exif 2.32, section 4.6.4): where the first row and the first column of what
// is stored belong.
func upright(img *image.RGBA, orientation int) *image.RGBA {
	if orientation < 2 || orientation > 8 {
		return img
	}
	last := portraitSide - 1
	turned := image.NewRGBA(img.Bounds())
	for y := range portraitSide {
		for x := range portraitSide {
			fromX, fromY := x, y
			if orientation >= 5 { // rows are columns
				fromX, fromY = y, x
			}
			switch orientation {
			case 2, 8:
				fromX = last - fromX
			case 3, 7:
				fromX, fromY = last-fromX, last-fromY
			case 4, 6:
				fromY = last - fromY
			}
			turned.SetRGBA(x, y, img.RGBAAt(fromX, fromY))
		}
	}
	return turned
}
