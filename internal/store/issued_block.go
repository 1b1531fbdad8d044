package store

import (
	"bytes"
	"context"
	"errors"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/sync/errgroup"

	"laurel/internal/badge"
)

// What people search for among a million credentials lies together: a line for
// each credential with its days and folded words, the lines of some hundred
// credentials in one block, packed. A search unpacks and looks through blocks,
// the newest first; see docs/decisions/search-in-blocks.md.

const (
	// openBlock is how many lines come into a block that is added to.
	openBlock = 500
	// ownBlock is how many credentials get a block of their own, which no two
	// writers have to share.
	ownBlock = 100
	// maxWorkers is how many blocks are looked through at the same time.
	maxWorkers = 4
	// maxBlock bounds what a block may claim to hold, in bytes.
	maxBlock = 8 << 20
)

// blockCodec packs lines. Safe for concurrent use.
type blockCodec struct {
	encoder *zstd.Encoder
	decoder *zstd.Decoder
}

func newBlockCodec() (c blockCodec, err error) {
	c.encoder, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(128<<10), zstd.WithEncoderConcurrency(1),
		zstd.WithLowerEncoderMem(true))
	if err != nil {
		return c, err
	}
	c.decoder, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(maxWorkers), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(maxBlock))
	return c, err
}

// block is some credentials as they are searched.
type block struct {
	id          string
	last, first badge.CredentialID // the largest and the smallest
	batch       badge.BatchID      // of all of them; empty: of several
	lines       int
	// The days on which they were issued and after which they end, the earliest
	// and the latest. noEnd is the day of those that do not end.
	issuedFrom, issuedTo, endsFrom, endsTo int
	sieve, text                            []byte
}

const (
	noEnd     = 9_999_999
	microsDay = int64(24 * time.Hour / time.Microsecond)
)

// dayNumber counts the days since 1970; of no day it is noEnd.
func dayNumber(day time.Time) int {
	if day.IsZero() {
		return noEnd
	}
	return int(micros(day) / microsDay)
}

// add writes a line. It begins with a line end; in it a blank stands before
// every word.
func (b *block) add(c badge.Credential) {
	issued, ends := dayNumber(c.IssuedOn), dayNumber(c.ExpiresOn)
	if b.lines == 0 {
		b.last, b.first, b.batch = c.ID, c.ID, c.BatchID
		b.issuedFrom, b.issuedTo, b.endsFrom, b.endsTo = issued, issued, ends, ends
	}
	b.last, b.first = max(b.last, c.ID), min(b.first, c.ID)
	if b.batch != c.BatchID {
		b.batch = ""
	}
	b.issuedFrom, b.issuedTo, b.endsFrom, b.endsTo = min(b.issuedFrom, issued), max(b.issuedTo, issued), min(b.endsFrom, ends), max(b.endsTo, ends)
	b.lines++
	b.text = append(b.text, '\n')
	b.text = append(b.text, c.ID...)
	b.text = append(b.text, '\t')
	b.text = strconv.AppendInt(b.text, int64(issued), 10)
	b.text = append(b.text, '\t')
	b.text = strconv.AppendInt(b.text, int64(ends), 10)
	b.text = append(b.text, '\t')
	b.text = append(b.text, searchLine(c)...)
}

