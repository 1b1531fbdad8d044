package press

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"

	"laurel/internal/badge"
	"laurel/internal/design"
	"laurel/internal/store"
)

// sheet is one design with the pictures on it.
type sheet struct {
	design   badge.CertificateDesign
	logo     []byte            // empty: there is none
	pictures map[string][]byte // by hash
}

// sheetKey names a design that was kept. Designs never change.
type sheetKey struct {
	org         badge.OrgID
	achievement badge.AchievementID
	number      int
}

// most is how many designs, and how many pictures of badges, are held ready.
const most = 16

// sheets are designs and pictures of badges that were printed lately.
type sheets struct {
	mu    sync.Mutex
	kept  map[sheetKey]*sheet
	seals map[string]vector

	glimpses map[string][]byte // of backgrounds, by hash
}

// vector is the picture of a badge as it is printed.
type vector struct{ svg, png []byte }

// sheet reads a design with its pictures.
func (p *Certificates) sheet(ctx context.Context, org badge.OrgID, achievement badge.AchievementID, number int) (*sheet, error) {
	key := sheetKey{org, achievement, number}
	p.sheets.mu.Lock()
	s := p.sheets.kept[key]
	p.sheets.mu.Unlock()
	if s != nil {
		return s, nil
	}
	var revision badge.CertificateRevision
	err := p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		revision, err = tx.Org(org).CertificateRevision(ctx, achievement, number)
		return err
	})
	if err != nil {
		return nil, err
	}
	if s, err = p.load(ctx, revision.Design); err != nil {
		return nil, err
	}
	p.sheets.mu.Lock()
	defer p.sheets.mu.Unlock()
	if len(p.sheets.kept) >= most || p.sheets.kept == nil {
		p.sheets.kept = map[sheetKey]*sheet{}
	}
	p.sheets.kept[key] = s
	return s, nil
}

// load reads the pictures of a design.
func (p *Certificates) load(ctx context.Context, d badge.CertificateDesign) (s *sheet, err error) {
	s = &sheet{design: d, pictures: map[string][]byte{}}
	if d.LogoPicture != "" && d.Logo.Size > 0 {
		if s.logo, err = p.Blobs.Get(ctx, d.LogoPicture); err != nil {
			return nil, fmt.Errorf("logo of a certificate: %w", err)
		}
	}
	for _, hash := range picturesOf(d.Certificate) {
		if s.pictures[hash], err = p.Blobs.Get(ctx, hash); err != nil {
			return nil, fmt.Errorf("picture of a certificate: %w", err)
		}
	}
	return s, nil
}

// picturesOf are the hashes of the pictures on a certificate.
func picturesOf(c badge.Certificate) (all []string) {
	if c.Picture != "" {
		all = append(all, c.Picture)
	}
	for _, s := range c.Signatures {
		if s.Picture != "" {
			all = append(all, s.Picture)
		}
	}
	return all
}

// seal is the picture of a badge for a printer: its vectors, where there are
// some, and its pixels.
func (p *Certificates) seal(ctx context.Context, r badge.Revision) (svg, png []byte, err error) {
	key := r.Picture + " " + r.Vector + " " + r.Design
	p.sheets.mu.Lock()
	v, known := p.sheets.seals[key]
	p.sheets.mu.Unlock()
	if known {
		return v.svg, v.png, nil
	}
	if d, err := design.Parse(r.Design); err == nil {
		if v.svg, err = p.Draw.Simplify(ctx, d.SVG()); err != nil {
			return nil, nil, fmt.Errorf("picture of the badge %s: %w", r.Name, err)
		}
	}
	if r.Vector != "" {
		if v.svg, err = p.Blobs.Get(ctx, r.Vector); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, nil, fmt.Errorf("picture of the badge %s: %w", r.Name, err)
		}
	}
	if r.Picture != "" {
		if v.png, err = p.Blobs.Get(ctx, r.Picture); err != nil {
			return nil, nil, fmt.Errorf("picture of the badge %s: %w", r.Name, err)
		}
	}
	p.sheets.mu.Lock()
	defer p.sheets.mu.Unlock()
	if len(p.sheets.seals) >= most || p.sheets.seals == nil {
		p.sheets.seals = map[string]vector{}
	}
	p.sheets.seals[key] = v
	return v.svg, v.png, nil
}

// glimpse is the background of a design for a screen.
func (p *Certificates) glimpse(ctx context.Context, hash string, kept []byte) (small []byte, err error) {
	p.sheets.mu.Lock()
	small = p.sheets.glimpses[hash]
	p.sheets.mu.Unlock()
	if small != nil {
		return small, nil
	}
	if small, err = p.Draw.Glimpse(ctx, kept); err != nil {
		return nil, err
	}
	p.sheets.mu.Lock()
	defer p.sheets.mu.Unlock()
	if len(p.sheets.glimpses) >= most || p.sheets.glimpses == nil {
		p.sheets.glimpses = map[string][]byte{}
	}
	p.sheets.glimpses[hash] = small
	return small, nil
}
