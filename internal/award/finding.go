package award

import (
	"strings"
	"unicode"

	"laurel/internal/badge"
)

// Field names what a column holds. It is the Field of a badge.Finding.
type Field string

// The fields of a row. FieldRow is the row as a whole.
const (
	FieldRow            Field = "row"
	FieldName           Field = "name"
	FieldFirstName      Field = "first_name"
	FieldLastName       Field = "last_name"
	FieldEmail          Field = "email"
	FieldIssuedOn       Field = "issued_on"
	FieldExpiresOn      Field = "expires_on"
	FieldNarrative      Field = "narrative"
	FieldEvidence       Field = "evidence"
	FieldEvidenceText   Field = "evidence_text"
	FieldExternalNumber Field = "external_number"
	FieldLanguage       Field = "language"
	FieldBadge          Field = "badge"
)

// FileError says why a file as a whole cannot be read. Nothing of such a file
// is to be kept: rows already handed out are void.
type FileError struct {
	Sentence string // for the person who chose the file: what is wrong and what to do
	Row      int    // the spreadsheet row that shows it, or 0
}

// Error returns the sentence.
func (e *FileError) Error() string { return e.Sentence }

// severity orders outcomes: a row is as bad as its worst finding.
var severity = map[badge.Outcome]int{
	badge.OutcomeOK:        0,
	badge.OutcomeWarning:   1,
	badge.OutcomeQuestion:  2,
	badge.OutcomeDuplicate: 3,
	badge.OutcomeError:     4,
}

// Outcome is the worst severity among the findings, or OutcomeOK.
func (r *Row) Outcome() badge.Outcome {
	worst := badge.OutcomeOK
	for _, f := range r.Findings {
		if severity[f.Severity] > severity[worst] {
			worst = f.Severity
		}
	}
	return worst
}

// Ready tells whether the row would be issued: good rows are, and rows with a
// warning; a row with a question, a duplicate or an error is not.
func (r *Row) Ready() bool { return r.Outcome().Ready() }

// find adds a finding. The value is shortened to what a person needs to see.
func (r *Row) find(s badge.Outcome, field Field, value, reason, suggestion string) {
	r.findWith(s, field, value, reason, suggestion, "")
}

// findWith is find with what to write instead; "" when that is not known.
func (r *Row) findWith(s badge.Outcome, field Field, value, reason, suggestion, fix string) {
	r.Findings = append(r.Findings, badge.Finding{
		Severity: s, Field: string(field), Value: shown(value), Reason: reason, Suggestion: suggestion, Fix: fix,
	})
}

// maxShown is the longest quotation from a cell, in characters.
const maxShown = 200

// shown makes a cell safe and short enough to quote: what would steer a
// terminal or turn the text around becomes a visible mark.
func shown(value string) string {
	s := strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || isBidiOverride(c) {
			return '�'
		}
		return c
	}, value)
	if runes := []rune(s); len(runes) > maxShown {
		return string(runes[:maxShown]) + "…"
	}
	return s
}
