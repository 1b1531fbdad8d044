// Package gauge measures what this machine does and prints nothing. In comes a folder on the disk to be measured; out
// come figures, each beside the limit that the machine sets, taken in the same run and in turns with it: signing beside
// bare Ed25519, a badge page beside the same bytes from memory. Before anything is timed, random credentials have to
// come out equal on both ways to sign; where one does not, there are no figures.
//
// The command laurel bench and the benchmarks of this package measure by the same functions.
package gauge

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"
)

// Options say where and how much is measured.
type Options struct {
	Dir         string            // folder on the disk that is measured; a folder is made in it and removed again
	Rows        int               // earners to issue to in all, in five files
	Slice       time.Duration     // how long one side of a comparison runs at a time
	Credentials int               // random ones that are compared first
	Progress    func(what string) // told what is measured now
}

// rounds is how often each comparison is made. A figure is the median of them.
const rounds = 5

// MinRows is how many rows Options have to name at least: one for each file.
const MinRows = rounds

// Report is what was measured, and on what.
type Report struct {
	Machine  Machine  `json:"machine"`
	Equality Equality `json:"equality"`
	Document Document `json:"document"`
	Limits   []Figure `json:"limits"`  // what the machine can do
	Figures  []Figure `json:"figures"` // what Laurel does on it
}

// Document is the size of what is signed and verified in memory.
type Document struct {
	Quads     int `json:"quads"`
	Canonical int `json:"canonical"` // bytes of the canonical form
	Signed    int `json:"signed"`    // bytes of the signed document
}

// Machine is what the figures hold for.
type Machine struct {
	OS    string `json:"os"`
	Arch  string `json:"arch"`
	CPU   string `json:"cpu"`   // as the system calls it; empty when it does not say
	Cores int    `json:"cores"` // that this process may use
	Go    string `json:"go"`
}

// Run measures everything. An error says that something is wrong, never that something is slow; there are no figures
// then.
func Run(ctx context.Context, o Options) (r Report, err error) {
	dir, remove, err := folder(o.Dir)
	if err != nil {
		return r, fmt.Errorf("data folder: %w", err)
	}
	defer func() {
		if err = errors.Join(err, remove()); err != nil {
			r = Report{}
		}
	}()
	r.Machine = Machine{OS: runtime.GOOS, Arch: runtime.GOARCH, CPU: processor(), Cores: runtime.GOMAXPROCS(0), Go: runtime.Version()}
	o.Progress("comparing random credentials on both ways to sign")
	if r.Equality, err = Compare(ctx, o.Credentials, func(Specimen) error { return nil }); err != nil {
		return r, err
	}
	if r.Limits, err = machineLimits(ctx, o, dir); err != nil {
		return r, err
	}
	s, err := newSigned(ctx)
	if err != nil {
		return r, err
	}
	if r.Document, err = s.size(ctx); err != nil {
		return r, err
	}
	for _, measure := range []func(context.Context, Options) ([]Figure, error){s.figures, pictures, certificates, poison} {
		figures, err := measure(ctx, o)
		if err != nil {
			return r, err
		}
		r.Figures = append(r.Figures, figures...)
	}
	figures, err := wholeHouse(ctx, o, dir)
	r.Figures = append(r.Figures, figures...)
	return r, err
}

// folder makes a folder below dir, on the disk that is measured. What remove leaves is what was there before.
func folder(dir string) (made string, remove func() error, err error) {
	_, missing := os.Stat(dir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", nil, err
	}
	if made, err = os.MkdirTemp(dir, "bench-"); err != nil {
		return "", nil, err
	}
	return made, func() error {
		err := os.RemoveAll(made)
		if missing != nil {
			_ = os.Remove(dir) // unless somebody put something in it meanwhile
		}
		return err
	}, nil
}

// Equality is how many random credentials were equal, and how they were signed.
type Equality struct {
	Compared   int `json:"compared"`
	ByTemplate int `json:"by_template"` // the template was certain of them
	Left       int `json:"left"`        // it left them to canonicalization: things in them look alike
}
