package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

const organizationColumns = `id, slug, name, url, email, description, logo, invite_login, linkedin_id,
	no_linkedin, jwt_form, hosted_form, plain_list, created_at`

func scanOrganization(r row) (o badge.Organization, err error) {
	err = r.Scan(&o.ID, &o.Slug, &o.Name, &o.URL, &o.Email, &o.Description, &o.Logo, &o.InviteLogin, &o.LinkedInID,
		&o.NoLinkedIn, &o.Forms.JWT, &o.Forms.Hosted, &o.Forms.PlainList, moment{&o.CreatedAt})
	return o, wrap(err)
}

// AddOrganization adds an organization; badge.ErrConflict when its slug is taken.
func (tx *Tx) AddOrganization(ctx context.Context, o badge.Organization) error {
	_, err := tx.exec(ctx, `insert into organizations (`+organizationColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		o.ID, o.Slug, o.Name, o.URL, o.Email, o.Description, o.Logo, o.InviteLogin, o.LinkedInID,
		o.NoLinkedIn, o.Forms.JWT, o.Forms.Hosted, o.Forms.PlainList, micros(o.CreatedAt))
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

// UpdateOrganization changes everything but the slug, which stands in signed documents.
func (tx *OrgTx) UpdateOrganization(ctx context.Context, o badge.Organization) error {
	return moved(tx.exec(ctx, `update organizations set name = $2, url = $3, email = $4, description = $5, logo = $6,
		invite_login = $7, linkedin_id = $8, no_linkedin = $9, jwt_form = $10, hosted_form = $11, plain_list = $12 where id = $1`,
		tx.org, o.Name, o.URL, o.Email, o.Description, o.Logo, o.InviteLogin, o.LinkedInID, o.NoLinkedIn, o.Forms.JWT, o.Forms.Hosted, o.Forms.PlainList))
}

// AddMember gives a person a role in the organization; a role held already is changed.
func (tx *OrgTx) AddMember(ctx context.Context, account badge.AccountID, role badge.Role, at time.Time) error {
	_, err := tx.exec(ctx, `insert into members (org_id, account_id, role, created_at) values ($1, $2, $3, $4)
		on conflict (org_id, account_id) do update set role = excluded.role`, tx.org, account, role, micros(at))
	return err
}

func scanMembership(r row) (m badge.Membership, err error) {
	err = r.Scan(&m.OrgID, &m.Slug, &m.Name, &m.Role, moment{&m.Since})
	return m, wrap(err)
}

// SystemMemberships lists the organizations a person works for, by name.
func (tx *Tx) SystemMemberships(ctx context.Context, account badge.AccountID) ([]badge.Membership, error) {
	return collect(scanMembership)(tx.query(ctx, `select o.id, o.slug, o.name, m.role, m.created_at
		from members m join organizations o on o.id = m.org_id
		where m.account_id = $1 order by o.name, o.id`, account))
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

// EarnerOrganizations lists the names of those who issued something to a person.
func (tx *Tx) EarnerOrganizations(ctx context.Context, account badge.AccountID) ([]string, error) {
	scan := func(r row) (name string, err error) { return name, r.Scan(&name) }
	return collect(scan)(tx.query(ctx, `select distinct o.name from credentials c join organizations o on o.id = c.org_id
		where c.account_id = $1`, account))
}
