package badge

import "time"

// Batch is one run of issuing: a file with its rows.
type Batch struct {
	ID            BatchID
	OrgID         OrgID
	AchievementID AchievementID
	RevisionID    RevisionID // set when the batch is confirmed
	FileName      string
	File          string // hash of the file in the blob store
	Dates         string // "", "dmy" or "mdy": the answer to the question of day and month
	Duplicates    bool   // issue again to people who already hold the badge
	State         BatchState
	Rows          int // all rows of the file
	CreatedBy     AccountID
	CreatedAt     time.Time
	ConfirmedAt   time.Time
	DoneAt        time.Time
}

// BatchState is where a batch stands.
type BatchState string

// A batch is read row by row, then checked until somebody confirms it; then it is issued row by row.
const (
	BatchReading   BatchState = "reading"
	BatchChecked   BatchState = "checked"
	BatchConfirmed BatchState = "confirmed"
	BatchDone      BatchState = "done"
)

// BatchCounts says how many rows of a batch stand where.
type BatchCounts struct {
	OK, Warnings, Questions, Duplicates, Errors int // as checked
	Waiting, Issued, Repeated, Refused          int // since it was confirmed; Repeated: found to be held already; Refused: could not be issued
}

// Ready counts the rows that are issued when the batch is confirmed.
func (c BatchCounts) Ready() int { return c.OK + c.Warnings }
