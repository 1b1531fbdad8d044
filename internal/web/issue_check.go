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

// checkPage is how many rows of a file stand on one page.
const checkPage = 100

// The rows that each filter shows. Under "all", the rows that need a look
// come before those that are clear.
var (
	outcomesClear    = []badge.Outcome{badge.OutcomeOK}
	outcomesErrors   = []badge.Outcome{badge.OutcomeError}
	outcomesDoubtful = []badge.Outcome{badge.OutcomeWarning, badge.OutcomeQuestion, badge.OutcomeDuplicate}
	outcomesLook     = append(outcomesErrors, outcomesDoubtful...)
)

func batchID(r *http.Request) badge.BatchID { return badge.BatchID(chi.URLParam(r, "batch")) }

// issueCheck shows every row of a file with what checking found.
func (s *server) issueCheck(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	p, err := s.Intake.Progress(r.Context(), who.Actor(), org.ID, batchID(r))
	if err != nil {
		return err
	}
	at := batchURL(org, p.ID)
	if p.State != badge.BatchChecked {
		return found(w, r, at)
	}
	v := page.IssueCheckView{
		OrgFrame: s.orgFrame(r, who, org), BatchURL: at, File: p.FileName, Badge: p.Achievement.Revision.Name,
		Counts: rowCounts(p.Counts), Filter: filterOf(r), Duplicates: p.Duplicates,
	}
	if v.Question, err = s.dateQuestion(r, who, org, p); err != nil {
		return err
	}
	rows, pager, err := s.checkRows(r, who, org, p, v.Filter)
	if err != nil {
		return err
	}
	v.Columns, v.Rows = checkTable(rows, p.Achievement.Revision.Validity)
	v.Pager = pager
	return s.show(w, r, page.IssueCheck(v))
}

// recheck reads the file again with the answer to a question.
func (s *server) recheck(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	p, err := s.Intake.Progress(r.Context(), who.Actor(), org.ID, batchID(r))
	if err != nil {
		return err
	}
	dates, duplicates := p.Dates, p.Duplicates
	if r.PostFormValue("dates") != "" {
		dates = r.PostFormValue("dates")
	}
	if answer := r.PostFormValue("duplicates"); answer != "" {
		duplicates = answer == "again"
	}
	err = s.Intake.Recheck(r.Context(), who.Actor(), org.ID, p.ID, answers(dates, duplicates))
	if errors.Is(err, badge.ErrConflict) { // confirmed in the meantime
		return found(w, r, batchURL(org, p.ID))
	}
	if err != nil {
		return err
	}
	return found(w, r, batchURL(org, p.ID)+"/check")
}

func filterOf(r *http.Request) string {
	if show := r.FormValue("show"); show == "errors" || show == "warnings" {
		return show
	}
	return "all"
}

func rowCounts(c badge.BatchCounts) page.RowCounts {
	return page.RowCounts{OK: c.OK, Warnings: c.Warnings, Questions: c.Questions, Duplicates: c.Duplicates, Errors: c.Errors}
}

// dateQuestion is the question that the dates of a file pose, also when it is
// answered: the answer can be changed.
func (s *server) dateQuestion(r *http.Request, who account.Visitor, org badge.Organization, p award.Progress) (*page.DateQuestion, error) {
	if p.Counts.Questions == 0 && p.Dates == "" {
		return nil, nil
	}
	a, err := s.Intake.Ambiguity(r.Context(), who.Actor(), org.ID, p.ID)
	if err != nil || a == nil {
		return nil, err
	}
	return &page.DateQuestion{Sample: a.Value, MonthFirst: a.MonthFirst, DayFirst: a.DayFirst, Rows: p.Counts.Questions, Answer: p.Dates}, nil
}

// checkRows finds one page of rows. Under "all" the rows that need a look
// come first and the clear ones after them, each in the order of the file.
func (s *server) checkRows(r *http.Request, who account.Visitor, org badge.Organization, p award.Progress, filter string) ([]badge.Award, page.Pager, error) {
	c := p.Counts
	first, second, ahead, total := outcomesLook, outcomesClear, p.Rows-c.OK, p.Rows
	switch filter {
	case "errors":
		first, second, total = outcomesErrors, nil, c.Errors
	case "warnings":
		first, second, total = outcomesDoubtful, nil, c.Warnings+c.Questions+c.Duplicates
	}
	offset := number(r, "from")
	rows, err := s.Intake.Rows(r.Context(), who.Actor(), org.ID, p.ID, first, offset, checkPage)
	if room := checkPage - len(rows); err == nil && room > 0 && second != nil {
		var more []badge.Award
		more, err = s.Intake.Rows(r.Context(), who.Actor(), org.ID, p.ID, second, max(offset-ahead, 0), room)
		rows = append(rows, more...)
	}
	return rows, pager("show="+filter, offset, len(rows), checkPage, total), err
}

// pager leads through a list by how many lines are left out before a page.
// total -1: it was not counted, and a full page may have one after it.
func pager(query string, offset, shown, most, total int) page.Pager {
	if shown == 0 {
		return page.Pager{}
	}
	p := page.Pager{From: offset + 1, To: offset + shown, Total: total}
	if query != "" {
		query += "&"
	}
	if offset > 0 {
		p.PrevURL = "?" + query + "from=" + strconv.Itoa(max(offset-most, 0))
	}
	if shown == most && (total < 0 || p.To < total) {
		p.NextURL = "?" + query + "from=" + strconv.Itoa(p.To)
	}
	return p
}

// number reads a count out of an address; anything else is 0.
func number(r *http.Request, name string) int {
	n, err := strconv.Atoi(r.FormValue(name))
	if err != nil || n < 0 || n > 1<<30 {
		return 0
	}
	return n
}
