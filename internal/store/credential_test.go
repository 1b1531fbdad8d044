package store_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
)

// shop is an organization with everything in it: a badge, a batch of two
// awards, a list, a key, and one issued and one prepared credential.
type shop struct {
	org         badge.Organization
	achievement badge.Achievement
	batch       badge.Batch
	awards      []badge.Award
	list        badge.StatusList
	key         badge.SigningKey
	earner      badge.Account
	issued      badge.Credential
	prepared    badge.Credential
	letter      badge.Letter
}

func aRevision(of badge.AchievementID, number int) badge.Revision {
	return badge.Revision{
		ID: badge.NewID[badge.RevisionID](), AchievementID: of, Number: number, Name: fmt.Sprint("Wound Care ", number), Description: "Cares.",
		Criteria: "Pass.\nTwice.", Picture: "hash", Tags: []string{"skill", "\"quoted\""},
		Validity: badge.Validity{Period: badge.Period{Years: 1, Months: 6}, Until: day("2030-01-01")}, CreatedAt: noon,
	}
}

func anAchievement(org badge.OrgID, slug string) badge.Achievement {
	a := badge.Achievement{ID: badge.NewID[badge.AchievementID](), OrgID: org, Slug: slug, CreatedAt: noon}
	a.Revision = aRevision(a.ID, 1)
	return a
}

func aBatch(org badge.OrgID, a badge.AchievementID) badge.Batch {
	return badge.Batch{
		ID: badge.NewID[badge.BatchID](), OrgID: org, AchievementID: a, FileName: "earners.csv", File: "hash", Dates: "dmy", Duplicates: true,
		State: badge.BatchChecked, Rows: 2, CreatedBy: "ada", CreatedAt: noon,
	}
}

func anAward(batch badge.BatchID, row int) badge.Award {
	return badge.Award{
		ID: badge.NewID[badge.AwardID](), BatchID: batch, Row: row, Name: "Ada Łovelace", Email: badge.Email(fmt.Sprintf("ada%d@example.org", row)),
		IssuedOn: day("2026-03-10"), ExpiresOn: day("2027-03-10"), Narrative: "Well\ndone", Evidence: "https://example.org/1", ExternalNumber: "N-1",
		Cells: []string{"Ada", "", "x,y"}, Outcome: badge.OutcomeWarning,
		Findings: []badge.Finding{{Severity: badge.OutcomeWarning, Field: "name", Value: "v", Reason: "r", Suggestion: "s"}}, State: badge.AwardChecked,
	}
}

func (s *shop) credential(award badge.Award, index int) badge.Credential {
	return badge.Credential{
		ID: badge.NewID[badge.CredentialID](), OrgID: s.org.ID, Code: badge.Code(fmt.Sprintf("%s-%d", award.ID, index)), AwardID: award.ID, BatchID: s.batch.ID,
		AchievementID: s.achievement.ID, RevisionID: s.achievement.Revision.ID, Name: award.Name, Email: award.Email, ExternalNumber: "N-1",
		IssuedOn: award.IssuedOn, ExpiresOn: award.ExpiresOn, ListID: s.list.ID, Index: index, KeyID: s.key.ID, Prepared: []byte(`{"a":1}`),
		Signed: []byte{}, State: badge.CredentialPrepared, PreparedAt: noon,
	}
}

