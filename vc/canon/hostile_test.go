package canon

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
)

func blank(n int) node { return node{blank: int32(n)} }

// edge says that one blank node points to another; they count from 0.
func edge(from, to int) quad { return quad{s: blank(from + 1), predicate: "<urn:p>", o: blank(to + 1)} }

// poison is a graph whose blank nodes look alike.
type poison struct {
	quads  []quad
	blanks int
}

// copies is a blank node that says of two equal ones a thing, and another thing again in each of n graphs. The orders
// in which these mentions can be tried are (2n)!/(n!)², and none of them needs another call of the algorithm.
func copies(n int) poison {
	p := poison{blanks: 64}
	for _, other := range []int{3, 4} {
		for _, from := range []int{1, 2} {
			for q := range 9 {
				p.quads = append(p.quads, quad{s: blank(from), predicate: fmt.Sprintf("<urn:q:%d>", q), o: blank(other)})
			}
			for g := range n {
				p.quads = append(p.quads, quad{s: blank(from), predicate: "<urn:p>", o: blank(other), g: node{text: fmt.Sprintf("<urn:g:%d>", g)}})
			}
		}
	}
	for i := range 60 { // which make the budget large
		p.quads = append(p.quads, quad{s: blank(5 + i), predicate: "<urn:z>", o: node{text: `"x"`}})
	}
	return p
}

// poisons are graphs by their names, as large as a document may be.
func poisons() map[string]poison {
	all := map[string]poison{}
	for n := 4; n <= 20; n++ {
		all[fmt.Sprintf("complete digraph of %d", n)] = poison{clique(n), n}
	}
	for _, n := range []int{2, 64, maxBlankNodes} {
		chain, ring, twins, both := poison{blanks: n}, poison{blanks: n}, poison{blanks: n}, poison{blanks: n}
		for i := range n {
			if i+1 < n {
				chain.quads = append(chain.quads, edge(i, i+1))
				both.quads = append(both.quads, edge(i, i+1), edge(i+1, i))
			}
			ring.quads = append(ring.quads, edge(i, (i+1)%n))
			twins.quads = append(twins.quads, quad{s: node{text: "<urn:s>"}, predicate: "<urn:p>", o: blank(i + 1)})
		}
		all[fmt.Sprintf("chain of %d", n)], all[fmt.Sprintf("ring of %d", n)] = chain, ring
		all[fmt.Sprintf("twins, %d", n)], all[fmt.Sprintf("chain of %d in both directions", n)] = twins, both
	}
	for _, d := range []int{3, 5, 7} {
		cube := poison{blanks: 1 << d}
		for i := range 1 << d {
			for bit := range d {
				cube.quads = append(cube.quads, edge(i, i^1<<bit))
			}
		}
		all[fmt.Sprintf("cube of %d dimensions", d)] = cube
	}
	sides := poison{blanks: 60}
	for i := range 30 {
		for j := range 30 {
			sides.quads = append(sides.quads, edge(i, 30+j))
		}
	}
	all["two sides of 30, each pointing to all of the other"] = sides
	for _, n := range []int{5, 10, 30, 200} {
		all[fmt.Sprintf("twins in %d graphs", n)] = copies(n)
	}
	return all
}

// TestPoisonIsRefusedFast has every poison graph either settled or refused, in little time and for one reason.
func TestPoisonIsRefusedFast(t *testing.T) {
	refused := 0
	for name, p := range poisons() {
		for _, hash := range []hashName{sha256Hash, sha384Hash} {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			start := cpu(t)
			_, err := canonicalize(ctx, hash, slices.Clone(p.quads), p.blanks, maxWorkFactor)
			took := cpu(t) - start
			cancel()
			var r *Refused
			if errors.As(err, &r) {
				refused++
			}
			if err != nil && (r == nil || r.Reason != "too_much_work") {
				t.Errorf("%s: %v", name, err)
			}
			if took > mostWork {
				t.Errorf("%s: %v", name, took)
			}
		}
	}
	if refused < 50 {
		t.Errorf("only %d were refused", refused)
	}
}

