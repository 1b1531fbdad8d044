package tenant

import (
	"context"
	"errors"
	"fmt"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// CreateDepartment makes an organization that says whose department it is, with
// a signing key of its own. Its parent's owners and admins have their role
// there; it needs nobody else. Departments have none of their own. Errors:
// *badge.Invalid; those of Actor.May.
func (t *Tenants) CreateDepartment(ctx context.Context, actor badge.Actor, parent badge.OrgID, org badge.Organization, logo []byte) (badge.Organization, error) {
	if err := actor.May(badge.ActFound, parent); err != nil {
		return org, err
	}
	org.ID, org.ParentID, org.CreatedAt = badge.NewOrgID(), parent, t.Now()
	if org.Slug == "" {
		org.Slug = badge.SlugFrom(org.Name)
	}
	if err := org.Validate(); err != nil {
		return org, err
	}
	picture, err := t.keepPicture(ctx, "logo", logo)
	if err != nil {
		return org, err
	}
	org.Logo = picture
	keys, err := t.missingKeys(org, nil)
	if err != nil {
		return org, err
	}
	err = t.DB.Write(ctx, func(tx *store.Tx) error {
		of, err := tx.Org(parent).Organization(ctx)
		if err == nil && of.ParentID != "" {
			err = badge.Refuse("name", "A department has no departments of its own. Create it in "+of.Name+"'s parent.")
		}
		if err != nil {
			return err
		}
		org.SuspendedAt = of.SuspendedAt
		if err := tx.AddOrganization(ctx, org); err != nil {
			return err
		}
		if err := addKeys(ctx, tx.Org(org.ID), keys); err != nil {
			return err
		}
		if err := tx.Org(parent).Record(ctx, badge.Event{Actor: actor.Name(), Verb: "department.created", Subject: string(org.ID), At: org.CreatedAt}); err != nil {
			return err
		}
		return tx.Org(org.ID).Record(ctx, badge.Event{Actor: actor.Name(), Verb: "organization.created", Subject: string(org.ID), At: org.CreatedAt})
	})
	if errors.Is(err, badge.ErrConflict) {
		return org, badge.Refuse("slug", "There is an organization with this address already. Choose another one.")
	}
	if _, invalid := errors.AsType[*badge.Invalid](err); err != nil && !invalid {
		err = fmt.Errorf("create department %s: %w", org.Slug, err)
	}
	return org, err
}

// Departments lists the departments of an organization by name. Errors: those
// of Actor.May.
func (t *Tenants) Departments(ctx context.Context, actor badge.Actor, org badge.OrgID) (list []badge.Organization, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	err = t.DB.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Org(org).Departments(ctx)
		return err
	})
	return list, err
}

// Parent is the organization whose department this is; zero: it is none.
func (t *Tenants) Parent(ctx context.Context, org badge.Organization) (parent badge.Organization, err error) {
	if org.ParentID == "" {
		return parent, nil
	}
	err = t.DB.Read(ctx, func(tx *store.Tx) (err error) {
		parent, err = tx.Org(org.ParentID).Organization(ctx)
		return err
	})
	return parent, err
}

// Suspend keeps an organization and its departments from signing, or lets them
// again. Its pages and everything that was issued stay. Errors:
// badge.ErrNotFound for everybody but the operator, and where there is no such
// organization.
func (t *Tenants) Suspend(ctx context.Context, actor badge.Actor, org badge.OrgID, on bool) error {
	if !actor.Operator {
		return badge.ErrNotFound
	}
	at, verb := time.Time{}, "organization.resumed"
	if on {
		at, verb = t.Now(), "organization.suspended"
	}
	err := t.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.SystemSuspend(ctx, org, at); err != nil {
			return err
		}
		return tx.Org(org).Record(ctx, badge.Event{Actor: actor.Name(), Verb: verb, Subject: string(org), At: t.Now()})
	})
	if errors.Is(err, badge.ErrConflict) {
		return badge.ErrNotFound
	}
	return err
}
