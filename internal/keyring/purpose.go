package keyring

// The purposes of tokens. A token made for one is worth nothing for another.
const (
	PurposeNewPassword = "new-password" // a link for choosing a new password
	PurposeAddress     = "address"      // a link that proves an address to be somebody's
	PurposeUndoAddress = "undo-address" // a link that takes an address away again
	PurposeKeepAccount = "keep-account" // a link that takes an erasure back
	PurposeReminders   = "reminders"    // a link that ends reminders
	PurposeJoin        = "join"         // a link that accepts an invitation to a team
	PurposeSetup       = "setup"        // the one-time link that sets an installation up
	PurposeClaim       = "claim"        // a link that proves the address of somebody who asks for a badge
	PurposeDevice      = "device"       // a browser that the owner of an account knows
)
