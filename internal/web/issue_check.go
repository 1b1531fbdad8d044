package web

import (
	"errors"
	"net/http"
	"net/url"
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
	if p.State == badge.BatchKept {
		return found(w, r, at+"/people")
	}
	if p.State != badge.BatchChecked {
		return found(w, r, at)
	}
	v, err := s.checking(r, who, org, p)
	if err != nil {
		return err
	}
	return s.show(w, r, page.IssueCheck(v))
}

// checking is what the page of the check says.
func (s *server) checking(r *http.Request, who account.Visitor, org badge.Organization, p award.Progress) (v page.IssueCheckView, err error) {
	v = page.IssueCheckView{
		OrgFrame: s.orgFrame(r, who, org), BatchURL: batchURL(org, p.ID), File: p.FileName, Badge: p.Achievement.Revision.Name,
		Counts: rowCounts(p.Counts), Filter: filterOf(r), Duplicates: string(p.Duplicates), Rights: !p.RightsAt.IsZero(), Here: hereOf(r),
	}
	if r.FormValue("rights") == "first" && !v.Rights {
		v.Fault = "Confirm this first. Nothing was issued."
	}
	v.Holders = p.Counts.Duplicates > 0 || p.Duplicates == badge.DuplicateAllow || p.Duplicates == badge.DuplicateReplace
	if v.Question, err = s.dateQuestion(r, who, org, p); err != nil {
		return v, err
	}
	rows, pager, err := s.checkRows(r, who, org, p, v.Filter)
	if err != nil {
		return v, err
	}
	edited, err := s.Intake.Edited(r.Context(), who.Actor(), org.ID, p.ID)
	if err != nil {
		return v, err
	}
	names, err := s.badgeNames(r, who, org)
	if err != nil {
		return v, err
	}
	v.Columns, v.Rows = checkTable(rows, p.Achievement.Revision.Validity, names)
	for n := range v.Rows {
		v.Rows[n].Edited = edited[v.Rows[n].Number]
	}
	v.Pager = pager
	v.Edit, err = s.editing(r, who, org, p, rows)
	return v, err
}

// hereOf is the query of the page that is looked at, to come back to it.
func hereOf(r *http.Request) string {
	q := url.Values{}
	if show := filterOf(r); show != "all" {
		q.Set("show", show)
	}
	if from := number(r, "from"); from > 0 {
		q.Set("from", strconv.Itoa(from))
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// recheck reads the file again with the answer to a question.
func (s *server) recheck(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	p, err := s.Intake.Progress(r.Context(), who.Actor(), org.ID, batchID(r))
	if err != nil {
		return err
	}
	dates, duplicates := p.Dates, p.Duplicates
	if r.PostForm.Has("dates") {
		dates = r.PostFormValue("dates")
	}
	switch r.PostFormValue("duplicates") {
	case "deny":
		duplicates = badge.DuplicateDeny
	case "allow":
		duplicates = badge.DuplicateAllow
	case "replace":
		duplicates = badge.DuplicateReplace
	}
	err = s.Intake.Recheck(r.Context(), who.Actor(), org.ID, p.ID, dateOrder(dates), duplicates)
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
	if p.Counts.Questions == 0 && (p.Dates == "" || p.Dates == string(award.DatesISO)) {
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
	query := ""
	if filter != "all" {
		query = "show=" + filter
	}
	return rows, pager(query, offset, len(rows), checkPage, total), err
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
