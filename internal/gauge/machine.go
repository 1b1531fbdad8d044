package gauge

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// machineLimits are what bounds everything else on this machine.
func machineLimits(ctx context.Context, o Options, dir string) ([]Figure, error) {
	message := make([]byte, 64)
	signature := ed25519.Sign(private, message)
	block := make([]byte, 64<<10)
	var figures []Figure
	for _, l := range []struct {
		what, unit string
		worth      float64
		do         func() error
	}{
		{"bare Ed25519 sign", perCPU, 1, func() error { ed25519.Sign(private, message); return nil }},
		{"bare Ed25519 verify", perCPU, 1, func() error { ed25519.Verify(public, message, signature); return nil }},
		{"SHA-256", "MiB" + perCPU, float64(len(block)) / (1 << 20), func() error { sha256.Sum256(block); return nil }},
	} {
		o.Progress(l.what)
		var rates []float64
		for range rounds {
			rate, err := speed(o.Slice, l.do)
			if err != nil {
				return nil, err
			}
			rates = append(rates, rate*l.worth)
		}
		figures = append(figures, Figure{What: l.what, Unit: l.unit, Value: spread(rates)})
	}
	o.Progress("bring 4 KiB to the disk")
	var times []float64
	for range rounds {
		t, err := syncTime(ctx, dir)
		if err != nil {
			return nil, err
		}
		times = append(times, t.Seconds()*1000)
	}
	return append(figures, Figure{What: "bring 4 KiB to the disk (fsync)", Unit: "ms", Value: spread(times)}), nil
}

// syncTime is how long it takes until 4 KiB at the end of a file in dir are on the disk: the median of 40.
func syncTime(ctx context.Context, dir string) (time.Duration, error) {
	f, err := os.Create(filepath.Join(dir, "sync"))
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name()) //nolint:errcheck // the folder goes as a whole
	defer f.Close()           //nolint:errcheck // what it holds does not matter
	block := bytes.Repeat([]byte{1}, 4<<10)
	times := make([]time.Duration, 40)
	for i := range times {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		began := time.Now()
		if _, err := f.Write(block); err != nil {
			return 0, err
		}
		if err := f.Sync(); err != nil {
			return 0, fmt.Errorf("fsync: %w", err)
		}
		times[i] = time.Since(began)
	}
	slices.Sort(times)
	return times[len(times)/2], nil
}

// processor is what Linux calls the processor.
func processor() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(info)) {
		if name, ok := strings.CutPrefix(line, "model name"); ok {
			return strings.Trim(name, " \t:\n")
		}
	}
	return ""
}
