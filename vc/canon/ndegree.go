package canon

import (
	"bytes"
	"slices"
)

// relatedGroup holds the blank nodes next to another that look alike from there.
type relatedGroup struct {
	hash  digest
	nodes []int32
}

// nDegree is hash n-degree quads (RDFC-1.0, section 4.8): a hash for blank node b that depends on the blank
// nodes around it, and the identifiers issued on the way. Hostile graphs make it explode: every call costs one of
// the budget and looks at the context.
func (c *canonicalizer) nDegree(b int32, issued issuer) (digest, issuer, error) {
	if err := c.ctx.Err(); err != nil {
		return digest{}, issued, err
	}
	if c.budget--; c.budget < 0 {
		return digest{}, issued, &Refused{Reason: "too_much_work", Detail: "too many things without an id that look alike"}
	}
	var data []byte
	for _, group := range c.related(b, &issued) {
		data = append(data, c.text(&group.hash)...)
		path, chosen, err := c.choose(group.nodes, &issued)
		if err != nil {
			return digest{}, issued, err
		}
		data = append(data, path...)
		issued = chosen
	}
	return c.digestOf(data), issued, nil
}

// related groups the blank nodes that share a quad with b by their related hash, in the order of the hashes.
func (c *canonicalizer) related(b int32, issued *issuer) []relatedGroup {
	var groups []relatedGroup
	add := func(q *quad, other int32, position byte) {
		if other == 0 || other == b {
			return
		}
		hash := c.relatedHash(q, other, position, issued)
		i, found := slices.BinarySearchFunc(groups, hash, func(g relatedGroup, h digest) int {
			return bytes.Compare(g.hash[:], h[:])
		})
		if !found {
			groups = slices.Insert(groups, i, relatedGroup{hash: hash})
		}
		groups[i].nodes = append(groups[i].nodes, other)
	}
	for _, i := range c.of[b] {
		q := &c.quads[i]
		add(q, q.s.blank, 's')
		add(q, q.o.blank, 'o')
		add(q, q.g.blank, 'g')
	}
	return groups
}

// relatedHash is hash related blank node (section 4.7).
func (c *canonicalizer) relatedHash(q *quad, other int32, position byte, issued *issuer) digest {
	in := append(c.buf[:0], position)
	if position != 'g' {
		in = append(in, q.predicate...)
	}
	switch {
	case c.issued.has(other):
		in = c.issued.appendName(in, other)
	case issued.has(other):
		in = issued.appendName(in, other)
	default:
		in = append(in, c.text(&c.first[other])...)
	}
	c.buf = in
	return c.digestOf(in)
}

// choose tries every order of nodes and returns the least path with its identifiers (section 4.8.3, step 5.4). Nodes
// that were settled on the way need no further call, so that the orders have a bound of their own.
func (c *canonicalizer) choose(nodes []int32, issued *issuer) (path []byte, chosen issuer, err error) {
	order := slices.Clone(nodes)
	slices.Sort(order)
	for {
		if err := c.ctx.Err(); err != nil {
			return nil, chosen, err
		}
		if c.orders--; c.orders < 0 {
			return nil, chosen, &Refused{Reason: "too_much_work", Detail: "too many orders of things without an id"}
		}
		candidate, by, ok, err := c.walk(order, issued.clone(), path)
		if err != nil {
			return nil, chosen, err
		}
		if ok && (path == nil || bytes.Compare(candidate, path) < 0) {
			path, chosen = candidate, by
		}
		if !nextPermutation(order) {
			return path, chosen, nil
		}
	}
}

// walk is the path for one order of nodes; false when it is already worse than the best one so far.
func (c *canonicalizer) walk(order []int32, issued issuer, best []byte) ([]byte, issuer, bool, error) {
	path := make([]byte, 0, 128)
	worse := func() bool {
		return best != nil && len(path) >= len(best) && bytes.Compare(path, best) > 0
	}
	var deeper []int32
	for _, b := range order {
		if c.issued.has(b) {
			path = c.issued.appendName(path, b)
		} else {
			if !issued.has(b) {
				deeper = append(deeper, b)
				issued.issue(b)
			}
			path = issued.appendName(path, b)
		}
		if worse() {
			return nil, issued, false, nil
		}
	}
	for _, b := range deeper {
		hash, by, err := c.nDegree(b, issued)
		if err != nil {
			return nil, issued, false, err
		}
		path = issued.appendName(path, b)
		path = append(append(append(path, '<'), c.text(&hash)...), '>')
		issued = by
		if worse() {
			return nil, issued, false, nil
		}
	}
	return path, issued, true, nil
}

// nextPermutation puts order into its next arrangement, or reports that it was the last. Equal nodes count as one.
func nextPermutation(order []int32) bool {
	i := len(order) - 2
	for i >= 0 && order[i] >= order[i+1] {
		i--
	}
	if i < 0 {
		return false
	}
	j := len(order) - 1
	for order[j] <= order[i] {
		j--
	}
	order[i], order[j] = order[j], order[i]
	slices.Reverse(order[i+1:])
	return true
}
