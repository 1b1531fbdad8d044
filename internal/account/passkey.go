package account

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"laurel/internal/badge"
	"laurel/internal/store"
)

const (
	maxPasskeys     = 20
	ceremonyTimeout = 5 * time.Minute
)

// relyingParty is this installation towards browsers (Web Authentication Level
// 3, section 5). Passkeys are made for the host of the public address.
func (a *Accounts) relyingParty() (*webauthn.WebAuthn, error) {
	public, err := url.Parse(a.PublicURL)
	if err != nil {
		return nil, err
	}
	timeout := webauthn.TimeoutConfig{Enforce: true, Timeout: ceremonyTimeout, TimeoutUVD: ceremonyTimeout}
	return webauthn.New(&webauthn.Config{
		RPID: public.Hostname(), RPDisplayName: "Laurel", RPOrigins: []string{a.PublicURL},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationRequired,
		},
		Timeouts: webauthn.TimeoutsConfig{Login: timeout, Registration: timeout},
	})
}

// holder is an account as the library wants it. Its handle is the account's id,
// which tells nobody anything.
type holder struct {
	account  badge.Account
	passkeys []webauthn.Credential
}

// WebAuthnID implements webauthn.User.
func (h holder) WebAuthnID() []byte { return []byte(h.account.ID) }

// WebAuthnName implements webauthn.User.
func (h holder) WebAuthnName() string { return string(h.account.Email) }

// WebAuthnDisplayName implements webauthn.User.
func (h holder) WebAuthnDisplayName() string {
	if h.account.Name == "" {
		return string(h.account.Email)
	}
	return h.account.Name
}

// WebAuthnCredentials implements webauthn.User.
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.passkeys }

func (a *Accounts) holder(ctx context.Context, id badge.AccountID) (h holder, err error) {
	var kept []store.Passkey
	err = a.db.Read(ctx, func(tx *store.Tx) (err error) {
		if h.account, err = tx.SystemAccount(ctx, id); err != nil {
			return err
		}
		kept, err = tx.SystemPasskeys(ctx, id)
		return err
	})
	for _, k := range kept {
		var c webauthn.Credential
		if err := json.Unmarshal(k.Credential, &c); err != nil {
			return h, fmt.Errorf("passkey %s: %w", k.ID, err)
		}
		h.passkeys = append(h.passkeys, c)
	}
	return h, err
}

// Ceremony is a question to a browser (JSON for navigator.credentials) and what
// must be kept on our side until it answers.
type Ceremony struct {
	Options []byte
	State   []byte
}

func ceremony(options, state any) (c Ceremony, err error) {
	if c.Options, err = json.Marshal(options); err != nil {
		return c, err
	}
	c.State, err = json.Marshal(state)
	return c, err
}

// BeginPasskey asks a browser to make a passkey; the password is asked once
// more. Errors: those of SignIn; *badge.Invalid when there are too many.
func (a *Accounts) BeginPasskey(ctx context.Context, v Visitor, from Browser, password string) (Ceremony, error) {
	if _, err := a.prove(ctx, v, from, password); err != nil {
		return Ceremony{}, err
	}
	h, err := a.holder(ctx, v.Account.ID)
	if err != nil {
		return Ceremony{}, err
	}
	if len(h.passkeys) >= maxPasskeys {
		return Ceremony{}, badge.Refuse("passkey", "There is no room for another passkey. Remove one that you do not use any more.")
	}
	party, err := a.relyingParty()
	if err != nil {
		return Ceremony{}, err
	}
	options, state, err := party.BeginRegistration(h, webauthn.WithExclusions(webauthn.Credentials(h.passkeys).CredentialDescriptors()))
	if err != nil {
		return Ceremony{}, err
	}
	return ceremony(options, state)
}

