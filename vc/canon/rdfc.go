package canon

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"slices"
	"strconv"
)

// node is the subject, object or graph name of a quad: a blank node by its number (from 1), or the text of an
// IRI or literal as canonical N-Quads have it. The zero node is the default graph.
type node struct {
	text  string
	blank int32
}

// quad is one statement. Predicates are IRIs in N-Quads form.
type quad struct {
	s         node
	predicate string
	o, g      node
}

// hashName is the hash function of a run of the algorithm (RDFC-1.0, section 4.2).
type hashName int

const (
	sha256Hash hashName = iota // the default of the algorithm
	sha384Hash                 // for signatures with keys on P-384
)

// digest is a hash in lower-case hexadecimal, the form in which the algorithm compares and hashes it again. That of
// SHA-256 is followed by zeros, which canonicalizer.text cuts off.
type digest [2 * sha512.Size384]byte

func (c *canonicalizer) digestOf(b []byte) (d digest) {
	if c.hash == sha384Hash {
		sum := sha512.Sum384(b)
		hex.Encode(d[:], sum[:])
	} else {
		sum := sha256.Sum256(b)
		hex.Encode(d[:], sum[:])
	}
	return d
}

// text is a digest as it goes into the next hash.
func (c *canonicalizer) text(d *digest) []byte {
	if c.hash == sha384Hash {
		return d[:]
	}
	return d[:2*sha256.Size]
}

// canonicalizer is the state of one run of RDFC-1.0 (RDF Dataset Canonicalization 1.0, section 4).
type canonicalizer struct {
	ctx    context.Context
	hash   hashName
	quads  []quad
	of     [][]int32 // by blank node: the quads that mention it
	first  []digest  // by blank node: its first degree hash
	issued issuer    // the canonical identifiers
	budget int       // calls of hash n-degree quads left
	orders int       // orders of neighbors left to try
	torn   bool      // two lines sort differently in code points and in UTF-16
	buf    []byte    // holds the lines of the moment
	joined []byte
}

// canonicalize returns the canonical N-Quads of a dataset whose blank nodes are numbered 1 to blanks, all in use.
// The n-degree algorithm may call itself as often as there are blank nodes that share a first degree hash, to
// the power of factor, and try maxOrders orders; what needs more is refused as too_much_work.
func canonicalize(ctx context.Context, hash hashName, quads []quad, blanks, factor int) ([]byte, error) {
	c := &canonicalizer{ctx: ctx, hash: hash, quads: unique(quads), issued: newIssuer("c14n", blanks)}
	c.index(blanks)
	c.reserve()
	c.first = make([]digest, blanks+1)
	order := make([]int32, blanks)
	for b := int32(1); b <= int32(blanks); b++ {
		order[b-1] = b
		c.first[b] = c.firstDegree(b)
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(bytes.Compare(c.first[a][:], c.first[b][:]), cmp.Compare(a, b))
	})
	var shared [][]int32
	count := 0
	for len(order) > 0 {
		n := 1
		for n < len(order) && c.first[order[n]] == c.first[order[0]] {
			n++
		}
		if n == 1 {
			c.issued.issue(order[0])
		} else {
			shared = append(shared, order[:n])
			count += n
		}
		order = order[n:]
	}
	c.budget, c.orders = 1, maxOrders
	for range factor {
		c.budget *= count
	}
	for _, group := range shared {
		if err := c.settle(group); err != nil {
			return nil, err
		}
	}
	out := c.serialize()
	if c.torn {
		return nil, &Refused{Reason: "ambiguous_order", Detail: "characters above U+FFFF stand against U+E000 to U+FFFF, which implementations sort differently"}
	}
	return out, ctx.Err()
}

// unique drops repeated quads with blank nodes; serialize drops the others. A dataset is a set.
func unique(quads []quad) []quad {
	seen := make(map[quad]struct{}, len(quads)/2)
	kept := quads[:0]
	for _, q := range quads {
		if q.s.blank|q.o.blank|q.g.blank != 0 {
			if _, again := seen[q]; again {
				continue
			}
			seen[q] = struct{}{}
		}
		kept = append(kept, q)
	}
	return kept
}

func (c *canonicalizer) index(blanks int) {
	c.of = make([][]int32, blanks+1)
	for i, q := range c.quads {
		add := func(b int32) {
			if list := c.of[b]; b != 0 && (len(list) == 0 || list[len(list)-1] != int32(i)) {
				c.of[b] = append(list, int32(i))
			}
		}
		add(q.s.blank)
		add(q.o.blank)
		add(q.g.blank)
	}
}

