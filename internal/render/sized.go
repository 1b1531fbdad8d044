package render

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"

	"github.com/HugoSmits86/nativewebp"
	"golang.org/x/image/draw"
)

// Sized makes a kept picture, a PNG, smaller until its longer side has so many
// pixels. One that is not larger than that comes back as it is.
func (e *Engine) Sized(ctx context.Context, kept []byte, side int) ([]byte, error) {
	img, err := e.Decode(ctx, kept)
	if err != nil {
		return nil, err
	}
	size := img.Bounds().Size()
	longer := max(size.X, size.Y)
	if longer <= side {
		return kept, nil
	}
	small := image.NewRGBA(image.Rect(0, 0, max(size.X*side/longer, 1), max(size.Y*side/longer, 1)))
	draw.CatmullRom.Scale(small, small.Bounds(), img, img.Bounds(), draw.Src, nil)
	var out bytes.Buffer
	if err := png.Encode(&out, small); err != nil {
		return nil, fmt.Errorf("encode the picture: %w", err)
	}
	return out.Bytes(), nil
}

// Decode takes the pixels out of a kept picture, a PNG. It takes a slot of the
// engine while it does.
func (e *Engine) Decode(ctx context.Context, kept []byte) (image.Image, error) {
	if err := checkRaster(kept); err != nil {
		return nil, err
	}
	release, err := e.slot(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	img, err := png.Decode(bytes.NewReader(kept))
	if err != nil {
		return nil, damaged(err)
	}
	return img, nil
}

// WebP turns a PNG into a WebP that has the very same pixels.
func (e *Engine) WebP(ctx context.Context, picture []byte) ([]byte, error) {
	img, err := e.Decode(ctx, picture)
	if err != nil {
		return nil, err
	}
	straight := image.NewNRGBA(img.Bounds()) // which the encoder takes as it is
	draw.Draw(straight, straight.Bounds(), img, img.Bounds().Min, draw.Src)
	var out bytes.Buffer
	if err := nativewebp.Encode(&out, straight, nil); err != nil {
		return nil, fmt.Errorf("encode the picture as WebP: %w", err)
	}
	return out.Bytes(), nil
}
