package press

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"laurel/internal/badge"
	"laurel/internal/design"
	"laurel/internal/render"
)

// Vectors is the picture of a badge as an SVG with the badge's name as its
// title: drawn from its design, or the vectors that were kept of the file that
// was uploaded, or the pixels in an SVG where there is nothing better. Nothing
// in it runs or refers to anything outside.
func (p *Press) Vectors(ctx context.Context, r badge.Revision) ([]byte, error) {
	if r.Design != "" {
		d, err := design.Parse(r.Design)
		if err != nil {
			return nil, fmt.Errorf("draw %s: %w", r.ID, err)
		}
		return render.Titled(d.SVG(), r.Name)
	}
	if r.Vector != "" {
		kept, err := p.Blobs.Get(ctx, r.Vector)
		if err == nil {
			return render.Titled(kept, r.Name)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	picture, err := p.Blobs.Get(ctx, r.Picture)
	if err != nil {
		return nil, err
	}
	return render.SVGAround(r.Name, picture)
}
