package award

import (
	"math/rand/v2"
	"testing"
)

// It answers like a map, also when many fall on one place.
func TestSeenIsLikeAMap(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var s seen
	if s.find(7) != 0 {
		t.Error("an empty one knows somebody")
	}
	known := map[earner]uint32{}
	for row := uint32(1); row <= 20_000; row++ {
		e := earner(random.Uint64())
		if row%2 == 0 {
			e = earner(random.Uint64N(64) * 1024 * 1536) // hardly any of these differ in their place
		}
		if got := s.find(e); got != known[e] {
			t.Fatalf("row %d: %d is found, want %d", row, got, known[e])
		}
		if known[e] == 0 {
			s.put(e, row)
			known[e] = row
		}
	}
	for e, row := range known {
		if s.find(e) != row {
			t.Fatalf("the earner of row %d is lost", row)
		}
	}
}
