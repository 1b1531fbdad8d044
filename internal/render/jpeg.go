package render

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"

	"golang.org/x/image/draw"
)

// JPEG turns a kept picture, a PNG, into a JPEG on white, for programs that
// take no other kind.
func (e *Engine) JPEG(ctx context.Context, kept []byte) ([]byte, error) {
	img, err := e.Decode(ctx, kept)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, onWhite(img), &jpeg.Options{Quality: 90}); err != nil {
		return nil, fmt.Errorf("encode the picture: %w", err)
	}
	return out.Bytes(), nil
}

// onWhite puts a picture on a white ground.
func onWhite(img image.Image) image.Image {
	flat := image.NewRGBA(image.Rectangle{Max: img.Bounds().Size()})
	draw.Draw(flat, flat.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(flat, flat.Bounds(), img, img.Bounds().Min, draw.Over)
	return flat
}
