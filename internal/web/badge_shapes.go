package web

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/render"
)

const pixelsQR = 8 // per module of a QR code

// badgeQR is the address of a badge as a QR code, for print.
func (s *server) badgeQR(w http.ResponseWriter, r *http.Request) error {
	code, _ := badge.ParseCode(chi.URLParam(r, "code"))
	qr, err := render.NewQR(s.Portfolio.Address(code))
	if err != nil {
		return err
	}
	if chi.URLParam(r, "kind") == "svg" {
		w.Header().Set("Content-Security-Policy", mediaPolicy)
		return document(w, r, "image/svg+xml", qr.SVG())
	}
	picture, err := qr.PNG(pixelsQR)
	if err != nil {
		return err
	}
	return document(w, r, "image/png", picture)
}

// looked counts that a page was opened by a person, as far as one can tell.
func (s *server) looked(r *http.Request, who account.Visitor, c badge.Credential) {
	if r.Method == http.MethodGet && r.Header.Get("Sec-Purpose") == "" && !isRobot(r) {
		s.Insights.Used(who.Actor(), badge.Sharing{AccountID: c.AccountID, OrgID: c.OrgID}, badge.Use{Code: c.Code, What: badge.UseOpened})
	}
}
