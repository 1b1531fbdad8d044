package account

import "sync/atomic"

// CountGuesses counts from now on how many passwords are compared with a hash.
func (a *Accounts) CountGuesses() *atomic.Int64 {
	var n atomic.Int64
	compare := a.hash.compare
	a.hash.compare = func(password, hash string) (bool, error) {
		n.Add(1)
		return compare(password, hash)
	}
	return &n
}

// HoldHashing lets passwords be compared only after open was called, and tells
// how many may be at once.
func (a *Accounts) HoldHashing() (open func(), cores int) {
	gate := make(chan struct{})
	compare := a.hash.compare
	a.hash.compare = func(password, hash string) (bool, error) {
		<-gate
		return compare(password, hash)
	}
	return func() { close(gate) }, cap(a.hash.slots)
}
