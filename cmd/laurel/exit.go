package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"laurel/internal/award"
	"laurel/internal/badge"
)

// Exit codes, as docs/operate.md lists them.
const (
	exitDone    = 0
	exitNo      = 1 // done, and the answer is no: a badge is not valid
	exitUsage   = 2 // the command line makes no sense
	exitRefused = 3 // what was asked cannot be done as it was asked; nothing was changed
	exitFailed  = 4 // something broke
)

// errNo says that a command did its work and the answer is no. It has been
// printed already.
var errNo = errors.New("no")

// exitCode prints an error as a sentence and chooses the exit code.
func exitCode(errOut io.Writer, err error) int {
	if err == nil || errors.Is(err, context.Canceled) {
		return exitDone
	}
	if errors.Is(err, errNo) {
		return exitNo
	}
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		for _, field := range slices.Sorted(maps.Keys(invalid.Fields)) {
			fmt.Fprintf(errOut, "laurel: %s: %s\n", field, invalid.Fields[field])
		}
		return exitRefused
	}
	if file, ok := errors.AsType[*award.FileError](err); ok {
		fmt.Fprintln(errOut, "laurel:", file.Sentence)
		return exitRefused
	}
	for kind, sentence := range map[error]string{
		badge.ErrNotFound:  "There is no such thing here. Nothing was changed.",
		badge.ErrConflict:  "Somebody changed it in the meantime. Look again and repeat. Nothing was changed.",
		badge.ErrSuspended: "This organization is suspended and may sign nothing. Nothing was changed.",
		badge.ErrBusy:      "The ledger is busy. Try again in a moment.",
	} {
		if errors.Is(err, kind) {
			fmt.Fprintf(errOut, "laurel: %s (%v)\n", sentence, err)
			return exitRefused
		}
	}
	fmt.Fprintln(errOut, "laurel:", err)
	return exitFailed
}
