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
