package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"laurel/internal/gauge"
)

func bench(t *testing.T, asJSON bool) string {
	t.Helper()
	var out, errOut strings.Builder
	c := &console{out: &out, err: &errOut, flags: &cli{Data: t.TempDir(), JSON: asJSON}, ctx: t.Context()}
	cmd := benchCmd{Rows: 10, slice: time.Millisecond, credentials: 5}
	if code := exitCode(&errOut, cmd.Run(c)); code != exitDone || errOut.String() != "" {
		t.Fatalf("exit code %d; it said %q", code, errOut.String())
	}
	return out.String()
}

// Whatever a machine can do, being slow is no failure.
func TestBenchPrintsATable(t *testing.T) {
	out := bench(t, false)
	for _, want := range []string{"5 random credentials are equal", "bare Ed25519 sign", "sign, same achievement", "must", "issue end to end", "badge page"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
}

func TestBenchPrintsJSON(t *testing.T) {
	var r gauge.Report
	if err := json.Unmarshal([]byte(bench(t, true)), &r); err != nil {
		t.Fatal(err)
	}
	if r.Machine.Cores == 0 || r.Equality.Compared != 5 || len(r.Limits) == 0 || len(r.Figures) == 0 || r.Figures[0].Ratio.Median <= 0 {
		t.Errorf("%+v", r)
	}
}

func TestNumbersCanBeRead(t *testing.T) {
	for v, want := range map[float64]string{0.49123: "0.491", 12.34: "12.3", 99.99: "100", 100: "100", 1234: "1,230", 65612: "65,600", 1234567: "1,230,000", 999.6: "1,000"} {
		if got := number(v); got != want {
			t.Errorf("%v: %s, want %s", v, got, want)
		}
	}
}
