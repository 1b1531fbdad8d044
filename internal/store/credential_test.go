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
		rows := read(t, db, func(ctx context.Context, tx *store.Tx) ([]store.Row, error) {
			return tx.Org(org).Rows(ctx, s.batch.ID, 0, 10)
		})
		codes := map[int]badge.Code{}
		for _, r := range rows {
			codes[r.Row] = r.Code
		}
		same(t, "the batch's codes", codes, map[int]badge.Code{2: s.issued.Code, 3: "", 4: ""})

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
		prepared := func(first, last int) []badge.Credential {
			return read(t, db, func(ctx context.Context, tx *store.Tx) ([]badge.Credential, error) {
				return tx.Org(org).PreparedCredentials(ctx, s.batch.ID, first, last)
			})
		}
		same(t, "prepared", prepared(s.awards[0].Row, s.awards[1].Row), []badge.Credential{s.prepared})
		if got := prepared(s.awards[0].Row, s.awards[0].Row); len(got) != 0 {
			t.Errorf("prepared for other awards: %d", len(got))
		}
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error {
			twice := s.credential(s.awards[1], 9)
			return tx.Org(org).PrepareCredentials(ctx, []badge.Credential{twice}, aSample)
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
		b.RevisionID, b.State = s.achievement.Revision.ID, badge.BatchConfirmed
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
			for _, err := range []error{otx.AddBatch(ctx, b), otx.AddAwards(ctx, awards), otx.PrepareCredentials(ctx, credentials, aSample)} {
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

func TestSearchAndPaging(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "a")
		b := aBatch(s.org.ID, s.achievement.ID)
		b.RevisionID, b.State = s.achievement.Revision.ID, badge.BatchConfirmed
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
				tx.AddAccounts(ctx, accounts), otx.AddBatch(ctx, b), otx.AddAwards(ctx, awards), otx.PrepareCredentials(ctx, credentials, aSample),
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
			if got := earners(search); !slices.Equal(got, want) {
				t.Errorf("earners, %q: %q, want %q", search, got, want)
			}
		}
		for search, want := range map[string][]string{ // beginnings of words
			"100%": {"Łukasz 100%"}, "łukasz": {"Łukasz 100%"}, " LUKA ": {"Łukasz 100%"}, "score under": {"under_score"}, "%": nil, `\`: nil,
			"slash": {`back\slash`}, "lash": nil, "oneil drop": {"O'Neil; drop table"}, "o'neil; drop table": {"O'Neil; drop table"}, "P5@EXAMPLE": {"Ada"},
			"p5": {"Ada"}, "@example.org p5": {"Ada"}, "num-1 score": {"under_score"}, "nobody": nil, "under\x00_score": {"under_score"}, "under\xff_score": {"under_score"},
			veryLong("no such"): nil, "lovelace": {"Ada Łovelace"},
		} {
			if got := issued(store.IssuedQuery{Search: search, Limit: 10}); !slices.Equal(got, want) {
				t.Errorf("issued, %q: %q, want %q", search, got, want)
			}
		}
		if got := read(t, db, func(ctx context.Context, tx *store.Tx) ([]store.IssuedRow, error) {
			return tx.Org(s.org.ID).IssuedTo(ctx, accounts[3].ID, 10)
		}); len(got) != 1 || got[0].Name != `back\slash` {
			t.Errorf("of one earner: %+v", got)
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