func aShop(t *testing.T, db *store.DB, slug string) *shop {
	t.Helper()
	s := &shop{org: anOrganization(slug)}
	s.achievement = anAchievement(s.org.ID, "wound-care")
	s.batch = aBatch(s.org.ID, s.achievement.ID)
	s.awards = []badge.Award{anAward(s.batch.ID, 2), anAward(s.batch.ID, 3)}
	s.list = badge.StatusList{
		ID: badge.NewID[badge.StatusListID](), OrgID: s.org.ID, Number: 1, Used: []byte{0x80, 0}, Set: []byte{0, 0}, Taken: 1, Version: 1,
		Signed: []byte{}, CreatedAt: noon,
	}
	s.key = badge.SigningKey{ID: badge.NewID[badge.KeyID](), OrgID: s.org.ID, Number: 1, Public: "z6Mk", Sealed: []byte{1}, CreatedAt: noon}
	s.earner = badge.Account{ID: badge.NewID[badge.AccountID](), Name: "Ada", Email: badge.Email(slug + "@earners.example"), CreatedAt: noon}
	s.issued, s.prepared = s.credential(s.awards[0], 1), s.credential(s.awards[1], 2)
	s.letter = badge.Letter{ID: badge.NewID[badge.LetterID](), OrgID: s.org.ID, Kind: badge.LetterIssued, CredentialID: s.issued.ID, State: badge.LetterKept, CreatedAt: noon}
	write(t, db, func(ctx context.Context, tx *store.Tx) error {
		otx := tx.Org(s.org.ID)
		for _, err := range []error{
			tx.AddOrganization(ctx, s.org), tx.AddAccounts(ctx, []badge.Account{s.earner}), otx.AddKey(ctx, s.key), otx.AddList(ctx, s.list),
			otx.AddAchievement(ctx, s.achievement), otx.AddBatch(ctx, s.batch), otx.AddAwards(ctx, s.awards),
			otx.ConfirmBatch(ctx, s.batch.ID, s.achievement.Revision.ID, noon), otx.PrepareCredentials(ctx, []badge.Credential{s.issued, s.prepared}),
			tx.AddLetters(ctx, []badge.Letter{s.letter}),
		} {
			if err != nil {
				return err
			}
		}
		s.issued.Signed, s.issued.AccountID, s.issued.SealedAt = []byte("signed"), s.earner.ID, noon
		_, err := otx.SealCredentials(ctx, []badge.Credential{s.issued})
		s.issued.State = badge.CredentialIssued
		return err
	})
	return s
}

func TestAchievementRoundTrip(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "a")
		a, org := s.achievement, s.org.ID
		get := func(by func(ctx context.Context, tx *store.OrgTx) (badge.Achievement, error)) badge.Achievement {
			t.Helper()
			return read(t, db, func(ctx context.Context, tx *store.Tx) (badge.Achievement, error) { return by(ctx, tx.Org(org)) })
		}
		current := func(ctx context.Context, tx *store.OrgTx) (badge.Achievement, error) {
			return tx.Achievement(ctx, a.ID)
		}
		same(t, "by id", get(current), a)
		same(t, "by slug", get(func(ctx context.Context, tx *store.OrgTx) (badge.Achievement, error) {
			return tx.AchievementBySlug(ctx, a.Slug)
		}), a)

		revised := a
		revised.Revision = aRevision(a.ID, 2)
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).Revise(ctx, revised.Revision) })
		same(t, "revised", get(current), revised)
		at := func(id badge.RevisionID) badge.Achievement {
			return get(func(ctx context.Context, tx *store.OrgTx) (badge.Achievement, error) {
				return tx.AchievementAt(ctx, id)
			})
		}
		same(t, "at the first revision", at(a.Revision.ID), a)
		same(t, "in public", read(t, db, func(ctx context.Context, tx *store.Tx) (badge.Achievement, error) {
			return tx.PublicAchievement(ctx, a.Revision.ID)
		}), a)

		rival := aRevision(a.ID, 2)
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).Revise(ctx, rival) })
		same(t, "after a lost revision", get(current), revised)
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error {
			return tx.Org(org).AddAchievement(ctx, anAchievement(org, a.Slug))
		})
		other := anAchievement(org, "first-aid")
		other.Revision.Name = "First Aid"
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).AddAchievement(ctx, other) })
		same(t, "all, by name", read(t, db, func(ctx context.Context, tx *store.Tx) ([]store.AchievementCount, error) {
			return tx.Org(org).Achievements(ctx)
		}), []store.AchievementCount{{Achievement: other}, {Achievement: revised, Issued: 1}})
	})
}

