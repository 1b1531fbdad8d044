package account

import (
	"context"
	"errors"
	"slices"
	"time"

	"laurel/internal/badge"
	"laurel/internal/locale"
	"laurel/internal/render"
	"laurel/internal/store"
)

// Profiles keeps what earners say of themselves. Nobody but they themselves
// sees it, unless they chose to show it.
type Profiles struct {
	DB   *store.DB
	Draw *render.Engine
	Now  func() time.Time
}

// Own is what somebody says of themselves, for their own eyes.
func (p *Profiles) Own(ctx context.Context, id badge.AccountID) (own badge.Profile, err error) {
	err = p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		own, err = tx.EarnerProfile(ctx, id)
		return err
	})
	return own, err
}

// Public is what somebody says of themselves to everybody: empty unless they
// chose so.
func (p *Profiles) Public(ctx context.Context, id badge.AccountID) (badge.Profile, error) {
	own, err := p.Own(ctx, id)
	if err != nil || !own.Public {
		return badge.Profile{AccountID: id}, err
	}
	return own, nil
}

// Save keeps what somebody says of themselves. Their name is not among it: only
// an organization changes that. Errors: *badge.Invalid.
func (p *Profiles) Save(ctx context.Context, id badge.AccountID, said badge.Profile) error {
	said.AccountID = id
	if err := said.Validate(); err != nil {
		return err
	}
	return p.DB.Write(ctx, func(tx *store.Tx) error { return tx.EarnerSaveProfile(ctx, said) })
}

// SetZone keeps in which time zone somebody reads times of day; empty: UTC.
// *badge.Invalid by "zone" for one that there is not.
func (p *Profiles) SetZone(ctx context.Context, id badge.AccountID, zone string) error {
	if zone != "" && !slices.Contains(badge.Zones(), zone) {
		return badge.Refuse("zone", "Choose a time zone of the list.")
	}
	return p.DB.Write(ctx, func(tx *store.Tx) error { return tx.EarnerSetZone(ctx, id, zone) })
}

// SetLanguage keeps in which language somebody reads pages and letters.
// *badge.Invalid by "language" for one that Laurel does not speak.
func (p *Profiles) SetLanguage(ctx context.Context, id badge.AccountID, language locale.Language) error {
	if !language.Known() {
		return badge.Refuse("language", "Choose a language of the list.")
	}
	return p.DB.Write(ctx, func(tx *store.Tx) error { return tx.EarnerSetLanguage(ctx, id, string(language)) })
}

// OwnPhoto is somebody's photo, a square PNG, for their own eyes;
// badge.ErrNotFound when there is none.
func (p *Profiles) OwnPhoto(ctx context.Context, id badge.AccountID) (png []byte, err error) {
	err = p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		png, err = tx.EarnerPhoto(ctx, id)
		return err
	})
	return png, err
}

// PublicPhoto is somebody's photo for everybody; badge.ErrNotFound unless they
// chose so.
func (p *Profiles) PublicPhoto(ctx context.Context, id badge.AccountID) (png []byte, err error) {
	err = p.DB.Read(ctx, func(tx *store.Tx) error {
		own, err := tx.EarnerProfile(ctx, id)
		if err == nil && !own.Public {
			err = badge.ErrNotFound
		}
		if err != nil {
			return err
		}
		png, err = tx.EarnerPhoto(ctx, id)
		return err
	})
	return png, err
}

// SavePhoto keeps a photo: its pixels in a square, and nothing else of the
// file. Errors: *badge.Invalid by "photo".
func (p *Profiles) SavePhoto(ctx context.Context, id badge.AccountID, file []byte) error {
	png, err := p.Draw.Portrait(ctx, file)
	if refused, ok := errors.AsType[*render.Refused](err); ok {
		return badge.Refuse("photo", refused.Sentence)
	}
	if err != nil {
		return err
	}
	return p.DB.Write(ctx, func(tx *store.Tx) error { return tx.EarnerSavePhoto(ctx, id, png, p.Now()) })
}

// DropPhoto removes somebody's photo.
func (p *Profiles) DropPhoto(ctx context.Context, id badge.AccountID) error {
	return p.DB.Write(ctx, func(tx *store.Tx) error { return tx.EarnerDropPhoto(ctx, id) })
}
