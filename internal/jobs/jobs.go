// Package jobs is the door that nobody stands at: it takes a job out of the
// queue, calls one verb of a room, and tells the queue whether to come back.
package jobs

import (
	"context"
	"errors"
	"time"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/claim"
	"laurel/internal/desk"
	"laurel/internal/issuance"
	"laurel/internal/portfolio"
	"laurel/internal/post"
	"laurel/internal/press"
	"laurel/internal/queue"
)

// exportTime is how long putting a file together may take: a thousand badges
// or five thousand certificates take some ten seconds, and nobody waits for it.
const exportTime = 15 * time.Minute

// Handlers are the jobs that a process works. Signing uses every core by
// itself: other chunks are signed while one is stored, so that neither the
// cores nor the disk wait for each other. Letters wait for other machines.
func Handlers(intake *award.Intake, issuer *issuance.Issuer, letters *post.Post, earners *portfolio.Portfolio, inbox *desk.Desk, claims *claim.Claims, prints *press.Press, certificates *press.Certificates) []queue.Handler {
	return []queue.Handler{
		queue.On(4, func(ctx context.Context, job queue.IssueChunk) error {
			return retry(issuer.IssueChunk(ctx, badge.OrgID(job.Org), badge.BatchID(job.Batch), job.First, job.Last))
		}),
		queue.On(1, func(ctx context.Context, job queue.UpdateIssued) error {
			return retry(issuer.UpdateSome(ctx, job))
		}),
		queue.On(1, func(ctx context.Context, job queue.PublishStatusList) error {
			return retry(issuer.PublishList(ctx, badge.OrgID(job.Org), badge.StatusListID(job.List)))
		}),
		queue.On(1, func(ctx context.Context, job queue.StartBatch) error {
			return retry(intake.Start(ctx, badge.OrgID(job.Org), badge.BatchID(job.Batch), time.UnixMicro(job.At)))
		}),
		queue.On(1, func(ctx context.Context, job queue.WithdrawBatch) error {
			return retry(issuer.Withdraw(ctx, badge.OrgID(job.Org), badge.BatchID(job.Batch)))
		}),
		queue.On(1, func(ctx context.Context, job queue.CorrectSpelling) error {
			return retry(correctSpelling(ctx, issuer, inbox, badge.OrgID(job.Org), badge.RequestID(job.Request)))
		}),
		queue.On(1, func(ctx context.Context, job queue.RunBulk) error {
			return retry(issuer.RunBulk(ctx, badge.OrgID(job.Org), badge.BulkID(job.Bulk), job.First, job.Last))
		}),
		queue.OnLong(1, exportTime, func(ctx context.Context, job queue.MakeExport) error {
			return retry(earners.MakeExport(ctx, badge.ExportID(job.Export)))
		}),
		queue.OnLong(1, exportTime, func(ctx context.Context, job queue.MakePrint) error {
			return retry(certificates.MakePrint(ctx, badge.OrgID(job.Org), badge.PrintID(job.Print)))
		}),
		queue.On(2, func(ctx context.Context, job queue.CheckPathways) error {
			people := make([]badge.AccountID, len(job.Accounts))
			for n, id := range job.Accounts {
				people[n] = badge.AccountID(id)
			}
			return retry(claims.CheckPathways(ctx, badge.OrgID(job.Org), badge.AchievementID(job.Step), people))
		}),
		queue.On(1, func(ctx context.Context, job queue.WalkPathway) error {
			return retry(claims.WalkPathway(ctx, badge.OrgID(job.Org), badge.AchievementID(job.Achievement), badge.AccountID(job.After)))
		}),
		queue.On(1, func(ctx context.Context, job queue.EraseFiles) error {
			account := badge.AccountID(job.Account)
			return errors.Join(earners.EraseFiles(ctx, account, job.Files), prints.Forget(ctx, account))
		}),
		queue.On(4, func(ctx context.Context, job queue.SendLetters) error {
			ids := make([]badge.LetterID, len(job.Letters))
			for n, id := range job.Letters {
				ids[n] = badge.LetterID(id)
			}
			return letters.Send(ctx, ids)
		}),
	}
}

// correctSpelling signs the badge of a request anew and answers the request.
// What cannot be corrected waits for a person.
func correctSpelling(ctx context.Context, issuer *issuance.Issuer, inbox *desk.Desk, org badge.OrgID, id badge.RequestID) error {
	to, err := inbox.Spelling(ctx, org, id)
	if err != nil {
		return err
	}
	err = issuer.Correct(ctx, desk.Itself(), org, to, "A spelling mistake, corrected at the request of its earner.")
	if _, refused := errors.AsType[*badge.Invalid](err); refused && !inbox.SpellingStands(ctx, org, id) {
		return inbox.LeaveSpelling(ctx, org, id)
	}
	if _, refused := errors.AsType[*badge.Invalid](err); err != nil && !refused {
		return err
	}
	return inbox.AnswerSpelling(ctx, org, id)
}

// suspendedPause is how often a batch of an organization that is suspended asks
// whether it may be issued now.
const suspendedPause = 10 * time.Minute

// retry gives up what coming back cannot mend: the thing is not there. What may
// not be signed now waits.
func retry(err error) error {
	if errors.Is(err, badge.ErrSuspended) {
		return queue.Later(suspendedPause)
	}
	if errors.Is(err, badge.ErrNotFound) {
		return queue.Discard(err)
	}
	return err
}
