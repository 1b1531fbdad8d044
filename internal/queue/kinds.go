package queue

// Job is one piece of work for later: a struct that JSON carries, with the
// name of its kind. A kind that is in a released ledger keeps its name and
// its fields.
type Job interface {
	Kind() string
}

// IssueChunk issues the awards First to Last of a batch, counted from 1 and
// both included.
type IssueChunk struct {
	Org   string `json:"org"`
	Batch string `json:"batch"`
	First int    `json:"first"`
	Last  int    `json:"last"`
}

// SendLetters sends letters of the outbox, by their ids.
type SendLetters struct {
	Letters []string `json:"letters"`
}

// PublishStatusList signs a status list again and puts it where verifiers
// read it.
type PublishStatusList struct {
	Org  string `json:"org"`
	List string `json:"list"`
}

// MakeExport puts everything that one person has into one file.
type MakeExport struct {
	Export string `json:"export"`
}

// MakePrint makes the certificates of a batch, as one file.
type MakePrint struct {
	Org   string `json:"org"`
	Print string `json:"print"`
}

// Kind is the name in the ledger.
func (MakePrint) Kind() string { return "make_print" }

// EraseFiles removes the files of a person who was erased: their folder, and
// kept files, by their hashes, unless others have the same.
type EraseFiles struct {
	Account string   `json:"account"`
	Files   []string `json:"files"`
}

// CheckPathways looks whether people who hold a badge, or do not any more, have
// come to the end of a pathway of which it is a step.
type CheckPathways struct {
	Org      string   `json:"org"`
	Step     string   `json:"step"`
	Accounts []string `json:"accounts"`
}

// WalkPathway looks at everybody to whom an organization issued, some at a time,
// whether they have come to the end of one pathway: those after an account.
type WalkPathway struct {
	Org         string `json:"org"`
	Achievement string `json:"achievement"`
	After       string `json:"after"`
}

// Kind is the name in the ledger.
func (CheckPathways) Kind() string { return "check_pathways" }

// Kind is the name in the ledger.
func (WalkPathway) Kind() string { return "walk_pathway" }

// Kind is the name in the ledger.
func (EraseFiles) Kind() string { return "erase_files" }

// StartBatch begins a batch that was scheduled for a time, in microseconds since
// 1970, unless it is scheduled for another one by now.
type StartBatch struct {
	Org   string `json:"org"`
	Batch string `json:"batch"`
	At    int64  `json:"at"`
}

// WithdrawBatch takes back all that an undone batch issued.
type WithdrawBatch struct {
	Org   string `json:"org"`
	Batch string `json:"batch"`
}

// Kind is the name in the ledger.
func (StartBatch) Kind() string { return "start_batch" }

// Kind is the name in the ledger.
func (WithdrawBatch) Kind() string { return "withdraw_batch" }

// UpdateIssued signs what was issued with an earlier wording of an achievement
// anew with a revision, some of them at a time: those after a credential.
type UpdateIssued struct {
	Org         string `json:"org"`
	Achievement string `json:"achievement"`
	Revision    string `json:"revision"`
	By          string `json:"by"` // account
	Letters     bool   `json:"letters"`
	After       string `json:"after"`
}

// Kind is the name in the ledger.
func (UpdateIssued) Kind() string { return "update_issued" }

// RunBulk does to the badges First to Last of a bulk what it is about, counted
// from 1 and both included.
type RunBulk struct {
	Org   string `json:"org"`
	Bulk  string `json:"bulk"`
	First int    `json:"first"`
	Last  int    `json:"last"`
}

// CorrectSpelling does what a request asks for that needs nobody's answer.
type CorrectSpelling struct {
	Org     string `json:"org"`
	Request string `json:"request"`
}

// Kind is the name in the ledger.
func (CorrectSpelling) Kind() string { return "correct_spelling" }

// Kind is the name in the ledger.
func (RunBulk) Kind() string { return "run_bulk" }

// Kind is the name in the ledger.
func (MakeExport) Kind() string { return "make_export" }

// Kind is the name in the ledger.
func (IssueChunk) Kind() string { return "issue_chunk" }

// Kind is the name in the ledger.
func (SendLetters) Kind() string { return "send_letters" }

// Kind is the name in the ledger.
func (PublishStatusList) Kind() string { return "publish_status_list" }
