package badge

// SavedView is a list of issued badges that somebody comes back to: a name
// for what was searched and filtered.
type SavedView struct {
	ID        ViewID
	AccountID AccountID // whose it is; empty: everybody's in the organization
	Name      string
	Query     string // as in the address of the list, without the page
}

// Validate trims the name and says what cannot be accepted.
func (v *SavedView) Validate() error {
	f := faults{}
	v.Name = text(f, "name", v.Name, 1, 60, "Give the view a name.")
	if len(v.Query) > 2000 {
		f.add("name", "What is searched for is too long to be kept.")
	}
	return f.err()
}
