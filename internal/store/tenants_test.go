package store_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
)

// strangers has one case for every method of OrgTx: what an organization gets
// when it asks with another organization's ids. It returns how many rows came.
var strangers = map[string]func(ctx context.Context, mine *store.OrgTx, theirs *shop) (rows int, err error){
	"Achievement": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return one(mine.Achievement(ctx, theirs.achievement.ID))
	},
	"AchievementAt": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return one(mine.AchievementAt(ctx, theirs.achievement.Revision.ID))
	},
	"AchievementBySlug": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		a, err := mine.AchievementBySlug(ctx, theirs.achievement.Slug) // both have one there
		return count(a.OrgID == theirs.org.ID), err
	},
	"Achievements": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.Achievements(ctx)
		return countIf(all, func(a store.AchievementCount) bool { return a.OrgID == theirs.org.ID }), err
	},
	"AddAchievement": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		a := anAchievement(theirs.org.ID, "new")
		a.Revision.AchievementID = theirs.achievement.ID // and a wording slipped under theirs
		a.Revision.Number = 7
		return taken(mine.AddAchievement(ctx, a))
	},
	"AddAwards": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.AddAwards(ctx, []badge.Award{anAward(theirs.batch.ID, 9)}))
	},
	"AddBatch": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.AddBatch(ctx, aBatch(theirs.org.ID, theirs.achievement.ID)))
	},
	"AddBulk": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		b := theirs.bulk
		b.ID = badge.NewID[badge.BulkID]()
		if err := mine.AddBulk(ctx, b); err != nil { // becomes one of its own organization
			return 0, err
		}
		own, err := mine.Bulk(ctx, b.ID)
		return count(own.OrgID == theirs.org.ID), err
	},
	"AddBulkRows": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.AddBulkRows(ctx, theirs.bulk.ID, []badge.BulkRow{{Number: 9, CredentialID: theirs.issued.ID}}))
	},
	"AddView": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.AddView(ctx, badge.SavedView{ID: theirs.view.ID, Name: "Mine", Query: "q=1"}) // the same id is another view
	},
	"Archive": func(context.Context, *store.OrgTx, *shop) (int, error) { return 0, nil }, // of the benchmarks
	"Bulk": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return one(mine.Bulk(ctx, theirs.bulk.ID))
	},
	"BulkLines": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.BulkLines(ctx, theirs.bulk.ID, 1, 100, nil))
	},
	"BulkRead": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.BulkRead(ctx, theirs.bulk.ID, 1))
	},
	"BulkRowEnded": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.BulkRowEnded(ctx, theirs.bulk.ID, badge.BulkRow{Number: 1, Outcome: badge.BulkRowDone}))
	},
	"Bulks": func(ctx context.Context, mine *store.OrgTx, _ *shop) (int, error) {
		return many(mine.Bulks(ctx, 10))
	},
	"DropBulkDraft": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.DropBulkDraft(ctx, theirs.bulk.ID))
	},
	"DropView": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.DropView(ctx, theirs.earner.ID, theirs.view.ID))
	},
	"FinishBulk": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.FinishBulk(ctx, theirs.bulk.ID, noon)
	},
	"NameBulkRow": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.NameBulkRow(ctx, theirs.bulk.ID, 1, "Eve"))
	},
	"StartBulk": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.StartBulk(ctx, theirs.bulk))
	},
	"SuspendCredential": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.SuspendCredential(ctx, theirs.issued.ID, "because", noon))
	},
	"UndoBulk": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.UndoBulk(ctx, theirs.bulk.ID, "other"))
	},
	"Views": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.Views(ctx, theirs.earner.ID)
		return countIf(all, func(v badge.SavedView) bool { return v.ID == theirs.view.ID }), err
	},
	"AddCanned": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.AddCanned(ctx, badge.Canned{ID: theirs.canned.ID, Name: "Mine", Text: "Ours."})
	},
	"AssignRequest": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.AssignRequest(ctx, theirs.request.ID, "eve"))
	},
	"CannedAnswers": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.CannedAnswers(ctx)
		return countIf(all, func(c badge.Canned) bool { return c.ID == theirs.canned.ID }), err
	},
	"CountFailedLogins": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		if err := mine.AddFailedLogin(ctx, store.FailedLogin{ID: "failed", AccountID: theirs.earner.ID, At: noon}); err != nil {
			return 0, err
		}
		return mine.CountFailedLogins(ctx, theirs.earner.ID, noon.Add(-time.Hour))
	},
	"CountSpellings": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return mine.CountSpellings(ctx, theirs.earner.ID, noon.Add(-time.Hour))
	},
	"LetterWords": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		w, err := mine.LetterWords(ctx, badge.LetterIssued, "es") // both have words there
		return count(w.Subject == "From "+theirs.org.Slug), err
	},
	"AllLetterWords": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.AllLetterWords(ctx)
		return countIf(all, func(w badge.LetterWords) bool { return w.Subject == "From "+theirs.org.Slug }), err
	},
	"SaveLetterWords": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		own, err := mine.LetterWords(ctx, badge.LetterIssued, "es")
		if err != nil {
			return 0, err
		}
		if err := mine.SaveLetterWords(ctx, badge.LetterWords{Kind: badge.LetterIssued, Language: "es", Subject: "Ours", ChangedAt: noon}); err != nil {
			return 0, err
		}
		w, err := mine.Org(theirs.org.ID).LetterWords(ctx, badge.LetterIssued, "es")
		return count(w.Subject == "Ours"), errors.Join(err, mine.SaveLetterWords(ctx, own))
	},
	"DropLetterWords": func(ctx context.Context, mine *store.OrgTx, _ *shop) (int, error) {
		return taken(mine.DropLetterWords(ctx, badge.LetterIssued, "fr")) // which neither has
	},
	"DropCanned": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.DropCanned(ctx, theirs.canned.ID))
	},
	"LettersTo": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.LettersTo(ctx, theirs.earner.ID, 100))
	},
	"MemberNames": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.MemberNames(ctx)
		return countIf(all, func(m store.MemberName) bool { return m.AccountID == theirs.staff.ID }), err
	},
	"SetSpellingByItself": func(ctx context.Context, mine *store.OrgTx, _ *shop) (int, error) {
		return 0, mine.SetSpellingByItself(ctx, true)
	},
	"SpellingByItself": func(ctx context.Context, mine *store.OrgTx, _ *shop) (int, error) {
		on, err := mine.SpellingByItself(ctx)
		return count(on), err
	},
	"ExpiringDigest": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		told := store.Expiring{ID: theirs.issued.ID, OrgID: theirs.org.ID, ExpiresOn: noon}
		if err := mine.NoteExpiring(ctx, []store.Expiring{told}, 59, noon); err != nil {
			return 0, err
		}
		rows, err := mine.ExpiringDigest(ctx, noon)
		_, dropErr := mine.Exec(ctx, `delete from expiry_notices where noted_on = $1 and days = 59`, noon.UnixMicro())
		return countIf(rows, func(c store.ExpiringCount) bool { return c.Days == 59 }), errors.Join(err, dropErr)
	},
	"QuietBadges": func(ctx context.Context, mine *store.OrgTx, _ *shop) (int, error) {
		return many(mine.QuietBadges(ctx))
	},
	"SetQuiet": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.SetQuiet(ctx, theirs.achievement.ID, false)
	},
	"AddCertificate": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		c := theirs.certificate
		c.Number = 2
		return taken(mine.AddCertificate(ctx, c))
	},
	"AddCertificatePicture": func(ctx context.Context, mine *store.OrgTx, _ *shop) (int, error) {
		return 0, mine.AddCertificatePicture(ctx, "ours", noon)
	},
	"AddPrint": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		p := theirs.print
		p.ID = "another"
		return taken(mine.AddPrint(ctx, p))
	},
	"AddPrintedColumns": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.AddPrintedColumns(ctx, theirs.batch.ID, map[int]map[string]string{1: {}}))
	},
	"Certificate": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		c, err := mine.Certificate(ctx, theirs.achievement.ID)
		return count(c.Printed || c.Revision > 0), err
	},
	"CertificateFor": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return one(mine.CertificateFor(ctx, theirs.issued))
	},
	"CertificatePictures": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.CertificatePictures(ctx)
		return countIf(all, func(hash string) bool { return hash == "picture of "+theirs.org.Slug }), err
	},
	"CertificateRevision": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return one(mine.CertificateRevision(ctx, theirs.achievement.ID, 1))
	},
	"CertificateRevisions": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.CertificateRevisions(ctx, theirs.achievement.ID))
	},
	"Certificates": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.Certificates(ctx)
		return countIf(all, func(c store.CertificateState) bool { return c.AchievementID == theirs.achievement.ID }), err
	},
	"CountPrintable": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return mine.CountPrintable(ctx, theirs.batch.ID)
	},
	"Print": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return one(mine.Print(ctx, theirs.print.ID))
	},
	"Printable": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.Printable(ctx, theirs.batch.ID, "", 0, 100))
	},
	"PrintDone": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		p := theirs.print
		p.State = badge.PrintReady
		return taken(mine.PrintDone(ctx, p))
	},
	"PrintedHeadings": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.PrintedHeadings(ctx)
		return countIf(all, func(heading string) bool { return heading == "Of "+theirs.org.Slug }), err
	},
	"PrintedColumns": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		cells, err := mine.PrintedColumns(ctx, theirs.batch.ID, theirs.issued.Row)
		return len(cells), err
	},
	"PrintProgress": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.PrintProgress(ctx, theirs.print.ID, 9, 9, noon))
	},
	"Prints": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.Prints(ctx, theirs.batch.ID))
	},
	"SetCertificate": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.SetCertificate(ctx, theirs.achievement.ID, false))
	},
	"LanguageOf": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		language, err := mine.LanguageOf(ctx, theirs.earner.ID)
		return count(language != ""), err
	},
	"AddKey": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		k := theirs.key
		k.ID, k.Number = badge.NewID[badge.KeyID](), 2
		err := mine.AddKey(ctx, k) // becomes a key of its own organization
		if err != nil {
			return 0, err
		}
		keys, err := mine.Keys(ctx)
		return countIf(keys, func(k badge.SigningKey) bool { return k.OrgID == theirs.org.ID }), err
	},
	"AddList": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		l := theirs.list
		l.ID, l.Number = badge.NewID[badge.StatusListID](), 2
		if err := mine.AddList(ctx, l); err != nil {
			return 0, err
		}
		l, err := mine.List(ctx, l.ID) // became a list of its own organization
		return count(l.OrgID == theirs.org.ID), err
	},
	"AddUnlock": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		if err := mine.AddUnlock(ctx, theirs.earner.ID, noon); err != nil {
			return 0, err
		}
		n, err := mine.Org(theirs.org.ID).RecentUnlocks(ctx, theirs.earner.ID, noon.Add(-time.Hour)) // is not one of theirs
		return n - 1, err
	},
	"AddMember": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		if err := mine.AddMember(ctx, theirs.earner.ID, badge.RoleOwner, noon); err != nil {
			return 0, err
		}
		all, err := mine.SystemMemberships(ctx, theirs.earner.ID)
		return countIf(all, func(m badge.Membership) bool { return m.OrgID == theirs.org.ID }), err
	},
	"AwardsForIssue": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.AwardsForIssue(ctx, theirs.batch.ID, 0, 100))
	},
	"AwardsPage": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.AwardsPage(ctx, theirs.batch.ID, nil, 0, 100))
	},
	"Batch": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return one(mine.Batch(ctx, theirs.batch.ID))
	},
	"Batches": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.Batches(ctx, 100)
		return countIf(all, func(b badge.Batch) bool { return b.OrgID == theirs.org.ID }), err
	},
	"ConfirmBatch": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return mine.ConfirmBatch(ctx, theirs.batch.ID, []badge.BatchState{badge.BatchChecked}, theirs.achievement.Revision.ID, noon, noon)
	},
	"CountEarners": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		n, err := mine.CountEarners(ctx)
		return n - 1, err // its own one
	},
	"CountLettersOfBatch": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		counts, err := mine.CountLettersOfBatch(ctx, theirs.batch.ID)
		return len(counts), err
	},
	"CountIssuedIn": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		n, err := mine.CountIssuedIn(ctx, string(theirs.achievement.ID))
		own, err2 := mine.CountIssuedIn(ctx, "")
		return n + own - 1, errors.Join(err, err2) // its own one
	},
	"CountsOf": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.CountsOf(ctx, store.CountQuery{Scope: string(theirs.batch.ID), From: noon.AddDate(-1, 0, 0), To: noon, What: badge.AllCounted()}))
	},
	"Events": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		err := mine.Org(theirs.org.ID).Record(ctx, badge.Event{Actor: "host", Verb: "x.y", Subject: string(theirs.issued.ID), At: noon})
		if err != nil {
			return 0, err
		}
		rows, err := mine.Events(ctx, store.EventQuery{Limit: 10})
		asked, err2 := mine.Events(ctx, store.EventQuery{Org: theirs.org.ID, Subject: string(theirs.issued.ID), Limit: 10})
		return len(rows) + len(asked), errors.Join(err, err2, badge.ErrNotFound) // their rows did change, by their own hand
	},
	"EventPeople": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		if err := mine.Org(theirs.org.ID).AddMember(ctx, theirs.earner.ID, badge.RoleViewer, noon); err != nil {
			return 0, err
		}
		people, err := mine.EventPeople(ctx)
		return countIf(people, func(a badge.Account) bool { return a.ID == theirs.earner.ID }), errors.Join(err, badge.ErrNotFound) // the same
	},
	"EventSubjects": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		found, err := mine.EventSubjects(ctx, []string{
			string(theirs.issued.ID), string(theirs.issued.Code), string(theirs.batch.ID), string(theirs.achievement.ID), string(theirs.achievement.Revision.ID),
			string(theirs.request.ID), string(theirs.earner.ID),
		})
		return len(found), err
	},
	"RevisionBefore": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		before, _, err := mine.RevisionBefore(ctx, theirs.achievement.Revision.ID)
		return count(before.ID != ""), err
	},
	"FirstCounted": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		first, err := mine.FirstCounted(ctx, string(theirs.achievement.ID))
		return count(!first.IsZero()), err
	},
	"TopBadges": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.TopBadges(ctx, store.CountQuery{From: noon.AddDate(-1, 0, 0), To: noon, What: badge.AllCounted()}, badge.CountedIssued, 10)
		if len(all) != 1 {
			return 1, err // its own one
		}
		return countIf(all, func(c store.CountsOfBadge) bool { return c.ID == theirs.achievement.ID }), err
	},
	"CountIssued": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		issued, _, err := mine.CountIssued(ctx)
		return issued - 1, err // its own one
	},
	"Counts": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		c, err := mine.Counts(ctx, theirs.batch.ID)
		return count(c != badge.BatchCounts{}), err
	},
	"Credential": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return one(mine.Credential(ctx, theirs.issued.Code))
	},
	"CredentialByID": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return one(mine.CredentialByID(ctx, theirs.issued.ID))
	},
	"Earner": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return one(mine.Earner(ctx, theirs.earner.ID))
	},
	"Earners": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.Earners(ctx, "", 0, 100)
		return countIf(all, func(e store.Earner) bool { return e.AccountID == theirs.earner.ID }), err
	},
	"Erased": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		_, err := mine.Exec(ctx, `insert into erased (code, org_id, revision_id, list_id, issued_on, erased_at) values ('CODE', $1, $2, $3, 0, 0)`,
			theirs.org.ID, theirs.achievement.Revision.ID, theirs.list.ID)
		if err != nil {
			return 1, err
		}
		return many(mine.Erased(ctx, 100))
	},
	"EarnersKnownBy": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.EarnersKnownBy(ctx, theirs.earner.Email, theirs.issued.Code)
		return len(all), err
	},
	"FinishBatch": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		done, err := mine.FinishBatch(ctx, theirs.batch.ID, noon)
		return count(done), err
	},
	"Holders": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		held, err := mine.Holders(ctx, theirs.achievement.ID, []badge.Email{theirs.issued.Email, theirs.prepared.Email})
		return len(held), err
	},
	"Issued": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.Issued(ctx, store.IssuedQuery{Limit: 100})
		for _, q := range []store.IssuedQuery{
			{Search: string(theirs.issued.Code)}, {Batch: theirs.batch.ID}, {Achievement: theirs.achievement.ID}, {Search: string(theirs.issued.Email)},
		} {
			q.Limit = 100
			some, err2 := mine.Issued(ctx, q)
			all, err = append(all, some...), errors.Join(err, err2)
		}
		return countIf(all, func(r store.IssuedRow) bool { return r.OrgID == theirs.org.ID }), err
	},
	"IssuedTo": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.IssuedTo(ctx, theirs.earner.ID, 100))
	},
	"Keys": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		keys, err := mine.Keys(ctx)
		return countIf(keys, func(k badge.SigningKey) bool { return k.OrgID == theirs.org.ID }), err
	},
	"LettersAbout": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.LettersAbout(ctx, theirs.issued.ID))
	},
	"List": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return one(mine.List(ctx, theirs.list.ID))
	},
	"MayUnlock": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		may, err := mine.MayUnlock(ctx, theirs.earner.ID)
		return count(may), err
	},
	"NewestList": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		l, err := mine.NewestList(ctx, badge.ListBitstring)
		return count(l.OrgID == theirs.org.ID), err
	},
	"Organization": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		o, err := mine.Organization(ctx)
		return count(o.ID == theirs.org.ID), err
	},
	"PrepareCredentials": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		// Everything is its own, but the award.
		achievements, err := mine.Achievements(ctx)
		keys, err2 := mine.Keys(ctx)
		list, err3 := mine.NewestList(ctx, badge.ListBitstring)
		if err := errors.Join(err, err2, err3); err != nil {
			return 1, err
		}
		c := theirs.credential(theirs.awards[2], 77)
		c.AchievementID, c.RevisionID, c.KeyID, c.ListID = achievements[0].ID, achievements[0].Revision.ID, keys[0].ID, list.ID
		return taken(mine.PrepareCredentials(ctx, []badge.Credential{c}, aSample))
	},
	"PreparedCredentials": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.PreparedCredentials(ctx, theirs.batch.ID, 0, 100))
	},
	"PublishList": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		l := theirs.list
		l.Signed, l.Published = []byte("forged"), 9
		return 0, mine.PublishList(ctx, l)
	},
	"ReadAgain": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.ReadAgain(ctx, theirs.batch)
	},
	"Record": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.Record(ctx, badge.Event{OrgID: theirs.org.ID, Actor: "x", Verb: "x.y", Subject: "s", At: noon})
	},
	"RefuseAwards": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		a := theirs.awards[1]
		a.State = badge.AwardRefused
		return 0, mine.RefuseAwards(ctx, []badge.Award{a})
	},
	"AddRequest": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		q := theirs.request
		q.ID = badge.NewID[badge.RequestID]()
		return taken(mine.AddRequest(ctx, q)) // about their credential
	},
	"AddRequestNote": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.AddRequestNote(ctx, badge.RequestNote{RequestID: theirs.request.ID, State: badge.RequestDone, At: noon})
	},
	"CountOpenRequests": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		n, err := mine.CountOpenRequests(ctx)
		return n - 1, err // one is its own
	},
	"CountOpenRequestsOf": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return mine.CountOpenRequestsOf(ctx, theirs.earner.ID)
	},
	"Predecessors": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.Predecessors(ctx, theirs.issued.ID))
	},
	"PrepareCorrection": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.PrepareCorrection(ctx, theirs.issued))
	},
	"SealCorrection": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.SealCorrection(ctx, theirs.issued, theirs.issued, aSample, "because", noon))
	},
	"Request": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return one(mine.Request(ctx, theirs.request.ID))
	},
	"RequestNotes": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.RequestNotes(ctx, theirs.request.ID))
	},
	"Requests": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		rows, err := mine.Requests(ctx, store.RequestQuery{Open: true, Limit: 100})
		return countIf(rows, func(r store.RequestRow) bool { return r.OrgID == theirs.org.ID }), err
	},
	"SupportMessage": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return one(mine.SupportMessage(ctx, theirs.support.ID))
	},
	"SupportMessages": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		rows, err := mine.SupportMessages(ctx, 100)
		return countIf(rows, func(m badge.Support) bool { return m.ID == theirs.support.ID }), err
	},
	"Revise": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.Revise(ctx, badge.Achievement{ID: theirs.achievement.ID, Revision: aRevision(theirs.achievement.ID, 2)})
	},
	"AddBadgeCode": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.AddBadgeCode(ctx, "hash", theirs.achievement.ID, noon, noon))
	},
	"AddFramework": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		if err := mine.AddFramework(ctx, badge.Framework{ID: "new", OrgID: theirs.org.ID, Name: "n", CreatedAt: noon}); err != nil {
			return 0, err
		}
		all, err := mine.Org(theirs.org.ID).Frameworks(ctx)
		return countIf(all, func(f badge.Framework) bool { return f.ID == "new" }), err
	},
	"AddSkills": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return taken(mine.AddSkills(ctx, []badge.Skill{{ID: "new", FrameworkID: theirs.framework.ID, Name: "n"}}))
	},
	"DropFramework": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.DropFramework(ctx, theirs.framework.ID)
	},
	"FindSkills": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.FindSkills(ctx, []string{"sail"}, 100)
		return countIf(all, func(s badge.Skill) bool { return s.FrameworkID == theirs.framework.ID }), err
	},
	"FrameworkRead": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.FrameworkRead(ctx, theirs.framework.ID, 7)
	},
	"Frameworks": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.Frameworks(ctx)
		return countIf(all, func(f badge.Framework) bool { return f.ID == theirs.framework.ID }), err
	},
	"SkillsByID": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.SkillsByID(ctx, []badge.SkillID{theirs.skill.ID})
		return len(all), err
	},
	"TakeBadgeCode": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		a, _, err := mine.TakeBadgeCode(ctx, "no code of theirs", noon)
		return count(a.ID != ""), err
	},
	"UnreadFrameworks": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.UnreadFrameworks(ctx, noon.Add(time.Hour))
		return countIf(all, func(id badge.FrameworkID) bool { return id == theirs.framework.ID }), err
	},
	"BeginUpdate": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.BeginUpdate(ctx, theirs.achievement.ID, theirs.achievement.Revision)
	},
	"EndUpdate": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.EndUpdate(ctx, theirs.achievement.ID, "")
	},
	"OutdatedAfter": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.OutdatedAfter(ctx, theirs.achievement.ID, "another", "", 10)
		return len(all), err
	},
	"OutdatedBy": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.OutdatedBy(ctx, theirs.achievement.ID, "another")
		return len(all), err
	},
	"Updating": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return one(mine.Updating(ctx, theirs.achievement.ID))
	},
	"Rewrite": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.Rewrite(ctx, theirs.achievement, noon)
	},
	"SetAchievementState": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.SetAchievementState(ctx, theirs.achievement.ID, badge.AchievementPublished, badge.AchievementArchived)
	},
	"RevokedIn": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		if err := mine.Tx.Org(theirs.org.ID).RevokeCredential(ctx, theirs.issued.ID, "because", noon); err != nil {
			return 1, err
		}
		lines, err := mine.RevokedIn(ctx, theirs.list.ID)
		return len(lines), errors.Join(err, badge.ErrNotFound) // their row did change, by their own hand
	},
	"RevokeCredential": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.RevokeCredential(ctx, theirs.issued.ID, "because", noon)
	},
	"SealCredentials": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.SealCredentials(ctx, []badge.Credential{withEarner(theirs.prepared, theirs.earner.ID)}))
	},
	"SetStatus": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		l := theirs.list
		l.Set = []byte{0xff, 0xff}
		return 0, mine.SetStatus(ctx, l)
	},
	"AcceptInvitation": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.AcceptInvitation(ctx, theirs.invitation.ID, theirs.staff.ID, noon)
	},
	"AddInvitation": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		i := theirs.invitation // to the same address, which takes nothing from theirs
		i.ID = badge.NewID[badge.InvitationID]()
		if err := mine.AddInvitation(ctx, i); err != nil {
			return 0, err
		}
		n, err := many(mine.Org(theirs.org.ID).Invitations(ctx))
		return n - 1, err
	},
	"KeptBadges": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		kept, err := mine.KeptBadges(ctx)
		return len(kept[theirs.achievement.ID]), err
	},
	"ChangeRole": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.ChangeRole(ctx, theirs.staff.ID, badge.RoleOwner, badge.RoleIssuer)
	},
	"ConfirmTerms": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		if err := mine.ConfirmTerms(ctx, theirs.staff.ID, noon); err != nil { // its own
			return 0, err
		}
		o, err := mine.Org(theirs.org.ID).Organization(ctx)
		return count(!o.TermsAt.IsZero()), err
	},
	"CountOwners": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		n, err := mine.CountOwners(ctx)
		return n - 1, err // its own one
	},
	"Departments": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		d := anOrganization("department")
		d.ParentID = theirs.org.ID
		if err := mine.AddOrganization(ctx, d); err != nil {
			return 0, err
		}
		return many(mine.Departments(ctx))
	},
	"DropMember": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.DropMember(ctx, theirs.staff.ID)
	},
	"HideIssued": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		if err := mine.HideIssued(ctx, []badge.CredentialID{theirs.issued.ID}, noon); err != nil {
			return 0, err
		}
		s, err := mine.PublicSharing(ctx, theirs.issued.Code)
		return count(s.Visibility == badge.VisibilityPrivate), err
	},
	"Attention": func(ctx context.Context, mine *store.OrgTx, _ *shop) (int, error) {
		a, err := mine.Attention(ctx)
		return a.Requests - 1, err // its own one
	},
	"CameOfIt": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		if err := mine.EarnerSetVisibility(ctx, theirs.earner.ID, theirs.issued.Code, badge.VisibilityPublic, noon); err != nil {
			return 0, err
		}
		c, err := mine.CameOfIt(ctx, noon, noon)
		return c.Shared, err
	},
	"Reached": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		if err := mine.AddMember(ctx, theirs.earner.ID, badge.RoleViewer, noon); err != nil {
			return 0, err
		}
		r, err := mine.Reached(ctx)
		return count(r.Staff), errors.Join(err, badge.ErrNotFound) // their rows did change, by their own hand
	},
	"Invitation": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return one(mine.Invitation(ctx, theirs.invitation.ID))
	},
	"WithdrawInvitationsOf": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		if err := mine.WithdrawInvitationsOf(ctx, theirs.staff.ID, noon); err != nil {
			return 0, err
		}
		n, err := many(mine.Org(theirs.org.ID).Invitations(ctx))
		return 1 - n, err // theirs waits as before
	},
	"Invitations": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.Invitations(ctx)
		return countIf(all, func(i badge.Invitation) bool { return i.OrgID == theirs.org.ID }), err
	},
	"KeepBadge": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		if err := mine.KeepBadge(ctx, theirs.achievement.ID, []badge.AccountID{theirs.staff.ID}); err != nil {
			return 0, err
		}
		kept, err := mine.KeptBadges(ctx)
		return len(kept[theirs.achievement.ID]), err
	},
	"Member": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return one(mine.Member(ctx, theirs.staff.ID))
	},
	"Members": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		all, err := mine.Members(ctx)
		return countIf(all, func(m badge.Member) bool { return m.AccountID == theirs.staff.ID }), err
	},
	"RecentInvitations": func(ctx context.Context, mine *store.OrgTx, _ *shop) (int, error) {
		n, err := mine.RecentInvitations(ctx, noon.Add(-time.Hour))
		return n - 1, err // its own one
	},
	"WithdrawInvitation": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.WithdrawInvitation(ctx, theirs.invitation.ID, noon)
	},
	"UpdateOrganization": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.UpdateOrganization(ctx, theirs.org) // changes its own
	},
	"RecentUnlocks": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return mine.RecentUnlocks(ctx, theirs.earner.ID, noon.Add(-time.Hour))
	},
	"UseIndexes": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.UseIndexes(ctx, theirs.list, theirs.list.Taken)
	},
	"BatchRead": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.BatchRead(ctx, theirs.batch.ID, "file")
	},
	"DropUnread": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.DropUnread(ctx, theirs.batch.ID)
	},
	"ScheduleBatch": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.ScheduleBatch(ctx, theirs.batch.ID, noon, noon)
	},
	"CallOffBatch": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.CallOffBatch(ctx, theirs.batch.ID)
	},
	"UndoBatch": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.UndoBatch(ctx, theirs.batch.ID, noon)
	},
	"Withdraw": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.Withdraw(ctx, theirs.issued.BatchID, 0, 100, "because", noon))
	},
	"Parts": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.Parts(ctx, theirs.batch.ID))
	},
	"OtherBadges": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		counts, err := mine.OtherBadges(ctx, theirs.batch.ID)
		return len(counts), err
	},
	"MoveAwards": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.MoveAwards(ctx, theirs.batch.ID, theirs.batch.ID, theirs.achievement.ID)
	},
	"CountEvents": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		if err := mine.Record(ctx, badge.Event{Actor: "a", Verb: "v", At: noon}); err != nil {
			return 1, err
		}
		return mine.Org(theirs.org.ID).CountEvents(ctx, "a", "v", noon.Add(-time.Hour)) // is not one of theirs
	},
	"HeldCredential": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return one(mine.HeldCredential(ctx, theirs.achievement.ID, theirs.earner.Email))
	},
	"ReplacedBy": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.ReplacedBy(ctx, theirs.batch.ID, ""))
	},
	"WithdrawCorrection": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.WithdrawCorrection(ctx, theirs.batch.ID, 2, theirs.issued.ID)
	},
	"DropRows": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		more, err := mine.DropRows(ctx, theirs.batch.ID, 100)
		return count(more), err
	},
	"BatchUnread": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.BatchUnread(ctx, theirs.batch.ID)
	},
	"SetEdit": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.SetEdit(ctx, theirs.batch.ID, 2, "name", "Eve")
	},
	"Edits": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.Edits(ctx, theirs.batch.ID))
	},
	"DropEdits": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.DropEdits(ctx, theirs.batch.ID)
	},
	"AwardsOfSame": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.AwardsOfSame(ctx, theirs.batch.ID, 2, []badge.Email{theirs.earner.Email}))
	},
	"ReplaceAwards": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		a := anAward(theirs.batch.ID, 2)
		return taken(mine.ReplaceAwards(ctx, []badge.Award{a}, []badge.Award{a}))
	},
	"ConfirmRights": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return 0, mine.ConfirmRights(ctx, theirs.batch.ID, theirs.earner.ID, noon)
	},
	"RememberImport": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		if err := mine.RememberImport(ctx, "headings", store.ImportMemory{Dates: "dmy"}, noon); err != nil {
			return 0, err
		}
		return one(mine.Org(theirs.org.ID).ImportMemory(ctx, "headings"))
	},
	"ImportMemory": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		if err := mine.Org(theirs.org.ID).RememberImport(ctx, "theirs", store.ImportMemory{}, noon); err != nil {
			return 1, err
		}
		return one(mine.ImportMemory(ctx, "theirs"))
	},
	"Rows": func(ctx context.Context, mine *store.OrgTx, theirs *shop) (int, error) {
		return many(mine.Rows(ctx, theirs.batch.ID, 0, 100))
	},
	"Unread": func(ctx context.Context, mine *store.OrgTx, _ *shop) (int, error) {
		return many(mine.Unread(ctx, noon.Add(time.Hour)))
	},
}

