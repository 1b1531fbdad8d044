package account

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"image/png"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// The codes of an authenticator app: six digits, a new one every 30 seconds,
// and a clock that may be one step off (RFC 6238, section 5.2).
const (
	codeStep  = 30 // seconds
	codeSlack = 1  // steps
	codeEdge  = 240
)

var codeOptions = totp.ValidateOpts{Period: codeStep, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}

var base32Plain = base32.StdEncoding.WithPadding(base32.NoPadding)

// recoveryCodes is how many there are, of ten letters each: 50 random bits.
const recoveryCodes = 10

// Enrollment is what an app needs to know.
type Enrollment struct {
	Secret  string // base32, to type
	URL     string // otpauth://…
	Picture string // the same as a QR code, a data: address of a PNG
}

func (a *Accounts) secret(id string) string {
	return base32Plain.EncodeToString(a.ring.Derive("authenticator", id)[:20])
}

// BeginAuthenticator begins with an app; the password is asked once more. It
// counts for nothing until it is confirmed. Errors: those of SignIn;
// badge.ErrConflict when there is a confirmed one.
func (a *Accounts) BeginAuthenticator(ctx context.Context, v Visitor, from Browser, password string) error {
	if _, err := a.prove(ctx, v, from, password); err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *store.Tx) error {
		return tx.SaveAuthenticator(ctx, store.Authenticator{AccountID: v.Account.ID, SecretID: badge.NewID[string](), CreatedAt: a.Now()})
	})
}

// Enrollment is what to scan while an app is not confirmed; badge.ErrNotFound
// when there is nothing to confirm.
func (a *Accounts) Enrollment(ctx context.Context, v Visitor) (e Enrollment, err error) {
	app, err := a.unconfirmed(ctx, v)
	if err != nil {
		return e, err
	}
	e.Secret = a.secret(app.SecretID)
	issuer := strings.TrimPrefix(strings.TrimPrefix(a.PublicURL, "https://"), "http://")
	e.URL = "otpauth://totp/" + url.PathEscape(issuer+":"+string(v.Account.Email)) + "?" +
		url.Values{"secret": {e.Secret}, "issuer": {issuer}}.Encode()
	key, err := otp.NewKeyFromURL(e.URL)
	if err != nil {
		return e, err
	}
	picture, err := key.Image(codeEdge, codeEdge)
	if err != nil {
		return e, err
	}
	var b bytes.Buffer
	err = png.Encode(&b, picture)
	e.Picture = "data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes())
	return e, err
}

func (a *Accounts) unconfirmed(ctx context.Context, v Visitor) (app store.Authenticator, err error) {
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		app, err = tx.SystemAuthenticator(ctx, v.Account.ID)
		return err
	})
	if err == nil && !app.ConfirmedAt.IsZero() {
		err = badge.ErrNotFound
	}
	return app, err
}

// ConfirmAuthenticator makes an app count whose code is right, and returns the
// recovery codes, which nobody can read again. *badge.Invalid when the code is
// not right.
func (a *Accounts) ConfirmAuthenticator(ctx context.Context, v Visitor, code string) (codes []string, err error) {
	app, err := a.unconfirmed(ctx, v)
	if err != nil {
		return nil, err
	}
	step, right, err := a.stepOf(app, code)
	if err != nil {
		return nil, err
	}
	if !right {
		return nil, badge.Refuse("code", "This is not the code that the app shows now. Check the time of your device, and type the newest one.")
	}
	codes = newRecoveryCodes()
	err = a.db.Write(ctx, func(tx *store.Tx) error {
		if err := tx.ConfirmAuthenticator(ctx, v.Account.ID, app.SecretID, a.Now()); err != nil {
			return err
		}
		if err := tx.UseStep(ctx, v.Account.ID, step); err != nil {
			return err
		}
		if err := tx.ReplaceRecoveryCodes(ctx, v.Account.ID, a.codeHashes(v.Account.ID, codes), a.Now()); err != nil {
			return err
		}
		return a.factorChanged(ctx, tx, v.Actor(), v.Account, "authenticator added")
	})
	return codes, err
}

