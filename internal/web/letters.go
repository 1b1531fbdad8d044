package web

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// letters lists what was written to whom, for whoever runs this installation.
func (s *server) letters(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	list, err := s.Post.List(r.Context(), who.Actor(), badge.LetterID(r.FormValue("before")), listPage+1)
	if err != nil {
		return err
	}
	v := page.LettersView{Frame: s.frame(r, who), NoServer: s.Post.SMTP == nil}
	if !v.NoServer {
		kept, err := s.Post.Kept(r.Context(), who.Actor())
		if err != nil {
			return err
		}
		v.Kept = kept.Worth
	}
	if v.Alarm, err = s.Accounts.Alarm(r.Context(), who.Actor()); err != nil {
		return err
	}
	more := len(list) > listPage
	list = list[:min(len(list), listPage)]
	for _, l := range list {
		_, content, err := s.Post.Show(r.Context(), who.Actor(), l.ID)
		if err != nil {
			return err
		}
		word, tone := letterWord(l.State)
		v.Rows = append(v.Rows, page.LetterRow{
			URL: "/admin/letters/" + string(l.ID), To: addressed(l), Subject: content.Subject, At: l.CreatedAt, State: word, Tone: tone,
		})
	}
	if n := len(list); n > 0 {
		from := max(number(r, "from"), 1)
		v.Pager = page.Pager{From: from, To: from + n - 1, Total: -1}
		if from == listPage+1 {
			v.Pager.PrevURL = "/admin/letters"
		}
		if more {
			v.Pager.NextURL = "?" + url.Values{"before": {string(list[n-1].ID)}, "from": {strconv.Itoa(from + n)}}.Encode()
		}
	}
	return s.show(w, r, page.Letters(v))
}

// keptLetters asks before the letters go out that were kept while there was no
// mail server.
func (s *server) keptLetters(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	kept, err := s.Post.Kept(r.Context(), who.Actor())
	if err != nil {
		return err
	}
	return s.show(w, r, page.KeptLetters(page.KeptLettersView{
		Frame: s.frame(r, who), NoServer: s.Post.SMTP == nil, Worth: kept.Worth, Rest: kept.All - kept.Worth,
	}))
}

// sendKeptLetters lets them go.
func (s *server) sendKeptLetters(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	n, err := s.Post.SendKept(r.Context(), who.Actor())
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		s.notice(r.Context(), page.ToneQuestion, sentences(invalid))
		return found(w, r, "/admin/letters")
	}
	if err != nil {
		return err
	}
	s.notice(r.Context(), page.ToneGood, fmt.Sprintf("Letters on their way: %d. The list says which of them were sent.", n))
	return found(w, r, "/admin/letters")
}

// letter shows one letter as its reader gets it.
func (s *server) letter(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	l, content, err := s.Post.Show(r.Context(), who.Actor(), badge.LetterID(chi.URLParam(r, "letter")))
	if err != nil {
		return err
	}
	from, err := s.sender(r, who, l)
	if err != nil {
		return err
	}
	word, tone := letterWord(l.State)
	return s.show(w, r, page.Letter(page.LetterView{
		Frame: s.frame(r, who), From: from, To: addressed(l), Subject: content.Subject, At: l.CreatedAt, State: word, Tone: tone,
		Note: l.LastError, Text: content.Text, HTMLURL: "/admin/letters/" + string(l.ID) + "/html",
	}))
}

// sender is who a letter comes from: letters of an organization bear its name.
func (s *server) sender(r *http.Request, who account.Visitor, l badge.Letter) (string, error) {
	name := s.Post.From.Name
	all, err := s.Tenants.All(r.Context(), who.Actor())
	for _, org := range all {
		if org.ID == l.OrgID {
			name = org.Name
		}
	}
	return name + " <" + s.Post.From.Email + ">", err
}

// letterHTML is the HTML part of a letter as mail programs show it, on a page
// of its own that may show colors and our own pictures and do nothing else.
func (s *server) letterHTML(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	_, content, err := s.Post.Show(r.Context(), who.Actor(), badge.LetterID(chi.URLParam(r, "letter")))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", letterPolicy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, err = io.WriteString(w, content.HTML)
	return err
}