func one[T any](_ T, err error) (int, error) { return count(err == nil), err }

// taken counts a row that refers to another organization's as one that came.
func taken(err error) (int, error) { return count(err == nil), err }

func many[T any](rows []T, err error) (int, error) { return len(rows), err }

func count(found bool) int {
	if found {
		return 1
	}
	return 0
}

func countIf[T any](rows []T, found func(T) bool) (n int) {
	for _, r := range rows {
		n += count(found(r))
	}
	return n
}

// A method without a case fails, so that a new query cannot come in untested.
func TestAnotherOrganizationsRowsAreNotThere(t *testing.T) {
	methods := ownMethods()
	strangers := maps.Clone(strangers)
	maps.Copy(strangers, claimStrangers)
	for _, name := range methods {
		if strangers[name] == nil {
			t.Errorf("OrgTx.%s has no case for another organization's ids", name)
		}
	}
	for name := range strangers {
		if !slices.Contains(methods, name) {
			t.Errorf("there is a case for OrgTx.%s, and no such method", name)
		}
	}
	rollback := errors.New("roll back")
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		theirs, mine := aShop(t, db, "theirs"), aShop(t, db, "mine")
		for _, name := range methods {
			if strangers[name] == nil {
				continue // told above
			}
			t.Run(name, func(t *testing.T) {
				err := db.Write(t.Context(), func(tx *store.Tx) error {
					before := rowsOf(t, tx, theirs.org.ID)
					rows, err := strangers[name](t.Context(), tx.Org(mine.org.ID), theirs)
					if rows != 0 {
						t.Errorf("%d rows of another organization came back", rows)
					}
					if err != nil {
						return err
					}
					if after := rowsOf(t, tx, theirs.org.ID); after != before {
						t.Errorf("another organization's rows changed from\n%s to\n%s", before, after)
					}
					return rollback
				})
				if !errors.Is(err, rollback) && !errors.Is(err, badge.ErrNotFound) && !errors.Is(err, badge.ErrConflict) {
					t.Errorf("got %v, want not found, a conflict or no rows", err)
				}
			})
		}
	})
}

