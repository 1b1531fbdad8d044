package house

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"laurel/internal/badge"
	"laurel/internal/issuance"
	"laurel/internal/store"
)

// DefaultPublicURL is where an installation is when nobody said otherwise.
const DefaultPublicURL = "http://localhost:8080"

// The names of what an installation remembers of itself.
const (
	settingPublicURL = "public-url"
	settingMasterKey = "master-key"
)

// publicURL decides under which address this installation speaks: the one it
// is told, else the one it remembers, else the default. The address stands in
// every signed document, so it cannot change once something was signed.
func (h *House) publicURL(ctx context.Context, told string) (string, error) {
	var url string
	err := h.DB.Write(ctx, func(tx *store.Tx) error {
		remembered, err := tx.Setting(ctx, settingPublicURL)
		if err != nil && !errors.Is(err, badge.ErrNotFound) {
			return err
		}
		signed, err := tx.HasCredentials(ctx)
		if err != nil {
			return err
		}
		switch {
		case told == "" && remembered != "":
			url = remembered
		case told == "":
			url = DefaultPublicURL
		default:
			url = told
		}
		if url == remembered {
			return nil
		}
		if _, err := issuance.NewNames(url); err != nil {
			return err
		}
		if signed {
			return fmt.Errorf("badges were issued under %s, and they could not be verified under %s: start with --public-url %s, or with another data folder",
				remembered, url, remembered)
		}
		return tx.SetSetting(ctx, settingPublicURL, url)
	})
	return url, err
}

// checkMasterKey refuses to work with another master key than the one that
// sealed what is in the ledger: nothing could be signed, and every link and
// temporary password sent so far would be dead.
func (h *House) checkMasterKey(ctx context.Context) error {
	fingerprint := hex.EncodeToString(h.Ring.Derive("fingerprint", "")[:8])
	return h.DB.Write(ctx, func(tx *store.Tx) error {
		remembered, err := tx.Setting(ctx, settingMasterKey)
		switch {
		case errors.Is(err, badge.ErrNotFound):
			return tx.SetSetting(ctx, settingMasterKey, fingerprint)
		case err != nil:
			return err
		case remembered != fingerprint:
			return errors.New("this is not the master key that the ledger was made with: put the right master.key back, or set LAUREL_MASTER_KEY; nothing was changed")
		}
		return nil
	})
}
