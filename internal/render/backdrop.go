package render

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
)

// backdropSide is how many pixels the longer side of a backdrop keeps: 300 to
// the inch on A4.
const backdropSide = 3508

// Backdrop checks an uploaded picture that is to fill a sheet of paper, a PNG or
// JPEG, and returns it without metadata on white: as a PNG or a JPEG, whichever
// is smaller. The error is a *Refused when the file is to blame.
func (e *Engine) Backdrop(ctx context.Context, data []byte) ([]byte, error) {
	kind, err := kindOf(data)
	if err == nil && kind == "image/svg+xml" {
		err = &Refused{Sentence: "A drawing (SVG) cannot fill a sheet. Save it as PNG or JPEG, 3508 by 2480 pixels for A4."}
	}
	if err == nil {
		err = checkRaster(data)
	}
	if err != nil {
		return nil, err
	}
	release, err := e.slot(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, damaged(err)
	}
	flat := onWhite(fit(img, backdropSide))
	var lossy, exact bytes.Buffer
	if err := jpeg.Encode(&lossy, flat, &jpeg.Options{Quality: 90}); err != nil {
		return nil, fmt.Errorf("encode the picture: %w", err)
	}
	if err := png.Encode(&exact, flat); err != nil {
		return nil, fmt.Errorf("encode the picture: %w", err)
	}
	if exact.Len() <= lossy.Len() {
		return exact.Bytes(), nil
	}
	return lossy.Bytes(), nil
}

// glimpseSide is how many pixels the longer side of a glimpse has.
const glimpseSide = 1000

// Glimpse is a kept backdrop as a small JPEG, to be looked at on a screen. One
// that is small already is returned as it is.
func (e *Engine) Glimpse(ctx context.Context, kept []byte) ([]byte, error) {
	const small = 200 << 10
	if len(kept) <= small {
		return kept, nil
	}
	release, err := e.slot(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	img, _, err := image.Decode(bytes.NewReader(kept))
	if err != nil {
		return nil, damaged(err)
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, fit(img, glimpseSide), &jpeg.Options{Quality: 80}); err != nil {
		return nil, fmt.Errorf("encode the picture: %w", err)
	}
	return out.Bytes(), nil
}