func TestBatchRoundTrip(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "a")
		org := s.org.ID
		b := aBatch(org, s.achievement.ID)
		b.ConfirmedAt, b.DoneAt, b.RevisionID = noon.Add(time.Hour), noon.Add(2*time.Hour), "r"
		var awards []badge.Award
		for row, outcome := range []badge.Outcome{badge.OutcomeOK, badge.OutcomeWarning, badge.OutcomeQuestion, badge.OutcomeDuplicate, badge.OutcomeError} {
			a := anAward(b.ID, row+2)
			a.Outcome = outcome
			awards = append(awards, a)
		}
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(tx.Org(org).AddBatch(ctx, b), tx.Org(org).AddAwards(ctx, awards))
		})
		batch := func() badge.Batch {
			return read(t, db, func(ctx context.Context, tx *store.Tx) (badge.Batch, error) { return tx.Org(org).Batch(ctx, b.ID) })
		}
		page := func(offset, limit int, outcomes ...badge.Outcome) []badge.Award {
			return read(t, db, func(ctx context.Context, tx *store.Tx) ([]badge.Award, error) {
				return tx.Org(org).AwardsPage(ctx, b.ID, outcomes, offset, limit)
			})
		}
		same(t, "batch", batch(), b)
		same(t, "first page", page(0, 2), awards[:2])
		same(t, "second page", page(2, 10), awards[2:])
		same(t, "one outcome", page(0, 10, badge.OutcomeError), awards[4:])
		same(t, "two outcomes", page(1, 1, badge.OutcomeQuestion, badge.OutcomeDuplicate), awards[3:4])
		same(t, "latest batches", read(t, db, func(ctx context.Context, tx *store.Tx) ([]badge.Batch, error) { return tx.Org(org).Batches(ctx, 1) }),
			[]badge.Batch{b})

		// Read again with other answers, then confirmed, and neither a second time.
		changed := b
		changed.Dates, changed.Duplicates, changed.Rows = "mdy", false, 1
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).RecheckBatch(ctx, changed) })
		same(t, "rechecked", batch(), changed)
		if rows := page(0, 10); len(rows) != 0 {
			t.Errorf("%d rows of the earlier reading are left", len(rows))
		}
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			return errors.Join(tx.Org(org).AddAwards(ctx, awards), tx.Org(org).ConfirmBatch(ctx, b.ID, s.achievement.Revision.ID, noon))
		})
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).RecheckBatch(ctx, b) })
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error {
			return tx.Org(org).ConfirmBatch(ctx, b.ID, s.achievement.Revision.ID, noon)
		})
		if got := batch(); got.State != badge.BatchConfirmed || got.RevisionID != s.achievement.Revision.ID || got.Dates != "mdy" {
			t.Errorf("confirmed: %+v", got)
		}
		same(t, "waiting rows", read(t, db, func(ctx context.Context, tx *store.Tx) ([]int, error) { return tx.Org(org).WaitingRows(ctx, b.ID) }), []int{2, 3})
		waiting := read(t, db, func(ctx context.Context, tx *store.Tx) ([]badge.Award, error) {
			return tx.Org(org).AwardsForIssue(ctx, b.ID, 3, 9)
		})
		if len(waiting) != 1 || waiting[0].ID != awards[1].ID {
			t.Errorf("waiting from row 3: %+v", waiting)
		}

		finish := func() (done bool) {
			write(t, db, func(ctx context.Context, tx *store.Tx) (err error) {
				done, err = tx.Org(org).FinishBatch(ctx, b.ID, noon)
				return err
			})
			return done
		}
		if finish() {
			t.Error("finished while awards wait")
		}
		awards[0].State, awards[0].Findings = badge.AwardRefused, append(awards[0].Findings, badge.Finding{Reason: "no"})
		awards[1].State = badge.AwardRepeated
		awards[4].State = badge.AwardRepeated // does not wait: left alone
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).RefuseAwards(ctx, awards) })
		same(t, "refused", page(0, 1), awards[:1])
		same(t, "counts", read(t, db, func(ctx context.Context, tx *store.Tx) (badge.BatchCounts, error) {
			return tx.Org(org).Counts(ctx, b.ID)
		}),
			badge.BatchCounts{OK: 1, Warnings: 1, Questions: 1, Duplicates: 1, Errors: 1, Repeated: 1, Refused: 1})
		if !finish() || finish() {
			t.Error("a batch without waiting awards is finished once")
		}
	})
}

