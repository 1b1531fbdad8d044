package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// shop is an organization with everything in it: a badge, a batch of three
// awards of which the last one is bad, a list, a key, and one issued and one
// prepared credential.
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
	request     badge.Request
	support     badge.Support
	staff       badge.Account // the owner, for whom the badge is kept
	invitation  badge.Invitation
	framework   badge.Framework
	skill       badge.Skill
	offer       badge.Offer
	slip        store.Slip
	claim       badge.Claim
	step        badge.Achievement // to the other one
	bulk        badge.Bulk        // a draft
	view        badge.SavedView
	canned      badge.Canned
	certificate badge.CertificateRevision
	print       badge.Print
}

// aSample is a document about nobody, like those of a shop.
var aSample = []byte(`{"a":0}`)

func aRevision(of badge.AchievementID, number int) badge.Revision {
	return badge.Revision{
		ID: badge.NewID[badge.RevisionID](), AchievementID: of, Number: number, Name: fmt.Sprint("Wound Care ", number), Description: "Cares.",
		Criteria: "Pass.\nTwice.", Picture: "hash", Design: "{}", Details: badge.Details{Alt: "A drop", Credits: 2.5, Alignments: []badge.Alignment{{Name: "n", URL: "u"}}}, Tags: []string{"skill", "\"quoted\""},
		Validity: badge.Validity{Period: badge.Period{Years: 1, Months: 6}, Until: day("2030-01-01")}, CreatedAt: noon,
	}
}

func anAchievement(org badge.OrgID, slug string) badge.Achievement {
	a := badge.Achievement{ID: badge.NewID[badge.AchievementID](), OrgID: org, Slug: slug, State: badge.AchievementPublished, EvidenceRequired: true, CreatedAt: noon}
	a.Revision = aRevision(a.ID, 1)
	return a
}

func aBatch(org badge.OrgID, a badge.AchievementID) badge.Batch {
	return badge.Batch{
		ID: badge.NewID[badge.BatchID](), OrgID: org, AchievementID: a, FileName: "earners.csv", File: "hash", Dates: "dmy", Duplicates: badge.DuplicateAllow,
		State: badge.BatchChecked, CreatedBy: "ada", CreatedAt: noon,
	}
}

func anAward(batch badge.BatchID, row int) badge.Award {
	return badge.Award{
		BatchID: batch, Row: row, Name: "Ada Łovelace", Email: badge.Email(fmt.Sprintf("ada%d@example.org", row)),
		IssuedOn: day("2026-03-10"), ExpiresOn: day("2027-03-10"), Narrative: "Well\ndone", Evidence: "https://example.org/1", ExternalNumber: "N-1",
		Outcome:  badge.OutcomeWarning,
		Findings: []badge.Finding{{Severity: badge.OutcomeWarning, Field: "name", Value: "v", Reason: "r", Suggestion: "s"}}, State: badge.AwardChecked,
	}
}

