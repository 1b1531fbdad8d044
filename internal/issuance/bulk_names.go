package issuance

import (
	"context"
	"encoding/csv"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// NewName is one line of a list of names to correct.
type NewName struct {
	Line int    // of the file, from 1
	Key  string // a badge's code or the address of its page, or an earner's e-mail address
	Name string
}

// ReadNames reads the two columns of a list, as a file or pasted: commas,
// semicolons or tabs, UTF-8 or Windows-1252. A first line without a code or an
// address is a heading.
func ReadNames(data []byte) (list []NewName) {
	if !utf8.Valid(data) {
		data, _ = charmap.Windows1252.NewDecoder().Bytes(data) // every byte stands for something
	}
	text := strings.TrimPrefix(string(data), "\ufeff")
	in := csv.NewReader(strings.NewReader(text))
	in.FieldsPerRecord, in.LazyQuotes, in.TrimLeadingSpace = -1, true, true
	first, _, _ := strings.Cut(text, "\n")
	for _, separator := range []rune{'\t', ';'} {
		if strings.ContainsRune(first, separator) {
			in.Comma = separator
			break
		}
	}
	for {
		row, err := in.Read()
		if err != nil { // the end: lazy quotes make no other error
			return list
		}
		line, _ := in.FieldPos(0)
		n := NewName{Line: line, Key: strings.TrimSpace(row[0])}
		if len(row) > 1 {
			n.Name = strings.TrimSpace(row[1])
		}
		heading := len(list) == 0 && !strings.ContainsAny(n.Key, "@0123456789")
		if !heading && n.Key+n.Name != "" {
			list = append(list, n)
		}
	}
}

// maxNames is how many lines such a list has at most.
const maxNames = 5000

// DraftNames chooses the badges of a list of names: by a code that badge, by an
// e-mail address all badges that were issued to it, but for those that are
// revoked or say that name already. Errors: *badge.Invalid, which names lines;
// those of Actor.May.
func (i *Issuer) DraftNames(ctx context.Context, actor badge.Actor, org badge.OrgID, list []NewName) (badge.Bulk, error) {
	b := badge.Bulk{Kind: badge.BulkNames}
	if err := actor.May(b.Kind.Act(), org); err != nil {
		return b, err
	}
	if len(list) == 0 || len(list) > maxNames {
		return b, badge.Refuse("names", fmt.Sprintf("Give 1 to %d lines, each with a code or an e-mail address, and the name as it should be.", maxNames))
	}
	var rows []store.IssuedRow
	var names []string
	var faults []string
	err := i.db.Read(ctx, func(tx *store.Tx) error {
		rows, names, faults = nil, nil, nil
		taken := map[badge.CredentialID]bool{}
		for _, n := range list {
			some, fault, err := named(ctx, tx.Org(org), n)
			if err != nil {
				return err
			}
			if fault != "" {
				faults = append(faults, fmt.Sprintf("Line %d: %s", n.Line, fault))
			}
			for _, r := range some {
				if !taken[r.ID] {
					taken[r.ID], rows, names = true, append(rows, r), append(names, strings.TrimSpace(n.Name))
				}
			}
		}
		return nil
	})
	if err != nil {
		return b, err
	}
	if len(faults) > 0 {
		more := ""
		if len(faults) > 10 {
			more = fmt.Sprintf(" And %d lines more.", len(faults)-10)
		}
		return b, badge.Refuse("names", strings.Join(faults[:min(len(faults), 10)], " ")+more)
	}
	d, err := i.newDraft(ctx, actor, org, b)
	if err != nil {
		return b, err
	}
	if err := d.add(ctx, rows, names); err != nil {
		return b, err
	}
	err = d.close(ctx)
	return d.bulk, err
}

// named finds the badges of one line.
func named(ctx context.Context, otx *store.OrgTx, n NewName) (rows []store.IssuedRow, fault string, err error) {
	to := badge.Correction{Name: n.Name}
	if to.Name = strings.TrimSpace(n.Name); to.Name == "" || len([]rune(to.Name)) > badge.MaxName {
		return nil, fmt.Sprintf("the new name is missing, or longer than %d characters.", badge.MaxName), nil
	}
	q := store.IssuedQuery{Search: n.Key, Limit: 1000}
	found, err := otx.Issued(ctx, q)
	if err != nil {
		return nil, "", err
	}
	email, notEmail := badge.ParseEmail(n.Key)
	for _, r := range found {
		if notEmail == nil && r.Email != email || r.State == badge.CredentialRevoked {
			continue
		}
		if notEmail != nil && !strings.Contains(strings.ToUpper(strings.ReplaceAll(n.Key, "-", "")), string(r.Code)) {
			continue
		}
		rows = append(rows, r)
	}
	if len(rows) == 0 {
		return nil, fmt.Sprintf("%q is no code and no e-mail address of a badge that you issued and that is not revoked.", short(n.Key)), nil
	}
	kept := rows[:0]
	for _, r := range rows {
		if r.Name != to.Name {
			kept = append(kept, r)
		}
	}
	return kept, "", nil
}

func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
