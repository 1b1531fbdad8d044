package store

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"laurel/internal/badge"
)

// issuedHits looks through blocks, the newest first, for at most want
// credentials older than before, the newest first, and tells whether there are
// more. Some of them may have come to say something else since.
func (tx *OrgTx) issuedHits(ctx context.Context, q IssuedQuery, terms []string, before badge.CredentialID, want int) (hits []badge.CredentialID, more bool, err error) {
	issued, ends := q.issuedSpan(), q.endsSpan()
	part, err := tx.blocksWith(ctx, q, terms, block{}, before, 4)
	for size := 16; err == nil; size = min(4*size, 256) {
		find := tx.blocks.find(part.blocks, terms)
		// A search that went so far reads on while it looks: it is a seldom one.
		next, ahead := blockPart{}, !part.whole && size == 256
		if ahead {
			next, err = tx.blocksWith(ctx, q, terms, part.last, before, size)
		}
		lines, fault := find()
		if err = errors.Join(err, fault); err != nil {
			break
		}
		for _, l := range lines {
			if (before == "" || l.id < before) && issued.has(l.issued) && ends.has(l.ends) {
				hits = append(hits, l.id)
			}
		}
		slices.SortFunc(hits, func(a, b badge.CredentialID) int { return strings.Compare(string(b), string(a)) })
		hits = slices.Compact(hits) // one that was corrected has several lines
		if part.whole {
			return hits[:min(len(hits), want)], len(hits) > want, nil
		}
		// What is in the blocks to come is not newer than the last of this one.
		sure, _ := slices.BinarySearchFunc(hits, part.last.last, func(h, last badge.CredentialID) int { return strings.Compare(string(last), string(h)) })
		if sure > want {
			return hits[:want], true, nil
		}
		if !ahead {
			next, err = tx.blocksWith(ctx, q, terms, part.last, before, size)
		}
		part = next
	}
	return nil, false, err
}

// blockPart are some blocks, one after the other, as far as they may have what
// is searched.
type blockPart struct {
	blocks []block
	last   block // where the next ones begin
	whole  bool  // there are no more
}

// blocksWith reads some blocks after one with the lines of those that may have
// all terms.
func (tx *OrgTx) blocksWith(ctx context.Context, q IssuedQuery, terms []string, after block, before badge.CredentialID, limit int) (p blockPart, err error) {
	if p.blocks, err = tx.blocksAfter(ctx, q, after, before, limit); err != nil {
		return p, err
	}
	if p.whole = len(p.blocks) < limit; !p.whole {
		p.last = p.blocks[limit-1]
	}
	hashes := sieveHashes(terms)
	p.blocks = slices.DeleteFunc(p.blocks, func(b block) bool { return !lets(b.sieve, hashes) })
	return p, tx.blockTexts(ctx, p.blocks)
}

// blocksAfter reads some blocks, without their lines, in which there may be what a query asks for,
// the newest first, after one.
func (tx *OrgTx) blocksAfter(ctx context.Context, q IssuedQuery, after block, before badge.CredentialID, limit int) ([]block, error) {
	scan := func(r row) (b block, err error) {
		return b, r.Scan(&b.id, &b.last, &b.sieve)
	}
	issued, ends := q.issuedSpan(), q.endsSpan()
	condition, args := `k.org_id = $1`, []any{tx.org, limit}
	and := func(text string, values ...any) {
		for n, v := range values {
			args = append(args, v)
			text = strings.ReplaceAll(text, "?"+strconv.Itoa(n+1), parameters(len(args), 1))
		}
		condition += ` and ` + text
	}
	and(`k.issued_to >= ?1 and k.issued_from <= ?2 and k.ends_to >= ?3 and k.ends_from <= ?4`, issued.from, issued.to, ends.from, ends.to)
	if after.id != "" {
		and(`(k.last_id, k.id) < (?1, ?2)`, after.last, after.id)
	}
	if before != "" {
		and(`k.first_id < ?1`, before)
	}
	if q.Batch != "" {
		and(`k.batch_id in ('', ?1)`, q.Batch)
	}
	if q.Achievement != "" {
		and(`(k.batch_id = '' or exists (select 1 from batches b where b.org_id = k.org_id and b.id = k.batch_id and b.achievement_id = ?1))`, q.Achievement)
	}
	return collect(scan)(tx.query(ctx, `select k.id, k.last_id, k.sieve from issued_blocks k where `+condition+
		` order by k.last_id desc, k.id desc limit $2`, args...))
}

// blockTexts reads the lines of blocks, packed.
func (tx *OrgTx) blockTexts(ctx context.Context, blocks []block) error {
	for chunk := range slices.Chunk(blocks, listParameters) {
		args, at := []any{tx.org}, map[string]*block{}
		for n := range chunk {
			args, at[chunk[n].id] = append(args, chunk[n].last, chunk[n].id), &chunk[n]
		}
		keys := make([]string, len(chunk))
		for n := range keys {
			keys[n] = "(" + parameters(2+2*n, 2) + ")"
		}
		rows, err := tx.query(ctx, `select id, line_text from issued_blocks where org_id = $1 and (last_id, id) in (values `+strings.Join(keys, ", ")+`)`, args...)
		if err != nil {
			return err
		}
		for rows.Next() {
			var id string
			var text []byte
			if err := rows.Scan(&id, &text); err != nil {
				return closing(rows, err)
			}
			at[id].text = text
		}
		if err := closing(rows, rows.Err()); err != nil {
			return err
		}
	}
	return nil
}
