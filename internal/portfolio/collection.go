package portfolio

import (
	"context"
	"errors"
	"slices"

	"laurel/internal/badge"
	"laurel/internal/store"
)

// Group is a collection with what is in it, in its order.
type Group struct {
	badge.Collection
	Earner string // the name of whose it is, as last issued
	Rows   []store.EarnedRow
	Hidden int // how many of its credentials are left out for whoever asked
}

// Collections lists the actor's collections, the newest first. Errors: badge.ErrSignedOut.
func (p *Portfolio) Collections(ctx context.Context, actor badge.Actor) (list []store.CollectionCount, err error) {
	if actor.AccountID == "" {
		return nil, badge.ErrSignedOut
	}
	err = p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.EarnerCollections(ctx, actor.AccountID)
		return err
	})
	return list, err
}

// Collection finds one of the actor's collections with all that is in it.
// Errors: badge.ErrNotFound, badge.ErrSignedOut.
func (p *Portfolio) Collection(ctx context.Context, actor badge.Actor, id badge.CollectionID) (g Group, err error) {
	if actor.AccountID == "" {
		return g, badge.ErrSignedOut
	}
	err = p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if g.Collection, err = tx.EarnerCollection(ctx, actor.AccountID, id); err != nil {
			return err
		}
		g.Rows, err = tx.Collected(ctx, id)
		return err
	})
	for _, e := range g.Rows {
		if !g.Shows(sharingOf(e), badge.Actor{}) {
			g.Hidden++
		}
	}
	return g, err
}

// PublicCollection finds the collection at an address with what the actor may
// see of it. Errors: badge.ErrNotFound.
func (p *Portfolio) PublicCollection(ctx context.Context, actor badge.Actor, slug badge.Code) (g Group, err error) {
	err = p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if g.Collection, err = tx.PublicCollection(ctx, slug); err != nil {
			return err
		}
		if !g.VisibleTo(actor) {
			return badge.ErrNotFound
		}
		earner, err := tx.SystemAccount(ctx, g.AccountID)
		if err != nil {
			return err
		}
		g.Earner = earner.Name
		g.Rows, err = tx.Collected(ctx, g.ID)
		return err
	})
	all := len(g.Rows)
	g.Rows = slices.DeleteFunc(g.Rows, func(e store.EarnedRow) bool { return !g.Shows(sharingOf(e), actor) })
	g.Hidden = all - len(g.Rows)
	return g, err
}

func sharingOf(e store.EarnedRow) badge.Sharing {
	return badge.Sharing{AccountID: e.AccountID, OrgID: e.OrgID, Visibility: e.Visibility}
}

// CreateCollection makes an empty collection for those who have its address.
// Errors: *badge.Invalid, badge.ErrSignedOut.
func (p *Portfolio) CreateCollection(ctx context.Context, actor badge.Actor, name, about string) (badge.Collection, error) {
	c := badge.Collection{
		ID: badge.NewID[badge.CollectionID](), AccountID: actor.AccountID, Name: name, About: about, Visibility: badge.VisibilityUnlisted, CreatedAt: p.Now(),
	}
	if actor.AccountID == "" {
		return c, badge.ErrSignedOut
	}
	if err := c.Validate(); err != nil {
		return c, err
	}
	var err error
	if c.Slug, err = badge.NewCode(p.Random); err != nil {
		return c, err
	}
	return c, p.DB.Write(ctx, func(tx *store.Tx) error {
		have, err := tx.EarnerCollections(ctx, actor.AccountID)
		if err != nil {
			return err
		}
		if len(have) >= badge.MaxCollections {
			return badge.Refuse("name", "You have 100 collections, and that is the limit. Delete one that you no longer need.")
		}
		earned, err := tx.EarnerHasBadges(ctx, actor.AccountID)
		if err == nil && !earned {
			err = badge.ErrNotFound // only who has earned something has a portfolio
		}
		if err != nil {
			return err
		}
		return tx.AddCollection(ctx, c)
	})
}

// SaveCollection changes the words and the visibility of one of the actor's
// collections. Errors: *badge.Invalid, badge.ErrConflict, badge.ErrSignedOut.
func (p *Portfolio) SaveCollection(ctx context.Context, actor badge.Actor, c badge.Collection) error {
	if actor.AccountID == "" {
		return badge.ErrSignedOut
	}
	c.AccountID = actor.AccountID
	if err := c.Validate(); err != nil {
		return err
	}
	return p.DB.Write(ctx, func(tx *store.Tx) error { return tx.EarnerSaveCollection(ctx, c) })
}

// DropCollection removes one of the actor's collections. What was in it stays
// in the portfolio. Errors: badge.ErrSignedOut.
func (p *Portfolio) DropCollection(ctx context.Context, actor badge.Actor, id badge.CollectionID) error {
	if actor.AccountID == "" {
		return badge.ErrSignedOut
	}
	return p.DB.Write(ctx, func(tx *store.Tx) error { return tx.EarnerDropCollection(ctx, actor.AccountID, id) })
}

// Add puts badges at the end of a collection; those in it already stay where
// they are. Errors: *badge.Invalid, badge.ErrNotFound, badge.ErrSignedOut.
func (p *Portfolio) Add(ctx context.Context, actor badge.Actor, id badge.CollectionID, more []badge.Code) error {
	return p.arrange(ctx, actor, id, func(codes []badge.Code) []badge.Code {
		for _, code := range more {
			if !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
		}
		return codes
	})
}

