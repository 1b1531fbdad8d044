package store

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"

	"laurel/internal/badge"
)

// Documents of one wording and key differ in some strings. They are kept as
// zstd frames (RFC 8878) with one that is about nobody as the dictionary, each
// with a checksum of the document, and come back byte for byte or not at all.

// maxDocument bounds what a frame may claim to hold.
const maxDocument = 8 << 20

// codec packs and unpacks with one dictionary. Safe for concurrent use.
type codec struct {
	encoder *zstd.Encoder
	decoder *zstd.Decoder
}

func newCodec(sample []byte) (c codec, err error) {
	const id = 1 // within a frame; which dictionary it is, the series says
	c.encoder, err = zstd.NewWriter(nil, zstd.WithEncoderDictRaw(id, sample), zstd.WithEncoderLevel(zstd.SpeedFastest),
		zstd.WithWindowSize(32<<10), zstd.WithEncoderCRC(true), zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true))
	if err != nil {
		return c, err
	}
	c.decoder, err = zstd.NewReader(nil, zstd.WithDecoderDictRaw(id, sample), zstd.WithDecoderConcurrency(2),
		zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(maxDocument))
	return c, err
}

func (c codec) pack(document []byte) []byte { return c.encoder.EncodeAll(document, nil) }

func (c codec) unpack(frame []byte) ([]byte, error) {
	document, err := c.decoder.DecodeAll(frame, nil)
	if err != nil {
		return nil, fmt.Errorf("a stored document cannot be read back: %w", err)
	}
	return document, nil
}

// maxCodecs bounds how many dictionaries are kept in memory.
const maxCodecs = 32

// codecs are the dictionaries in use by id, which never change.
type codecs struct {
	mu   sync.Mutex
	byID map[string]codec
}

func (c *codecs) get(id string) (codec, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, there := c.byID[id]
	return found, there
}

func (c *codecs) put(id string, add codec) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.byID) >= maxCodecs || c.byID == nil {
		c.byID = map[string]codec{}
	}
	c.byID[id] = add
}

// codec finds or loads a dictionary. Its id came from a row that the caller
// was allowed to see.
func (tx *Tx) codec(ctx context.Context, org badge.OrgID, id string) (codec, error) {
	if found, there := tx.codecs.get(id); there {
		return found, nil
	}
	var sample []byte
	err := tx.queryRow(ctx, `select sample from dictionaries where org_id = $1 and id = $2`, org, id).Scan(&sample)
	if err != nil {
		return codec{}, fmt.Errorf("dictionary %s of documents: %w", id, wrap(err))
	}
	c, err := newCodec(sample)
	if err == nil {
		tx.codecs.put(id, c)
	}
	return c, err
}

// newestDictionary is the one that documents of a wording and key are written
// with: the last one, or a new one made of the sample when there is none, or
// when that helps more because the documents say something else now.
func (tx *OrgTx) newestDictionary(ctx context.Context, revision badge.RevisionID, key badge.KeyID, document, sample []byte) (id string, err error) {
	err = wrap(tx.queryRow(ctx, `select id from dictionaries where org_id = $1 and revision_id = $2 and key_id = $3 order by id desc limit 1`,
		tx.org, revision, key).Scan(&id))
	if err == nil {
		c, err := tx.codec(ctx, tx.org, id)
		if err != nil {
			return "", err
		}
		size := len(c.pack(document))
		if size <= max(len(document)/3, 400) {
			return id, nil
		}
		fresh, err := newCodec(sample)
		if err != nil {
			return "", err
		}
		if len(fresh.pack(document)) > size*3/4 { // what is long is what is said of this earner alone
			return id, nil
		}
	} else if !errors.Is(err, badge.ErrNotFound) {
		return "", err
	}
	id = badge.NewID[string]()
	_, err = tx.exec(ctx, `insert into dictionaries (id, org_id, revision_id, key_id, sample) values ($1, $2, $3, $4, $5)`, id, tx.org, revision, key, sample)
	return id, err
}

// packed is a credential as it was read, with how its document was written.
type packed struct {
	badge.Credential
	dictionary string
	document   []byte
}

// open reads the documents of credentials back, when their rows are closed. A
// damaged one comes back without a signed document, which nobody takes for a
// valid one; a damaged document that is still to be signed is an error.
func (tx *Tx) open(ctx context.Context, rows []packed) ([]badge.Credential, error) {
	var all []badge.Credential
	for _, p := range rows {
		c, err := tx.codec(ctx, p.OrgID, p.dictionary)
		if err != nil {
			return nil, err
		}
		document, err := c.unpack(p.document)
		if p.State == badge.CredentialPrepared {
			if err != nil {
				return nil, fmt.Errorf("credential %s: %w", p.ID, err)
			}
			p.Prepared, p.Signed = document, []byte{}
		} else {
			p.Prepared, p.Signed = []byte{}, document
		}
		all = append(all, p.Credential)
	}
	return all, nil
}

// openOne is open for one row.
func (tx *Tx) openOne(ctx context.Context, p packed, err error) (badge.Credential, error) {
	if err != nil {
		return badge.Credential{}, err
	}
	all, err := tx.open(ctx, []packed{p})
	if err != nil {
		return badge.Credential{}, err
	}
	return all[0], nil
}
