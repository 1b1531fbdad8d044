package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"laurel/internal/badge"
	"laurel/internal/gauge"
)

type benchCmd struct {
	Rows int `help:"Earners to issue to, in five files, in a ledger that is removed again." default:"25000" placeholder:"N"`

	slice       time.Duration // how long one side of a comparison runs at a time; 0: long enough for figures that last
	credentials int           // random ones that are compared first; 0: 1,000
}

// Run measures this machine and prints what it found. Slow is no failure; wrong is.
func (cmd *benchCmd) Run(c *console) error {
	if cmd.Rows < gauge.MinRows {
		return badge.Refuse("rows", fmt.Sprintf("At least %d, so that there are files to compare.", gauge.MinRows))
	}
	shown := isTerminal(c.err)
	report, err := gauge.Run(c.ctx, gauge.Options{
		Dir: c.flags.Data, Rows: cmd.Rows, Slice: cmp.Or(cmd.slice, 200*time.Millisecond), Credentials: cmp.Or(cmd.credentials, 1000),
		Progress: func(what string) {
			if shown {
				fmt.Fprintf(c.err, "\r\x1b[KMeasuring: %s", what)
			}
		},
	})
	if shown {
		fmt.Fprint(c.err, "\r\x1b[K")
	}
	if err != nil {
		return err
	}
	if c.flags.JSON {
		return json.NewEncoder(c.out).Encode(report)
	}
	return printBench(c, report)
}

// printBench is the report for people.
func printBench(c *console, r gauge.Report) error {
	m, e := r.Machine, r.Equality
	fmt.Fprintf(c.out, "%s, %d cores, %s/%s, %s\n", m.CPU, m.Cores, m.OS, m.Arch, m.Go)
	fmt.Fprintf(c.out, "%d random credentials are equal on both ways to sign and verify; a template wrote %d of them and left %d.\n", e.Compared, e.ByTemplate, e.Left)
	fmt.Fprintf(c.out, "Signed and verified in memory: %d quads, %s bytes canonical, %s bytes signed.\n\n",
		r.Document.Quads, number(float64(r.Document.Canonical)), number(float64(r.Document.Signed)))
	table := tabwriter.NewWriter(c.out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(table, "LIMITS OF THIS MACHINE\tmeasured\tspread")
	for _, f := range r.Limits {
		fmt.Fprintf(table, "%s\t%s %s\t%s\n", f.What, number(f.Value.Median), f.Unit, between(f.Value))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(c.out)
	fmt.Fprintln(table, "LAUREL\tmeasured\tspread\tlimit\tratio\tmust\t")
	for _, f := range r.Figures {
		fmt.Fprintf(table, "%s\t%s %s\t%s\t%s\t%s\t%s\t%s\n", f.What, number(f.Value.Median), f.Unit, between(f.Value), limit(f), ratio(f), f.Must, verdict(f))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if slices.ContainsFunc(slices.Concat(r.Limits, r.Figures), gauge.Figure.Unsteady) {
		fmt.Fprintln(c.out, "\nSome rounds lie further apart than a fifth: something else was using this machine. Measure again when it is quiet.")
	}
	return nil
}

func limit(f gauge.Figure) string {
	if f.Limit == nil {
		return ""
	}
	return f.LimitIs + ": " + number(f.Limit.Median)
}

func ratio(f gauge.Figure) string {
	if f.Ratio == nil {
		return ""
	}
	if f.Ratio.Low == f.Ratio.High {
		return number(f.Ratio.Median)
	}
	return number(f.Ratio.Median) + " (" + between(*f.Ratio) + ")"
}

func verdict(f gauge.Figure) string {
	switch {
	case f.Met == nil:
		return ""
	case *f.Met:
		return "met"
	}
	return "missed"
}

func between(s gauge.Spread) string {
	if s.Low == s.High {
		return ""
	}
	return number(s.Low) + ".." + number(s.High)
}

// number has three digits that count, and thousands apart.
func number(v float64) string {
	if v < 100 {
		return fmt.Sprintf("%.3g", v)
	}
	digits := fmt.Sprintf("%.0f", v)
	if scale := math.Pow(10, float64(len(digits)-3)); scale > 1 {
		digits = fmt.Sprintf("%.0f", math.Round(v/scale)*scale)
	}
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}
