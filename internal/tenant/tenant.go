// Package tenant is the room of the organizations: created with their owner
// and their first signing key, changed by those who may, and known to the
// world by a DID document. It issues nothing.
package tenant

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"laurel/internal/badge"
	"laurel/internal/blob"
	"laurel/internal/keyring"
	"laurel/internal/queue"
	"laurel/internal/render"
	"laurel/internal/store"
)

// Tenants creates and changes organizations.
type Tenants struct {
	DB    *store.DB
	Ring  *keyring.Ring
	Blobs *blob.Folder
	Draw  *render.Engine
	Queue *queue.Queue
	Now   func() time.Time
	Log   *slog.Logger
}

// Founding is what it takes to create an organization.
type Founding struct {
	Organization badge.Organization // ID and times are filled in, and a Slug made from the name when there is none
	Logo         []byte             // PNG, JPEG or SVG; may be empty
	OwnerEmail   badge.Email        // empty: the organization's own address
	OwnerName    string
	PasswordHash string // set by the setup page; empty: the owner is invited by letter
	OnlyFirst    bool   // of the setup page: badge.ErrGone once there is an organization
}

// Create makes an organization, its owner and its signing key. The very first
// account of an installation also runs it. Anybody who holds the setup link
// or the command line of the machine acts as the host; nobody else may.
// Errors: *badge.Invalid; badge.ErrForbidden.
func (t *Tenants) Create(ctx context.Context, actor badge.Actor, f Founding) (badge.Organization, error) {
	if !actor.Operator {
		return badge.Organization{}, badge.ErrForbidden
	}
	org := f.Organization
	org.ID, org.CreatedAt = badge.NewOrgID(), t.Now()
	if org.Slug == "" {
		org.Slug = badge.SlugFrom(org.Name)
	}
	if err := org.Validate(); err != nil {
		return org, err
	}
	owner, err := t.owner(f, org)
	if err != nil {
		return org, err
	}
	if org.Logo, err = t.keepPicture(ctx, "logo", f.Logo); err != nil {
		return org, err
	}
	keys, err := t.missingKeys(org, nil)
	if err != nil {
		return org, err
	}
	err = t.DB.Write(ctx, func(tx *store.Tx) error {
		return t.found(ctx, tx, actor, f, org, owner, keys)
	})
	if errors.Is(err, badge.ErrConflict) {
		return org, badge.Refuse("slug", "There is an organization with this address already. Choose another one.")
	}
	if err != nil {
		return org, fmt.Errorf("create organization %s: %w", org.Slug, err)
	}
	t.Log.InfoContext(ctx, "organization created", "org", org.ID, "slug", org.Slug)
	return org, nil
}

// owner is the account of the person who will run the organization.
func (t *Tenants) owner(f Founding, org badge.Organization) (badge.Account, error) {
	email := f.OwnerEmail
	if email == "" {
		email = org.Email
	}
	email, err := badge.ParseEmail(string(email))
	if err != nil {
		return badge.Account{}, badge.Refuse("owner_email", err.Error())
	}
	name, err := badge.CheckName("owner_name", f.OwnerName)
	if err != nil {
		return badge.Account{}, err
	}
	owner := badge.Account{
		ID: badge.NewID[badge.AccountID](), Name: name, Email: email, Password: f.PasswordHash, CreatedAt: t.Now(),
	}
	if owner.Password != "" {
		owner.PasswordSince = t.Now()
	}
	return owner, nil
}

// found writes everything that makes an organization, in one transaction.
func (t *Tenants) found(ctx context.Context, tx *store.Tx, actor badge.Actor, f Founding, org badge.Organization, owner badge.Account, keys []badge.SigningKey) error {
	first, err := tx.IsEmpty(ctx)
	if err == nil && f.OnlyFirst && !first {
		err = badge.ErrGone
	}
	if err != nil {
		return err
	}
	if err := tx.AddOrganization(ctx, org); err != nil {
		return err
	}
	known, err := tx.SystemAccountByEmail(ctx, owner.Email)
	switch {
	case errors.Is(err, badge.ErrNotFound):
		owner.Operator = first
		err = tx.AddAccounts(ctx, []badge.Account{owner})
	case err == nil:
		owner = known
	}
	if err != nil {
		return err
	}
	otx := tx.Org(org.ID)
	if err := otx.AddMember(ctx, owner.ID, badge.RoleOwner, org.CreatedAt); err != nil {
		return err
	}
	if err := addKeys(ctx, otx, keys); err != nil {
		return err
	}
	switch {
	case owner.Password == "":
		err = t.invite(ctx, tx, org, owner)
	case owner.ID == known.ID: // who has an account is told what it opens now
		err = t.Queue.AddLetters(ctx, tx, []badge.Letter{{
			ID: badge.NewID[badge.LetterID](), OrgID: org.ID, Kind: badge.LetterRole, To: owner.Email, Name: owner.Name, AccountID: owner.ID,
			About: string(badge.RoleOwner), CreatedAt: org.CreatedAt,
		}})
	}
	if err != nil {
		return err
	}
	return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "organization.created", Subject: string(org.ID), At: org.CreatedAt})
}

