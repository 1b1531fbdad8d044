package mail

import (
	"time"

	"laurel/internal/locale"
)

// AddressProof is what the letter to an address that somebody wants to add says. It does not tell whose account it is: the
// address may be mistyped.
type AddressProof struct {
	Address string
	Link    string // one use, by the person who added the address
	Until   time.Time
	SiteURL string
}

// AddressLetter carries the link that proves an address.
func AddressLetter(words *locale.Words, d AddressProof) (Content, error) {
	return addressLetter.write(words, "", d, d.Link, d.SiteURL)
}

// AddressAdded is what the other addresses of an account are told when one was added to it.
type AddressAdded struct {
	Name, UserName string // whoever is told
	Address        string // the new one
	AddedAt        time.Time
	Joining        bool      // the address has an account of its own, and the two will become one on Until
	Link           string    // undoes it
	Until          time.Time // of the link
	SiteURL        string
}

// AddressAddedLetter tells of a new address and how to undo it.
func AddressAddedLetter(words *locale.Words, d AddressAdded) (Content, error) {
	d.Name = DisplayName(d.Name)
	return addressAddedLetter.write(words, "", d, d.Link, d.SiteURL)
}

// AddressRemoved is what all addresses of an account are told when one was taken from it.
type AddressRemoved struct {
	Name           string
	Address        string // the removed one
	RemovedAt      time.Time
	NewPasswordURL string
	SiteURL        string
}

// AddressRemovedLetter tells of an address that is gone.
func AddressRemovedLetter(words *locale.Words, d AddressRemoved) (Content, error) {
	d.Name = DisplayName(d.Name)
	return addressRemovedLetter.write(words, "", d, d.NewPasswordURL, d.SiteURL)
}

// Reminder is what earners with one address only are reminded of.
type Reminder struct {
	Name, UserName string
	EndsOn         time.Time // of the address; zero: not known
	ProfileURL     string
	StopURL        string // ends these letters
	SiteURL        string
}

// ReminderLetter asks an earner to add a second address.
func ReminderLetter(words *locale.Words, d Reminder) (Content, error) {
	d.Name = DisplayName(d.Name)
	return reminderLetter.write(words, "", d, d.ProfileURL, d.StopURL, d.SiteURL)
}