// Remove takes a badge out of a collection. Errors as Add.
func (p *Portfolio) Remove(ctx context.Context, actor badge.Actor, id badge.CollectionID, code badge.Code) error {
	return p.arrange(ctx, actor, id, func(codes []badge.Code) []badge.Code {
		return slices.DeleteFunc(codes, func(c badge.Code) bool { return c == code })
	})
}

// Move puts a badge so many places further down a collection, or up when by is
// negative. Errors as Add.
func (p *Portfolio) Move(ctx context.Context, actor badge.Actor, id badge.CollectionID, code badge.Code, by int) error {
	return p.arrange(ctx, actor, id, func(codes []badge.Code) []badge.Code {
		from := slices.Index(codes, code)
		if from < 0 {
			return codes
		}
		to := min(max(from+by, 0), len(codes)-1)
		return slices.Insert(slices.Delete(codes, from, from+1), to, code)
	})
}

// Order puts the badges of a collection in an order. What it does not name
// comes after, what is not in the collection stays out. Errors as Add.
func (p *Portfolio) Order(ctx context.Context, actor badge.Actor, id badge.CollectionID, order []badge.Code) error {
	place := map[badge.Code]int{}
	for n, code := range order {
		place[code] = n - len(order)
	}
	return p.arrange(ctx, actor, id, func(codes []badge.Code) []badge.Code {
		slices.SortStableFunc(codes, func(a, b badge.Code) int { return place[a] - place[b] })
		return codes
	})
}

// arrange changes what is in a collection, and in which order.
func (p *Portfolio) arrange(ctx context.Context, actor badge.Actor, id badge.CollectionID, change func([]badge.Code) []badge.Code) error {
	if actor.AccountID == "" {
		return badge.ErrSignedOut
	}
	return p.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := tx.EarnerCollection(ctx, actor.AccountID, id); err != nil {
			return err
		}
		rows, err := tx.Collected(ctx, id)
		if err != nil {
			return err
		}
		var codes []badge.Code
		for _, e := range rows {
			codes = append(codes, e.Code)
		}
		if codes = change(codes); len(codes) > badge.MaxCollected {
			return badge.Refuse("badges", "A collection holds up to 200 badges. Nothing was added; make another collection for the rest.")
		}
		return tx.EarnerArrange(ctx, actor.AccountID, id, codes)
	})
}

// Showcase is the actor's public page. One that was never made is closed, and
// has an address to begin with. Errors: badge.ErrSignedOut.
func (p *Portfolio) Showcase(ctx context.Context, actor badge.Actor) (s badge.Showcase, err error) {
	if actor.AccountID == "" {
		return s, badge.ErrSignedOut
	}
	err = p.DB.Read(ctx, func(tx *store.Tx) error {
		var err error
		s, err = tx.EarnerShowcase(ctx, actor.AccountID)
		if !errors.Is(err, badge.ErrNotFound) {
			return err
		}
		a, err := tx.SystemAccount(ctx, actor.AccountID)
		s.Slug = badge.SlugFrom(a.Name)
		return err
	})
	return s, err
}

// SaveShowcase changes the actor's public page. Errors: *badge.Invalid,
// badge.ErrSignedOut, badge.ErrNotFound for who has earned nothing.
func (p *Portfolio) SaveShowcase(ctx context.Context, actor badge.Actor, s badge.Showcase) error {
	if actor.AccountID == "" {
		return badge.ErrSignedOut
	}
	s.AccountID = actor.AccountID
	if err := s.Validate(); err != nil {
		return err
	}
	err := p.DB.Write(ctx, func(tx *store.Tx) error {
		earned, err := tx.EarnerHasBadges(ctx, actor.AccountID)
		if err == nil && !earned {
			err = badge.ErrNotFound
		}
		if err != nil {
			return err
		}
		return tx.SaveShowcase(ctx, s, p.Now())
	})
	if errors.Is(err, badge.ErrConflict) {
		return badge.Refuse("slug", "Somebody else has this address. Choose another one, such as your name with a number.")
	}
	return err
}

// Shown is a part of what somebody shows to everybody.
type Shown struct {
	badge.Showcase
	Earner string // name; may be empty
	Rows   []store.EarnedRow
	All    int  // how many there are, on this part and beyond
	More   bool // others come after these
}

// PublicShowcase finds the public page at an address with the badges that
// everybody may see: at most limit of them, the newest first, and only what comes
// after a badge, if one is named. Errors: badge.ErrNotFound.
func (p *Portfolio) PublicShowcase(ctx context.Context, slug string, after badge.Code, limit int) (s Shown, err error) {
	err = p.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if s.Showcase, err = tx.PublicShowcase(ctx, slug); err != nil {
			return err
		}
		a, err := tx.SystemAccount(ctx, s.AccountID)
		if err != nil {
			return err
		}
		s.Earner = a.Name
		if s.All, err = tx.EarnerSharedCount(ctx, s.AccountID); err != nil {
			return err
		}
		s.Rows, err = tx.EarnerShared(ctx, s.AccountID, after, limit+1)
		s.More = len(s.Rows) > limit
		s.Rows = s.Rows[:min(len(s.Rows), limit)]
		return err
	})
	return s, err
}