// searchLine is what a credential is found by, a blank before each word: its
// name, its number, its address whole, in parts and by its domain.
func searchLine(c badge.Credential) string {
	local, domain, _ := strings.Cut(string(c.Email), "@")
	words := badge.Words(c.Name)
	for _, w := range slices.Concat(badge.Words(c.ExternalNumber), badge.Words(local)) {
		if !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	address := badge.Fold(string(c.Email))
	return " " + strings.Join(append(words, address, "@"+badge.Fold(domain)), " ")
}

// maxTerms bounds how many words of a search are looked for.
const maxTerms = 8

// searchTerms are the beginnings of words that all have to stand in a line,
// each with a blank before it, the longest first. What has an at sign is an
// address.
func searchTerms(typed string) (terms []string) {
	typed = strings.ToValidUTF8(typed[:min(len(typed), maxSearch)], "")
	for _, part := range strings.Fields(typed) {
		if strings.Contains(part, "@") {
			terms = append(terms, " "+badge.Fold(part))
			continue
		}
		for _, word := range badge.Words(part) {
			terms = append(terms, " "+word)
		}
	}
	slices.SortStableFunc(terms, func(a, b string) int { return len(b) - len(a) })
	return terms[:min(len(terms), maxTerms)]
}

// noteIssued makes credentials of the organization found by search, now or as
// what they have come to say.
func (tx *OrgTx) noteIssued(ctx context.Context, credentials []badge.Credential) error {
	if len(credentials) == 0 {
		return nil
	}
	var b block
	if len(credentials) < ownBlock {
		var err error
		if b, err = tx.openBlock(ctx, len(credentials)); err != nil {
			return err
		}
	}
	for _, c := range credentials {
		b.add(c)
	}
	_, err := tx.exec(ctx, `insert into issued_blocks (org_id, last_id, id, first_id, batch_id, lines, issued_from, issued_to, ends_from, ends_to, sieve, line_text)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		tx.org, b.last, badge.NewID[string](), b.first, b.batch, b.lines, b.issuedFrom, b.issuedTo, b.endsFrom, b.endsTo, newSieve(b.text), tx.blocks.encoder.EncodeAll(b.text, nil))
	return err
}

// openBlock takes the newest block out, when it has room for some more lines.
func (tx *OrgTx) openBlock(ctx context.Context, more int) (b block, err error) {
	err = wrap(tx.queryRow(ctx, `select id, last_id, first_id, batch_id, lines, issued_from, issued_to, ends_from, ends_to, line_text from issued_blocks
		where org_id = $1 order by last_id desc, id desc limit 1`, tx.org).
		Scan(&b.id, &b.last, &b.first, &b.batch, &b.lines, &b.issuedFrom, &b.issuedTo, &b.endsFrom, &b.endsTo, &b.text))
	if errors.Is(err, badge.ErrNotFound) || err == nil && b.lines+more > openBlock {
		return block{}, nil
	}
	if err != nil {
		return b, err
	}
	if b.text, err = tx.blocks.decoder.DecodeAll(b.text, nil); err != nil {
		return b, err
	}
	_, err = tx.exec(ctx, `delete from issued_blocks where org_id = $1 and last_id = $2 and id = $3`, tx.org, b.last, b.id)
	return b, err
}

// dropLines takes the lines of somebody's credentials out of all blocks.
func (tx *Tx) dropLines(ctx context.Context, account badge.AccountID) error {
	type at struct {
		org badge.OrgID
		block
	}
	scan := func(r row) (b at, err error) { return b, r.Scan(&b.org, &b.last, &b.id, &b.text) }
	blocks, err := collect(scan)(tx.query(ctx, `select k.org_id, k.last_id, k.id, k.line_text from issued_blocks k
		where exists (select 1 from credentials c where c.account_id = $1 and c.org_id || '' = k.org_id and c.id between k.first_id and k.last_id)`, account))
	if err != nil {
		return err
	}
	theirs, err := collect(func(r row) (id string, err error) { return id, r.Scan(&id) })(tx.query(ctx, `select id from credentials where account_id = $1`, account))
	if err != nil {
		return err
	}
	for _, b := range blocks {
		text, err := tx.blocks.decoder.DecodeAll(b.text, nil)
		if err != nil {
			return err
		}
		kept := block{id: b.id}
		for _, l := range bytes.Split(text[1:], []byte{'\n'}) {
			id, _, _ := bytes.Cut(l, []byte{'\t'})
			if slices.Contains(theirs, string(id)) {
				continue
			}
			c := badge.CredentialID(id)
			if kept.last = max(kept.last, c); kept.lines == 0 || c < kept.first {
				kept.first = c
			}
			kept.lines++
			kept.text = append(append(kept.text, '\n'), l...)
		}
		if err := tx.keepLines(ctx, b.org, b.block, kept); err != nil {
			return err
		}
	}
	return nil
}

// keepLines leaves some lines of a block. Its days may be wider than theirs.
func (tx *Tx) keepLines(ctx context.Context, org badge.OrgID, b, kept block) error {
	if kept.lines == 0 {
		_, err := tx.exec(ctx, `delete from issued_blocks where org_id = $1 and last_id = $2 and id = $3`, org, b.last, b.id)
		return err
	}
	_, err := tx.exec(ctx, `update issued_blocks set last_id = $4, first_id = $5, lines = $6, sieve = $7, line_text = $8 where org_id = $1 and last_id = $2 and id = $3`,
		org, b.last, b.id, kept.last, kept.first, kept.lines, newSieve(kept.text), tx.blocks.encoder.EncodeAll(kept.text, nil))
	return err
}

// line is one credential in a block.
type line struct {
	id           badge.CredentialID
	issued, ends int
}

// find looks for lines in which all terms stand through blocks, with all
// processors: unpacking is what takes time. It begins at once, and what it
// returns waits for the lines.
func (c blockCodec) find(blocks []block, terms []string) func() ([]line, error) {
	workers := min(runtime.GOMAXPROCS(0), maxWorkers, len(blocks))
	found := make([][]line, workers)
	var group errgroup.Group
	for w := range workers {
		group.Go(func() (err error) {
			var text []byte
			for n := w; n < len(blocks); n += workers {
				if text, err = c.decoder.DecodeAll(blocks[n].text, text[:0]); err != nil {
					return err
				}
				find(text, terms, func(l line) { found[w] = append(found[w], l) })
			}
			return nil
		})
	}
	return func() ([]line, error) {
		err := group.Wait()
		return slices.Concat(found...), err
	}
}

// find calls yield for every line in which all terms stand; all lines when
// there are none.
func find(text []byte, terms []string, yield func(line)) {
	for len(text) > 0 {
		begin := 0
		if len(terms) > 0 {
			hit := bytes.Index(text, []byte(terms[0]))
			if hit < 0 {
				return
			}
			begin = max(bytes.LastIndexByte(text[:hit], '\n'), 0)
		}
		end := bytes.IndexByte(text[begin+1:], '\n')
		if end < 0 {
			end = len(text)
		} else {
			end += begin + 1
		}
		if l, words, ok := readLine(text[begin+1 : end]); ok && holds(words, terms) {
			yield(l)
		}
		text = text[end:]
	}
}

func readLine(text []byte) (l line, words []byte, ok bool) {
	id, rest, _ := bytes.Cut(text, []byte{'\t'})
	issued, rest, _ := bytes.Cut(rest, []byte{'\t'})
	ends, words, ok := bytes.Cut(rest, []byte{'\t'})
	l.id = badge.CredentialID(id)
	l.issued, _ = strconv.Atoi(string(issued))
	l.ends, _ = strconv.Atoi(string(ends))
	return l, words, ok
}

func holds(words []byte, terms []string) bool {
	for _, t := range terms {
		if !bytes.Contains(words, []byte(t)) {
			return false
		}
	}
	return true
}
