package canon

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestPublishedVectors runs the W3C vectors of the algorithm in its URDNA2015 form. Vector 060 is the one place
// where RDFC-1.0 demands other bytes: control characters are escaped.
func TestPublishedVectors(t *testing.T) {
	b, err := os.ReadFile("testdata/urdna2015.txtar")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(b)
	notice, err := os.ReadFile("testdata/NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(notice), "urdna2015.txtar  "+hex.EncodeToString(sum[:])) {
		t.Errorf("the vectors are not those that the NOTICE names: %x", sum)
	}
	files := txtar.Parse(b).Files
	if len(files) != 124 {
		t.Fatalf("%d files", len(files))
	}
	for i := 0; i < len(files); i += 2 {
		name := strings.TrimSuffix(files[i].Name, "-in.nq")
		t.Run(name, func(t *testing.T) {
			quads, blanks := readQuads(t, string(files[i].Data))
			want := string(files[i+1].Data)
			if name == "test060" {
				want = strings.Replace(want, "\"\t\b\\n\\r\f\\\"'\\\\\"", `"\t\b\n\r\f\"'\\"`, 1)
			}
			got, err := canonicalize(context.Background(), sha256Hash, quads, blanks, 3)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != want {
				t.Errorf("differ\n%s", difference(got, []byte(want)))
			}
		})
	}
}

// TestSHA384IsEqualToThePeer compares with SHA-256 hashes of the canonical forms that another implementation gives for
// the inputs of the vectors when the algorithm runs with SHA-384 (testdata/NOTICE).
func TestSHA384IsEqualToThePeer(t *testing.T) {
	b, err := os.ReadFile("testdata/urdna2015.txtar")
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("testdata/peer384.json")
	if err != nil {
		t.Fatal(err)
	}
	var peer map[string]string
	if err := json.Unmarshal(data, &peer); err != nil {
		t.Fatal(err)
	}
	compared, other := 0, 0
	for _, f := range txtar.Parse(b).Files {
		name, in := strings.CutSuffix(f.Name, "-in.nq")
		if !in {
			continue
		}
		quads, blanks := readQuads(t, string(f.Data))
		got, err := canonicalize(context.Background(), sha384Hash, quads, blanks, 3)
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(got); hex.EncodeToString(sum[:]) != peer[name] {
			t.Errorf("%s differs", name)
		}
		compared++
		quads, blanks = readQuads(t, string(f.Data))
		with256, err := canonicalize(context.Background(), sha256Hash, quads, blanks, 3)
		if err != nil {
			t.Fatal(err)
		}
		if string(with256) != string(got) {
			other++
		}
	}
	if compared != len(peer) || other != 24 {
		t.Errorf("%d of %d compared; %d depend on the hash function, want 24", compared, len(peer), other)
	}
}

// clique is a graph in which n blank nodes all point to each other and nothing tells them apart.
func clique(n int) []quad {
	var quads []quad
	for i := range n {
		for j := range n {
			if i != j {
				quads = append(quads, quad{s: node{blank: int32(i + 1)}, predicate: "<urn:p>", o: node{blank: int32(j + 1)}})
			}
		}
	}
	return quads
}

func TestPoisonGraphsAreRefusedFast(t *testing.T) {
	star := func(n int) (quads []quad) { // one hub, n equal leaves that point to one another in a ring
		for i := range n {
			leaf := node{blank: int32(i + 2)}
			next := node{blank: int32((i+1)%n + 2)}
			quads = append(quads, quad{s: node{blank: 1}, predicate: "<urn:p>", o: leaf}, quad{s: leaf, predicate: "<urn:q>", o: next})
		}
		return quads
	}
	cases := map[string]struct {
		quads  []quad
		blanks int
	}{}
	for n := 4; n <= 20; n++ {
		cases[fmt.Sprintf("clique of %d", n)] = struct {
			quads  []quad
			blanks int
		}{clique(n), n}
	}
	cases["ring around a hub"] = struct {
		quads  []quad
		blanks int
	}{star(100), 101}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			start := cpu(t)
			_, err := canonicalize(context.Background(), sha256Hash, c.quads, c.blanks, maxWorkFactor)
			var r *Refused
			if !errors.As(err, &r) || r.Reason != "too_much_work" {
				t.Errorf("got %v", err)
			}
			if took := cpu(t) - start; took > mostWork {
				t.Errorf("took %v", took)
			}
		})
	}
}

// mostWork is the processor time that refusing a document may take.
const mostWork = 250 * time.Millisecond

// cpu is the processor time that this process has used: unlike the clock it
// does not count what other processes do meanwhile.
func cpu(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func TestPoisonDocumentIsRefusedFast(t *testing.T) {
	for n := 5; n <= 30; n++ {
		var all []any
		for i := range n {
			var others []any
			for j := range n {
				if i != j {
					others = append(others, map[string]any{"id": fmt.Sprintf("_:n%d", j)})
				}
			}
			all = append(all, map[string]any{"id": fmt.Sprintf("_:n%d", i), "https://a.example/p": others})
		}
		start := cpu(t)
		_, err := JSONLD(context.Background(), map[string]any{"@context": vc2, "https://a.example/q": all})
		var r *Refused
		if !errors.As(err, &r) || r.Reason != "too_much_work" {
			t.Errorf("%d: got %v", n, err)
		}
		if took := cpu(t) - start; took > mostWork {
			t.Errorf("%d: took %v", n, took)
		}
	}
}

// TestOrderAndNumberingDoNotMatter shuffles quads and renumbers blank nodes.
func TestOrderAndNumberingDoNotMatter(t *testing.T) {
	b, err := os.ReadFile("testdata/urdna2015.txtar")
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for _, f := range txtar.Parse(b).Files {
		if !strings.HasSuffix(f.Name, "-in.nq") {
			continue
		}
		quads, blanks := readQuads(t, string(f.Data))
		first := ""
		for range 5 {
			to := random.Perm(blanks)
			other := make([]quad, len(quads))
			for i, q := range quads {
				for _, n := range []*node{&q.s, &q.o, &q.g} {
					if n.blank != 0 {
						n.blank = int32(to[n.blank-1] + 1)
					}
				}
				other[i] = q
			}
			random.Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
			got, err := canonicalize(context.Background(), sha256Hash, other, blanks, 3)
			if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			if first == "" {
				first = string(got)
			} else if string(got) != first {
				t.Errorf("%s depends on the order", f.Name)
			}
		}
	}
}

func TestRepeatedQuadsCountOnce(t *testing.T) {
	quads, blanks := readQuads(t, "_:a <urn:p> _:b .\n_:b <urn:p> \"x\" .\n<urn:s> <urn:p> \"x\" .\n")
	once, err := canonicalize(context.Background(), sha256Hash, append([]quad{}, quads...), blanks, 1)
	if err != nil {
		t.Fatal(err)
	}
	twice, err := canonicalize(context.Background(), sha256Hash, append(append([]quad{}, quads...), quads...), blanks, 1)
	if err != nil || string(once) != string(twice) {
		t.Errorf("%v\n%s\n%s", err, once, twice)
	}
}
