package portfolio

import (
	"context"
	"errors"
	"strings"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Sharing finds what decides who may see the badge at a code, in whatever
// shape; Sharing.VisibleTo is the rule. Errors: badge.ErrNotFound,
// *badge.Withdrawn.
func (p *Portfolio) Sharing(ctx context.Context, code badge.Code) (s badge.Sharing, err error) {
	err = p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if s, err = tx.PublicSharing(ctx, code); !errors.Is(err, badge.ErrNotFound) {
			return err
		}
		organization, gone := tx.PublicErased(ctx, code)
		if gone == nil {
			err = &badge.Withdrawn{Organization: organization}
		} else if !errors.Is(gone, badge.ErrNotFound) {
			err = gone
		}
		return err
	})
	return s, err
}

// SetVisibility decides who may see one of the actor's badges, from the next
// request on. Errors: badge.ErrNotFound, badge.ErrSignedOut.
func (p *Portfolio) SetVisibility(ctx context.Context, actor badge.Actor, code badge.Code, v badge.Visibility) error {
	if actor.AccountID == "" {
		return badge.ErrSignedOut
	}
	return p.DB.Write(ctx, func(tx *store.Tx) error {
		s, err := tx.PublicSharing(ctx, code)
		if err != nil {
			return err
		}
		if err := tx.EarnerSetVisibility(ctx, actor.AccountID, code, v, p.Now()); err != nil {
			return err
		}
		return tx.Org(s.OrgID).Record(ctx, badge.Event{Actor: actor.Name(), Verb: "credential.visibility", Subject: string(code), Note: string(v), At: p.Now()})
	})
}

// Issuer is the organization that issued a badge.
func (p *Portfolio) Issuer(ctx context.Context, id badge.OrgID) (org badge.Organization, err error) {
	err = p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		org, err = tx.Org(id).Organization(ctx)
		return err
	})
	return org, err
}

// ForStrangers serves what served does, but of badges only those that
// everybody may see: a verifier gets to read of ours what it would read from
// anywhere.
func (p *Portfolio) ForStrangers(served func(ctx context.Context, path string) ([]byte, error)) func(ctx context.Context, path string) ([]byte, error) {
	return func(ctx context.Context, path string) ([]byte, error) {
		if _, rest, hosted := strings.Cut(path, "/b/"); hosted {
			code, _ := badge.ParseCode(strings.TrimSuffix(rest, ".json"))
			s, err := p.Sharing(ctx, code)
			if errors.Is(err, badge.ErrNotFound) || errors.Is(err, badge.ErrGone) || err == nil && !s.VisibleTo(badge.Actor{}) {
				return nil, badge.ErrNotFound
			}
			if err != nil {
				return nil, err
			}
		}
		return served(ctx, path)
	}
}