func TestCredentialRoundTrip(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "a")
		org := s.org.ID
		byCode := func(code badge.Code) (c badge.Credential, err error) {
			err = db.Read(t.Context(), func(tx *store.Tx) (err error) {
				c, err = tx.Org(org).Credential(t.Context(), code)
				return err
			})
			return c, err
		}
		same(t, "by code", must1(t)(byCode(s.issued.Code)), s.issued)
		same(t, "by id", read(t, db, func(ctx context.Context, tx *store.Tx) (badge.Credential, error) {
			return tx.Org(org).CredentialByID(ctx, s.issued.ID)
		}), s.issued)
		same(t, "in public", read(t, db, func(ctx context.Context, tx *store.Tx) (badge.Credential, error) {
			return tx.PublicCredential(ctx, s.issued.Code)
		}), s.issued)
		same(t, "the earner's", read(t, db, func(ctx context.Context, tx *store.Tx) ([]badge.Credential, error) {
			return tx.EarnerCredentials(ctx, s.earner.ID)
		}), []badge.Credential{s.issued})
		same(t, "the earner's one", read(t, db, func(ctx context.Context, tx *store.Tx) (badge.Credential, error) {
			return tx.EarnerCredential(ctx, s.earner.ID, s.issued.Code)
		}), s.issued)
		for id, want := range map[badge.AccountID]bool{s.earner.ID: true, "": false, "other": false} {
			if got := read(t, db, func(ctx context.Context, tx *store.Tx) (bool, error) { return tx.EarnerHasBadges(ctx, id) }); got != want {
				t.Errorf("%q has badges: %t", id, got)
			}
		}
		refused(t, db, badge.ErrNotFound, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.EarnerCredential(ctx, "other", s.issued.Code)
			return err
		})
		same(t, "the batch's codes", read(t, db, func(ctx context.Context, tx *store.Tx) (map[badge.AwardID]badge.Code, error) {
			return tx.Org(org).IssuedOfBatch(ctx, s.batch.ID)
		}), map[badge.AwardID]badge.Code{s.awards[0].ID: s.issued.Code})

		same(t, "letters of the batch", read(t, db, func(ctx context.Context, tx *store.Tx) (map[badge.LetterState]int, error) {
			return tx.Org(org).CountLettersOfBatch(ctx, s.batch.ID)
		}), map[badge.LetterState]int{badge.LetterKept: 1})

		// What is not sealed is nobody's to see, except to go on with it.
		if _, err := byCode(s.prepared.Code); !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("a prepared credential: %v", err)
		}
		refused(t, db, badge.ErrNotFound, func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.PublicCredential(ctx, s.prepared.Code)
			return err
		})
		prepared := func(awards ...badge.AwardID) []badge.Credential {
			return read(t, db, func(ctx context.Context, tx *store.Tx) ([]badge.Credential, error) {
				return tx.Org(org).PreparedCredentials(ctx, s.batch.ID, awards)
			})
		}
		same(t, "prepared", prepared(s.awards[0].ID, s.awards[1].ID), []badge.Credential{s.prepared})
		if got := prepared(s.awards[0].ID); len(got) != 0 {
			t.Errorf("prepared for other awards: %d", len(got))
		}
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error {
			twice := s.credential(s.awards[1], 9)
			return tx.Org(org).PrepareCredentials(ctx, []badge.Credential{twice})
		})

		// Sealing twice seals once.
		seal := s.prepared
		seal.Signed, seal.AccountID, seal.SealedAt = []byte("signed 2"), s.earner.ID, noon.Add(time.Minute)
		for _, want := range []int{1, 0} {
			write(t, db, func(ctx context.Context, tx *store.Tx) error {
				mine, err := tx.Org(org).SealCredentials(ctx, []badge.Credential{seal, s.issued})
				if len(mine) != want {
					t.Errorf("sealed %d, want %d", len(mine), want)
				}
				return err
			})
		}
		if c := read(t, db, func(ctx context.Context, tx *store.Tx) (badge.BatchCounts, error) {
			return tx.Org(org).Counts(ctx, s.batch.ID)
		}); c.Issued != 2 || c.Waiting != 0 {
			t.Errorf("awards after sealing: %+v", c)
		}
		if held := read(t, db, func(ctx context.Context, tx *store.Tx) (bool, error) { return tx.HasCredentials(ctx) }); !held {
			t.Error("a ledger with credentials says it has none")
		}
	})
}