// ownMethods are the methods of OrgTx that are not simply those of Tx.
func ownMethods() (names []string) {
	narrow, wide := reflect.TypeFor[*store.OrgTx](), reflect.TypeFor[*store.Tx]()
	for m := range narrow.Methods() {
		if _, promoted := wide.MethodByName(m.Name); !promoted || m.Name == "Record" { // Record is both
			names = append(names, m.Name)
		}
	}
	return names
}

// rowsOf is every row of an organization, as text.
func rowsOf(t *testing.T, tx *store.Tx, org badge.OrgID) string {
	t.Helper()
	var all strings.Builder
	for _, table := range []struct{ name, columns string }{
		{"organizations", "id, name"},
		{"members", "account_id, role"},
		{"signing_keys", "id, public"},
		{"status_lists", "id, cast(taken as text), cast(version as text), cast(published as text)"},
		{"achievements", "id, cast(revision as text)"},
		{"revisions", "id, name"},
		{"batches", "id, state, dates, revision_id, file, cast(rows_ok as text), cast(waiting as text), cast(issued as text)"},
		{"awards", "cast(row_number as text), state, batch_id"},
		{"dictionaries", "id, key_id"},
		{"series", "batch_id, cast(number as text), dictionary_id"},
		{"prepared", "id, batch_id, cast(row_number as text)"},
		{"credentials", "id, cast(revoked_at as text), account_id, reason"},
		{"recipients", "account_id, credential_id"},
		{"letters", "id, state"},
		{"requests", "id, state"},
		{"corrections", "credential_id, name"},
		{"predecessors", "credential_id, name"},
		{"request_notes", "request_id, note"},
		{"support_messages", "id, reference"},
		{"events", "id, verb"},
		{"unlocks", "id, account_id"},
		{"offers", "id, code, batch_id, cast(used as text), cast(ended_at as text)"},
		{"slips", "code, name, claim_id"},
		{"claims", "id, state, batch_id, name"},
		{"pathways", "achievement_id, cast(need as text), batch_id, cast(checked_at as text)"},
		{"pathway_steps", "achievement_id, step_id"},
		{"pathway_awards", "achievement_id, account_id, cast(lapsed_at as text)"},
		{"uses", "credential_id, what"},
		{"count_slips", "id, batch_id"},
		{"counts", "scope, what, cast(n as text)"},
		{"certificates", "achievement_id, cast(revision as text)"},
		{"certificate_revisions", "achievement_id, cast(number as text), saved_by"},
		{"certificate_pictures", "picture"},
		{"prints", "id, state, cast(done as text), batch_id"},
		{"printed_columns", "batch_id, cells"},
	} {
		owner := "org_id"
		if table.name == "organizations" {
			owner = "id"
		}
		rows, err := tx.Strings(t.Context(), "select "+strings.ReplaceAll(table.columns, ", ", " || ' ' || ")+" from "+table.name+" where "+owner+" = $1 order by 1", org)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&all, "%s: %s\n", table.name, strings.Join(rows, "; "))
	}
	return all.String()
}

