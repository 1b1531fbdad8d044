package web

import (
	"time"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// checkColumn is a column of the table of rows: which findings stand in it,
// and what a row says there.
type checkColumn struct {
	title  string
	fields []award.Field
	value  func(badge.Award, badge.Validity) string
	shown  int // when it stands on the page
}

// A column stands always, or when a row has something in it, or, because long
// texts leave no room for the rest, only when something is to be said about it.
const (
	shownAlways = iota
	shownFilled
	shownNoted
)

var checkColumns = []checkColumn{
	{"Name", []award.Field{award.FieldName, award.FieldFirstName, award.FieldLastName}, func(a badge.Award, _ badge.Validity) string { return a.Name }, shownAlways},
	{"E-mail", []award.Field{award.FieldEmail}, func(a badge.Award, _ badge.Validity) string { return string(a.Email) }, shownAlways},
	{"Issued", []award.Field{award.FieldIssuedOn}, func(a badge.Award, _ badge.Validity) string { return dayOf(a.IssuedOn) }, shownAlways},
	{"Expires", []award.Field{award.FieldExpiresOn}, expires, shownAlways},
	{"About it", []award.Field{award.FieldNarrative}, func(a badge.Award, _ badge.Validity) string { return shortened(a.Narrative) }, shownNoted},
	{"Evidence", []award.Field{award.FieldEvidence}, func(a badge.Award, _ badge.Validity) string { return shortened(a.Evidence) }, shownNoted},
	{"Number", []award.Field{award.FieldExternalNumber}, func(a badge.Award, _ badge.Validity) string { return a.ExternalNumber }, shownFilled},
}

func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// expires is the last day that a row will have: its own, or the badge's.
func expires(a badge.Award, v badge.Validity) string {
	if !a.ExpiresOn.IsZero() {
		return dayOf(a.ExpiresOn)
	}
	return dayOf(v.Expires(a.IssuedOn))
}

// shortened is the beginning of a long text.
func shortened(text string) string {
	const most = 80
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// checkTable arranges rows under the columns that have something in them.
func checkTable(rows []badge.Award, v badge.Validity) (titles []string, table []page.CheckRow) {
	used := make([]bool, len(checkColumns))
	cells := make([][]page.CheckCell, len(rows))
	for n, a := range rows {
		cells[n] = make([]page.CheckCell, len(checkColumns))
		for c, column := range checkColumns {
			cells[n][c] = column.cell(a, v)
			used[c] = used[c] || column.shown == shownAlways || column.shown == shownFilled && cells[n][c].Value != "" || cells[n][c].Note != page.CheckNote{}
		}
	}
	for c, column := range checkColumns {
		if used[c] {
			titles = append(titles, column.title)
		}
	}
	for n, a := range rows {
		row := page.CheckRow{Number: a.Row, Outcome: string(a.Outcome)}
		for c := range checkColumns {
			if used[c] {
				row.Cells = append(row.Cells, cells[n][c])
			}
		}
		for _, f := range a.Findings {
			if f.Field == string(award.FieldRow) {
				row.Notes = append(row.Notes, note(f))
			}
		}
		table = append(table, row)
	}
	return titles, table
}

// cell is what a row says in a column, with the first finding about it. Where
// nothing could be read, the file's own words stand.
func (c checkColumn) cell(a badge.Award, v badge.Validity) page.CheckCell {
	cell := page.CheckCell{Value: c.value(a, v)}
	for _, f := range a.Findings {
		for _, field := range c.fields {
			if f.Field != string(field) || cell.Note != (page.CheckNote{}) {
				continue
			}
			cell.Note = note(f)
			if f.Severity == badge.OutcomeError || f.Severity == badge.OutcomeQuestion {
				cell.Value = f.Value
			}
		}
	}
	return cell
}

func note(f badge.Finding) page.CheckNote {
	return page.CheckNote{Severity: string(f.Severity), Reason: f.Reason, Suggestion: f.Suggestion}
}
