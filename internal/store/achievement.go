package store

import (
	"context"

	"laurel/internal/badge"
)

const achievementColumns = `a.id, a.org_id, a.slug, a.created_at, r.id, r.achievement_id, r.number, r.name, r.description, r.criteria,
	r.picture, r.tags, r.valid_for, r.valid_until, r.created_at`

func scanAchievement(r row) (a badge.Achievement, err error) {
	var period string
	v := &a.Revision
	err = r.Scan(&a.ID, &a.OrgID, &a.Slug, moment{&a.CreatedAt}, &v.ID, &v.AchievementID, &v.Number, &v.Name, &v.Description, &v.Criteria,
		&v.Picture, fromJSON{&v.Tags}, &period, moment{&v.Validity.Until}, moment{&v.CreatedAt})
	if err != nil {
		return a, wrap(err)
	}
	v.Validity.Period, err = badge.ParsePeriod(period)
	return a, err
}

const currentRevision = ` from achievements a join revisions r on r.achievement_id = a.id and r.number = a.revision `

// AddAchievement adds an achievement with its first revision; badge.ErrConflict
// when the organization has one at that slug.
func (tx *OrgTx) AddAchievement(ctx context.Context, a badge.Achievement) error {
	_, err := tx.exec(ctx, `insert into achievements (id, org_id, slug, revision, created_at) values ($1, $2, $3, $4, $5)`,
		a.ID, tx.org, a.Slug, a.Revision.Number, micros(a.CreatedAt))
	if err != nil {
		return err
	}
	return tx.addRevision(ctx, a.Revision)
}

// Revise adds a revision and makes it the current one; badge.ErrConflict when
// somebody else revised the same one in the meantime.
func (tx *OrgTx) Revise(ctx context.Context, r badge.Revision) error {
	err := moved(tx.exec(ctx, `update achievements set revision = $3 where id = $1 and org_id = $2 and revision = $4`,
		r.AchievementID, tx.org, r.Number, r.Number-1))
	if err != nil {
		return err
	}
	return tx.addRevision(ctx, r)
}

func (tx *OrgTx) addRevision(ctx context.Context, r badge.Revision) error {
	_, err := tx.exec(ctx, `insert into revisions (id, org_id, achievement_id, number, name, description, criteria, picture, tags,
		valid_for, valid_until, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		r.ID, tx.org, r.AchievementID, r.Number, r.Name, r.Description, r.Criteria, r.Picture, jsonText(r.Tags),
		r.Validity.Period.String(), micros(r.Validity.Until), micros(r.CreatedAt))
	return err
}

// Achievement finds one with its current revision.
func (tx *OrgTx) Achievement(ctx context.Context, id badge.AchievementID) (badge.Achievement, error) {
	return scanAchievement(tx.queryRow(ctx, `select `+achievementColumns+currentRevision+`where a.org_id = $1 and a.id = $2`, tx.org, id))
}

// AchievementBySlug finds one by its address within the organization.
func (tx *OrgTx) AchievementBySlug(ctx context.Context, slug string) (badge.Achievement, error) {
	return scanAchievement(tx.queryRow(ctx, `select `+achievementColumns+currentRevision+`where a.org_id = $1 and a.slug = $2`, tx.org, slug))
}

// AchievementCount is an achievement with how often it was issued.
type AchievementCount struct {
	badge.Achievement
	Issued int
}

// Achievements lists them by name, with their current revisions.
func (tx *OrgTx) Achievements(ctx context.Context) ([]AchievementCount, error) {
	scan := func(r row) (c AchievementCount, err error) {
		c.Achievement, err = scanAchievement(prefixed{r, []any{&c.Issued}})
		return c, err
	}
	return collect(scan)(tx.query(ctx, `select (select cast(coalesce(sum(b.issued), 0) as bigint) from batches b where b.org_id = a.org_id and b.achievement_id = a.id), `+
		achievementColumns+currentRevision+`where a.org_id = $1 order by r.name, a.id`, tx.org))
}

// AchievementAt finds an achievement in the wording of one revision: what was
// issued from it says what that revision says.
func (tx *OrgTx) AchievementAt(ctx context.Context, revision badge.RevisionID) (badge.Achievement, error) {
	return scanAchievement(tx.queryRow(ctx, `select `+achievementColumns+`
		from revisions r join achievements a on a.id = r.achievement_id where r.org_id = $1 and r.id = $2`, tx.org, revision))
}

// PublicAchievement finds an achievement in the wording of one revision, for
// its public address. The address in a signed document names the revision.
func (tx *Tx) PublicAchievement(ctx context.Context, revision badge.RevisionID) (badge.Achievement, error) {
	return scanAchievement(tx.queryRow(ctx, `select `+achievementColumns+`
		from revisions r join achievements a on a.id = r.achievement_id where r.id = $1`, revision))
}
