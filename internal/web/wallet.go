package web

import (
	"cmp"
	"net/http"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/portfolio"
	"laurel/internal/wallet"
	"laurel/internal/web/page"
)

// walletPass is a badge as its earner puts it into Apple Wallet. Others are led
// to the login, where there is something to be had.
func (s *server) walletPass(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	it, err := s.earned(r, who)
	if err != nil {
		return err
	}
	data, err := s.Press.ApplePass(r.Context(), s.pass(r, it), it.Badge.Picture, it.Organization.Logo)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Disposition", `attachment; filename="`+fileName(it.Badge.Name, it.Code)+`.pkpass"`)
	h.Set("Cache-Control", "private, no-store")
	return document(w, r, wallet.AppleType, data)
}

// walletLink leads an earner to Google Wallet with a badge of theirs.
func (s *server) walletLink(w http.ResponseWriter, r *http.Request, who account.Visitor) error {
	it, err := s.earned(r, who)
	if err != nil {
		return err
	}
	address, err := s.Press.GooglePass(s.pass(r, it))
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "private, no-store")
	http.Redirect(w, r, address, http.StatusSeeOther)
	return nil
}

// pass is what a wallet shows of a badge, in the language of whoever asks.
func (s *server) pass(r *http.Request, it portfolio.Item) wallet.Pass {
	shown := wording(r, it.Badge)
	p := wallet.Pass{
		Serial: string(it.Code), URL: s.Portfolio.Address(it.Code), Language: string(locale.From(r.Context()).Language()),
		Badge: shown.Name, Organization: it.Organization.Name, Earner: it.Name, Issued: it.IssuedOn,
		Void: stateOf(it.Credential, s.Now()) != page.StateValid, Color: string(cmp.Or(it.Organization.Accent, badge.DefaultAccent)),
		PictureURL: s.PublicURL + pictureURL(it.Badge.Picture),
		Labels:     wallet.Labels{Badge: say(r, "Badge"), Earner: say(r, "Name"), Issued: say(r, "Issued"), Expires: say(r, "Valid until"), Verify: say(r, "Verify this badge")},
	}
	if !it.ExpiresOn.IsZero() {
		p.Expires = it.ValidUntil()
	}
	return p
}

// wallets are the links of the wallets that the operator has certificates for.
func (s *server) wallets(r *http.Request, it portfolio.Item) (links []page.Link) {
	apple, google := s.Press.Wallets()
	at := "/b/" + string(it.Code)
	if apple {
		links = append(links, page.Link{Text: say(r, "Add to %s", "Apple Wallet"), URL: at + ".pkpass"})
	}
	if google {
		links = append(links, page.Link{Text: say(r, "Add to %s", "Google Wallet"), URL: at + "/google-wallet"})
	}
	return links
}

// having answers like for what never was where the operator did not set
// something up.
func (s *server) having(there bool) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		if there {
			return next
		}
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.unseen(w, r, badge.ErrNotFound) })
	}
}
