package queue

import (
	"context"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// lettersPerJob is how many letters one job sends: few enough that a restart
// repeats little.
const lettersPerJob = 100

// AddLetters puts letters into the ledger in the transaction that causes
// them. Where mail goes out they are queued, with the jobs that send them;
// where none does they are kept, to be read in the ledger.
func (q *Queue) AddLetters(ctx context.Context, tx *store.Tx, letters []badge.Letter) error {
	state := badge.LetterKept
	if q.options.Mail {
		state = badge.LetterQueued
	}
	for i := range letters {
		letters[i].State = state
	}
	if err := tx.AddLetters(ctx, letters); err != nil || !q.options.Mail {
		return err
	}
	var jobs []Job
	for len(letters) > 0 {
		n := min(len(letters), lettersPerJob)
		job := SendLetters{}
		for _, l := range letters[:n] {
			job.Letters = append(job.Letters, string(l.ID))
		}
		jobs, letters = append(jobs, job), letters[n:]
	}
	return q.Add(ctx, tx, jobs...)
}
