package web

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/web/page"
)

// batchPrint has the certificates of a batch made, as one file.
func (s *server) batchPrint(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	err := s.Certificates.Print(r.Context(), who.Actor(), org.ID, batchID(r), badge.PrintForm(r.PostFormValue("form")))
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		s.notice(r.Context(), page.ToneQuestion, sentences(invalid))
	} else if err != nil {
		return err
	}
	return found(w, r, batchURL(org, batchID(r))) // without a fragment, which keeps browsers from loading the page again
}

// prints are the files with certificates of a batch.
func (s *server) prints(r *http.Request, who account.Visitor, org badge.Organization, batch badge.BatchID) (v page.Prints, err error) {
	list, printable, err := s.Certificates.Prints(r.Context(), who.Actor(), org.ID, batch)
	v.Printable = printable
	for _, p := range list {
		line := page.PrintLine{
			AskedAt: p.CreatedAt, Pages: p.Form == badge.PrintPDF, Size: fmt.Sprintf("%.1f MB", float64(p.Size)/1e6), Until: p.Until, Done: p.Done, Total: p.Total,
			Making: p.State == badge.PrintWaiting, Failed: p.State == badge.PrintFailed,
		}
		if elapsed := s.Now().Sub(p.StartedAt); line.Making && p.Done > 0 && elapsed > 0 {
			line.Rate = float64(p.Done) / elapsed.Seconds()
			line.TimeLeft = time.Duration(float64(p.Total-p.Done) / line.Rate * float64(time.Second))
		}
		if p.State == badge.PrintReady && s.Now().Before(p.Until) {
			line.URL = batchURL(org, batch) + "/prints/" + string(p.ID)
		}
		v.Lines = append(v.Lines, line)
	}
	return v, err
}

// printFile is the file itself.
func (s *server) printFile(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	f, p, err := s.Certificates.PrintFile(r.Context(), who.Actor(), org.ID, badge.PrintID(chi.URLParam(r, "print")))
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read
	if p.BatchID != batchID(r) {
		return badge.ErrNotFound
	}
	kind := map[badge.PrintForm]string{badge.PrintZip: "application/zip", badge.PrintPDF: "application/pdf"}[p.Form]
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="certificates-`+p.FinishedAt.UTC().Format("2006-01-02")+"."+string(p.Form)+`"`)
	http.ServeContent(w, r, "", p.FinishedAt, f)
	return nil
}