// Each of these has an order that nobody can find out in little time, so that it has to be refused.
func TestPoisonThatCannotBeSettledIsRefused(t *testing.T) {
	all := poisons()
	for _, name := range []string{"complete digraph of 4", "complete digraph of 20", "cube of 7 dimensions", "twins in 10 graphs", "twins in 200 graphs", "two sides of 30, each pointing to all of the other"} {
		var r *Refused
		if _, err := canonicalize(t.Context(), sha256Hash, all[name].quads, all[name].blanks, maxWorkFactor); !errors.As(err, &r) || r.Reason != "too_much_work" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// looks is a context that ends after it was looked at some times. It counts the looks.
type looks struct {
	context.Context
	left, more int
}

func (l *looks) Err() error {
	if l.left--; l.left >= 0 {
		return nil
	}
	l.more++
	return context.Canceled
}

// A context that ends stops the work at the next look, wherever the work is: in a document, in the calls of the
// algorithm, or in the orders that one call tries.
func TestEndedContextStopsInsideTheLoops(t *testing.T) {
	for name, p := range poisons() {
		for _, left := range []int{0, 1, 3, 10, 100, 1000} {
			ctx := &looks{Context: t.Context(), left: left}
			_, err := canonicalize(ctx, sha256Hash, slices.Clone(p.quads), p.blanks, 8)
			if ended := errors.Is(err, context.Canceled); ended != (ctx.more > 0) || ctx.more > 1 {
				t.Errorf("%s: ended after %d looks, and looked %d times more: %v", name, left, ctx.more, err)
			}
		}
	}
	ctx := &looks{Context: t.Context(), left: 900}
	if _, err := canonicalize(ctx, sha256Hash, copies(30).quads, 64, 8); !errors.Is(err, context.Canceled) {
		t.Errorf("many orders went on: %v", err)
	}
	doc := newGenerator(1).credential()
	for left := range 3 {
		ctx := &looks{Context: t.Context(), left: left}
		if _, err := JSONLD(ctx, doc); !errors.Is(err, context.Canceled) || ctx.more != 1 {
			t.Errorf("a document went on for %d looks: %v", ctx.more, err)
		}
	}
}

// TestPoisonInADocumentIsRefusedFast writes poison as JSON-LD, where labels join what stands in different graphs.
func TestPoisonInADocumentIsRefusedFast(t *testing.T) {
	ref := func(n int) any { return map[string]any{"@id": fmt.Sprintf("_:n%d", n)} }
	var graphs, says, fill []any
	for range 20 {
		graphs = append(graphs, map[string]any{"https://a.example/r": []any{
			map[string]any{"@id": "_:n1", "https://a.example/p": []any{ref(3), ref(4)}},
			map[string]any{"@id": "_:n2", "https://a.example/p": []any{ref(3), ref(4)}},
		}})
	}
	for n := 1; n <= 2; n++ {
		m := map[string]any{"@id": fmt.Sprintf("_:n%d", n)}
		for q := range 9 {
			m[fmt.Sprintf("https://a.example/q%d", q)] = []any{ref(3), ref(4)}
		}
		says = append(says, m)
	}
	for range 60 {
		fill = append(fill, map[string]any{"https://a.example/z": "x"})
	}
	doc := map[string]any{"@context": vc2, "type": "VerifiablePresentation", "verifiableCredential": graphs, "https://a.example/s": says, "https://a.example/t": fill}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	start := cpu(t)
	var r *Refused
	if _, err := JSONLD(ctx, doc); !errors.As(err, &r) || r.Reason != "too_much_work" {
		t.Errorf("got %v", err)
	}
	if took := cpu(t) - start; took > mostWork {
		t.Errorf("took %v", took)
	}
}
