package press

import (
	"context"

	"laurel/internal/badge"
	"laurel/internal/wallet"
)

// Wallets tells for which wallets of phones passes can be made.
func (p *Press) Wallets() (apple, google bool) { return p.Apple != nil, p.Google != nil }

// ApplePass is a signed pass for Apple Wallet with the kept pictures of a badge
// and of an organization, whose logo may be empty. Errors: badge.ErrNotFound
// where the operator has no certificate; fs.ErrNotExist, badge.ErrBusy.
func (p *Press) ApplePass(ctx context.Context, pass wallet.Pass, picture, logo string) ([]byte, error) {
	if p.Apple == nil {
		return nil, badge.ErrNotFound
	}
	const small, medium, large = 96, 192, 320
	var err error
	for _, one := range []struct {
		picture string
		size    int
		into    *[]byte
	}{{picture, small, &pass.Pictures.Small}, {picture, medium, &pass.Pictures.Medium}, {picture, large, &pass.Pictures.Large}, {logo, medium, &pass.Pictures.Logo}} {
		if one.picture == "" {
			continue
		}
		if *one.into, _, err = p.Sized(ctx, one.picture, one.size, PNG); err != nil {
			return nil, err
		}
	}
	return p.Apple.Pass(pass, p.Now())
}

// GooglePass is an address that offers a pass for Google Wallet to whoever
// opens it. Errors: badge.ErrNotFound where the operator has no account for it.
func (p *Press) GooglePass(pass wallet.Pass) (string, error) {
	if p.Google == nil {
		return "", badge.ErrNotFound
	}
	return p.Google.Link(pass, p.Now())
}
