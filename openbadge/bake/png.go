// Package bake puts a credential into a PNG or SVG picture and takes it out again (Open Badges 3.0, Document Formats,
// Baked Badges).
//
// In come the bytes of a picture and of a signed credential; out come the bytes of the other. PNG and SVG bake by Open
// Badges 3.0, PNG2 by 2.0; Extract takes out what was baked by 3.0, by 2.0 or by CLR 2.0, and says which. The picture is never
// decoded, drawn or changed, and the credential is never judged: whether it is genuine is for the package proof.
package bake

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

// Bounds, checked before other work.
const (
	MaxPicture    = 16 << 20  // bytes of a picture
	MaxCredential = 256 << 10 // bytes of a credential in it
)

// Why there is nothing to take out. Errors of this package wrap one of them.
var (
	ErrNotPNG  = errors.New("this is not a PNG picture")
	ErrNoBadge = errors.New("there is no badge in this picture; some programs and sites remove it when they store a picture")
	ErrBroken  = errors.New("the picture is damaged or was baked wrongly")
)

// errForm says that bytes could be baked, but not taken out again.
var errForm = errors.New("bake: the credential is neither a JSON object nor a compact JWS of at most 256 KB")

const (
	signature = "\x89PNG\r\n\x1a\n"
	keyword   = "openbadgecredential"
	keyword2  = "openbadges" // of Open Badges 2.0
)

// chunk is one part of a PNG file (PNG Specification, third edition, section 5.3).
type chunk struct {
	kind string
	data []byte
	raw  []byte // length, kind, data and CRC
}

func (c chunk) intact() bool {
	return crc32.ChecksumIEEE(c.raw[4:len(c.raw)-4]) == binary.BigEndian.Uint32(c.raw[len(c.raw)-4:])
}

// keyword returns the keyword of a text chunk, and what follows it.
func (c chunk) keyword() (word string, rest []byte) {
	switch c.kind {
	case "iTXt", "tEXt", "zTXt":
		head, rest, _ := bytes.Cut(c.data, []byte{0})
		return string(head), rest
	}
	return "", nil
}

// split cuts a picture into its chunks, from IHDR to IEND. Bytes after IEND are not part of the picture.
func split(png []byte) ([]chunk, error) {
	if len(png) > MaxPicture {
		return nil, fmt.Errorf("%w: it has %d bytes; at most %d are read", ErrBroken, len(png), MaxPicture)
	}
	rest, ok := bytes.CutPrefix(png, []byte(signature))
	if !ok {
		return nil, ErrNotPNG
	}
	var chunks []chunk
	for len(rest) >= 12 {
		size := uint64(binary.BigEndian.Uint32(rest)) + 12
		if size > uint64(len(rest)) {
			break
		}
		c := chunk{kind: string(rest[4:8]), data: rest[8 : size-4], raw: rest[:size]}
		if (len(chunks) == 0) != (c.kind == "IHDR") {
			return nil, fmt.Errorf("%w: the header (IHDR) is not the first part", ErrBroken)
		}
		chunks = append(chunks, c)
		if c.kind == "IEND" {
			return chunks, nil
		}
		rest = rest[size:]
	}
	return nil, fmt.Errorf("%w: it ends in the middle", ErrBroken)
}

// PNG returns the picture with the credential in it: one uncompressed iTXt chunk with the keyword
// openbadgecredential right after the header (Open Badges 3.0, Baked Badges, PNG). Badges that were in the picture,
// also of Open Badges 2.0, and bytes after the end of the picture are left out; everything else stays as it is.
// Errors wrap ErrNotPNG or ErrBroken.
func PNG(png, credential []byte) ([]byte, error) { return pngWith(png, places[0], credential) }

// PNG2 returns the picture with an assertion of Open Badges 2.0 in it, as PNG does with a credential: the keyword is
// openbadges (Open Badges 2.0, Baking Specification, PNG).
func PNG2(png, assertion []byte) ([]byte, error) { return pngWith(png, places[1], assertion) }

func pngWith(png []byte, at place, credential []byte) ([]byte, error) {
	if _, err := read(at.standard, credential); err != nil || len(credential) > MaxCredential || bytes.IndexByte(credential, 0) >= 0 {
		return nil, errForm
	}
	chunks, err := split(png)
	if err != nil {
		return nil, fmt.Errorf("bake: %w", err)
	}
	parts := make([][]byte, 0, len(chunks)+3)
	parts = append(parts, png[:len(signature)])
	for i, c := range chunks {
		if found, _ := c.keyword(); found == keyword || found == keyword2 {
			continue
		}
		parts = append(parts, c.raw)
		if i == 0 {
			parts = append(parts, payloadChunk(at.keyword, credential))
		}
	}
	return bytes.Join(parts, nil), nil // which copies each byte once, into memory that is not cleared before
}

// payloadChunk is an iTXt chunk: keyword, no compression, no language, no translated keyword, text (PNG Specification,
// third edition, iTXt).
func payloadChunk(word string, credential []byte) []byte {
	head := word + "\x00\x00\x00\x00\x00"
	c := make([]byte, 0, 12+len(head)+len(credential))
	c = binary.BigEndian.AppendUint32(c, uint32(len(head)+len(credential)))
	c = append(c, "iTXt"+head...)
	c = append(c, credential...)
	return binary.BigEndian.AppendUint32(c, crc32.ChecksumIEEE(c[4:]))
}

// ExtractPNG takes the credential out of a picture. Errors wrap ErrNotPNG, ErrNoBadge, or ErrBroken for a picture
// with a second badge, a compressed one, or one whose checksum is wrong: what a person would see cannot be told
// then.
func ExtractPNG(png []byte) ([]byte, error) {
	chunks, err := split(png)
	if err != nil {
		return nil, err
	}
	var found *chunk
	for _, c := range chunks {
		if word, _ := c.keyword(); word == keyword {
			if found != nil {
				return nil, fmt.Errorf("%w: it carries more than one badge", ErrBroken)
			}
			found = &c
		}
	}
	if found == nil {
		return nil, ErrNoBadge
	}
	return found.payload()
}

func (c chunk) payload() ([]byte, error) {
	if !c.intact() {
		return nil, fmt.Errorf("%w: the checksum of the badge in it is wrong", ErrBroken)
	}
	_, rest := c.keyword()
	if c.kind != "iTXt" || len(rest) < 2 || rest[0] != 0 || rest[1] != 0 {
		return nil, fmt.Errorf("%w: the badge in it is not uncompressed international text (iTXt)", ErrBroken)
	}
	parts := bytes.SplitN(rest[2:], []byte{0}, 3) // language, translated keyword, text
	if len(parts) != 3 {
		return nil, fmt.Errorf("%w: the text chunk of the badge is cut short", ErrBroken)
	}
	text := parts[2]
	if len(text) == 0 || len(text) > MaxCredential {
		return nil, fmt.Errorf("%w: the badge in it has %d bytes, not 1 to %d", ErrBroken, len(text), MaxCredential)
	}
	return bytes.Clone(text), nil
}