// must1 returns a value and fails the test on an error.
func must1(t *testing.T) func(badge.Credential, error) badge.Credential {
	return func(c badge.Credential, err error) badge.Credential {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
}

func TestRevokeOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "a")
		revoke := func(id badge.CredentialID) func(ctx context.Context, tx *store.Tx) error {
			return func(ctx context.Context, tx *store.Tx) error {
				return tx.Org(s.org.ID).RevokeCredential(ctx, id, "because", noon)
			}
		}
		write(t, db, revoke(s.issued.ID))
		refused(t, db, badge.ErrConflict, revoke(s.issued.ID))
		refused(t, db, badge.ErrConflict, revoke(s.prepared.ID))
		want := s.issued
		want.State, want.Reason, want.RevokedAt = badge.CredentialRevoked, "because", noon
		same(t, "revoked", read(t, db, func(ctx context.Context, tx *store.Tx) (badge.Credential, error) {
			return tx.PublicCredential(ctx, s.issued.Code)
		}), want)
		err := db.Read(t.Context(), func(tx *store.Tx) error {
			issued, revoked, err := tx.Org(s.org.ID).CountIssued(t.Context())
			if issued != 1 || revoked != 1 {
				t.Errorf("%d issued, %d revoked", issued, revoked)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestHolders(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "a")
		emails := []badge.Email{"nobody@example.org"}
		var awards []badge.Award
		var credentials []badge.Credential
		want := map[badge.Email]time.Time{s.issued.Email: s.issued.ExpiresOn, s.prepared.Email: s.prepared.ExpiresOn}
		b := aBatch(s.org.ID, s.achievement.ID)
		add := func(email badge.Email, until time.Time) {
			a := anAward(b.ID, len(awards)+2)
			a.Email, a.ExpiresOn = email, until
			awards, credentials = append(awards, a), append(credentials, s.credential(a, 100+len(awards)))
			emails = append(emails, email)
		}
		for n := range 150 { // more than one list of parameters takes
			email := badge.Email(fmt.Sprintf("many%d@example.org", n))
			add(email, day("2028-01-01"))
			want[email] = day("2028-01-01")
		}
		add("twice@example.org", day("2027-01-01"))
		add("twice@example.org", day("2029-01-01"))
		add("twice@example.org", day("2028-01-01"))
		want["twice@example.org"] = day("2029-01-01")
		add("forever@example.org", time.Time{})
		add("forever@example.org", day("2029-01-01"))
		want["forever@example.org"] = time.Time{}
		add("revoked@example.org", time.Time{})
		revoked := credentials[len(credentials)-1]
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			otx := tx.Org(s.org.ID)
			for _, err := range []error{otx.AddBatch(ctx, b), otx.AddAwards(ctx, awards), otx.PrepareCredentials(ctx, credentials)} {
				if err != nil {
					return err
				}
			}
			revoked.SealedAt = noon
			if _, err := otx.SealCredentials(ctx, []badge.Credential{withEarner(revoked, s.earner.ID)}); err != nil {
				return err
			}
			return otx.RevokeCredential(ctx, revoked.ID, "because", noon)
		})
		holders := func(a badge.AchievementID, emails ...badge.Email) map[badge.Email]time.Time {
			return read(t, db, func(ctx context.Context, tx *store.Tx) (map[badge.Email]time.Time, error) {
				return tx.Org(s.org.ID).Holders(ctx, a, emails)
			})
		}
		emails = append(emails, s.issued.Email, s.prepared.Email)
		if got := holders(s.achievement.ID, emails...); !maps.EqualFunc(got, want, time.Time.Equal) {
			t.Errorf("%d holders, want %d: %v", len(got), len(want), got)
		}
		if got := holders("another badge", emails...); len(got) != 0 {
			t.Errorf("%d holders of another badge", len(got))
		}
		if got := holders(s.achievement.ID); len(got) != 0 {
			t.Errorf("%d holders among nobody", len(got))
		}
	})
}