// AddPasskey takes the answer of a browser to BeginPasskey. *badge.Invalid when
// it does not hold.
func (a *Accounts) AddPasskey(ctx context.Context, v Visitor, name string, state, answer []byte) error {
	refused := badge.Refuse("passkey", "This passkey could not be checked. Nothing was changed; try it again.")
	name, err := badge.CheckName("name", name)
	if err != nil {
		return err
	}
	if name == "" {
		name = "Passkey"
	}
	var session webauthn.SessionData
	if err := json.Unmarshal(state, &session); err != nil {
		return refused
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return refused
	}
	party, err := a.relyingParty()
	if err != nil {
		return err
	}
	made, err := party.CreateCredential(holder{account: v.Account}, session, parsed)
	if err != nil {
		a.Log.InfoContext(ctx, "passkey refused", "account", v.Account.ID, "error", err)
		return refused
	}
	kept, err := json.Marshal(made)
	if err != nil {
		return err
	}
	return a.db.Write(ctx, func(tx *store.Tx) error {
		id := base64.RawURLEncoding.EncodeToString(made.ID)
		err := tx.AddPasskey(ctx, store.Passkey{ID: id, AccountID: v.Account.ID, Name: name, Credential: kept, CreatedAt: a.Now()})
		if err != nil {
			return err
		}
		return a.factorChanged(ctx, tx, v.Actor(), v.Account, "passkey added")
	})
}

// RemovePasskey takes a passkey of the visitor's away; the password is asked
// once more. Errors: those of SignIn; badge.ErrNotFound when it is not theirs.
func (a *Accounts) RemovePasskey(ctx context.Context, v Visitor, from Browser, id, password string) error {
	if _, err := a.prove(ctx, v, from, password); err != nil {
		return err
	}
	err := a.db.Write(ctx, func(tx *store.Tx) error {
		if err := tx.DropPasskey(ctx, v.Account.ID, id); err != nil {
			return err
		}
		return a.factorChanged(ctx, tx, v.Actor(), v.Account, "passkey removed")
	})
	if errors.Is(err, badge.ErrConflict) {
		return badge.ErrNotFound
	}
	return err
}

// BeginPasskeyLogin asks a browser for any passkey of this installation.
func (a *Accounts) BeginPasskeyLogin() (Ceremony, error) {
	party, err := a.relyingParty()
	if err != nil {
		return Ceremony{}, err
	}
	options, state, err := party.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return Ceremony{}, err
	}
	return ceremony(options, state)
}

// PasskeyLogin takes the answer of a browser to BeginPasskeyLogin. A passkey
// cannot be guessed, so nothing is counted, and it opens a locked account
// without unlocking it. badge.ErrForbidden when it does not hold. only, when
// not empty, is the one account that may answer.
func (a *Accounts) PasskeyLogin(ctx context.Context, only badge.AccountID, state, answer []byte) (badge.Account, error) {
	var session webauthn.SessionData
	if err := json.Unmarshal(state, &session); err != nil {
		return badge.Account{}, badge.ErrForbidden
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return badge.Account{}, badge.ErrForbidden
	}
	party, err := a.relyingParty()
	if err != nil {
		return badge.Account{}, err
	}
	var h holder
	used, err := party.ValidateDiscoverableLogin(func(_, handle []byte) (webauthn.User, error) {
		if only != "" && badge.AccountID(handle) != only {
			return nil, badge.ErrForbidden
		}
		h, err = a.holder(ctx, badge.AccountID(handle))
		return h, err
	}, session, parsed)
	if err != nil || used.Authenticator.CloneWarning {
		a.Log.InfoContext(ctx, "passkey refused", "account", h.account.ID, "error", err)
		return badge.Account{}, badge.ErrForbidden
	}
	kept, err := json.Marshal(used)
	if err != nil {
		return badge.Account{}, err
	}
	err = a.db.Write(ctx, func(tx *store.Tx) error {
		if err := tx.UsePasskey(ctx, base64.RawURLEncoding.EncodeToString(used.ID), kept, a.Now()); err != nil {
			return err
		}
		return tx.LoginSucceeded(ctx, h.account.ID, a.Now())
	})
	return h.account, err
}
