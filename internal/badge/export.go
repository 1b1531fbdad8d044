package badge

import "time"

// Export is everything that one person has here, as one file to take along.
type Export struct {
	ID         ExportID
	AccountID  AccountID
	State      ExportState
	Total      int // things to put in; 0: not counted yet
	Done       int // of them
	Size       int // of the file, in bytes
	CreatedAt  time.Time
	FinishedAt time.Time
	Until      time.Time // when the file goes away
}

// ExportState is where an export stands.
type ExportState string

// An export waits and is made; its file is there; and is gone again.
const (
	ExportWaiting ExportState = "waiting"
	ExportReady   ExportState = "ready"
	ExportEnded   ExportState = "ended"
)

// Limits of exports.
const (
	ExportLifetime = 7 * 24 * time.Hour
	ExportPause    = time.Hour // between two of one person
)