func withEarner(c badge.Credential, id badge.AccountID) badge.Credential {
	c.AccountID, c.Signed = id, []byte("signed")
	return c
}

func TestStatusLists(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "a")
		org := s.org.ID
		list := func() badge.StatusList {
			return read(t, db, func(ctx context.Context, tx *store.Tx) (badge.StatusList, error) {
				return tx.Org(org).List(ctx, s.list.ID)
			})
		}
		same(t, "list", list(), s.list)
		used := s.list
		used.Used, used.Taken = []byte{0xc0, 0}, 2
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).UseIndexes(ctx, used, 1) })
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).UseIndexes(ctx, used, 1) })
		set := used
		set.Set = []byte{0x40, 0}
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).SetStatus(ctx, set) })
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).SetStatus(ctx, set) })
		set.Version = 2
		same(t, "changed", list(), set)

		publish := func(version int64, signed string) {
			p := set
			p.Signed, p.Published = []byte(signed), version
			write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).PublishList(ctx, p) })
		}
		published := func() string {
			return string(read(t, db, func(ctx context.Context, tx *store.Tx) (badge.StatusList, error) { return tx.PublicList(ctx, "a", 1) }).Signed)
		}
		publish(2, "version 2")
		publish(1, "version 1, late")
		if got := published(); got != "version 2" {
			t.Errorf("published: %s", got)
		}
		publish(3, "version 3")
		if got := published(); got != "version 3" {
			t.Errorf("published: %s", got)
		}

		next := badge.StatusList{ID: badge.NewID[badge.StatusListID](), OrgID: org, Number: 2, Used: []byte{0}, Set: []byte{0}, Version: 1, Signed: []byte{}, CreatedAt: noon}
		write(t, db, func(ctx context.Context, tx *store.Tx) error { return tx.Org(org).AddList(ctx, next) })
		same(t, "newest", read(t, db, func(ctx context.Context, tx *store.Tx) (badge.StatusList, error) { return tx.Org(org).NewestList(ctx) }), next)
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error {
			next.ID = badge.NewID[badge.StatusListID]()
			return tx.Org(org).AddList(ctx, next)
		})
		for _, at := range []struct {
			slug   string
			number int
		}{{"a", 3}, {"b", 1}} {
			refused(t, db, badge.ErrNotFound, func(ctx context.Context, tx *store.Tx) error {
				_, err := tx.PublicList(ctx, at.slug, at.number)
				return err
			})
		}
	})
}

