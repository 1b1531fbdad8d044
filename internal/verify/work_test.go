package verify_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"laurel/internal/verify"
	"laurel/openbadge"
	"laurel/test/world"
	"laurel/vc"
)

// mostWork is the processor time that one document may take of us.
const mostWork = 250 * time.Millisecond

// cpu is the processor time that this process has used: unlike the clock it does not count what others do meanwhile.
func cpu(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// proofs puts the one proof of a document there n times.
func proofs(t *testing.T, signed []byte, n int) []byte {
	t.Helper()
	o, err := vc.Decode(signed)
	if err != nil {
		t.Fatal(err)
	}
	var all []any
	for range n {
		all = append(all, o["proof"].([]any)[0])
	}
	o["proof"] = all
	out, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Whatever one document makes us do is bounded, whether it is accepted or not.
func TestNoDocumentTakesMuchWork(t *testing.T) {
	i := keyed()
	v := verify.NewStranger(silent(), func() time.Time { return world.Start })
	large := proofs(t, i.sign(t, i.unsigned(t, func(c *openbadge.Credential) {
		c.Status = nil
		for n := range 110 {
			c.Evidence = append(c.Evidence, openbadge.Evidence{Name: fmt.Sprint("n", n), Narrative: strings.Repeat("x", 1000), Description: fmt.Sprint(n), Genre: "a", Audience: "b"})
		}
	})), 8)
	var endorsements [][]byte
	for n := range 8 {
		e := i.endorse(t, "https://academy.example/a/1", func(e *openbadge.EndorsementCredential) {
			e.ID, e.Subject.Comment = fmt.Sprint("urn:x:", n), strings.Repeat("x", 10_000)
		})
		endorsements = append(endorsements, proofs(t, e, 7))
	}
	carrying := append(bytes.TrimSuffix(i.rich(t), []byte("}")), append(append([]byte(`,"endorsement":[`), bytes.Join(endorsements, []byte(","))...), "]}"...)...)
	documents := map[string]struct {
		data []byte
		want verify.Verdict
	}{
		"large, with eight proofs":                  {large, verify.Valid},
		"eight endorsements with seven proofs each": {proofs(t, i.sign(t, carrying), 8), verify.Valid},
		"nine proofs":                               {proofs(t, i.sign(t, i.rich(t)), 9), verify.Invalid},
	}
	for _, n := range []int{4, 8, 20, 100} {
		var all []string
		for a := range n {
			var others []string
			for b := range n {
				others = append(others, fmt.Sprintf(`{"id":"_:n%d"}`, (a+b+1)%n))
			}
			all = append(all, fmt.Sprintf(`{"id":"_:n%d","https://a.example/p":[%s]}`, a, strings.Join(others[:n-1], ",")))
		}
		poison := bytes.Replace(proofs(t, i.sign(t, i.rich(t)), 8), []byte(`"validFrom"`), []byte(`"https://a.example/q":[`+strings.Join(all, ",")+`],"validFrom"`), 1)
		documents[fmt.Sprintf("%d things that look alike", n)] = struct {
			data []byte
			want verify.Verdict
		}{poison, verify.Invalid}
	}
	for _, text := range []string{strings.Repeat("[", 200_000), strings.Repeat(`{"a":`, 50_000), `{"a":"` + strings.Repeat(`\u0041`, 40_000), strings.Repeat(`"`, 200_000), strings.Repeat("a.", 1000)} {
		documents[fmt.Sprintf("%.8s…", text)] = struct {
			data []byte
			want verify.Verdict
		}{[]byte("{" + text), verify.Invalid}
	}
	for name, c := range documents {
		start := cpu(t)
		r, err := v.Document(t.Context(), c.data)
		took := cpu(t) - start
		if err != nil || r.Verdict != c.want {
			t.Errorf("%s: %s, %v: %.500v", name, r.Verdict, err, r.Checks)
		}
		if took > mostWork {
			t.Errorf("%s took %v", name, took)
		}
		t.Log(name, len(c.data), took)
	}
}
