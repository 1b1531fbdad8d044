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

// Purposes that verifiers know (section 2.2). A revoked credential stays revoked, a suspended one may come back, and a
// message means what the issuer says it means.
const (
	Revocation = "revocation"
	Suspension = "suspension"
	Message    = "message"
)

// Entry is the credentialStatus of a credential: its place in one published list (section 2.1).
type Entry struct {
	ID       string // required by Open Badges 3.0; never the address of the list itself
	Purpose  string // Revocation, Suspension, Message or another
	Index    int
	List     string         // address of the list credential
	Size     int            // bits of the status; 0 means 1
	Messages map[int]string // what each status means, for developers; nil: not said
}

// maxEntries bounds the work that one credential can ask for.
const maxEntries = 8

// Entries reads all credentialStatus entries of a credential: one, or several, for instance one for revocation and
// one for suspension. A credential without a status has none. Errors are those of ParseEntry: when one of the entries
// cannot be judged, nor can the credential.
func Entries(credential vc.Object) ([]Entry, error) {
	value, there := credential["credentialStatus"]
	if !there {
		return nil, nil
	}
	all, isArray := value.([]any)
	if !isArray {
		all = []any{value}
	}
	objects := vc.Objects(value)
	if len(all) == 0 || len(all) > maxEntries || len(objects) != len(all) {
		return nil, fmt.Errorf("credentialStatus is not 1 to %d status entries", maxEntries)
	}
	entries := make([]Entry, len(objects))
	for i, o := range objects {
		var err error
		if entries[i], err = ParseEntry(o); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// ParseEntry reads one credentialStatus object. An error that wraps ErrUnknownType means that another method or an
// entry of more than MaxSize bits was used; any other error means that the entry is broken.
func ParseEntry(o vc.Object) (Entry, error) {
	if !vc.HasType(o, EntryType) {
		return Entry{}, fmt.Errorf("%w: %s", ErrUnknownType, strings.Join(vc.Types(o), ", "))
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
	if e.Size, err = readSize(o); err != nil {
		return Entry{}, err
	}
	e.Messages, err = readMessages(o, e.Size)
	return e, err
}

// readSize reads statusSize, a whole number above zero that is 1 when it is not said.
func readSize(o vc.Object) (int, error) {
	value, there := o["statusSize"]
	if !there {
		return 1, nil
	}
	text, _ := value.(json.Number)
	n, err := strconv.ParseUint(string(text), 10, 31)
	switch {
	case err != nil || n == 0:
		return 0, fmt.Errorf("the statusSize %v is not a whole number above zero", value)
	case n > MaxSize:
		return 0, fmt.Errorf("%w: entries of %d bits", ErrUnknownType, n)
	}
	return int(n), nil
}

// readMessages reads statusMessage: one message for each status that size bits can have, required for more than one
// bit.
func readMessages(o vc.Object, size int) (map[int]string, error) {
	value, there := o["statusMessage"]
	switch {
	case !there && size == 1:
		return nil, nil
	case !there:
		return nil, fmt.Errorf("%w: entries of %d bits without a statusMessage that says what they mean", ErrUnknownType, size)
	}
	array, _ := value.([]any)
	objects := vc.Objects(value)
	if len(array) != 1<<size || len(objects) != len(array) {
		return nil, fmt.Errorf("the statusMessage does not have the %d messages that %d bits need", 1<<size, size)
	}
	messages := make(map[int]string, len(objects))
	for _, m := range objects {
		digits, hex := strings.CutPrefix(vc.String(m, "status"), "0x")
		status, err := strconv.ParseUint(digits, 16, 16)
		text, isText := m["message"].(string)
		_, twice := messages[int(status)]
		if !hex || err != nil || status >= 1<<size || !isText || twice {
			return nil, fmt.Errorf("the statusMessage for %q is broken, or there twice", vc.String(m, "status"))
		}
		messages[int(status)] = text
	}
	return messages, nil
}
