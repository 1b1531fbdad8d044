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
	Reading       Reading
	Dates         string        // "", "iso", "dmy" or "mdy": the answer to the question of day and month
	Duplicates    DuplicateRule // empty: deny
	State         BatchState
	Rows          int // all rows of the file
	CreatedBy     AccountID
	CreatedAt     time.Time
	RightsAt      time.Time // when somebody confirmed that these people's data may be used; zero: not yet
	RightsBy      AccountID
	ParentID      BatchID   // the batch whose file named another badge in some rows, which are this one; empty: none
	RunAt         time.Time // when a scheduled batch begins
	LettersAt     time.Time // until then the letters are held and the batch can be undone; zero: they are not held
	ConfirmedAt   time.Time
	DoneAt        time.Time
}

// CanUndo tells whether a batch can be taken back: its letters are held still.
func (b Batch) CanUndo(now time.Time) bool {
	return (b.State == BatchConfirmed || b.State == BatchDone) && now.Before(b.LettersAt)
}

// BatchState is where a batch stands.
type BatchState string

// The file of a batch is kept, then read row by row, then checked until somebody
// confirms it; then it is issued row by row, at once or at the time for which it
// is scheduled. While its letters are held it can be undone.
const (
	BatchKept      BatchState = "kept"
	BatchReading   BatchState = "reading"
	BatchChecked   BatchState = "checked"
	BatchScheduled BatchState = "scheduled"
	BatchConfirmed BatchState = "confirmed"
	BatchDone      BatchState = "done"
	BatchUndone    BatchState = "undone"
)

// BatchCounts says how many rows of a batch stand where.
type BatchCounts struct {
	OK, Warnings, Questions, Duplicates, Errors  int // as checked
	Waiting, Issued, Repeated, Replaced, Refused int // since it was confirmed; Repeated: found to be held already; Replaced: what they hold was; Refused: could not be issued
}

// Add adds the counts of another batch.
func (c BatchCounts) Add(d BatchCounts) BatchCounts {
	return BatchCounts{
		OK: c.OK + d.OK, Warnings: c.Warnings + d.Warnings, Questions: c.Questions + d.Questions, Duplicates: c.Duplicates + d.Duplicates,
		Errors: c.Errors + d.Errors, Waiting: c.Waiting + d.Waiting, Issued: c.Issued + d.Issued, Repeated: c.Repeated + d.Repeated,
		Replaced: c.Replaced + d.Replaced, Refused: c.Refused + d.Refused,
	}
}

// Ready counts the rows that are issued when the batch is confirmed.
func (c BatchCounts) Ready() int { return c.OK + c.Warnings }
