package store

import (
	"context"
	"time"

	"laurel/internal/badge"
)

// AddFramework adds one without skills.
func (tx *OrgTx) AddFramework(ctx context.Context, f badge.Framework) error {
	_, err := tx.exec(ctx, `insert into frameworks (id, org_id, name, skills, created_at) values ($1, $2, $3, 0, $4)`, f.ID, tx.org, f.Name, micros(f.CreatedAt))
	return err
}

// AddSkills adds skills with the words by which they are found.
func (tx *OrgTx) AddSkills(ctx context.Context, all []badge.Skill) error {
	rows, words := make([][]any, len(all)), [][]any{}
	for n, s := range all {
		rows[n] = []any{tx.org, s.ID, s.FrameworkID, s.Name, s.URL, s.Code}
		for _, word := range s.Words() {
			words = append(words, []any{tx.org, []byte(word), s.ID, s.FrameworkID})
		}
	}
	if err := tx.insertMany(ctx, `insert into skills (org_id, id, framework_id, name, url, code)`, 6, "", rows); err != nil {
		return err
	}
	return tx.insertMany(ctx, `insert into skill_words (org_id, word, skill_id, framework_id)`, 4, "", words)
}

// FrameworkRead says that all skills of a framework are there.
func (tx *OrgTx) FrameworkRead(ctx context.Context, id badge.FrameworkID, skills int) error {
	return moved(tx.exec(ctx, `update frameworks set skills = $3 where org_id = $1 and id = $2 and skills = 0`, tx.org, id, skills))
}

// Frameworks lists them by name, those that are being read too.
func (tx *OrgTx) Frameworks(ctx context.Context) ([]badge.Framework, error) {
	scan := func(r row) (f badge.Framework, err error) {
		err = r.Scan(&f.ID, &f.OrgID, &f.Name, &f.Skills, moment{&f.CreatedAt})
		return f, wrap(err)
	}
	return collect(scan)(tx.query(ctx, `select id, org_id, name, skills, created_at from frameworks where org_id = $1 order by name, id`, tx.org))
}

// DropFramework removes a framework with its skills. Badges keep those that
// they name.
func (tx *OrgTx) DropFramework(ctx context.Context, id badge.FrameworkID) error {
	for _, from := range []string{`delete from skill_words where org_id = $1 and framework_id = $2`, `delete from skills where org_id = $1 and framework_id = $2`} {
		if _, err := tx.exec(ctx, from, tx.org, id); err != nil {
			return err
		}
	}
	return moved(tx.exec(ctx, `delete from frameworks where org_id = $1 and id = $2`, tx.org, id))
}

// UnreadFrameworks lists those whose reading began before a time and never ended.
func (tx *OrgTx) UnreadFrameworks(ctx context.Context, before time.Time) ([]badge.FrameworkID, error) {
	scan := func(r row) (id badge.FrameworkID, err error) {
		err = r.Scan(&id)
		return id, wrap(err)
	}
	return collect(scan)(tx.query(ctx, `select id from frameworks where org_id = $1 and skills = 0 and created_at < $2`, tx.org, micros(before)))
}

const skillColumns = `select s.id, s.framework_id, f.name, s.name, s.url, s.code from skills s join frameworks f on f.org_id = s.org_id and f.id = s.framework_id `

func scanSkill(r row) (s badge.Skill, err error) {
	err = r.Scan(&s.ID, &s.FrameworkID, &s.FrameworkName, &s.Name, &s.URL, &s.Code)
	return s, wrap(err)
}

// FindSkills lists skills that have, for each of some folded words, a word that
// begins with it, the shortest names first. No words find nothing.
func (tx *OrgTx) FindSkills(ctx context.Context, words []string, limit int) ([]badge.Skill, error) {
	if len(words) == 0 {
		return nil, nil
	}
	text, args := skillColumns+`where s.org_id = $1 and f.skills > 0`, []any{tx.org, limit}
	for _, word := range words {
		text += ` and s.id in (select skill_id from skill_words where org_id = $1 and word >= ` + parameters(len(args)+1, 1) + ` and word < ` + parameters(len(args)+2, 1) + `)`
		args = append(args, []byte(word), append([]byte(word), 0xff)) // which no UTF-8 has
	}
	return collect(scanSkill)(tx.query(ctx, text+` order by length(s.name), s.name, s.id limit $2`, args...))
}

// SkillsByID finds some skills, by name; those of others are left out.
func (tx *OrgTx) SkillsByID(ctx context.Context, ids []badge.SkillID) ([]badge.Skill, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return collect(scanSkill)(tx.query(ctx, skillColumns+`where s.org_id = $1 and s.id in (`+parameters(2, len(ids))+`) order by s.name, s.id`, append([]any{tx.org}, anys(ids)...)...))
}
