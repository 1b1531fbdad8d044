package award

// seen remembers in which row each earner of a file stands. It is a table of
// two plain arrays with open addressing, because a million rows have to fit
// into little memory, and a garbage collector keeps twice what it has to walk.
type seen struct {
	earners []earner
	rows    []uint32 // of the earner at the same place; 0: the place is free
	count   int
}

// find returns the row of an earner, or 0.
func (s *seen) find(e earner) uint32 {
	if len(s.earners) == 0 {
		return 0
	}
	return s.rows[s.place(e)]
}

// put remembers the row of an earner who was not found. Rows count from 1.
func (s *seen) put(e earner, row uint32) {
	if s.count >= len(s.earners)/8*7 {
		s.grow()
	}
	at := s.place(e)
	s.earners[at], s.rows[at] = e, row
	s.count++
}

// place is where an earner stands, or would.
func (s *seen) place(e earner) int {
	at := int(uint64(e) % uint64(len(s.earners)))
	for s.rows[at] != 0 && s.earners[at] != e {
		if at++; at == len(s.earners) {
			at = 0
		}
	}
	return at
}

// grow makes half as much room again.
func (s *seen) grow() {
	old := *s
	size := max(1024, len(old.earners)+len(old.earners)/2)
	s.earners, s.rows = make([]earner, size), make([]uint32, size)
	for n, row := range old.rows {
		if row != 0 {
			at := s.place(old.earners[n])
			s.earners[at], s.rows[at] = old.earners[n], row
		}
	}
}