func (s *shop) credential(award badge.Award, index int) badge.Credential {
	return badge.Credential{
		ID: badge.NewID[badge.CredentialID](), OrgID: s.org.ID, Code: badge.Code(fmt.Sprintf("%s-%d-%d", award.BatchID, award.Row, index)), BatchID: award.BatchID, Row: award.Row,
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
	s.awards = []badge.Award{anAward(s.batch.ID, 2), anAward(s.batch.ID, 3), anAward(s.batch.ID, 4)}
	s.awards[2].Outcome = badge.OutcomeError
	s.list = badge.StatusList{
		ID: badge.NewID[badge.StatusListID](), OrgID: s.org.ID, Kind: badge.ListBitstring, Number: 1, Used: []byte{0x80, 0}, Set: []byte{0, 0}, Taken: 1, Version: 1,
		Signed: []byte{}, CreatedAt: noon,
	}
	s.key = badge.SigningKey{ID: badge.NewID[badge.KeyID](), OrgID: s.org.ID, Number: 1, Algorithm: badge.EdDSA, Public: "z6Mk", Sealed: []byte{1}, CreatedAt: noon}
	s.earner = badge.Account{ID: badge.NewID[badge.AccountID](), Name: "Ada", Email: badge.Email(slug + "@earners.example"), CreatedAt: noon}
	s.awards[0].Email = s.earner.Email
	s.issued, s.prepared = s.credential(s.awards[0], 1), s.credential(s.awards[1], 2)
	s.letter = badge.Letter{ID: badge.NewID[badge.LetterID](), OrgID: s.org.ID, Kind: badge.LetterIssued, CredentialID: s.issued.ID, State: badge.LetterKept, CreatedAt: noon}
	write(t, db, func(ctx context.Context, tx *store.Tx) error {
		otx := tx.Org(s.org.ID)
		for _, err := range []error{
			tx.AddOrganization(ctx, s.org), tx.AddAccounts(ctx, []badge.Account{s.earner}), otx.AddKey(ctx, s.key), otx.AddList(ctx, s.list),
			otx.AddAchievement(ctx, s.achievement), otx.AddBatch(ctx, s.batch), otx.AddAwards(ctx, s.awards),
			otx.SetEdit(ctx, s.batch.ID, s.awards[0].Row, "name", "Ada of "+slug),
			confirmed(otx.ConfirmBatch(ctx, s.batch.ID, []badge.BatchState{badge.BatchChecked}, s.achievement.Revision.ID, time.Time{}, noon)), otx.PrepareCredentials(ctx, []badge.Credential{s.issued, s.prepared}, aSample),
			tx.AddLetters(ctx, []badge.Letter{s.letter}),
		} {
			if err != nil {
				return err
			}
		}
		s.issued.Signed, s.issued.AccountID, s.issued.SealedAt = []byte("signed"), s.earner.ID, noon
		_, err := otx.SealCredentials(ctx, []badge.Credential{s.issued})
		err = errors.Join(err, otx.AddUnlock(ctx, s.earner.ID, noon))
		s.issued.State, s.issued.Prepared, s.issued.PreparedAt = badge.CredentialIssued, []byte{}, time.Time{}
		if err != nil {
			return err
		}
		s.request = badge.Request{
			ID: badge.NewID[badge.RequestID](), OrgID: s.org.ID, AccountID: s.earner.ID, CredentialID: s.issued.ID, Kind: badge.RequestName, Wanted: "Ada Lovelace",
			Reason: "It is spelled\nlike this.", File: "hash", FileName: "passport.pdf", State: badge.RequestOpen, CreatedAt: noon, ChangedAt: noon,
		}
		s.support = badge.Support{
			ID: badge.NewID[badge.SupportID](), Reference: "REF-" + slug, Topic: "Something else", Email: "ada@example.org", Name: "Ada", Code: s.issued.Code,
			Text: "Help.", CreatedAt: noon,
		}
		s.staff = badge.Account{ID: badge.NewID[badge.AccountID](), Name: "Stu", Email: badge.Email(slug + "@staff.example"), CreatedAt: noon}
		s.invitation = badge.Invitation{ID: badge.NewID[badge.InvitationID](), OrgID: s.org.ID, Email: "new@staff.example", Role: badge.RoleAdmin, InvitedBy: s.staff.ID, CreatedAt: noon, Until: noon.Add(time.Hour)}
		s.framework = badge.Framework{ID: badge.NewID[badge.FrameworkID](), OrgID: s.org.ID, Name: "Sailing", CreatedAt: noon}
		s.skill = badge.Skill{ID: badge.NewID[badge.SkillID](), FrameworkID: s.framework.ID, Name: "Set a sail", URL: "https://example.org/1"}
		if err := errors.Join(otx.AddFramework(ctx, s.framework), otx.AddSkills(ctx, []badge.Skill{s.skill}), otx.FrameworkRead(ctx, s.framework.ID, 1)); err != nil {
			return err
		}
		if err := tx.AddUses(ctx, badge.Day(noon), map[badge.Use]int{{Code: s.issued.Code, What: badge.UseOpened}: 1}); err != nil {
			return err
		}
		if _, err := tx.SystemRollUp(ctx, 100); err != nil {
			return err
		}
		s.bulk = badge.Bulk{ID: badge.NewID[badge.BulkID](), OrgID: s.org.ID, Kind: badge.BulkNames, State: badge.BulkReading, CreatedBy: s.earner.ID, CreatedAt: noon}
		s.view = badge.SavedView{ID: badge.NewID[badge.ViewID](), AccountID: s.earner.ID, Name: "Valid", Query: "state=valid"}
		s.canned = badge.Canned{ID: badge.NewID[badge.CannedID](), Name: "Yes", Text: "Done."}
		row := badge.BulkRow{Number: 1, CredentialID: s.issued.ID, Name: "Ada Lovelace"}
		for _, err := range []error{
			tx.NoteExpiring(ctx, []store.Expiring{{ID: s.issued.ID, OrgID: s.org.ID, ExpiresOn: s.issued.ExpiresOn}}, 60, noon), otx.AddCanned(ctx, s.canned),
			otx.SaveLetterWords(ctx, badge.LetterWords{Kind: badge.LetterIssued, Language: "es", Subject: "From " + s.org.Slug, Text: "From " + s.org.Slug, ChangedAt: noon}), otx.AddBulk(ctx, s.bulk), otx.AddBulkRows(ctx, s.bulk.ID, []badge.BulkRow{row}), otx.BulkRead(ctx, s.bulk.ID, 0), otx.AddView(ctx, s.view),
		} {
			if err != nil {
				return err
			}
		}
		s.bulk.State, s.bulk.Total = badge.BulkDraft, 1
		err = errors.Join(otx.AddRequest(ctx, s.request), tx.AddSupport(ctx, s.org.ID, s.support), tx.AddAccounts(ctx, []badge.Account{s.staff}),
			otx.AddMember(ctx, s.staff.ID, badge.RoleOwner, noon), otx.AddInvitation(ctx, s.invitation), otx.KeepBadge(ctx, s.achievement.ID, []badge.AccountID{s.staff.ID}))
		return errors.Join(err, s.claims(ctx, otx), s.prints(ctx, otx))
	})
	return s
}

// claims gives the shop an offer with a slip, somebody who asked, and a pathway.
func (s *shop) claims(ctx context.Context, otx *store.OrgTx) error {
	s.offer = badge.Offer{
		ID: badge.OfferID("offer " + s.org.Slug), OrgID: s.org.ID, AchievementID: s.achievement.ID, Kind: badge.OfferCode, Code: badge.ClaimCode("CODE" + s.org.Slug), Note: "Hall B",
		OpensAt: noon, ClosesAt: noon.Add(time.Hour), Zone: "Europe/Madrid", Quota: 5, Used: 1, Review: true, BatchID: s.batch.ID, CreatedAt: noon,
	}
	s.slip = store.Slip{Code: badge.ClaimCode("SLIP" + s.org.Slug), OrgID: s.org.ID, OfferID: s.offer.ID, Number: 1, Name: "Ada of " + s.org.Slug, ClaimID: badge.ClaimID("claim " + s.org.Slug)}
	s.claim = badge.Claim{
		ID: badge.ClaimID("claim " + s.org.Slug), OrgID: s.org.ID, OfferID: s.offer.ID, Slip: s.slip.Code, Name: "Ada", Email: s.earner.Email, Statement: "I can.", Evidence: "https://ada.example",
		File: "hash", FileName: "a.pdf", State: badge.ClaimWaiting, CreatedAt: noon,
	}
	s.step = anAchievement(s.org.ID, "step")
	for _, err := range []error{
		otx.AddOffer(ctx, s.offer), otx.SetOfferBatch(ctx, s.offer.ID, s.batch.ID), otx.AddSlips(ctx, []store.Slip{s.slip}), otx.AddClaim(ctx, s.claim), otx.TakePlace(ctx, s.offer.ID),
		otx.TakeSlip(ctx, s.slip.Code, s.claim.ID), otx.AddAchievement(ctx, s.step),
		otx.SavePathway(ctx, badge.Pathway{AchievementID: s.achievement.ID, Steps: []badge.AchievementID{s.step.ID}, CreatedAt: noon}),
		otx.AddPathwayAward(ctx, s.achievement.ID, s.earner.ID, s.batch.ID, 2, noon),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

// prints gives the shop a certificate, a picture of its own and a print.
func (s *shop) prints(ctx context.Context, otx *store.OrgTx) error {
	design, _ := badge.NewCertificate("classic", "a4")
	design.Texts[1].Text = "{column:Of " + s.org.Slug + "}"
	s.certificate = badge.CertificateRevision{AchievementID: s.achievement.ID, Number: 1, Design: badge.CertificateDesign{Certificate: design, Accent: "#0f766e"}, SavedBy: s.staff.ID, SavedAt: noon}
	s.print = badge.Print{ID: badge.PrintID("print " + s.org.Slug), OrgID: s.org.ID, BatchID: s.batch.ID, Form: badge.PrintZip, State: badge.PrintWaiting, AskedBy: s.staff.ID, CreatedAt: noon}
	return errors.Join(
		otx.AddCertificate(ctx, s.certificate), otx.SetCertificate(ctx, s.achievement.ID, true), otx.AddCertificatePicture(ctx, "picture of "+s.org.Slug, noon), otx.AddPrint(ctx, s.print),
		otx.AddPrintedColumns(ctx, s.batch.ID, map[int]map[string]string{s.issued.Row: {"Course": "Of " + s.org.Slug}}),
	)
}

func confirmed(_ int, err error) error { return err }

func withEarner(c badge.Credential, id badge.AccountID) badge.Credential {
	c.AccountID, c.Signed = id, []byte("signed")
	return c
}
