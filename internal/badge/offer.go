package badge

import "time"

// Offer is a badge that people come and get: with a code that all of them
// share, with slips of paper that have a code each, or by applying.
type Offer struct {
	ID            OfferID
	OrgID         OrgID
	AchievementID AchievementID
	Kind          OfferKind
	Code          ClaimCode // of the poster; empty for the other kinds
	Note          string    // for the people who come
	OpensAt       time.Time
	ClosesAt      time.Time // zero: stays open
	Zone          string    // in which these times are told; empty: UTC
	Quota         int       // zero: without a limit, for applications only
	Used          int       // places taken
	Review        bool      // the organization looks at each before it is issued
	EndedAt       time.Time // by hand; zero: not
	BatchID       BatchID   // the one that its awards go into now; empty: none yet
	CreatedAt     time.Time
}

// OfferKind says how people come to the badge.
type OfferKind string

// The kinds of offer.
const (
	OfferCode        OfferKind = "code"
	OfferSlips       OfferKind = "slips"
	OfferApplication OfferKind = "application"
)

// OfferState is where an offer stands at a moment.
type OfferState string

// An offer opens, and closes because its time is over, because all its places
// are taken, or because the organization ended it.
const (
	OfferSoon  OfferState = "soon"
	OfferOpen  OfferState = "open"
	OfferFull  OfferState = "full"
	OfferOver  OfferState = "over"
	OfferEnded OfferState = "ended"
)

// Bounds of offers and claims.
const (
	MaxQuota        = 100_000
	MaxSlips        = 500 // of one sheet
	MaxOfferNote    = 1000
	MaxStatement    = 4000
	ClaimLinkLife   = 24 * time.Hour
	ClaimKept       = 7 * 24 * time.Hour // of a claim whose address nobody proved
	MaxClaimLetters = 5                  // in a day, to one address
	MaxOfferLetters = 1000               // in an hour, for one offer
)

// State tells where the offer stands.
func (o Offer) State(now time.Time) OfferState {
	switch {
	case !o.EndedAt.IsZero():
		return OfferEnded
	case !o.ClosesAt.IsZero() && !now.Before(o.ClosesAt):
		return OfferOver
	case o.Quota > 0 && o.Used >= o.Quota:
		return OfferFull
	case now.Before(o.OpensAt):
		return OfferSoon
	}
	return OfferOpen
}

// Opens is when it opens, in the zone in which that is told.
func (o Offer) Opens() time.Time { return o.OpensAt.In(Zone(o.Zone)) }

// Closes is when it closes, in that zone; zero: it stays open.
func (o Offer) Closes() time.Time {
	if o.ClosesAt.IsZero() {
		return time.Time{}
	}
	return o.ClosesAt.In(Zone(o.Zone))
}

// Left is how many places are left; zero when there is no limit.
func (o Offer) Left() int { return max(o.Quota-o.Used, 0) }

// Validate trims the fields and says what cannot be accepted.
func (o *Offer) Validate(now time.Time) error {
	f := faults{}
	if o.Kind != OfferCode && o.Kind != OfferSlips && o.Kind != OfferApplication {
		f.add("kind", "Choose how people come to the badge.")
	}
	o.Note = text(f, "note", o.Note, 0, MaxOfferNote, "")
	if o.AchievementID == "" {
		f.add("badge", "Choose the badge.")
	}
	if o.OpensAt.IsZero() {
		o.OpensAt = now
	}
	switch {
	case o.ClosesAt.IsZero() && o.Kind == OfferCode:
		f.add("closes", "Say until when the code works.")
	case !o.ClosesAt.IsZero() && !o.ClosesAt.After(o.OpensAt):
		f.add("closes", "It ends before it begins.")
	case !o.ClosesAt.IsZero() && !o.ClosesAt.After(now):
		f.add("closes", "This time has passed.")
	}
	if o.Quota < 0 || o.Quota > MaxQuota || o.Quota == 0 && o.Kind == OfferCode {
		f.add("quota", "Give a number from 1 to 100,000.")
	}
	return f.err()
}
