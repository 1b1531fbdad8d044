package press

import (
	"context"
	"io/fs"
	"slices"
	"strconv"

	"laurel/internal/badge"
)

// Sizes are the sizes in which pictures are to be had, in pixels of the longer
// side.
var Sizes = []int{64, 96, 128, 192, 256, 320, 384, 512, 640, 768, 1024}

// ParseSize reads one of Sizes; empty is 0, the picture as it is kept. Errors:
// badge.ErrNotFound.
func ParseSize(s string) (int, error) {
	if s == "" {
		return 0, nil
	}
	size, err := strconv.Atoi(s)
	if err != nil || !slices.Contains(Sizes, size) {
		return 0, badge.ErrNotFound
	}
	return size, nil
}

// Format is a kind of picture file.
type Format string

// The formats that pictures are made in, by their media types.
const (
	PNG  Format = "image/png"
	JPEG Format = "image/jpeg"
	WebP Format = "image/webp"
)

// Sized is a kept picture in one of Sizes, 0 for as it is kept; never larger
// than that. As a JPEG it stands on white. As WebP it may come as a PNG, when
// that is smaller: the format in the answer is the one it has. Errors:
// fs.ErrNotExist, badge.ErrBusy.
func (p *Press) Sized(ctx context.Context, picture string, size int, format Format) ([]byte, Format, error) {
	switch {
	case format == JPEG:
		data, err := p.once(ctx, picture, keyOf([]any{"jpeg", picture, size}), func(ctx context.Context) ([]byte, error) {
			small, err := p.png(ctx, picture, size)
			if err != nil {
				return nil, err
			}
			return p.Draw.JPEG(ctx, small)
		})
		return data, JPEG, err
	case format == WebP:
		data, err := p.once(ctx, picture, keyOf([]any{"webp", picture, size}), func(ctx context.Context) ([]byte, error) {
			return p.smaller(ctx, picture, size)
		})
		if isPNG(data) {
			format = PNG
		}
		return data, format, err
	case size == 0:
		data, err := p.Blobs.Get(ctx, picture)
		return data, PNG, err
	}
	data, err := p.once(ctx, picture, keyOf([]any{"png", picture, size}), func(ctx context.Context) ([]byte, error) {
		return p.png(ctx, picture, size)
	})
	return data, PNG, err
}

// png makes a picture smaller; it is called by those who draw.
func (p *Press) png(ctx context.Context, picture string, size int) ([]byte, error) {
	kept, err := p.Blobs.Get(ctx, picture)
	if err != nil || size == 0 {
		return kept, err
	}
	if !isPNG(kept) { // a file of somebody's
		return nil, fs.ErrNotExist
	}
	return p.Draw.Sized(ctx, kept, size)
}

// smaller is the picture as WebP, or as PNG when that has fewer bytes.
func (p *Press) smaller(ctx context.Context, picture string, size int) ([]byte, error) {
	plain, err := p.png(ctx, picture, size)
	if err != nil {
		return nil, err
	}
	packed, err := p.Draw.WebP(ctx, plain)
	if err != nil || len(packed) >= len(plain) {
		return plain, err
	}
	return packed, nil
}

func isPNG(data []byte) bool { return len(data) > 8 && string(data[:8]) == "\x89PNG\r\n\x1a\n" }