// crossing are the methods of Tx that see rows of several organizations, or of
// none, each with the reason why it may. A new one is a decision seen in review.
var crossing = map[string]string{
	"AddAddress":             "addresses belong to people",
	"AddAddressChange":       "addresses belong to people",
	"EarnerAddresses":        "addresses belong to people",
	"EarnerAddressChanges":   "addresses belong to people",
	"EarnerAddressEnds":      "addresses belong to people",
	"EarnerDropAddress":      "addresses belong to people",
	"EarnerDropWaiting":      "addresses belong to people",
	"EarnerDropPhoto":        "what people say of themselves",
	"EarnerPhoto":            "what people say of themselves",
	"EarnerProfile":          "what people say of themselves",
	"EarnerSavePhoto":        "what people say of themselves",
	"EarnerSaveProfile":      "what people say of themselves",
	"EarnerSetZone":          "what people say of themselves",
	"EarnerSetReminders":     "what people say of themselves",
	"MergeLogins":            "accounts belong to people",
	"MergeAccounts":          "one person's, wherever they earned",
	"MoveAddressChange":      "addresses belong to people",
	"Reminded":               "accounts belong to people",
	"SetMainAddress":         "accounts belong to people",
	"SystemAddressAttempts":  "addresses belong to people",
	"SystemAddressChange":    "addresses belong to people",
	"SystemJoining":          "accounts belong to people",
	"SystemReminders":        "accounts belong to people",
	"VoidPassword":           "accounts belong to people",
	"EarnerCredential":       "a person sees what they earned anywhere",
	"EarnerCredentials":      "a person sees what they earned anywhere",
	"EarnerOrganizations":    "a person sees who issued to them",
	"EarnerHasBadges":        "a person sees what they earned anywhere",
	"EarnerRequest":          "a person sees what they asked for",
	"EarnerRequests":         "a person sees what they asked for",
	"EarnerCount":            "a person sees what they earned anywhere",
	"EarnerGivenLanguage":    "letters to a person are in the language that all their organizations share",
	"EarnerHoldings":         "a person sees what they earned anywhere",
	"EarnerPage":             "a person sees what they earned anywhere",
	"EarnerSetVisibility":    "a person decides over what they earned",
	"EarnerShared":           "what a person shows to everybody",
	"EarnerSharedCount":      "what a person shows to everybody",
	"EarnerViews":            "a person sees what they earned anywhere",
	"PublicSharing":          "decides who may see it",
	"SystemShare":            "the outbox",
	"AddShare":               "the outbox",
	"AddExport":              "what a person takes along",
	"AddImport":              "what a person brought from elsewhere",
	"EarnerDropImport":       "what a person brought from elsewhere",
	"EarnerExport":           "what a person takes along",
	"EarnerExports":          "what a person takes along",
	"EarnerImport":           "what a person brought from elsewhere",
	"EarnerImports":          "what a person brought from elsewhere",
	"ExportDone":             "what a person takes along",
	"ExportProgress":         "what a person takes along",
	"SystemEndExports":       "sweeping",
	"SystemEndPrints":        "sweeping",
	"SystemExport":           "for the job",
	"AddCollection":          "what a person makes of what they earned",
	"Collected":              "what a person makes of what they earned",
	"EarnerArrange":          "what a person makes of what they earned",
	"EarnerCollection":       "what a person makes of what they earned",
	"EarnerCollections":      "what a person makes of what they earned",
	"EarnerDropCollection":   "what a person makes of what they earned",
	"EarnerSaveCollection":   "what a person makes of what they earned",
	"EarnerShowcase":         "what a person shows to everybody",
	"PublicCollection":       "whoever has the address may see it",
	"PublicShowcase":         "what a person shows to everybody",
	"SaveShowcase":           "what a person shows to everybody",
	"AddUses":                "counts by public code",
	"SystemRollUp":           "counts, for the job",
	"SystemEvents":           "for the operator",
	"SystemNames":            "who did something, for the record",
	"DropSharedNotes":        "the outbox",
	"RecentShares":           "the outbox",
	"PublicAchievement":      "stands in signed documents",
	"PublicCredential":       "whoever has the code may see it",
	"PublicList":             "stands in signed documents",
	"PublicOrganization":     "everybody may know an organization",
	"SystemAccount":          "accounts belong to people",
	"SystemAccountByEmail":   "accounts belong to people",
	"SystemAccountsByEmail":  "accounts belong to people",
	"SystemJobCounts":        "the queue, for the operator",
	"SystemLetter":           "the outbox, for sending and the operator",
	"SystemLetters":          "the outbox, for the operator",
	"SystemKeptLetters":      "the outbox, for the operator",
	"SystemQueueKept":        "the outbox, for the operator",
	"SystemMemberships":      "where one person works",
	"SystemOrganizations":    "for the operator",
	"SystemSession":          "sessions belong to people",
	"SystemCountSupport":     "tells nothing but how many",
	"SystemSupport":          "messages to the operator",
	"SystemSupportMessages":  "messages to the operator",
	"AddSupport":             "names its organization",
	"AddFailedLogin":         "accounts belong to people",
	"AddVisit":               "sessions belong to people",
	"ClearLogins":            "accounts belong to people",
	"DropDevice":             "accounts belong to people",
	"DropDevices":            "accounts belong to people",
	"DropFailedLogin":        "accounts belong to people",
	"DropOldLogins":          "accounts belong to people",
	"DropVisit":              "sessions belong to people",
	"DropVisits":             "sessions belong to people",
	"LiftLock":               "accounts belong to people",
	"Lock":                   "accounts belong to people",
	"RecentLockLetters":      "accounts belong to people",
	"ReturnLogin":            "accounts belong to people",
	"SaveDevice":             "accounts belong to people",
	"SeeVisit":               "sessions belong to people",
	"SystemDevice":           "accounts belong to people",
	"SystemDevices":          "accounts belong to people",
	"SystemFailedLogins":     "accounts belong to people",
	"SystemLocks":            "how many locks there were, whoever of",
	"SystemSource":           "failures from one source, at anybody",
	"SystemVisit":            "sessions belong to people",
	"SystemVisits":           "sessions belong to people",
	"AddPasskey":             "accounts belong to people",
	"ConfirmAuthenticator":   "accounts belong to people",
	"DropAuthenticator":      "accounts belong to people",
	"DropPasskey":            "accounts belong to people",
	"ReplaceRecoveryCodes":   "accounts belong to people",
	"DropFactorsSince":       "accounts belong to people",
	"DropResetLinks":         "accounts belong to people",
	"SaveAuthenticator":      "accounts belong to people",
	"SystemAuthenticator":    "accounts belong to people",
	"SystemPasskeys":         "accounts belong to people",
	"SystemRecoveryCodes":    "accounts belong to people",
	"UsePasskey":             "accounts belong to people",
	"UseRecoveryCode":        "accounts belong to people",
	"UseStep":                "accounts belong to people",
	"AddErasure":             "accounts belong to people",
	"DropErasure":            "accounts belong to people",
	"EarnerErasure":          "accounts belong to people",
	"EraseAccount":           "accounts belong to people",
	"ErasureTold":            "accounts belong to people",
	"PublicErased":           "whoever has the address of a badge reads who issued it",
	"SystemErasureBySecret":  "accounts belong to people",
	"SystemErasures":         "accounts belong to people",
	"SystemFileUsed":         "tells nothing but whether",
	"SystemLastLetters":      "accounts belong to people",
	"SystemInvitation":       "a link opens it",
	"EarnerWithoutOwnerLink": "accounts belong to people",
	"SystemKept":             "accounts belong to people",
	"SystemSuspend":          "for the operator",
	"AddAccounts":            "accounts belong to people",
	"AddLetters":             "letters name their organization",
	"AddOrganization":        "there is none before",
	"AddResetLink":           "accounts belong to people",
	"DropEndedSessions":      "sessions belong to people",
	"DropSession":            "sessions belong to people",
	"HasCredentials":         "tells nothing but whether",
	"Invite":                 "accounts belong to people",
	"IsEmpty":                "tells nothing but whether",
	"LetterNotSent":          "the outbox",
	"LetterSent":             "the outbox",
	"LoginSucceeded":         "accounts belong to people",
	"RecentResetLinks":       "accounts belong to people",
	"Record":                 "events name their organization",
	"ReserveLogin":           "accounts belong to people",
	"ResetLink":              "accounts belong to people",
	"SaveSession":            "sessions belong to people",
	"SetPassword":            "accounts belong to people",
	"SetSetting":             "the installation itself",
	"Setting":                "the installation itself",
	"SpendInvite":            "accounts belong to people",
	"Unlock":                 "accounts belong to people",
	"UseResetLink":           "accounts belong to people",
	"Org":                    "no query: binds the organization",
	"PgxTx":                  "no query: for the queue",
	"SQLTx":                  "no query: for the queue",
	"Exec":                   "of these tests",
	"ExecMany":               "of these tests",
	"Row":                    "of these tests",
	"Strings":                "of these tests",
	"EarnerPathways":         "a person sees what they earned anywhere",
	"SystemPathwaysToCheck":  "sweeping",
	"DropUnprovenClaims":     "sweeping",
	"PublicApplication":      "everybody may know what can be applied for",
	"PublicOffer":            "whoever has the code may see it",
	"SystemClaim":            "whoever has the link may see it, and its letters",
	"SystemCountClaims":      "tells nothing but how many",
	"DropOldBulkDrafts":      "what nobody confirmed, of whomever",
	"SystemExpiring":         "whose badges end soon, wherever they were issued",
	"SystemExpiringOrgs":     "who is to be told",
	"NoteExpiring":           "what is told, of whomever",
	"EarnerLanguage":         "what people say of themselves",
	"EarnerSetLanguage":      "what people say of themselves",
}

func TestQueriesThatCrossOrganizationsAreListed(t *testing.T) {
	left := maps.Clone(crossing)
	for m := range reflect.TypeFor[*store.Tx]().Methods() {
		if crossing[m.Name] == "" {
			t.Errorf("Tx.%s is not bound to an organization and not in the list", m.Name)
		}
		delete(left, m.Name)
	}
	for name := range left {
		t.Errorf("Tx.%s is in the list, and there is no such method", name)
	}
}
