package gauge

import (
	"fmt"
	"slices"
)

// Spread is a measurement made several times.
type Spread struct {
	Median float64 `json:"median"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
}

func spread(values []float64) Spread {
	sorted := slices.Sorted(slices.Values(values))
	return Spread{sorted[len(sorted)/2], sorted[0], sorted[len(sorted)-1]}
}

// Figure is one row of a report.
type Figure struct {
	What  string `json:"what"`
	Unit  string `json:"unit"` // of Value and Limit
	Value Spread `json:"value"`
	// LimitIs names the limit that Ratio is to: Value through Limit, of each round. Empty when there is none.
	LimitIs string  `json:"limit_is,omitempty"`
	Limit   *Spread `json:"limit,omitempty"`
	Ratio   *Spread `json:"ratio,omitempty"`
	Must    string  `json:"must,omitempty"` // what the project holds itself to; empty: the figure is for information
	Met     *bool   `json:"met,omitempty"`
}

// Unsteady tells whether the rounds lie further apart than a fifth: something else was using the machine.
func (f Figure) Unsteady() bool {
	s := f.Value
	if f.Ratio != nil {
		s = *f.Ratio
	}
	return s.High-s.Low > s.Median/5
}

// beside completes a figure from the values of ours and of the limit in each round.
func (f Figure) beside(limit string, ours, limits []float64) Figure {
	ratios := make([]float64, len(ours))
	for i := range ours {
		ratios[i] = ours[i] / limits[i]
	}
	l, r := spread(limits), spread(ratios)
	f.Value, f.LimitIs, f.Limit, f.Ratio = spread(ours), limit, &l, &r
	return f
}

// ratioAtLeast says what the ratio must be.
func (f Figure) ratioAtLeast(least float64) Figure {
	return f.must(fmt.Sprintf("ratio ≥ %g", least), f.Ratio.Median >= least)
}

func (f Figure) ratioAtMost(most float64, text string) Figure {
	return f.must("ratio ≤ "+text, f.Ratio.Median <= most)
}

func (f Figure) atMost(most float64) Figure {
	return f.must(fmt.Sprintf("≤ %g %s", most, f.Unit), f.Value.Median <= most)
}

func (f Figure) atLeast(least float64) Figure {
	return f.must(fmt.Sprintf("≥ %g %s", least, f.Unit), f.Value.Median >= least)
}

func (f Figure) must(text string, met bool) Figure {
	f.Must, f.Met = text, &met
	return f
}
