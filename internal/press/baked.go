package press

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
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

// document is a signed credential as it stands in a picture, and what else that
// needs.
type document struct {
	chunk         []byte // the part of a PNG file with the credential in it
	hash          string
	picture, name string
}

// header is how many bytes a PNG file begins with, before the part with the
// credential: its signature and its first part (PNG Specification, third
// edition, 5.2 and 11.2.1).
const header = 8 + 25

// Baked is a badge's picture, in one of Sizes or as it is kept, with the signed
// credential in it: a PNG file in parts, which are not to be changed. They are
// put together only where they are sent, since most of it is the same for
// everybody who earned the badge.
type Baked struct {
	Parts [3][]byte
	Name  string // of the badge
	Tag   string // changes whenever the bytes do
}

// Baked puts the credential at a code into its picture. sealed is when that
// credential was signed: what was read before is used again until then.
func (p *Press) Baked(ctx context.Context, code badge.Code, sealed time.Time, size int) (b Baked, err error) {
	key := string(code) + " " + strconv.FormatInt(sealed.UnixMicro(), 10)
	d, ok := p.documents.get(key, document.size)
	if !ok {
		if d, err = p.document(ctx, code); err != nil {
			return b, err
		}
		p.documents.put(key, d, d.size())
	}
	picture, err := p.held(ctx, d.picture, size)
	if err != nil {
		return b, err
	}
	return Baked{Parts: [3][]byte{picture[:header], d.chunk, picture[header:]}, Name: d.name, Tag: keyOf([]any{"baked", d.picture, size, d.hash})[:32]}, nil
}

// document bakes a credential into its picture once, and keeps the part that is
// in it then and was not before. Kept pictures have nothing else that baking
// would take out.
func (p *Press) document(ctx context.Context, code badge.Code) (d document, err error) {
	c, revision, err := p.Credential(ctx, code)
	if err != nil {
		return d, err
	}
	picture, err := p.held(ctx, revision.Picture, 0)
	if err != nil {
		return d, err
	}
	baked, err := bake.PNG(picture, c.Signed)
	if err != nil {
		return d, err
	}
	if !bytes.HasPrefix(baked, picture[:header]) || !bytes.HasSuffix(baked, picture[header:]) {
		return d, fmt.Errorf("picture %s: more than its pixels is in it", revision.Picture)
	}
	sum := sha256.Sum256(c.Signed)
	return document{baked[header : len(baked)-len(picture)+header], hex.EncodeToString(sum[:]), revision.Picture, revision.Name}, nil
}

// held is a picture in one of Sizes, from memory when it was asked for lately.
func (p *Press) held(ctx context.Context, hash string, size int) ([]byte, error) {
	key := hash + " " + strconv.Itoa(size)
	picture, ok := p.pictures.get(key, func(b []byte) int { return len(b) })
	if ok {
		return picture, nil
	}
	picture, _, err := p.Sized(ctx, hash, size, PNG)
	if err == nil && len(picture) < header {
		err = fmt.Errorf("picture %s is no PNG", hash)
	}
	if err == nil {
		p.pictures.put(key, picture, len(picture))
	}
	return picture, err
}

// size of a document in memory, about.
func (d document) size() int { return len(d.chunk) + 512 }