func TestSearchAndPaging(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "a")
		b := aBatch(s.org.ID, s.achievement.ID)
		var awards []badge.Award
		var credentials []badge.Credential
		var accounts []badge.Account
		for n, name := range []string{"Łukasz 100%", "under_score", "underXscore", `back\slash`, "O'Neil; drop table", "Ada"} {
			a := anAward(b.ID, n+2)
			a.Name, a.Email = name, badge.Email(fmt.Sprintf("p%d@example.org", n))
			c := s.credential(a, 10+n)
			account := badge.Account{ID: badge.NewID[badge.AccountID](), Name: name, Email: a.Email, CreatedAt: noon}
			c.ExternalNumber, c.SealedAt = fmt.Sprintf("NUM-%d", n), noon.Add(time.Duration(n)*time.Second)
			awards, credentials, accounts = append(awards, a), append(credentials, withEarner(c, account.ID)), append(accounts, account)
		}
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			otx := tx.Org(s.org.ID)
			for _, err := range []error{
				tx.AddAccounts(ctx, accounts), otx.AddBatch(ctx, b), otx.AddAwards(ctx, awards), otx.PrepareCredentials(ctx, credentials),
			} {
				if err != nil {
					return err
				}
			}
			_, err := otx.SealCredentials(ctx, credentials)
			return err
		})
		issued := func(q store.IssuedQuery) (names []string) {
			q.Limit = max(q.Limit, 1)
			rows := read(t, db, func(ctx context.Context, tx *store.Tx) ([]store.IssuedRow, error) {
				return tx.Org(s.org.ID).Issued(ctx, q)
			})
			for _, r := range rows {
				names = append(names, r.Name)
				if r.BadgeName != "Wound Care 1" || r.OrgID != s.org.ID {
					t.Errorf("row of %s: badge %q, organization %q", r.Name, r.BadgeName, r.OrgID)
				}
			}
			return names
		}
		earners := func(search string) (names []string) {
			for _, e := range read(t, db, func(ctx context.Context, tx *store.Tx) ([]store.Earner, error) {
				return tx.Org(s.org.ID).Earners(ctx, search, 0, 10)
			}) {
				names = append(names, e.Name)
			}
			return names
		}
		for search, want := range map[string][]string{
			"100%":               {"Łukasz 100%"},
			"łukasz":             {"Łukasz 100%"},
			" ŁUKASZ ":           {"Łukasz 100%"},
			"r_s":                {"under_score"},
			"%":                  {"Łukasz 100%"},
			`\`:                  {`back\slash`},
			"o'neil; drop table": {"O'Neil; drop table"},
			"P5@EXAMPLE":         {"Ada"},
			"num-1":              {"under_score"},
			"nobody":             nil,
			"'":                  {"O'Neil; drop table"},
			"under\x00_score":    {"under_score"}, // a character that one of the engines cannot hold
			"under\xff_score":    {"under_score"},
			veryLong("no such"):  nil,
		} {
			if got := issued(store.IssuedQuery{Search: search, Limit: 10}); !slices.Equal(got, want) {
				t.Errorf("issued, %q: %q, want %q", search, got, want)
			}
			if got := earners(search); !slices.Equal(got, want) {
				t.Errorf("earners, %q: %q, want %q", search, got, want)
			}
		}
		if got := issued(store.IssuedQuery{Account: accounts[3].ID, Limit: 10}); !slices.Equal(got, []string{`back\slash`}) {
			t.Errorf("of one earner: %q", got)
		}
		// Pages of four: 6 and the shop's own one, the newest first, none twice.
		first := read(t, db, func(ctx context.Context, tx *store.Tx) ([]store.IssuedRow, error) {
			return tx.Org(s.org.ID).Issued(ctx, store.IssuedQuery{Limit: 4})
		})
		if len(first) != 4 || first[0].Name != "Ada" {
			t.Fatalf("first page: %d rows", len(first))
		}
		if got := issued(store.IssuedQuery{Before: first[3].ID, Limit: 4}); !slices.Equal(got, []string{"under_score", "Łukasz 100%", "Ada Łovelace"}) {
			t.Errorf("second page: %q", got)
		}
		if got := issued(store.IssuedQuery{Before: first[3].ID, Search: "łukasz", Limit: 4}); !slices.Equal(got, []string{"Łukasz 100%"}) {
			t.Errorf("second page of a search: %q", got)
		}
		if got := earners(""); len(got) != 7 || got[0] != "Ada" {
			t.Errorf("all earners, the latest first: %q", got)
		}
		if n := read(t, db, func(ctx context.Context, tx *store.Tx) (int, error) { return tx.Org(s.org.ID).CountEarners(ctx) }); n != 7 {
			t.Errorf("%d earners are counted", n)
		}
		rest := read(t, db, func(ctx context.Context, tx *store.Tx) ([]store.Earner, error) {
			return tx.Org(s.org.ID).Earners(ctx, "", 5, 10)
		})
		if len(rest) != 2 || rest[0].Name != "Łukasz 100%" && rest[1].Name != "Łukasz 100%" {
			t.Errorf("earners behind the first five: %+v", rest)
		}
		e := read(t, db, func(ctx context.Context, tx *store.Tx) (store.Earner, error) {
			return tx.Org(s.org.ID).Earner(ctx, accounts[5].ID)
		})
		same(t, "earner", e, store.Earner{AccountID: accounts[5].ID, Name: "Ada", Email: "p5@example.org", ExternalNumber: "NUM-5", Credentials: 1})
	})
}

// veryLong is a search longer than anybody types.
func veryLong(s string) string {
	var long []byte
	for range 10000 {
		long = append(long, s...)
	}
	return string(long)
}
