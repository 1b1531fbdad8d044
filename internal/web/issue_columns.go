package web

import (
	"errors"
	"net/http"
	"strings"

	"laurel/internal/account"
	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// issueColumns shows how the file of a batch is read, and asks whether that is
// right. The address carries what was chosen to see it once more.
func (s *server) issueColumns(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	p, err := s.Intake.Progress(r.Context(), who.Actor(), org.ID, batchID(r))
	if err != nil {
		return err
	}
	if err := who.Actor().May(badge.ActIssue, org.ID); err != nil {
		return err
	}
	if p.State != badge.BatchKept && p.State != badge.BatchChecked {
		return found(w, r, batchURL(org, p.ID))
	}
	if p.FileName == typedName {
		return s.issueTypedAgain(w, r, who, org, p)
	}
	how, dates := p.Reading, award.DateOrder(p.Dates)
	if r.FormValue("signature") != "" {
		how, dates = readingOf(r), dateOrder(r.FormValue("dates"))
	}
	return s.showColumns(w, r, who, org, p, how, dates, "")
}

// issueTypedAgain shows people who were typed in as they were typed.
func (s *server) issueTypedAgain(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization, p award.Progress) error {
	_, data, err := s.Intake.File(r.Context(), who.Actor(), org.ID, p.ID)
	if err != nil {
		return err
	}
	v := s.peopleView(r, who, org, p.Achievement)
	v.By, v.Typed = page.ByType, typedAgain(data)
	if len(v.Typed) == 1 {
		v.By, v.One = page.ByOne, v.Typed[0]
	}
	return s.show(w, r, page.IssuePeople(v))
}

// issueRead reads the file as it was confirmed, and leads to its check.
func (s *server) issueRead(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	p, err := s.Intake.Progress(r.Context(), who.Actor(), org.ID, batchID(r))
	if err != nil {
		return err
	}
	if err := who.Actor().May(badge.ActIssue, org.ID); err != nil {
		return err
	}
	if p.State != badge.BatchKept && p.State != badge.BatchChecked {
		return found(w, r, batchURL(org, p.ID))
	}
	how, dates := readingOf(r), dateOrder(r.PostFormValue("dates"))
	if how.Columns == nil { // the rows are others now: their columns are to be seen first
		return s.showColumns(w, r, who, org, p, how, dates, "")
	}
	err = s.Intake.Read(r.Context(), who.Actor(), org.ID, p.ID, award.Answers{Reading: how, Dates: dates, Duplicates: p.Duplicates})
	if unusable, ok := errors.AsType[*award.FileError](err); ok {
		return s.showColumns(w, r, who, org, p, how, dates, unusable.Sentence)
	}
	if errors.Is(err, badge.ErrConflict) { // confirmed in the meantime
		return found(w, r, batchURL(org, p.ID))
	}
	if err != nil {
		return err
	}
	return found(w, r, batchURL(org, p.ID)+"/check")
}

func (s *server) showColumns(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization, p award.Progress, how badge.Reading, dates award.DateOrder, fault string) error {
	_, look, err := s.Intake.Look(r.Context(), who.Actor(), org.ID, p.ID, how, dates)
	unusable, ok := errors.AsType[*award.FileError](err)
	if ok { // as it is read now; as it came it did show rows
		fault = unusable.Sentence
		_, look, err = s.Intake.Look(r.Context(), who.Actor(), org.ID, p.ID, badge.Reading{}, dates)
	}
	if err != nil {
		return err
	}
	v := page.IssueColumnsView{
		OrgFrame: s.orgFrame(r, who, org), BatchURL: batchURL(org, p.ID), Badge: issueBadge(org, p.Achievement), File: p.FileName,
		Workbook: look.Workbook, Encoding: look.Reading.Encoding, Separator: look.Reading.Separator, Sheet: look.Reading.Sheet, Sheets: look.Sheets,
		Headings: look.Reading.Headings, Dates: string(dates), Rows: look.Rows, Known: look.Known, Signature: signature(look.Reading), Fault: look.Fault,
	}
	if fault != "" {
		v.Fault = fault
	}
	for _, c := range look.Columns {
		v.Columns = append(v.Columns, page.ReadColumn{Title: c.Title, Field: string(c.Field), Sample: c.Sample, Example: c.Example})
	}
	if v.Fault != "" && r.Method == http.MethodPost {
		return s.again(w, r, page.IssueColumns(v))
	}
	return s.show(w, r, page.IssueColumns(v))
}

// readingOf is what a form says of how a file is read. Its columns hold only as
// long as the rows are read as they were when they were chosen.
func readingOf(r *http.Request) badge.Reading {
	how := badge.Reading{
		Encoding:  oneOf(r.FormValue("encoding"), "", badge.EncodingUTF8, badge.EncodingUTF16LE, badge.EncodingUTF16BE, badge.EncodingWindows),
		Separator: oneOf(r.FormValue("separator"), "", ",", ";", "\t", "|"), Sheet: r.FormValue("sheet"),
		Headings: oneOf(r.FormValue("headings"), "", badge.HeadingsFirst, badge.HeadingsNone),
	}
	if r.FormValue("signature") == signature(how) {
		how.Columns = append([]string{}, r.Form["column"]...)
	}
	return how
}

// signature tells one way to read the rows of a file from another.
func signature(how badge.Reading) string {
	return strings.Join([]string{how.Encoding, how.Separator, how.Sheet, how.Headings}, "/")
}

// dateOrder lets only known ways of reading dates through.
func dateOrder(word string) award.DateOrder {
	return award.DateOrder(oneOf(word, "", string(award.DatesISO), string(award.DatesDayFirst), string(award.DatesMonthFirst)))
}
