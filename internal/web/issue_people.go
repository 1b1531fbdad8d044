package web

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"laurel/internal/account"
	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// uploadMemory is how much of an upload is kept in memory; the rest waits in
// a temporary file.
const uploadMemory = 4 << 20

// The names of batches that came without a file.
const (
	typedName  = "Typed in"
	pastedName = "Pasted"
)

// typedRows is how many rows the form has at first; mostTyped how many in all.
const (
	typedRows = 5
	mostTyped = 200
)

// issuePeopleForm asks for the people.
func (s *server) issuePeopleForm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActIssue, org.ID); err != nil {
		return err
	}
	a, err := s.chosen(r, who, org)
	if _, invalid := errors.AsType[*badge.Invalid](err); invalid {
		return found(w, r, "/org/"+org.Slug+"/issue?choose=badge")
	}
	if err != nil {
		return err
	}
	v := s.peopleView(r, who, org, a)
	v.Typed = make([]page.TypedPerson, typedRows)
	if err := s.peopleAgain(r, who, org, a, &v); err != nil {
		return err
	}
	return s.show(w, r, page.IssuePeople(v))
}

// keyPeople is the batch whose people were typed or pasted last in a session.
const keyPeople = "people"

// peopleAgain fills in what was typed or pasted just now and not issued, for
// whoever comes back to it.
func (s *server) peopleAgain(r *http.Request, who account.Visitor, org badge.Organization, a badge.Achievement, v *page.IssuePeopleView) error {
	id := badge.BatchID(s.sessions.GetString(r.Context(), keyPeople))
	if id == "" || v.By == page.ByFile {
		return nil
	}
	b, data, err := s.Intake.File(r.Context(), who.Actor(), org.ID, id)
	if errors.Is(err, badge.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if b.AchievementID != a.ID || b.State != badge.BatchKept && b.State != badge.BatchChecked {
		return nil
	}
	people := typedAgain(data)
	switch {
	case v.By == page.ByPaste && b.FileName == pastedName:
		v.Pasted = award.PastedAgain(data, b.Reading)
	case v.By == page.ByOne && b.FileName == typedName && len(people) == 1:
		v.One = people[0]
	case v.By == page.ByType && b.FileName == typedName && len(people) > 1:
		v.Typed = people
	}
	return nil
}

func (s *server) peopleView(r *http.Request, who account.Visitor, org badge.Organization, a badge.Achievement) page.IssuePeopleView {
	v := page.IssuePeopleView{
		OrgFrame: s.orgFrame(r, who, org), Badge: issueBadge(org, a), By: r.FormValue("by"),
		TemplateURL: "/org/" + org.Slug + "/issue/template.csv",
	}
	if !slices.Contains([]string{page.ByFile, page.ByPaste, page.ByType, page.ByOne}, v.By) {
		v.By = page.ByFile
	}
	return v
}

// issuePeople takes people in, in whatever way they come.
func (s *server) issuePeople(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActIssue, org.ID); err != nil {
		return err
	}
	if err := r.ParseMultipartForm(uploadMemory); err != nil {
		return unreadableForm(err)
	}
	a, err := s.chosen(r, who, org)
	if _, invalid := errors.AsType[*badge.Invalid](err); invalid {
		return found(w, r, "/org/"+org.Slug+"/issue?choose=badge")
	}
	if err != nil {
		return err
	}
	v := s.peopleView(r, who, org, a)
	v.Typed, v.Pasted = typedPeople(r), r.PostFormValue("pasted")
	if len(v.Typed) > 0 {
		v.One = v.Typed[0]
	}
	if more := number(r, "more"); more > 0 {
		v.Typed = append(v.Typed, make([]page.TypedPerson, min(more, max(mostTyped-len(v.Typed), 0)))...)
		return s.show(w, r, page.IssuePeople(v))
	}
	next, err := s.takePeople(r, who, org, a, v)
	if err == nil {
		return found(w, r, next)
	}
	unusable, badFile := errors.AsType[*award.FileError](err)
	invalid, badForm := errors.AsType[*badge.Invalid](err)
	switch {
	case badFile:
		field := map[string]string{page.ByFile: "file", page.ByPaste: "pasted", page.ByType: "people"}[v.By]
		v.Errors = map[string]string{field: unusable.Sentence}
	case badForm:
		v.Errors = invalid.Fields
	default:
		return err
	}
	return s.again(w, r, page.IssuePeople(v))
}

