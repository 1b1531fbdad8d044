// Package render turns uploaded pictures into the forms that Laurel keeps and
// shows: a plain PNG of bounded size and, of an SVG, its vectors written anew.
//
// In come the bytes of a PNG, JPEG or SVG file, out goes a PNG without
// metadata. Sizes are read before pixels; an SVG is drawn inside a WebAssembly
// sandbox that has no files, no network, and a limit of time and memory.
// This package never stores anything and hands out no byte of an SVG as it came.
package render

import (
	"bytes"
	"context"
	"fmt"
	"image"
	_ "image/jpeg" // decodes JPEG
	"image/png"

	"golang.org/x/image/draw"
)

// The bounds of a picture.
const (
	maxRaster = 2 << 20   // bytes of a PNG or JPEG file
	maxVector = 512 << 10 // bytes of an SVG file
	maxSide   = 4096      // pixels of a side, as uploaded
	maxPixels = 64 << 20  // bytes of all pixels, decoded: 4096 by 4096 at 8 bits
	maxPasses = 90 << 20  // bytes that a picture takes which is saved in passes
	maxScans  = 100       // passes of a JPEG; usual are ten
	keptSide  = 1200      // pixels of the longer side, as kept
	atOnce    = 2         // pictures decoded or drawn at the same time
)

// Picture is an uploaded picture in the form that is kept.
type Picture struct {
	PNG           []byte // without metadata; the longer side has at most 1200 pixels
	Width, Height int    // of PNG, in pixels
}

// Picture checks an uploaded badge picture or logo and returns what is kept of
// it. An SVG is drawn with its longer side at 1200 pixels; a larger PNG or JPEG
// is made smaller, a smaller one keeps its size. The error is a *Refused when
// the file is to blame.
func (e *Engine) Picture(ctx context.Context, data []byte) (Picture, error) {
	kind, err := kindOf(data)
	if err != nil {
		return Picture{}, err
	}
	if kind == "image/svg+xml" {
		if err := checkSVG(data); err != nil {
			return Picture{}, err
		}
	} else if err := checkRaster(data); err != nil {
		return Picture{}, err
	}

	release, err := e.slot(ctx)
	if err != nil {
		return Picture{}, err
	}
	defer release()
	var img image.Image
	if kind == "image/svg+xml" {
		img, err = e.drawSVG(ctx, data)
	} else {
		img, err = decode(data)
	}
	if err != nil {
		return Picture{}, err
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return Picture{}, fmt.Errorf("encode the picture: %w", err)
	}
	return Picture{PNG: out.Bytes(), Width: img.Bounds().Dx(), Height: img.Bounds().Dy()}, nil
}

// slot waits until one of few pictures may be worked on: pixels take memory.
func (e *Engine) slot(ctx context.Context) (release func(), err error) {
	select {
	case e.slots <- struct{}{}:
		return func() { <-e.slots }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// kindOf tells the media type by the first bytes.
func kindOf(data []byte) (string, error) {
	text := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	has := func(prefix string) bool { return bytes.HasPrefix(data, []byte(prefix)) }
	switch {
	case len(data) == 0:
		return "", &Refused{Sentence: "The file is empty. Choose a PNG, JPEG or SVG picture."}
	case has("\x89PNG\r\n\x1a\n"):
		return "image/png", nil
	case has("\xff\xd8\xff"):
		return "image/jpeg", nil
	case has("\x1f\x8b"):
		return "", &Refused{Sentence: "This file is compressed (SVGZ). Save the picture as plain SVG or as PNG."}
	case has("GIF8"), has("RIFF"), has("BM"), has("II*\x00"), has("MM\x00*"), has("%PDF-"):
		return "", &Refused{Sentence: "This kind of file cannot be used as a picture. Save it as PNG, JPEG or SVG."}
	case bytes.HasPrefix(text, []byte("<")):
		return "image/svg+xml", nil
	}
	return "", &Refused{Sentence: "This file is not a picture that can be used. Choose a PNG, JPEG or SVG file."}
}

// decode takes the pixels of a checked picture and nothing else: text chunks,
// earlier badges and the place where a photo was taken stay behind.
func decode(data []byte) (image.Image, error) {
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, damaged(err)
	}
	return fit(img, keptSide), nil
}

// fit makes a picture smaller until its longer side has so many pixels. It halves
// first, which averages four pixels into one exactly, and so needs no memory
// beyond the smaller picture.
func fit(img image.Image, most int) image.Image {
	for {
		size := img.Bounds().Size()
		longer := max(size.X, size.Y)
		if longer <= most {
			return img
		}
		smaller := size.Div(2)
		if longer < 2*most {
			smaller = size.Mul(most).Div(longer)
		}
		dst := image.NewRGBA(image.Rect(0, 0, max(smaller.X, 1), max(smaller.Y, 1)))
		draw.ApproxBiLinear.Scale(dst, dst.Bounds(), img, img.Bounds(), draw.Src, nil)
		img = dst
	}
}
