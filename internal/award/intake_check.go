package award

import (
	"context"
	"io"
	"slices"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Check reads and checks a file, hands each of its rows to each, and keeps
// nothing at all.
func (in *Intake) Check(ctx context.Context, actor badge.Actor, org badge.OrgID, achievement badge.AchievementID, file io.Reader, a Answers, each func(badge.Award) error) error {
	b, draft, look, err := in.begin(ctx, actor, org, achievement, "", file, a)
	if err != nil {
		return err
	}
	defer draft.Drop()
	if look.Fault != "" {
		return &FileError{Sentence: look.Fault, Row: 1}
	}
	b.Reading = look.Reading
	text, err := draft.Reader()
	if err != nil {
		return err
	}
	o, err := in.options(ctx, b, a.Large)
	if err != nil {
		return err
	}
	return in.rows(ctx, b, text, o, func(awards []badge.Award) error {
		err := in.DB.Read(ctx, func(tx *store.Tx) error { return in.markHolders(ctx, tx, b, awards) })
		for n := 0; err == nil && n < len(awards); n++ {
			err = each(awards[n])
		}
		return err
	})
}

// rows reads a file as awards and hands them on, some at a time. Errors:
// *FileError; those of take.
func (in *Intake) rows(ctx context.Context, b badge.Batch, file io.Reader, o Options, take func([]badge.Award) error) error {
	awards := make([]badge.Award, 0, chunkRows)
	_, err := Parse(ctx, file, o, func(r Row) error {
		if awards = append(awards, awardOf(b, r, o)); len(awards) < chunkRows {
			return nil
		}
		err := take(awards)
		awards = awards[:0]
		return err
	})
	if err != nil || len(awards) == 0 {
		return err
	}
	return take(awards)
}

// awardOf is a checked row as a row of a batch.
func awardOf(b badge.Batch, r Row, o Options) badge.Award {
	a := badge.Award{
		BatchID: b.ID, Row: r.Number, AchievementID: r.Badge, Name: r.Name, Email: r.Email, IssuedOn: r.IssuedOn, ExpiresOn: r.ExpiresOn,
		Narrative: r.Narrative, Evidence: r.Evidence, EvidenceText: r.EvidenceText, ExternalNumber: r.ExternalNumber, Language: r.Language, Printed: r.Printed,
		Outcome: r.Outcome(), Findings: r.Findings, State: badge.AwardChecked,
	}
	if a.IssuedOn.IsZero() {
		a.IssuedOn = o.Today
	}
	if a.AchievementID == b.AchievementID {
		a.AchievementID = ""
	}
	return a
}

// markHolders marks the rows of people who hold the badge on the day on which
// it would be issued to them again: they are left out, or what they hold is
// corrected. Marking twice marks once.
func (in *Intake) markHolders(ctx context.Context, tx *store.Tx, b badge.Batch, awards []badge.Award) error {
	if b.Duplicates == badge.DuplicateAllow {
		return nil
	}
	emails := map[badge.AchievementID][]badge.Email{}
	for _, a := range awards {
		if a.Outcome.Ready() {
			of := a.Of(b)
			emails[of] = append(emails[of], a.Email)
		}
	}
	for of, addresses := range emails {
		held, err := tx.Org(b.OrgID).Holders(ctx, of, addresses)
		if err != nil {
			return err
		}
		for n := range awards {
			if a := &awards[n]; a.Outcome.Ready() && a.Of(b) == of && held.On(a.Email, a.IssuedOn) {
				markHolder(a, b.Duplicates)
			}
		}
	}
	return nil
}

// markHolder says what becomes of a row for somebody who holds the badge.
func markHolder(a *badge.Award, rule badge.DuplicateRule) {
	f := badge.Finding{
		Severity: badge.OutcomeDuplicate, Field: string(FieldEmail), Value: string(a.Email),
		Reason: "This person holds the badge already.", Suggestion: "Leave the row out, or allow duplicates to issue it again.",
	}
	if rule == badge.DuplicateReplace {
		f.Severity, f.Suggestion = badge.OutcomeWarning, "It gets the name and the dates of this row, under the same address."
	}
	if slices.Contains(a.Findings, f) {
		return // marked before: a transaction may run twice
	}
	a.Outcome, a.Findings = f.Severity, append(a.Findings, f)
}
