package award

import (
	"context"
	"io"
	"slices"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// maxCell is the longest text that a cell can be corrected to, in bytes.
const maxCell = 20_000

// Cell is what a row says of one field, as it stands in the file or was
// corrected since.
type Cell struct {
	Field Field
	Title string // of its column; empty: it has none
	Value string
}

// Cells are the cells of one row of a batch, in the order of its columns.
// Errors: badge.ErrNotFound; those of Actor.May.
func (in *Intake) Cells(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID, row int) ([]Cell, error) {
	b, file, err := in.open(ctx, actor, org, id)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // only read
	o, err := in.options(ctx, b, true)
	if err != nil {
		return nil, err
	}
	t, err := openTable(file, o)
	if err != nil {
		return nil, err
	}
	defer t.close() //nolint:errcheck // only read
	o.Only = map[int]bool{row: true}
	var cells []Cell
	_, err = t.run(ctx, o, func(r Row) error {
		cells = t.cellsOf(r, o)
		return nil
	})
	if err == nil && cells == nil {
		err = badge.ErrNotFound
	}
	return cells, err
}

// cellsOf lists what a row says, by the columns that are understood.
func (t *table) cellsOf(r Row, o Options) []Cell {
	check := newChecker(t.columns, o)
	var cells []Cell
	for i, f := range t.columns.fields {
		if f != "" {
			cells = append(cells, Cell{Field: f, Title: t.columns.titles[i], Value: check.cell(&r, f)})
		}
	}
	if name, corrected := o.Edits[r.Number][FieldName]; corrected && !t.columns.has(FieldName) {
		cells = slices.DeleteFunc(cells, func(c Cell) bool { return c.Field == FieldFirstName || c.Field == FieldLastName })
		cells = slices.Insert(cells, 0, Cell{Field: FieldName, Title: "Name", Value: name})
	}
	return cells
}

// Edit corrects cells of one row and checks it again, with the rows for the
// same people: one that was a duplicate may be the only one now. The file stays
// as it came. Errors: badge.ErrNotFound when there is no such row;
// badge.ErrConflict when the batch is confirmed, or somebody else corrects it at
// the same moment; *badge.Invalid; those of Actor.May.
func (in *Intake) Edit(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID, row int, cells map[Field]string) error {
	if err := actor.May(badge.ActIssue, org); err != nil {
		return err
	}
	for f, text := range cells {
		if _, known := fieldWords[f]; !known || len(text) > maxCell {
			return badge.Refuse(string(f), "This is too long for a cell. Nothing was changed.")
		}
	}
	b, file, err := in.open(ctx, actor, org, id)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // only read
	if err := actor.MayBadge(badge.ActIssue, org, b.AchievementID); err != nil {
		return err
	}
	if b.State != badge.BatchChecked {
		return badge.ErrConflict
	}
	o, err := in.options(ctx, b, true)
	if err != nil {
		return err
	}
	for f, text := range cells {
		o.Edits.set(row, f, text)
	}
	before, emails, err := in.sameEarners(ctx, b, row, cells)
	if err != nil {
		return err
	}
	after, err := checkedAgain(ctx, b, file, o, before)
	if err != nil {
		return err
	}
	return in.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		now, err := otx.AwardsOfSame(ctx, id, row, emails)
		if err != nil {
			return err
		}
		if !slices.EqualFunc(now, before, func(a, b badge.Award) bool { return a.Row == b.Row && a.Outcome == b.Outcome }) {
			return badge.ErrConflict
		}
		for f, text := range cells {
			if err := otx.SetEdit(ctx, id, row, string(f), text); err != nil {
				return err
			}
		}
		if err := in.markHolders(ctx, tx, b, after); err != nil {
			return err
		}
		return otx.ReplaceAwards(ctx, before, after)
	})
}

// sameEarners finds the rows whose outcome one row decides: those for its
// address, and for the one that it gets.
func (in *Intake) sameEarners(ctx context.Context, b badge.Batch, row int, cells map[Field]string) (rows []badge.Award, emails []badge.Email, err error) {
	err = in.DB.Read(ctx, func(tx *store.Tx) error {
		otx := tx.Org(b.OrgID)
		one, err := otx.AwardsOfSame(ctx, b.ID, row, nil)
		if err != nil {
			return err
		}
		if len(one) == 0 {
			return badge.ErrNotFound
		}
		emails = []badge.Email{one[0].Email}
		if email, err := badge.ParseEmail(withoutTextMark(trim(cells[FieldEmail]))); err == nil {
			emails = append(emails, email)
		}
		rows, err = otx.AwardsOfSame(ctx, b.ID, row, emails)
		return err
	})
	return rows, emails, err
}

// checkedAgain checks some rows of a file, as if it had no others.
func checkedAgain(ctx context.Context, b badge.Batch, file io.Reader, o Options, rows []badge.Award) (again []badge.Award, err error) {
	o.Only = map[int]bool{}
	for _, a := range rows {
		o.Only[a.Row] = true
	}
	_, err = Parse(ctx, file, o, func(r Row) error {
		again = append(again, awardOf(b, r, o))
		return nil
	})
	if err == nil && len(again) != len(rows) {
		err = badge.ErrConflict
	}
	return again, err
}

// Edited tells which rows of a batch were corrected on its page.
func (in *Intake) Edited(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID) (map[int]bool, error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	rows := map[int]bool{}
	err := in.DB.Read(ctx, func(tx *store.Tx) error {
		edits, err := tx.Org(org).Edits(ctx, id)
		for _, e := range edits {
			rows[e.Row] = true
		}
		return err
	})
	return rows, err
}

// ConfirmRights records that the actor has the right to use the data of the
// people of a batch. Errors: badge.ErrConflict when the batch is confirmed;
// badge.ErrNotFound; those of Actor.May.
func (in *Intake) ConfirmRights(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.BatchID) error {
	if err := actor.May(badge.ActIssue, org); err != nil {
		return err
	}
	now := in.Now()
	return in.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		if err := otx.ConfirmRights(ctx, id, actor.AccountID, now); err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "batch.rights", Subject: string(id), At: now})
	})
}
