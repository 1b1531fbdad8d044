package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

const achievementColumns = `a.id, a.org_id, a.slug, a.state, a.evidence, a.created_at, r.id, r.achievement_id, r.number, r.name, r.description,
	r.criteria, r.picture, r.design, r.tags, r.details, r.valid_for, r.valid_until, r.created_at`

func scanAchievement(r row) (a badge.Achievement, err error) {
	var period string
	v := &a.Revision
	err = r.Scan(&a.ID, &a.OrgID, &a.Slug, &a.State, &a.EvidenceRequired, moment{&a.CreatedAt}, &v.ID, &v.AchievementID, &v.Number, &v.Name, &v.Description,
		&v.Criteria, &v.Picture, &v.Design, fromJSON{&v.Tags}, fromJSON{&v.Details}, &period, moment{&v.Validity.Until}, moment{&v.CreatedAt})
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
	_, err := tx.exec(ctx, `insert into achievements (id, org_id, slug, revision, state, evidence, updating, created_at) values ($1, $2, $3, $4, $5, $6, '', $7)`,
		a.ID, tx.org, a.Slug, a.Revision.Number, a.State, a.EvidenceRequired, micros(a.CreatedAt))
	if err != nil {
		return err
	}
	return tx.addRevision(ctx, a.Revision)
}

// Revise adds a revision and makes it the current one; badge.ErrConflict when
// somebody else revised the same one in the meantime, or it is a draft.
func (tx *OrgTx) Revise(ctx context.Context, a badge.Achievement) error {
	r := a.Revision
	err := moved(tx.exec(ctx, `update achievements set revision = $3, evidence = $5 where id = $1 and org_id = $2 and revision = $4 and state <> 'draft'`,
		a.ID, tx.org, r.Number, r.Number-1, a.EvidenceRequired))
	if err != nil {
		return err
	}
	return tx.addRevision(ctx, r)
}

// Rewrite puts another wording in the place of a draft's, and its state may
// become published; badge.ErrConflict when it is no draft, or somebody else
// wrote it in the meantime: before is when the wording that gives way was written.
func (tx *OrgTx) Rewrite(ctx context.Context, a badge.Achievement, before time.Time) error {
	r := a.Revision
	err := moved(tx.exec(ctx, `update achievements set state = $3, evidence = $4 where id = $1 and org_id = $2 and state = 'draft'`,
		a.ID, tx.org, a.State, a.EvidenceRequired))
	if err != nil {
		return err
	}
	return moved(tx.exec(ctx, `update revisions set name = $3, description = $4, criteria = $5, picture = $6, design = $7, tags = $8, details = $9,
		valid_for = $10, valid_until = $11, created_at = $12 where id = $1 and org_id = $2 and created_at = $13`,
		r.ID, tx.org, r.Name, r.Description, r.Criteria, r.Picture, r.Design, jsonText(r.Tags), jsonText(r.Details),
		r.Validity.Period.String(), micros(r.Validity.Until), micros(r.CreatedAt), micros(before)))
}

// SetAchievementState moves an achievement from one state to another;
// badge.ErrConflict when it is not in the first.
func (tx *OrgTx) SetAchievementState(ctx context.Context, id badge.AchievementID, from, to badge.AchievementState) error {
	return moved(tx.exec(ctx, `update achievements set state = $4 where id = $1 and org_id = $2 and state = $3`, id, tx.org, from, to))
}

func (tx *OrgTx) addRevision(ctx context.Context, r badge.Revision) error {
	_, err := tx.exec(ctx, `insert into revisions (id, org_id, achievement_id, number, name, description, criteria, picture, design, tags,
		details, valid_for, valid_until, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		r.ID, tx.org, r.AchievementID, r.Number, r.Name, r.Description, r.Criteria, r.Picture, r.Design, jsonText(r.Tags),
		jsonText(r.Details), r.Validity.Period.String(), micros(r.Validity.Until), micros(r.CreatedAt))
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
// its public address. The address in a signed document names the revision. A
// draft is not there.
func (tx *Tx) PublicAchievement(ctx context.Context, revision badge.RevisionID) (badge.Achievement, error) {
	return scanAchievement(tx.queryRow(ctx, `select `+achievementColumns+`
		from revisions r join achievements a on a.id = r.achievement_id where r.id = $1 and a.state <> 'draft'`, revision))
}
