package web

import (
	"slices"
	"strings"
	"time"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// checkColumn is a column of the table of rows: which findings stand in it,
// and what a row says there. Findings about anything else stand at the end of
// the row: long texts would leave no room for the rest.
type checkColumn struct {
	title  string
	fields []award.Field
	value  func(badge.Award, rowSetting) string
	always bool // shown also when no row has anything in it
}

// rowSetting is what rows are shown with.
type rowSetting struct {
	validity badge.Validity
	names    map[badge.AchievementID]string // of badges that rows name themselves
}

var checkColumns = []checkColumn{
	{"Name", []award.Field{award.FieldName, award.FieldFirstName, award.FieldLastName}, func(a badge.Award, _ rowSetting) string { return a.Name }, true},
	{"E-mail", []award.Field{award.FieldEmail}, func(a badge.Award, _ rowSetting) string { return string(a.Email) }, true},
	{"Issued", []award.Field{award.FieldIssuedOn}, func(a badge.Award, _ rowSetting) string { return dayOf(a.IssuedOn) }, true},
	{"Expires", []award.Field{award.FieldExpiresOn}, expires, true},
	{"Badge", []award.Field{award.FieldBadge}, func(a badge.Award, s rowSetting) string { return s.names[a.AchievementID] }, false},
	{"Number", []award.Field{award.FieldExternalNumber}, func(a badge.Award, _ rowSetting) string { return a.ExternalNumber }, false},
}

func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// expires is the last day that a row will have: its own, or the badge's where
// the day of issue is known.
func expires(a badge.Award, s rowSetting) string {
	if !a.ExpiresOn.IsZero() {
		return dayOf(a.ExpiresOn)
	}
	for _, f := range a.Findings {
		if f.Field == string(award.FieldIssuedOn) && unread(f) {
			return ""
		}
	}
	return dayOf(s.validity.Expires(a.IssuedOn))
}

// unread tells whether a finding says that a cell could not be read.
func unread(f badge.Finding) bool {
	return f.Severity == badge.OutcomeError || f.Severity == badge.OutcomeQuestion
}

// checkTable arranges rows under the columns that have something in them.
func checkTable(rows []badge.Award, v badge.Validity, names map[badge.AchievementID]string) (titles []string, table []page.CheckRow) {
	used := make([]bool, len(checkColumns))
	cells := make([][]page.CheckCell, len(rows))
	for n, a := range rows {
		cells[n] = make([]page.CheckCell, len(checkColumns))
		for c, column := range checkColumns {
			cells[n][c] = column.cell(a, rowSetting{v, names})
			used[c] = used[c] || column.always || cells[n][c] != page.CheckCell{}
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
			if !hasColumn(f) {
				row.Notes = append(row.Notes, rowNote(f))
			}
		}
		table = append(table, row)
	}
	return titles, table
}

func hasColumn(f badge.Finding) bool {
	return slices.ContainsFunc(checkColumns, func(c checkColumn) bool { return slices.Contains(c.fields, award.Field(f.Field)) })
}

// cell is what a row says in a column, with the first finding about it. Where
// nothing could be read, the file's own words stand.
func (c checkColumn) cell(a badge.Award, v rowSetting) page.CheckCell {
	cell := page.CheckCell{Value: c.value(a, v)}
	for _, f := range a.Findings {
		if !slices.Contains(c.fields, award.Field(f.Field)) || cell.Note != (page.CheckNote{}) {
			continue
		}
		cell.Note = note(f)
		if unread(f) {
			cell.Value = f.Value
		}
	}
	return cell
}

// rowNote is a finding at the end of the row; it names what it is about.
func rowNote(f badge.Finding) page.CheckNote {
	about := map[award.Field]string{award.FieldNarrative: "Narrative", award.FieldEvidence: "Evidence", award.FieldEvidenceText: "Text of evidence", award.FieldLanguage: "Language"}[award.Field(f.Field)]
	if about != "" && !strings.HasPrefix(f.Reason, about) {
		f.Reason = about + ": " + f.Reason
	}
	return note(f)
}

func note(f badge.Finding) page.CheckNote {
	return page.CheckNote{Severity: string(f.Severity), Reason: f.Reason, Suggestion: f.Suggestion, Field: f.Field, Fix: f.Fix}
}
