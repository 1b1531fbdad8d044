package web

import (
	"net/http"

	"laurel/internal/account"
	"laurel/internal/web/page"
)

// home is the front page. Nobody has set up an empty installation yet; how
// to, the page says to whoever runs it.
func (s *server) home(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	f := s.frame(r, who)
	if who.Account.ID == "" {
		empty, err := s.Tenants.IsEmpty(r.Context())
		if err != nil {
			return err
		}
		if empty {
			return s.show(w, r, page.Problem(page.ProblemView{
				Frame: f, Heading: say(r, "Laurel is running and waits to be set up"),
				Text: say(r, "Nobody has set up this installation yet. If you run it, open the setup link that the server wrote to its log when it started. It works once."),
				Next: page.Link{Text: say(r, "Verify a badge meanwhile"), URL: "/verify"},
			}))
		}
	}
	return s.show(w, r, page.Home(page.HomeView{Frame: f}))
}
