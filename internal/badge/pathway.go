package badge

import (
	"fmt"
	"time"
)

// Pathway is the rule that a badge comes by itself to whoever holds others of
// the same organization.
type Pathway struct {
	OrgID         OrgID
	AchievementID AchievementID   // what it leads to
	Steps         []AchievementID // in the order in which they are shown
	Need          int             // how many of the steps; zero: all of them
	BatchID       BatchID         // the one that its awards go into now; empty: none yet
	CreatedAt     time.Time
	CheckedAt     time.Time // when the last look at everybody began
}

// MaxSteps is how many steps a pathway may have.
const MaxSteps = 20

// Needed is how many of the steps have to be held.
func (p Pathway) Needed() int {
	if p.Need == 0 {
		return len(p.Steps)
	}
	return p.Need
}

// Validate says what cannot be accepted.
func (p *Pathway) Validate() error {
	f := faults{}
	seen := map[AchievementID]bool{}
	for _, s := range p.Steps {
		if s == p.AchievementID {
			f.add("steps", "A badge cannot be a step to itself.")
		}
		if seen[s] {
			f.add("steps", "A badge is a step once.")
		}
		seen[s] = true
	}
	switch {
	case len(p.Steps) == 0:
		f.add("steps", "Choose the badges that lead to this one.")
	case len(p.Steps) > MaxSteps:
		f.add("steps", fmt.Sprintf("At most %d steps.", MaxSteps))
	case p.Need < 0 || p.Need > len(p.Steps):
		f.add("need", "Not more than there are steps.")
	case p.Need == len(p.Steps):
		p.Need = 0
	}
	return f.err()
}
