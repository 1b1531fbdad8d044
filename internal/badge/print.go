package badge

import "time"

// Print is the certificates of a whole batch as one file, made while nobody
// waits.
type Print struct {
	ID         PrintID
	OrgID      OrgID
	BatchID    BatchID
	Form       PrintForm
	State      PrintState
	Total      int // certificates to make; 0: not counted yet
	Done       int // of them
	Size       int // of the file, in bytes
	AskedBy    AccountID
	CreatedAt  time.Time
	StartedAt  time.Time // zero: it waits
	FinishedAt time.Time
	Until      time.Time // when the file goes away
}

// PrintForm is how the certificates of a batch come.
type PrintForm string

// A file for each, in one archive; or all of them as the pages of one document.
const (
	PrintZip PrintForm = "zip"
	PrintPDF PrintForm = "pdf"
)

// PrintState is where a print stands.
type PrintState string

// A print waits and is made; its file is there; it could not be made; and is
// gone again.
const (
	PrintWaiting PrintState = "waiting"
	PrintReady   PrintState = "ready"
	PrintFailed  PrintState = "failed"
	PrintEnded   PrintState = "ended"
)

// PrintLifetime is how long the file of a print is kept.
const PrintLifetime = 7 * 24 * time.Hour
