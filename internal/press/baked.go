package press

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"laurel/internal/badge"
	"laurel/openbadge/bake"
)

// How much is held in memory, in bytes, of what pictures are baked from.
const (
	heldDocuments = 8 << 20
	heldPictures  = 16 << 20
)

// document is a signed credential, and what its picture needs.
type document struct {
	signed        []byte
	hash          string
	picture, name string
}

// Baked is a badge's picture, in one of Sizes or as it is kept, with the signed
// credential in it.
type Baked struct {
	PNG  []byte
	Name string // of the badge
	Tag  string // changes whenever the bytes do
}

// Baked puts the credential at a code into its picture. sealed is when that
// credential was signed: what was read before is used again until then.
func (p *Press) Baked(ctx context.Context, code badge.Code, sealed time.Time, size int) (b Baked, err error) {
	key := string(code) + " " + strconv.FormatInt(sealed.UnixMicro(), 10)
	d, ok := p.documents.get(key, document.size)
	if !ok {
		c, revision, err := p.Credential(ctx, code)
		if err != nil {
			return b, err
		}
		sum := sha256.Sum256(c.Signed)
		d = document{c.Signed, hex.EncodeToString(sum[:]), revision.Picture, revision.Name}
		p.documents.put(key, d, d.size())
	}
	key = d.picture + " " + strconv.Itoa(size)
	picture, ok := p.pictures.get(key, func(b []byte) int { return len(b) })
	if !ok {
		if picture, _, err = p.Sized(ctx, d.picture, size, PNG); err != nil {
			return b, err
		}
		p.pictures.put(key, picture, len(picture))
	}
	baked, err := bake.PNG(picture, d.signed)
	return Baked{PNG: baked, Name: d.name, Tag: keyOf([]any{"baked", d.picture, size, d.hash})[:32]}, err
}

// size of a document in memory, about.
func (d document) size() int { return len(d.signed) + 512 }
