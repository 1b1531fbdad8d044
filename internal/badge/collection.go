package badge

import "time"

// Collection is credentials that their earner has put together under one address.
type Collection struct {
	ID         CollectionID
	AccountID  AccountID
	Slug       Code // of its address: random like that of a credential
	Name       string
	About      string // plain text
	Visibility Visibility
	CreatedAt  time.Time
}

// Bounds of collections.
const (
	MaxCollections = 100 // of one earner
	MaxCollected   = 200 // credentials in one
)

// Validate trims the words of a collection and says what is wrong with them.
func (c *Collection) Validate() error {
	f := faults{}
	c.Name = text(f, "name", c.Name, 1, 100, "Give it a name.")
	c.About = text(f, "about", c.About, 0, 1000, "")
	return f.err()
}

// Shows tells whether a collection shows one of its credentials to somebody.
// What everybody may find leads to nothing that its earner wants to show only
// to those who have the address.
func (c *Collection) Shows(s Sharing, actor Actor) bool {
	return s.VisibleTo(actor) && (c.Visibility != VisibilityPublic || s.Visibility == VisibilityPublic)
}

// VisibleTo tells whether somebody may open the collection at all.
func (c *Collection) VisibleTo(actor Actor) bool {
	return c.Visibility != VisibilityPrivate || actor.AccountID != "" && actor.AccountID == c.AccountID
}

// Showcase is the page that shows an earner's public credentials, for those
// who want one.
type Showcase struct {
	AccountID AccountID
	Slug      string // chosen by the earner
	About     string // plain text
	Open      bool   // it can be opened
	Listed    bool   // and search engines may find it
}

// Validate trims what stands on the page and says what is wrong with it.
func (s *Showcase) Validate() error {
	f := faults{}
	s.Slug = slug(f, s.Slug)
	s.About = text(f, "about", s.About, 0, 1000, "")
	return f.err()
}