// NewRecoveryCodes makes ten new codes; the password is asked once more.
func (a *Accounts) NewRecoveryCodes(ctx context.Context, v Visitor, from Browser, password string) ([]string, error) {
	if _, err := a.prove(ctx, v, from, password); err != nil {
		return nil, err
	}
	codes := newRecoveryCodes()
	err := a.db.Write(ctx, func(tx *store.Tx) error {
		if err := tx.ReplaceRecoveryCodes(ctx, v.Account.ID, a.codeHashes(v.Account.ID, codes), a.Now()); err != nil {
			return err
		}
		return a.factorChanged(ctx, tx, v.Actor(), v.Account, "recovery codes")
	})
	return codes, err
}

// RemoveAuthenticator takes the app away; the password is asked once more.
func (a *Accounts) RemoveAuthenticator(ctx context.Context, v Visitor, from Browser, password string) error {
	if _, err := a.prove(ctx, v, from, password); err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *store.Tx) error {
		if err := tx.DropAuthenticator(ctx, v.Account.ID); err != nil {
			return err
		}
		return a.factorChanged(ctx, tx, v.Actor(), v.Account, "authenticator removed")
	})
}

// stepOf tells which step of time a code belongs to, if it is one of now.
func (a *Accounts) stepOf(app store.Authenticator, code string) (step int64, right bool, err error) {
	typed := strings.Join(strings.Fields(code), "")
	now := a.Now().Unix() / codeStep
	for step := now - codeSlack; step <= now+codeSlack; step++ {
		want, err := totp.GenerateCodeCustom(a.secret(app.SecretID), time.Unix(step*codeStep, 0), codeOptions)
		if err != nil {
			return 0, false, err
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(typed)) == 1 {
			return step, true, nil
		}
	}
	return 0, false, nil
}

// SecondFactor looks at a code after the right password: of the app, or one for
// recovery. Codes are counted like passwords, and each works once. Errors:
// badge.ErrForbidden, ErrLocked, ErrTooMany.
func (a *Accounts) SecondFactor(ctx context.Context, from Browser, id badge.AccountID, code string) (found badge.Account, err error) {
	var t attempt
	err = a.db.Write(ctx, func(tx *store.Tx) error {
		account, err := tx.SystemAccount(ctx, id)
		if err != nil {
			return err
		}
		t, err = a.reserve(ctx, tx, from, account, "")
		return err
	})
	if err != nil {
		return found, err
	}
	err = a.db.Write(ctx, func(tx *store.Tx) error {
		if err := a.useCode(ctx, tx, id, code); err != nil {
			return err
		}
		return a.succeeded(ctx, tx, t)
	})
	if errors.Is(err, badge.ErrConflict) {
		return found, a.failed(ctx, t)
	}
	return t.account, err
}

// useCode spends a code; badge.ErrConflict when it is not one, or was used.
func (a *Accounts) useCode(ctx context.Context, tx *store.Tx, id badge.AccountID, code string) error {
	app, err := tx.SystemAuthenticator(ctx, id)
	if err != nil && !errors.Is(err, badge.ErrNotFound) {
		return err
	}
	if err == nil && !app.ConfirmedAt.IsZero() {
		step, right, err := a.stepOf(app, code)
		if err != nil {
			return err
		}
		if right {
			return tx.UseStep(ctx, id, step)
		}
	}
	return tx.UseRecoveryCode(ctx, id, a.codeHash(id, code), a.Now())
}

func newRecoveryCodes() (codes []string) {
	for range recoveryCodes {
		letters := strings.ToLower(rand.Text()[:10])
		codes = append(codes, letters[:5]+"-"+letters[5:])
	}
	return codes
}

func (a *Accounts) codeHashes(id badge.AccountID, codes []string) (hashes []string) {
	for _, code := range codes {
		hashes = append(hashes, a.codeHash(id, code))
	}
	return hashes
}

// codeHash stands for a recovery code, however it was typed.
func (a *Accounts) codeHash(id badge.AccountID, code string) string {
	letters := slices.DeleteFunc([]rune(strings.ToLower(code[:min(len(code), 64)])), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	return hex.EncodeToString(a.ring.Derive("recovery code", fmt.Sprintf("%s %s", id, string(letters))))
}
