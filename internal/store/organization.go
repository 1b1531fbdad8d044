package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

const organizationColumns = `id, parent_id, slug, name, url, email, description, street, locality, region, postal_code, country,
	logo, accent, invite_login, linkedin_id, no_linkedin, sender_name, reply_to, hold_minutes, no_owner_link, duplicates, visibility, language,
	jwt_form, hosted_form, plain_list, terms_at, terms_by, suspended_at, created_at`

func scanOrganization(r row) (o badge.Organization, err error) {
	a := &o.Address
	err = r.Scan(&o.ID, &o.ParentID, &o.Slug, &o.Name, &o.URL, &o.Email, &o.Description, &a.Street, &a.Locality, &a.Region, &a.PostalCode, &a.Country,
		&o.Logo, &o.Accent, &o.InviteLogin, &o.LinkedInID, &o.NoLinkedIn, &o.SenderName, &o.ReplyTo, &o.HoldMinutes, &o.NoOwnerLink, &o.Duplicates, &o.Visibility, &o.Language,
		&o.Forms.JWT, &o.Forms.Hosted, &o.Forms.PlainList, moment{&o.TermsAt}, &o.TermsBy, moment{&o.SuspendedAt}, moment{&o.CreatedAt})
	return o, wrap(err)
}

// AddOrganization adds an organization; badge.ErrConflict when its slug is taken.
func (tx *Tx) AddOrganization(ctx context.Context, o badge.Organization) error {
	a := o.Address
	_, err := tx.exec(ctx, `insert into organizations (`+organizationColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31)`,
		o.ID, o.ParentID, o.Slug, o.Name, o.URL, o.Email, o.Description, a.Street, a.Locality, a.Region, a.PostalCode, a.Country,
		o.Logo, o.Accent, o.InviteLogin, o.LinkedInID, o.NoLinkedIn, o.SenderName, o.ReplyTo, o.HoldMinutes, o.NoOwnerLink, o.Duplicates, o.Visibility, o.Language,
		o.Forms.JWT, o.Forms.Hosted, o.Forms.PlainList, micros(o.TermsAt), o.TermsBy, micros(o.SuspendedAt), micros(o.CreatedAt))
	return err
}

// PublicOrganization finds an organization by its slug: what its public page
// and the first look-up of every page below /org need.
func (tx *Tx) PublicOrganization(ctx context.Context, slug string) (badge.Organization, error) {
	return scanOrganization(tx.queryRow(ctx, `select `+organizationColumns+` from organizations where slug = $1`, slug))
}

// SystemOrganizations lists all organizations by name, for the operator.
func (tx *Tx) SystemOrganizations(ctx context.Context) ([]badge.Organization, error) {
	return collect(scanOrganization)(tx.query(ctx, `select `+organizationColumns+` from organizations order by name, id`))
}

// Organization is the organization this transaction is bound to.
func (tx *OrgTx) Organization(ctx context.Context) (badge.Organization, error) {
	return scanOrganization(tx.queryRow(ctx, `select `+organizationColumns+` from organizations where id = $1`, tx.org))
}

// UpdateOrganization changes what an organization decides itself: everything
// but its slug, which stands in signed documents, where it belongs, whether it
// is suspended, and when it confirmed the terms.
func (tx *OrgTx) UpdateOrganization(ctx context.Context, o badge.Organization) error {
	a := o.Address
	return moved(tx.exec(ctx, `update organizations set name = $2, url = $3, email = $4, description = $5,
		street = $6, locality = $7, region = $8, postal_code = $9, country = $10, logo = $11, accent = $12, invite_login = $13, linkedin_id = $14,
		no_linkedin = $15, sender_name = $16, reply_to = $17, hold_minutes = $18, no_owner_link = $19, duplicates = $20, visibility = $21,
		jwt_form = $22, hosted_form = $23, plain_list = $24, language = $25 where id = $1`,
		tx.org, o.Name, o.URL, o.Email, o.Description, a.Street, a.Locality, a.Region, a.PostalCode, a.Country, o.Logo, o.Accent, o.InviteLogin, o.LinkedInID,
		o.NoLinkedIn, o.SenderName, o.ReplyTo, o.HoldMinutes, o.NoOwnerLink, o.Duplicates, o.Visibility, o.Forms.JWT, o.Forms.Hosted, o.Forms.PlainList, o.Language))
}

// ConfirmTerms notes who confirmed the terms of the installation, once;
// badge.ErrConflict when somebody did.
func (tx *OrgTx) ConfirmTerms(ctx context.Context, by badge.AccountID, at time.Time) error {
	return moved(tx.exec(ctx, `update organizations set terms_at = $3, terms_by = $2 where id = $1 and terms_at = 0`, tx.org, by, micros(at)))
}

// SystemSuspend keeps an organization and its departments from signing; zero
// lets them again. badge.ErrConflict when there is no such organization.
func (tx *Tx) SystemSuspend(ctx context.Context, org badge.OrgID, at time.Time) error {
	return moved(tx.exec(ctx, `update organizations set suspended_at = $2 where id = $1 or parent_id = $1`, org, micros(at)))
}

// Departments lists the organization's departments by name.
func (tx *OrgTx) Departments(ctx context.Context) ([]badge.Organization, error) {
	return collect(scanOrganization)(tx.query(ctx, `select `+organizationColumns+` from organizations where parent_id = $1 order by name, id`, tx.org))
}

const keyColumns = `id, org_id, number, algorithm, public, sealed, created_at`

func scanKey(r row) (k badge.SigningKey, err error) {
	err = r.Scan(&k.ID, &k.OrgID, &k.Number, &k.Algorithm, &k.Public, &k.Sealed, moment{&k.CreatedAt})
	return k, wrap(err)
}

// AddKey adds a signing key.
func (tx *OrgTx) AddKey(ctx context.Context, k badge.SigningKey) error {
	_, err := tx.exec(ctx, `insert into signing_keys (`+keyColumns+`) values ($1, $2, $3, $4, $5, $6, $7)`,
		k.ID, tx.org, k.Number, k.Algorithm, k.Public, k.Sealed, micros(k.CreatedAt))
	return err
}

// Keys lists the organization's keys, the newest first: of each algorithm that
// one signs.
func (tx *OrgTx) Keys(ctx context.Context) ([]badge.SigningKey, error) {
	return collect(scanKey)(tx.query(ctx, `select `+keyColumns+` from signing_keys where org_id = $1 order by number desc`, tx.org))
}

// IsEmpty tells whether nobody has set this installation up yet.
func (tx *Tx) IsEmpty(ctx context.Context) (bool, error) {
	var n int
	err := tx.queryRow(ctx, `select count(*) from (select id from organizations limit 1) one`).Scan(&n)
	return n == 0, wrap(err)
}

// EarnerWithoutOwnerLink tells whether an organization that issued something to a
// person wants no locked account of its earners opened by a link.
func (tx *Tx) EarnerWithoutOwnerLink(ctx context.Context, account badge.AccountID) (without bool, err error) {
	err = tx.queryRow(ctx, `select exists (select 1 from recipients r join organizations o on o.id = r.org_id
		where r.account_id = $1 and o.no_owner_link)`, account).Scan(&without)
	return without, wrap(err)
}

// EarnerGivenLanguage is the language in which those who issued something to a
// person write to them: the one given with the badges, else their own. With
// an organization it is that one's; without, what all say that say one, or
// otherwise empty.
func (tx *Tx) EarnerGivenLanguage(ctx context.Context, account badge.AccountID, org badge.OrgID) (language string, err error) {
	err = tx.queryRow(ctx, `select coalesce(case when min(l.language) = max(l.language) then min(l.language) end, '') from (
			select case when r.language <> '' then r.language else o.language end as language
			from recipients r join organizations o on o.id = r.org_id where r.account_id = $1 and ($2 = '' or r.org_id = $2)
		) l where l.language <> ''`, account, org).Scan(&language)
	return language, wrap(err)
}

// EarnerOrganizations lists the names of those who issued something to a person.
func (tx *Tx) EarnerOrganizations(ctx context.Context, account badge.AccountID) ([]string, error) {
	scan := func(r row) (name string, err error) { return name, r.Scan(&name) }
	return collect(scan)(tx.query(ctx, `select distinct o.name from credentials c join organizations o on o.id = c.org_id
		where c.account_id = $1`, account))
}
