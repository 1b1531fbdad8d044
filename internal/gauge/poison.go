package gauge

import (
	"context"
	"errors"
	"fmt"
	"time"

	"laurel/vc"
	"laurel/vc/canon"
)

// clique is a document in which n things without names all point to each other, so that nothing tells them apart: what
// canonicalization could work on for ever.
func clique(n int) vc.Object {
	all := make([]any, n)
	for i := range n {
		var others []any
		for j := range n {
			if i != j {
				others = append(others, vc.Object{"id": fmt.Sprintf("_:n%d", j)})
			}
		}
		all[i] = vc.Object{"id": fmt.Sprintf("_:n%d", i), "https://a.example/p": others}
	}
	return vc.Object{"@context": vc.ContextV2, "https://a.example/q": all}
}

// poison is how much processor time the worst of some hostile documents takes until it is refused.
func poison(ctx context.Context, o Options) ([]Figure, error) {
	o.Progress("refuse a poison document")
	var took []float64
	for range rounds {
		var worst time.Duration
		for n := 5; n <= 20; n++ {
			document := clique(n)
			began := cpuTime()
			_, err := canon.JSONLD(ctx, document)
			worst = max(worst, cpuTime()-began)
			if _, refused := errors.AsType[*canon.Refused](err); !refused {
				return nil, fmt.Errorf("a clique of %d is not refused: %w", n, err)
			}
		}
		took = append(took, float64(worst.Microseconds())/1000)
	}
	return []Figure{Figure{What: "refuse a poison document", Unit: "CPU ms", Value: spread(took)}.atMost(250)}, nil
}