// reserve makes room for all lines at once.
func (c *canonicalizer) reserve() {
	const rest = len("_:c14n000 _:c14n000 _:c14n000 .\n")
	size := 0
	for i := range c.quads {
		q := &c.quads[i]
		size += len(q.s.text) + len(q.predicate) + len(q.o.text) + len(q.g.text) + rest
	}
	c.buf = make([]byte, 0, size)
}

// firstDegree is hash first degree quads (section 4.6).
func (c *canonicalizer) firstDegree(reference int32) digest {
	name := func(b []byte, blank int32) []byte {
		if blank == reference {
			return append(b, "_:a"...)
		}
		return append(b, "_:z"...)
	}
	c.joined = c.joined[:0]
	for _, line := range c.lines(c.of[reference], name) {
		c.joined = append(c.joined, line...)
	}
	return c.digestOf(c.joined)
}

// lines writes some of the quads as sorted N-Quads lines; name appends what stands for a blank node.
func (c *canonicalizer) lines(of []int32, name func([]byte, int32) []byte) [][]byte {
	b := c.buf[:0]
	ends := make([]int, len(of))
	for i, q := range of {
		b = appendQuad(b, &c.quads[q], name)
		ends[i] = len(b)
	}
	c.buf = b
	lines := make([][]byte, len(of))
	start := 0
	for i, end := range ends {
		lines[i] = b[start:end]
		start = end
	}
	slices.SortFunc(lines, bytes.Compare)
	for i := 1; i < len(lines); i++ {
		c.torn = c.torn || torn(lines[i-1], lines[i])
	}
	return lines
}

// torn reports whether b, which comes after a in code point order as the standard has it, comes before a in
// UTF-16 order, by which much software sorts.
func torn(a, b []byte) bool {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return a[i] >= 0xEE && a[i] < 0xF0 && b[i] >= 0xF0
		}
	}
	return false
}

func appendQuad(b []byte, q *quad, name func([]byte, int32) []byte) []byte {
	write := func(n node) {
		if n.blank != 0 {
			b = name(b, n.blank)
		} else {
			b = append(b, n.text...)
		}
		b = append(b, ' ')
	}
	write(q.s)
	b = append(b, q.predicate...)
	b = append(b, ' ')
	write(q.o)
	if q.g != (node{}) {
		write(q.g)
	}
	return append(b, ".\n"...)
}

// settle issues canonical identifiers to the blank nodes of one first degree hash (section 4.4, step 5).
func (c *canonicalizer) settle(group []int32) error {
	type result struct {
		hash   digest
		issued issuer
	}
	var results []result
	for _, b := range group {
		if c.issued.has(b) {
			continue
		}
		temporary := newIssuer("b", len(c.of)-1)
		temporary.issue(b)
		hash, issued, err := c.nDegree(b, temporary)
		if err != nil {
			return err
		}
		results = append(results, result{hash, issued})
	}
	slices.SortStableFunc(results, func(a, b result) int { return bytes.Compare(a.hash[:], b.hash[:]) })
	for _, r := range results {
		for _, b := range r.issued.order {
			c.issued.issue(b)
		}
	}
	return nil
}

// serialize writes all quads with canonical identifiers, each once, in code point order (section 4.4, step 6).
func (c *canonicalizer) serialize() []byte {
	all := make([]int32, len(c.quads))
	for i := range all {
		all[i] = int32(i)
	}
	lines := slices.CompactFunc(c.lines(all, c.issued.appendName), bytes.Equal)
	return bytes.Join(lines, nil)
}

// issuer hands out blank node identifiers in the order of asking (section 4.5).
type issuer struct {
	prefix string
	number []int32 // by blank node: its place in order, from 1; 0 when none
	order  []int32
}

func newIssuer(prefix string, blanks int) issuer {
	return issuer{prefix: prefix, number: make([]int32, blanks+1)}
}

func (i *issuer) has(blank int32) bool { return i.number[blank] != 0 }

func (i *issuer) issue(blank int32) {
	if i.number[blank] == 0 {
		i.order = append(i.order, blank)
		i.number[blank] = int32(len(i.order))
	}
}

func (i *issuer) appendName(b []byte, blank int32) []byte {
	b = append(append(b, "_:"...), i.prefix...)
	return strconv.AppendInt(b, int64(i.number[blank]-1), 10)
}

func (i *issuer) clone() issuer {
	return issuer{i.prefix, slices.Clone(i.number), slices.Clone(i.order)}
}
