// Package portfolio is the earner's room: what a person has earned, anywhere,
// and what they do with it. It never changes a name or a date.
package portfolio

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Portfolio shows people what they earned.
type Portfolio struct {
	DB        *store.DB
	PublicURL string // without a slash at the end
	Now       func() time.Time
}

// Item is one badge in a portfolio.
type Item struct {
	badge.Credential
	Organization badge.Organization
	Badge        badge.Revision // as it was issued
}

// List lists what the actor has earned, the newest first.
func (p *Portfolio) List(ctx context.Context, actor badge.Actor) (items []Item, err error) {
	if actor.AccountID == "" {
		return nil, badge.ErrSignedOut
	}
	err = p.DB.Read(ctx, func(tx *store.Tx) error {
		credentials, err := tx.EarnerCredentials(ctx, actor.AccountID)
		if err != nil {
			return err
		}
		items = make([]Item, len(credentials))
		for n, c := range credentials {
			if items[n], err = item(ctx, tx, c); err != nil {
				return err
			}
		}
		return nil
	})
	return items, err
}

// One finds one of the actor's badges. Somebody else's is badge.ErrNotFound.
func (p *Portfolio) One(ctx context.Context, actor badge.Actor, code badge.Code) (it Item, err error) {
	if actor.AccountID == "" {
		return it, badge.ErrSignedOut
	}
	err = p.DB.Read(ctx, func(tx *store.Tx) error {
		c, err := tx.EarnerCredential(ctx, actor.AccountID, code)
		if err != nil {
			return err
		}
		it, err = item(ctx, tx, c)
		return err
	})
	return it, err
}

func item(ctx context.Context, tx *store.Tx, c badge.Credential) (it Item, err error) {
	otx := tx.Org(c.OrgID)
	it.Credential = c
	if it.Organization, err = otx.Organization(ctx); err != nil {
		return it, err
	}
	a, err := otx.AchievementAt(ctx, c.RevisionID)
	it.Badge = a.Revision
	return it, err
}

// Address is the public address of a badge.
func (p *Portfolio) Address(code badge.Code) string { return p.PublicURL + "/b/" + string(code) }

// LinkedInField is one value of LinkedIn's form, for copying by hand.
type LinkedInField struct{ Name, Value string }

// LinkedIn is the address that opens LinkedIn's form with a badge filled in,
// and the same values for people whose form stays empty. Months count from 1
// and are those of UTC, in which badges are dated.
func (p *Portfolio) LinkedIn(it Item) (address string, fields []LinkedInField) {
	q := url.Values{"startTask": {"CERTIFICATION_NAME"}}
	set := func(key, value, name, shown string) {
		q.Set(key, value)
		if name != "" {
			fields = append(fields, LinkedInField{name, shown})
		}
	}
	set("name", it.Badge.Name, "Name", it.Badge.Name)
	if it.Organization.LinkedInID != "" {
		set("organizationId", it.Organization.LinkedInID, "Issuing organization", it.Organization.Name)
	} else {
		set("organizationName", it.Organization.Name, "Issuing organization", it.Organization.Name)
	}
	set("issueYear", strconv.Itoa(it.IssuedOn.UTC().Year()), "Issue date", it.IssuedOn.UTC().Format("January 2006"))
	set("issueMonth", strconv.Itoa(int(it.IssuedOn.UTC().Month())), "", "")
	if end := it.ExpiresOn.UTC(); !it.ExpiresOn.IsZero() {
		set("expirationYear", strconv.Itoa(end.Year()), "Expiration date", end.Format("January 2006"))
		set("expirationMonth", strconv.Itoa(int(end.Month())), "", "")
	}
	set("certId", string(it.Code), "Credential ID", string(it.Code))
	set("certUrl", p.Address(it.Code), "Credential URL", p.Address(it.Code))
	return "https://www.linkedin.com/profile/add?" + q.Encode(), fields
}

// LinkedInPost is the address that opens LinkedIn's form for a post about a badge.
func (p *Portfolio) LinkedInPost(code badge.Code) string {
	return "https://www.linkedin.com/sharing/share-offsite/?" + url.Values{"url": {p.Address(code)}}.Encode()
}
