package statuslist

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"laurel/vc"
)

// EntryType is the type of a credentialStatus that this package understands (section 2.1).
const EntryType = "BitstringStatusListEntry"

// ErrUnknownType says that a status is of a kind that cannot be judged here: the answer is "cannot tell", not
// "broken".
var ErrUnknownType = errors.New("the kind of status is not supported")

// Entry is the credentialStatus of a credential: one bit in one published list (section 2.1).
type Entry struct {
	ID      string // required by Open Badges 3.0; never the address of the list itself
	Purpose string // "revocation", "suspension" or another
	Index   int
	List    string // address of the list credential
}

// ParseEntry reads one credentialStatus object. An error that wraps ErrUnknownType means that another method or an
// entry of more than one bit was used; any other error means that the entry is broken.
func ParseEntry(o vc.Object) (Entry, error) {
	if !vc.HasType(o, EntryType) {
		return Entry{}, fmt.Errorf("%w: %s", ErrUnknownType, strings.Join(vc.Types(o), ", "))
	}
	if size, there := o["statusSize"]; there && size != json.Number("1") {
		return Entry{}, fmt.Errorf("%w: entries of %v bits", ErrUnknownType, size)
	}
	e := Entry{ID: vc.String(o, "id"), Purpose: vc.String(o, "statusPurpose"), List: vc.String(o, "statusListCredential")}
	if e.Purpose == "" {
		return Entry{}, errors.New("the status entry does not say its statusPurpose")
	}
	if e.List == "" {
		return Entry{}, errors.New("the status entry does not name its list (statusListCredential)")
	}
	if e.ID == e.List {
		return Entry{}, errors.New("the status entry has the address of its list as its own id")
	}
	text := vc.String(o, "statusListIndex")
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		return Entry{}, fmt.Errorf("the statusListIndex %v is not a whole number written as text", o["statusListIndex"])
	}
	e.Index = int(n)
	return e, nil
}
