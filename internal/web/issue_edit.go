package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// editLabels are the cells that can be typed over, as people call them, in
// the order of the form.
var editLabels = []struct {
	field award.Field
	label string
	long  bool
}{
	{award.FieldName, "Name", false},
	{award.FieldFirstName, "First name", false},
	{award.FieldLastName, "Last name", false},
	{award.FieldEmail, "E-mail", false},
	{award.FieldIssuedOn, "Issued on", false},
	{award.FieldExpiresOn, "Expires on", false},
	{award.FieldBadge, "Badge", false},
	{award.FieldExternalNumber, "Number", false},
	{award.FieldEvidence, "Address of evidence", false},
	{award.FieldLanguage, "Language", false},
	{award.FieldNarrative, "How they earned it", true},
	{award.FieldEvidenceText, "Text of evidence", true},
}

// editing is the row that the address opens to be corrected.
func (s *server) editing(r *http.Request, who account.Visitor, org badge.Organization, p award.Progress, rows []badge.Award) (e page.EditRow, err error) {
	row := number(r, "edit")
	for _, a := range rows {
		if a.Row != row || row == 0 {
			continue
		}
		cells, err := s.Intake.Cells(r.Context(), who.Actor(), org.ID, p.ID, row)
		if err != nil {
			return e, err
		}
		e.Number = row
		for _, l := range editLabels {
			for _, c := range cells {
				if c.Field == l.field {
					e.Fields = append(e.Fields, page.EditField{Field: string(c.Field), Label: l.label, Value: c.Value, Note: noteAbout(a, c.Field), Long: l.long})
				}
			}
		}
	}
	return e, nil
}

// noteAbout is the first finding about a cell. One about the name stands at
// the first part of it where it has two.
func noteAbout(a badge.Award, field award.Field) page.CheckNote {
	for _, f := range a.Findings {
		about := award.Field(f.Field)
		if about == field || about == award.FieldName && field == award.FieldFirstName {
			return note(f)
		}
	}
	return page.CheckNote{}
}

// issueEdit corrects cells of one row.
func (s *server) issueEdit(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	row, err := strconv.Atoi(chi.URLParam(r, "row"))
	if err != nil {
		return badge.ErrNotFound
	}
	if err := r.ParseForm(); err != nil {
		return unreadableForm(err)
	}
	cells := map[award.Field]string{}
	for _, l := range editLabels {
		if r.PostForm.Has(string(l.field)) {
			cells[l.field] = r.PostForm.Get(string(l.field))
		}
	}
	err = s.Intake.Edit(r.Context(), who.Actor(), org.ID, batchID(r), row, cells)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		s.notice(r.Context(), page.ToneWrong, sentences(invalid))
		err = nil
	}
	if err != nil {
		return err
	}
	return found(w, r, batchURL(org, batchID(r))+"/check"+hereOf(r)+"#row-"+strconv.Itoa(row))
}

// issueRights records that these people's data may be used, and leads on.
func (s *server) issueRights(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	p, err := s.Intake.Progress(r.Context(), who.Actor(), org.ID, batchID(r))
	if err != nil {
		return err
	}
	if p.State == badge.BatchChecked && r.PostFormValue("rights") == "" {
		v, err := s.checking(r, who, org, p)
		if err != nil {
			return err
		}
		v.Fault = "Confirm this first. Nothing was issued."
		return s.again(w, r, page.IssueCheck(v))
	}
	err = s.Intake.ConfirmRights(r.Context(), who.Actor(), org.ID, p.ID)
	if errors.Is(err, badge.ErrConflict) { // issued in the meantime
		return found(w, r, batchURL(org, p.ID))
	}
	if err != nil {
		return err
	}
	return found(w, r, batchURL(org, p.ID)+"/letter")
}
