package web

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/render"
	"laurel/internal/web/page"
)

// embedPolicy is that of the one page that other sites may show in a frame.
const embedPolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"

// The size of a badge in somebody else's page, in pixels.
const (
	embedWidth  = 460
	embedHeight = 170
	pixelsQR    = 8 // per module of a QR code
)

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

// badgeEmbed is a badge as a small card in a frame of any page. It knows no
// session, so it is the same for everybody.
func (s *server) badgeEmbed(w http.ResponseWriter, r *http.Request) error {
	code, _ := badge.ParseCode(chi.URLParam(r, "code"))
	stored, err := s.Verifier.Stored(r.Context(), code)
	if err != nil {
		return err
	}
	v := page.EmbedView{Static: s.static, State: stateOfReport(stored.Report), URL: s.Portfolio.Address(code)}
	if v.State != page.StateUnverified {
		v.Content = s.content(locale.From(r.Context()), stored.Report)
	}
	w.Header().Set("Content-Security-Policy", embedPolicy)
	return s.show(w, r, page.Embed(v))
}

// snippets are the lines by which a badge is put into another page: a picture
// that is a link, and the card in a frame. Neither has a script in it.
func (s *server) snippets(code badge.Code, name string) (picture, card string, err error) {
	at := s.Portfolio.Address(code)
	e := page.Snippet{URL: at, PictureURL: at + ".png", FrameURL: at + "/embed", Name: name, Width: embedWidth, Height: embedHeight}
	if picture, err = page.HTML(page.SnippetPicture(e)); err != nil {
		return "", "", err
	}
	card, err = page.HTML(page.SnippetCard(e))
	return picture, card, err
}

// looked counts that a page was opened by a person, as far as one can tell.
func (s *server) looked(r *http.Request, who account.Visitor, c badge.Credential) {
	if r.Method == http.MethodGet && r.Header.Get("Sec-Purpose") == "" && !isRobot(r) {
		s.Insights.Used(who.Actor(), badge.Sharing{AccountID: c.AccountID, OrgID: c.OrgID}, badge.Use{Code: c.Code, What: badge.UseOpened})
	}
}
