package gauge

import (
	"context"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// small is enough to see that everything is measured, and not how fast it is.
func small(dir string) Options {
	return Options{Dir: dir, Rows: 23, Slice: time.Millisecond, Credentials: 20, Progress: func(string) {}}
}

func TestEveryFigureIsMeasuredAndNothingIsLeftBehind(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	r, err := Run(t.Context(), small(dir))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]Figure{}
	for _, f := range append(r.Limits, r.Figures...) {
		seen[f.What] = f
		for name, s := range map[string]*Spread{"value": &f.Value, "limit": f.Limit, "ratio": f.Ratio} {
			if s != nil && (!(s.Low > 0) || s.Low > s.Median || s.Median > s.High || math.IsInf(s.High, 0)) {
				t.Errorf("%s: %s is %+v", f.What, name, *s)
			}
		}
		if (f.Must == "") != (f.Met == nil) || (f.Limit == nil) != (f.LimitIs == "") {
			t.Errorf("half a row: %+v", f)
		}
	}
	for _, what := range []string{
		"bare Ed25519 sign", "bare Ed25519 verify", "SHA-256", "bring 4 KiB to the disk (fsync)",
		"sign, same achievement", "sign, any document", "verify, any document", "bake a PNG", "print a certificate", "refuse a poison document",
		"issue end to end, all cores", "issue, from the confirmation on", "issue end to end", "issue, CPU at the end of 23 rows", "ledger per credential, everything in it",
		"revoke, until the served list says so", "badge page, nothing cached", "badge page, half wait less than", "badge page, 99 % wait less than",
		"print a batch, beside everything else", "badge page while a batch is printed, 99 % wait less than",
	} {
		if _, there := seen[what]; !there {
			t.Errorf("%s is not measured", what)
		}
	}
	if r.Equality.Compared != 20 {
		t.Errorf("%d credentials were compared", r.Equality.Compared)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is still there: %v", err)
	}
}

func TestAFolderThatWasThereStays(t *testing.T) {
	dir := t.TempDir()
	made, remove, err := folder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(made, "sync"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := remove(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestARunThatIsStoppedLeavesNothingBehind(t *testing.T) {
	for _, at := range []string{"sign, any", "issue end to end, row 5 ", "open badge"} {
		dir := t.TempDir()
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		o := small(dir)
		o.Progress = func(what string) {
			if strings.HasPrefix(what, at) {
				stop()
			}
		}
		r, err := Run(ctx, o)
		if !errors.Is(err, context.Canceled) || len(r.Figures) != 0 {
			t.Errorf("stopped at %q: %d figures, %v", at, len(r.Figures), err)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
			t.Errorf("stopped at %q, left behind: %v, %v", at, left, err)
		}
	}
}

// What is compared has to be what goes wrong: control characters, quotation marks, twins.
func TestRandomCredentialsAreHard(t *testing.T) {
	hard := map[string]int{`\u0001`: 0, `\"`: 0, `\r\n`: 0, "\u2028": 0, "🏅": 0, "e\u0301": 0, `\u001f`: 0}
	e, err := Compare(t.Context(), 300, func(s Specimen) error {
		for text := range hard {
			if strings.Contains(string(s.Document), text) || strings.Contains(string(s.Compiled), text) {
				hard[text]++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if e.Compared != 300 || e.ByTemplate < 200 || e.Left < 10 {
		t.Errorf("%+v: one of the ways is hardly tried", e)
	}
	for text, n := range hard {
		if n == 0 {
			t.Errorf("no credential has %q", text)
		}
	}
}

func TestTheFirstCredentialThatDiffersEndsTheComparison(t *testing.T) {
	differs := errors.New("differs")
	shown := 0
	e, err := Compare(t.Context(), 10, func(Specimen) error {
		if shown++; shown == 4 {
			return differs
		}
		return nil
	})
	if !errors.Is(err, differs) || !strings.Contains(err.Error(), "random credential 3") || e.Compared != 3 || shown != 4 {
		t.Errorf("%+v after %d, %v", e, shown, err)
	}
}

func TestAFileOfEarnersIsWrittenAsItIsRead(t *testing.T) {
	for name, file := range map[string]io.Reader{"at once": newEarners(8, 1008), "byte by byte": iotest.OneByteReader(newEarners(8, 1008))} {
		data, err := io.ReadAll(file)
		lines := strings.Split(string(data), "\n")
		if err != nil || len(lines) != 1002 || lines[0] != "Name,E-mail,Issued,Expires,Number" || lines[1001] != "" ||
			lines[1] != "Earner Number 8,ef1bbcd88@example.org,2026-03-01,2029-03-01,LC-0000008" || !strings.HasPrefix(lines[1000], "Earner Number 1007,") {
			t.Errorf("%s: %d lines, %v", name, len(lines), err)
		}
	}
}

func TestARatioIsTakenInEachRound(t *testing.T) {
	f := Figure{What: "x", Unit: "ms"}.beside("y", []float64{9, 1, 4}, []float64{3, 1, 2})
	if f.Value != (Spread{4, 1, 9}) || *f.Limit != (Spread{2, 1, 3}) || *f.Ratio != (Spread{2, 1, 3}) {
		t.Errorf("%+v %+v %+v", f.Value, *f.Limit, *f.Ratio)
	}
	if steady := (Figure{Value: Spread{100, 91, 110}}); steady.Unsteady() || !f.Unsteady() {
		t.Error("a fifth is not where rounds begin to lie too far apart")
	}
	for want, met := range map[bool][]*bool{
		true:  {f.ratioAtLeast(2).Met, f.ratioAtMost(2, "2").Met, f.atMost(4).Met, f.atLeast(4).Met},
		false: {f.ratioAtLeast(2.1).Met, f.ratioAtMost(1.9, "1.9").Met, f.atMost(3.9).Met, f.atLeast(4.1).Met},
	} {
		for i, got := range met {
			if *got != want {
				t.Errorf("%d: %v, want %v", i, *got, want)
			}
		}
	}
}

// BenchmarkMemory is what laurel bench measures in memory, one side at a time and with what each call allocates.
func BenchmarkMemory(b *testing.B) {
	s, err := newSigned(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	printed, err := printing(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range append(s.contests(b.Context()), baking(), printed) {
		for name, do := range map[string]func() error{c.what: c.ours, c.what + ", limit: " + c.limit: c.theirs} {
			b.Run(name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := do(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
