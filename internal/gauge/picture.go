package gauge

import (
	"bytes"
	"context"
	_ "embed"
	"image/png"
	"strings"

	"laurel/openbadge/bake"
)

// badgePicture is the badge of laurel demo, uploaded as a PNG of 600 by 600 pixels, as Laurel keeps it.
//
//go:embed badge.png
var badgePicture []byte

// baking puts a credential of a usual size into a picture; re-encoding the same picture is what has to be done where a
// part cannot be put in as it is.
func baking() contest {
	credential := []byte(`{"name":"` + strings.Repeat("x", 3200) + `"}`)
	return contest{
		what: "bake a PNG", limit: "decode and encode it",
		ours: func() error {
			_, err := bake.PNG(badgePicture, credential)
			return err
		},
		theirs: func() error {
			m, err := png.Decode(bytes.NewReader(badgePicture))
			if err != nil {
				return err
			}
			var out bytes.Buffer
			return png.Encode(&out, m)
		},
	}
}

func pictures(ctx context.Context, o Options) ([]Figure, error) {
	f, err := baking().race(ctx, o)
	if err != nil {
		return nil, err
	}
	return []Figure{f.ratioAtLeast(1000)}, nil
}
