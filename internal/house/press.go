package house

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"laurel/internal/blob"
	"laurel/internal/press"
	"laurel/internal/wallet"
)

// newPress opens the shelf of what was drawn, and reads what passes are signed
// with.
func (h *House) newPress(s Settings) (*press.Press, error) {
	kept, err := blob.OpenShelf(filepath.Join(s.Data, "renditions"))
	if err != nil {
		return nil, err
	}
	apple, google, err := h.wallets(s)
	if err != nil {
		return nil, err
	}
	return press.New(press.Options{Blobs: h.Blobs, Kept: kept, Draw: h.draw, Now: h.Now, Log: h.Log, Credential: h.Issuer.Public, Apple: apple, Google: google}), nil
}

// warnBefore is how long before a certificate ends the log speaks of it.
const warnBefore = 30 * 24 * time.Hour

// wallets reads what passes are signed with; without a setting there are none.
func (h *House) wallets(s Settings) (apple *wallet.Apple, google *wallet.Google, err error) {
	if s.AppleWallet != "" {
		file, err := os.ReadFile(s.AppleWallet)
		if err == nil {
			apple, err = wallet.OpenApple(file)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("setting apple-wallet: %w", err)
		}
		if h.Now().Add(warnBefore).After(apple.Ends()) {
			h.Log.Warn("the certificate for Apple Wallet ends soon or has ended: phones refuse passes signed after that day", "ends", apple.Ends().Format(time.DateOnly), "file", s.AppleWallet)
		}
	}
	if s.GoogleWallet != "" {
		file, err := os.ReadFile(s.GoogleWallet)
		if err == nil {
			google, err = wallet.OpenGoogle(file, s.GoogleWalletIssuer)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("setting google-wallet: %w", err)
		}
	}
	return apple, google, nil
}
