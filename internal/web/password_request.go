package web

import (
	"net/http"
	"time"

	"laurel/internal/account"
	"laurel/internal/web/page"
)

// passwordRequestForm is where a temporary link is asked for.
func (s *server) passwordRequestForm(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	return s.show(w, r, page.PasswordRequest(page.PasswordRequestView{Frame: s.frame(r, who)}))
}

// passwordRequest sends the link, if there is somebody to send it to. The
// page is the same either way.
func (s *server) passwordRequest(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	began, typed := time.Now(), r.PostFormValue("email")
	if err := s.Accounts.RequestPassword(r.Context(), typed); err != nil {
		return err
	}
	even(r.Context(), began)
	return s.show(w, r, page.PasswordRequest(page.PasswordRequestView{Frame: s.frame(r, who), Email: typed, Sent: true}))
}