// invite queues the letter that lets a member of staff in: a link for choosing
// a password.
func (t *Tenants) invite(ctx context.Context, tx *store.Tx, org badge.Organization, owner badge.Account) error {
	secret, until := badge.NewID[string](), org.CreatedAt.Add(badge.TemporaryLifetime)
	if err := tx.AddResetLink(ctx, store.ResetLink{ID: secret, AccountID: owner.ID, Until: until, CreatedAt: org.CreatedAt}); err != nil {
		return err
	}
	return t.Queue.AddLetters(ctx, tx, []badge.Letter{{
		ID: badge.NewID[badge.LetterID](), OrgID: org.ID, Kind: badge.LetterStaff, To: owner.Email, Name: owner.Name,
		AccountID: owner.ID, SecretID: secret, Until: until, CreatedAt: org.CreatedAt,
	}})
}

// keepPicture checks an uploaded picture and keeps it as PNG. No bytes: no picture.
func (t *Tenants) keepPicture(ctx context.Context, field string, data []byte) (string, error) {
	if len(data) == 0 {
		return "", nil
	}
	p, err := t.Draw.Picture(ctx, data)
	if refused, ok := errors.AsType[*render.Refused](err); ok {
		return "", badge.Refuse(field, refused.Error())
	}
	if err != nil {
		return "", err
	}
	return t.Blobs.Put(ctx, p.PNG)
}

// Update changes what an organization says of itself and in which forms its
// credentials come. A key that a form needs is made when the form is chosen
// first, and stays. Errors: *badge.Invalid; badge.ErrConflict when somebody
// else chose the same form just now; those of Actor.May.
func (t *Tenants) Update(ctx context.Context, actor badge.Actor, id badge.OrgID, changed badge.Organization, logo []byte) error {
	if err := actor.May(badge.ActSetting, id); err != nil {
		return err
	}
	var org badge.Organization
	var keys []badge.SigningKey
	err := t.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if org, err = tx.Org(id).Organization(ctx); err != nil {
			return err
		}
		keys, err = tx.Org(id).Keys(ctx)
		return err
	})
	if err != nil {
		return err
	}
	changed.ID, changed.ParentID, changed.Slug, changed.Logo, changed.CreatedAt = org.ID, org.ParentID, org.Slug, org.Logo, org.CreatedAt
	if err := changed.Validate(); err != nil {
		return err
	}
	if len(logo) > 0 {
		if changed.Logo, err = t.keepPicture(ctx, "logo", logo); err != nil {
			return err
		}
	}
	missing, err := t.missingKeys(changed, keys)
	if err != nil {
		return err
	}
	return t.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(id)
		if err := addKeys(ctx, otx, missing); err != nil {
			return err
		}
		if err := otx.UpdateOrganization(ctx, changed); err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "organization.updated", Subject: string(id), Note: changed.ChangedFrom(org), At: t.Now()})
	})
}

// Public finds an organization by its slug; anybody may know it.
func (t *Tenants) Public(ctx context.Context, slug string) (org badge.Organization, err error) {
	err = t.DB.Read(ctx, func(tx *store.Tx) (err error) {
		org, err = tx.PublicOrganization(ctx, slug)
		return err
	})
	return org, err
}

// For finds an organization by its slug for somebody who may view it.
func (t *Tenants) For(ctx context.Context, actor badge.Actor, slug string) (badge.Organization, error) {
	org, err := t.Public(ctx, slug)
	if err != nil {
		return org, err
	}
	return org, actor.May(badge.ActView, org.ID)
}

// All lists every organization, for the operator.
func (t *Tenants) All(ctx context.Context, actor badge.Actor) (all []badge.Organization, err error) {
	if !actor.Operator {
		return nil, badge.ErrNotFound
	}
	err = t.DB.Read(ctx, func(tx *store.Tx) (err error) {
		all, err = tx.SystemOrganizations(ctx)
		return err
	})
	return all, err
}

// IsEmpty tells whether this installation waits to be set up.
func (t *Tenants) IsEmpty(ctx context.Context) (empty bool, err error) {
	err = t.DB.Read(ctx, func(tx *store.Tx) (err error) {
		empty, err = tx.IsEmpty(ctx)
		return err
	})
	return empty, err
}

// ConfirmTerms notes that somebody confirmed the terms for an organization.
// Errors: badge.ErrConflict when somebody did before; those of Actor.May.
func (t *Tenants) ConfirmTerms(ctx context.Context, actor badge.Actor, org badge.OrgID) error {
	if err := actor.May(badge.ActSetting, org); err != nil {
		return err
	}
	return t.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Org(org).ConfirmTerms(ctx, actor.AccountID, t.Now()); err != nil {
			return err
		}
		return tx.Org(org).Record(ctx, badge.Event{Actor: actor.Name(), Verb: "organization.terms", Subject: string(org), At: t.Now()})
	})
}

// TermsBy is the name of whoever confirmed the terms; empty: nobody yet, or
// somebody who is not here any more.
func (t *Tenants) TermsBy(ctx context.Context, actor badge.Actor, org badge.Organization) (name string, err error) {
	if err := actor.May(badge.ActSetting, org.ID); err != nil || org.TermsBy == "" {
		return "", err
	}
	err = t.DB.Read(ctx, func(tx *store.Tx) error {
		a, err := tx.SystemAccount(ctx, org.TermsBy)
		if name = a.Name; name == "" {
			name = string(a.Email)
		}
		return err
	})
	return name, err
}
