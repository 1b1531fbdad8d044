package store

import (
	"context"
	"errors"
	"time"

	"laurel/internal/badge"
)

// CertificateState is whether a badge has certificates, and which design is
// the newest.
type CertificateState struct {
	AchievementID badge.AchievementID
	Printed       bool
	Revision      int // 0: there is no design yet
}

func scanCertificateState(r row) (c CertificateState, err error) {
	return c, wrap(r.Scan(&c.AchievementID, &c.Printed, &c.Revision))
}

// Certificate tells how a badge's certificates stand. One that never had any
// is the zero value, as is one of another organization.
func (tx *OrgTx) Certificate(ctx context.Context, id badge.AchievementID) (CertificateState, error) {
	c, err := scanCertificateState(tx.queryRow(ctx, `select achievement_id, printed, revision from certificates where org_id = $1 and achievement_id = $2`, tx.org, id))
	if errors.Is(err, badge.ErrNotFound) {
		return CertificateState{AchievementID: id}, nil
	}
	return c, err
}

// Certificates lists the badges that have certificates, or had.
func (tx *OrgTx) Certificates(ctx context.Context) ([]CertificateState, error) {
	return collect(scanCertificateState)(tx.query(ctx, `select achievement_id, printed, revision from certificates where org_id = $1`, tx.org))
}

// SetCertificate switches the certificates of a badge on or off;
// badge.ErrConflict when they stand like that already.
func (tx *OrgTx) SetCertificate(ctx context.Context, id badge.AchievementID, printed bool) error {
	return moved(tx.exec(ctx, `insert into certificates (org_id, achievement_id, printed, revision) values ($1, $2, $3, 0)
		on conflict (org_id, achievement_id) do update set printed = excluded.printed where certificates.printed <> excluded.printed`, tx.org, id, printed))
}

const certificateColumns = `achievement_id, number, design, since, saved_by, saved_at`

func scanCertificate(r row) (c badge.CertificateRevision, err error) {
	return c, wrap(r.Scan(&c.AchievementID, &c.Number, fromJSON{&c.Design}, moment{&c.Since}, &c.SavedBy, moment{&c.SavedAt}))
}

// AddCertificate adds a design and makes it the newest; badge.ErrConflict when
// somebody else added one in the meantime.
func (tx *OrgTx) AddCertificate(ctx context.Context, c badge.CertificateRevision) error {
	n, err := tx.exec(ctx, `update certificates set revision = $3 where org_id = $1 and achievement_id = $2 and revision = $4`, tx.org, c.AchievementID, c.Number, c.Number-1)
	if err == nil && n == 0 && c.Number == 1 {
		n, err = tx.exec(ctx, `insert into certificates (org_id, achievement_id, printed, revision) values ($1, $2, $3, 1) on conflict do nothing`, tx.org, c.AchievementID, false)
	}
	if err := moved(n, err); err != nil {
		return err
	}
	_, err = tx.exec(ctx, `insert into certificate_revisions (org_id, `+certificateColumns+`) values ($1, $2, $3, $4, $5, $6, $7)`,
		tx.org, c.AchievementID, c.Number, jsonText(c.Design), micros(c.Since), c.SavedBy, micros(c.SavedAt))
	return err
}

// CertificateRevision finds one design of a badge's certificates.
func (tx *OrgTx) CertificateRevision(ctx context.Context, id badge.AchievementID, number int) (badge.CertificateRevision, error) {
	return scanCertificate(tx.queryRow(ctx, `select `+certificateColumns+` from certificate_revisions
		where org_id = $1 and achievement_id = $2 and number = $3`, tx.org, id, number))
}

// CertificateRevisions lists the designs of a badge's certificates, the newest
// first.
func (tx *OrgTx) CertificateRevisions(ctx context.Context, id badge.AchievementID) ([]badge.CertificateRevision, error) {
	return collect(scanCertificate)(tx.query(ctx, `select `+certificateColumns+` from certificate_revisions
		where org_id = $1 and achievement_id = $2 order by number desc`, tx.org, id))
}

// CertificateFor is the number of the design that a credential is printed
// with: the newest that holds since before it was first signed. Signing it anew,
// because a name was corrected, does not change what it looks like.
// badge.ErrNotFound where its badge has no certificates.
func (tx *OrgTx) CertificateFor(ctx context.Context, c badge.Credential) (number int, err error) {
	err = tx.queryRow(ctx, `select v.number from certificate_revisions v
		join certificates k on k.org_id = v.org_id and k.achievement_id = v.achievement_id and k.printed
		where v.org_id = $1 and v.achievement_id = $2
			and v.since <= coalesce((select min(p.sealed_at) from predecessors p where p.org_id = $1 and p.credential_id = $3), $4)
		order by v.number desc limit 1`, tx.org, c.AchievementID, c.ID, micros(c.SealedAt)).Scan(&number)
	return number, wrap(err)
}

// AddCertificatePicture notes a picture that the organization uploaded; one
// that it did before changes nothing.
func (tx *OrgTx) AddCertificatePicture(ctx context.Context, hash string, now time.Time) error {
	_, err := tx.exec(ctx, `insert into certificate_pictures (org_id, picture, saved_at) values ($1, $2, $3) on conflict do nothing`, tx.org, hash, micros(now))
	return err
}

// CertificatePictures are the hashes of the pictures that the organization
// uploaded, the latest first.
func (tx *OrgTx) CertificatePictures(ctx context.Context) ([]string, error) {
	scan := func(r row) (hash string, err error) { return hash, r.Scan(&hash) }
	return collect(scan)(tx.query(ctx, `select picture from certificate_pictures where org_id = $1 order by saved_at desc, picture`, tx.org))
}

// LanguageOf is the language of somebody to whom the organization issued: that
// which they chose, or else that which the organization gave; empty: not known.
func (tx *OrgTx) LanguageOf(ctx context.Context, account badge.AccountID) (language string, err error) {
	err = wrap(tx.queryRow(ctx, `select coalesce(nullif(p.language, ''), r.language) from recipients r left join profiles p on p.account_id = r.account_id
		where r.org_id = $1 and r.account_id = $2`, tx.org, account).Scan(&language))
	if errors.Is(err, badge.ErrNotFound) {
		return "", nil
	}
	return language, err
}