// takePeople hands the people to the intake and tells which page is next:
// their check, or what the columns are where that has to be asked.
func (s *server) takePeople(r *http.Request, who account.Visitor, org badge.Organization, a badge.Achievement, v page.IssuePeopleView) (next string, err error) {
	name, data, how, err := s.peopleFrom(r, v)
	if err != nil {
		return "", err
	}
	defer data.Close() //nolint:errcheck // only read
	answers := award.Answers{Reading: how, Duplicates: org.Duplicates}
	b, look, err := s.Intake.Keep(r.Context(), who.Actor(), org.ID, a.ID, name, data, answers)
	if err != nil {
		return "", err
	}
	if v.By != page.ByFile {
		s.sessions.Put(r.Context(), keyPeople, string(b.ID))
	}
	if v.By == page.ByFile || look.Fault != "" {
		return batchURL(org, b.ID) + "/people", nil
	}
	answers.Reading = look.Reading
	return batchURL(org, b.ID) + "/check", s.Intake.Read(r.Context(), who.Actor(), org.ID, b.ID, answers)
}

// peopleFrom is the table of people that a form brings.
func (s *server) peopleFrom(r *http.Request, v page.IssuePeopleView) (name string, data io.ReadCloser, how badge.Reading, err error) {
	var text []byte
	switch v.By {
	case page.ByPaste:
		if strings.TrimSpace(v.Pasted) == "" {
			return "", nil, how, badge.Refuse("pasted", "Paste at least one line with a name and an e-mail address.")
		}
		name = pastedName
		text, how = award.Pasted(v.Pasted)
	case page.ByType, page.ByOne:
		people := personsOf(v)
		if !slices.ContainsFunc(people, func(p award.Person) bool { return p != award.Person{} }) {
			return "", nil, how, badge.Refuse("people", "Type at least one name with an e-mail address.")
		}
		name = typedName
		text, how = award.Typed(people)
	default:
		files := r.MultipartForm.File["file"]
		if len(files) == 0 || files[0].Filename == "" {
			return "", nil, how, badge.Refuse("file", "Choose a file with one person per row.")
		}
		f, err := files[0].Open()
		return files[0].Filename, f, how, err
	}
	return name, io.NopCloser(bytes.NewReader(text)), how, nil
}

func personsOf(v page.IssuePeopleView) (people []award.Person) {
	for _, p := range v.Typed {
		people = append(people, award.Person{
			Name: strings.TrimSpace(p.Name), Email: strings.TrimSpace(p.Email), IssuedOn: p.IssuedOn, ExpiresOn: p.ExpiresOn,
			Narrative: strings.TrimSpace(p.Narrative), Evidence: strings.TrimSpace(p.Evidence), ExternalNumber: strings.TrimSpace(p.Number),
		})
	}
	return people
}

// typedPeople are the rows of the form, as they were typed.
func typedPeople(r *http.Request) (people []page.TypedPerson) {
	at := func(name string, n int) string {
		if all := r.PostForm[name]; n < len(all) {
			return all[n]
		}
		return ""
	}
	for n := range min(len(r.PostForm["email"]), mostTyped) {
		people = append(people, page.TypedPerson{
			Name: at("name", n), Email: at("email", n), IssuedOn: at("issued_on", n), ExpiresOn: at("expires_on", n),
			Narrative: at("narrative", n), Evidence: at("evidence", n), Number: at("number", n),
		})
	}
	return people
}

// typedAgain are the people of a batch that was typed in, to change them.
func typedAgain(data []byte) (people []page.TypedPerson) {
	rows, _ := csv.NewReader(bytes.NewReader(data)).ReadAll() // we wrote it
	for _, c := range rows {
		if len(c) == 7 && len(people) < mostTyped {
			people = append(people, page.TypedPerson{Name: c[0], Email: c[1], IssuedOn: c[2], ExpiresOn: c[3], Narrative: c[4], Evidence: c[5], Number: c[6]})
		}
	}
	return people
}

// issueTemplate is a file to begin with.
func (s *server) issueTemplate(w http.ResponseWriter, _ *http.Request, _ account.Visitor, _ badge.Organization) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="earners-template.csv"`)
	_, err := w.Write([]byte("\ufeffname,email,issued_on,expires_on,narrative,evidence,evidence_text,external_number,language,badge\r\n" +
		"Amara Okafor,amara.okafor@example.org,2026-03-01,2029-03-01,Led the spring workshop.,https://example.org/evidence/17,A recording of it.,CW-2026-00017,en,\r\n" +
		"María José Núñez,maria@example.org,2026-03-01,,,,,,es,\r\n"))
	return err
}
