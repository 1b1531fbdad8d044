package queue

import (
	"context"
	"slices"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// lettersPerJob is how many letters one job sends: few enough that a restart
// repeats little.
const lettersPerJob = 100

// AddLetters puts letters into the ledger in the transaction that causes
// them. Where mail goes out they are queued, with the jobs that send them;
// where none does they are kept, to be read in the ledger. Letters of one call
// are held alike.
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
	ids := make([]badge.LetterID, len(letters))
	for n, l := range letters {
		ids[n] = l.ID
	}
	hold := time.Time{}
	if len(letters) > 0 {
		hold = letters[0].HoldUntil
	}
	return q.SendLettersAt(ctx, tx, hold, ids)
}

// SendLetters adds the jobs that send letters which are queued in the ledger.
func (q *Queue) SendLetters(ctx context.Context, tx *store.Tx, ids []badge.LetterID) error {
	return q.SendLettersAt(ctx, tx, time.Time{}, ids)
}

// SendLettersAt is SendLetters for letters that do not leave before a time.
func (q *Queue) SendLettersAt(ctx context.Context, tx *store.Tx, at time.Time, ids []badge.LetterID) error {
	var jobs []Job
	for some := range slices.Chunk(ids, lettersPerJob) {
		job := SendLetters{}
		for _, id := range some {
			job.Letters = append(job.Letters, string(id))
		}
		jobs = append(jobs, job)
	}
	return q.AddAt(ctx, tx, at, jobs...)
}
