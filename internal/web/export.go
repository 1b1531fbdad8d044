package web

import (
	"fmt"
	"net/http"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// exports is where somebody takes everything of theirs along.
func (s *server) exports(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	v, err := s.exportView(r, who)
	if err != nil {
		return err
	}
	return s.show(w, r, page.Export(v))
}

func (s *server) exportView(r *http.Request, who account.Visitor) (page.ExportView, error) {
	v := page.ExportView{Frame: s.frame(r, who), Email: string(who.Account.Email)}
	list, err := s.Portfolio.Exports(r.Context(), who.Actor())
	for _, e := range list {
		line := page.ExportLine{AskedAt: e.CreatedAt, Until: e.Until, Size: fmt.Sprintf("%.1f MB", float64(e.Size)/1e6), Done: e.Done, Total: e.Total}
		switch {
		case e.State == badge.ExportWaiting:
			v.Making = true
		case e.State == badge.ExportReady && s.Now().Before(e.Until):
			line.URL = "/export/" + string(e.ID) + ".zip"
		default:
			line.Ended = true
		}
		v.Exports = append(v.Exports, line)
	}
	return v, err
}

// exportNew asks for a file.
func (s *server) exportNew(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	err := s.Accounts.Again(r.Context(), who, s.browser(r), r.PostFormValue("password"))
	if err == nil {
		err = s.Portfolio.Export(r.Context(), who.Actor())
	}
	if faults, ok := refusedInput(err, "password"); ok {
		v, err := s.exportView(r, who)
		if err != nil {
			return err
		}
		v.Errors = faults
		return s.again(w, r, page.Export(v))
	}
	if err != nil {
		return err
	}
	return found(w, r, "/export")
}

// exportFile is the file itself.
func (s *server) exportFile(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	f, e, err := s.Portfolio.ExportFile(r.Context(), who.Actor(), badge.ExportID(chi.URLParam(r, "export")))
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read
	w.Header().Set("Content-Type", "application/zip")
	w.Header().Set("Content-Disposition", `attachment; filename="badges-`+e.FinishedAt.UTC().Format("2006-01-02")+`.zip"`)
	http.ServeContent(w, r, "", e.FinishedAt, f)
	return nil
}
