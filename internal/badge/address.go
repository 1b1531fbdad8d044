package badge

import "time"

// Address is an e-mail address by which somebody logs in.
type Address struct {
	Email      Email
	AccountID  AccountID
	VerifiedAt time.Time
	EndsOn     time.Time // the last day on which its owner will read it; zero: not known
	ChangeID   string    // the change that brought it; empty: something was issued to it
}

// AddressChange is an address that somebody wants to add to their account, or
// has removed from it. An address that waits is inert: it opens nothing, and
// nothing attaches to it.
type AddressChange struct {
	ID        string // derives the links in letters about it
	AccountID AccountID
	Email     Email
	OtherID   AccountID // the account that it will bring along; only while the two are joining
	State     AddressState
	CreatedAt time.Time
	DoneAt    time.Time // confirmed, or removed
}

// AddressState is where a change of addresses stands.
type AddressState string

// An address waits for its link to be opened. Then it is confirmed, which can
// be undone for some time; or, where it brings along an account that has other
// addresses too, the two are joining for that time, since joined accounts cannot
// be parted again. An address is dropped when its owner thinks better of it or
// asks for a newer link.
const (
	AddressWaiting   AddressState = "waiting"
	AddressConfirmed AddressState = "confirmed"
	AddressJoining   AddressState = "joining"
	AddressJoined    AddressState = "joined"
	AddressUndone    AddressState = "undone"
	AddressDropped   AddressState = "dropped"
	AddressRemoved   AddressState = "removed"
)

// Limits of addresses.
const (
	MaxAddresses       = 10 // of one account, those that wait included
	MaxAddressAttempts = 5  // in a day: by one account, and to one address
	AddressLinkLife    = 24 * time.Hour
	AddressUndoLife    = 24 * time.Hour
	ReminderEvery      = 365 * 24 * time.Hour
	ReminderBeforeEnd  = 30 * 24 * time.Hour
)

// Until is when the link of a change that waits stops working.
func (c AddressChange) Until() time.Time { return c.CreatedAt.Add(AddressLinkLife) }

// UndoUntil is until when a change that was confirmed can be undone.
func (c AddressChange) UndoUntil() time.Time { return c.DoneAt.Add(AddressUndoLife) }

// CanUndo tells whether a change can be undone.
func (c AddressChange) CanUndo(now time.Time) bool {
	return c.State == AddressJoining || c.State == AddressConfirmed && now.Before(c.UndoUntil())
}
