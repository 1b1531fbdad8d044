package gauge

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"laurel/internal/award"
	"laurel/internal/badge"
)

// earners writes the rows of a file as they are read, so that no file is ever whole in memory here. Their addresses come
// in no order, as in life.
type earners struct {
	next, end int
	rest      bytes.Buffer
}

// newEarners is a CSV file of the people from number first to the one before end.
func newEarners(first, end int) *earners {
	e := &earners{next: first, end: end}
	e.rest.WriteString("Name,E-mail,Issued,Expires,Number\n")
	return e
}

// Read implements io.Reader.
func (e *earners) Read(p []byte) (int, error) {
	if e.rest.Len() == 0 && e.next == e.end {
		return 0, io.EOF
	}
	for e.rest.Len() < min(len(p), 32<<10) && e.next < e.end {
		n := e.next
		e.next++
		mixed := uint32(n) * 2654435761 // an odd factor: no two are the same
		fmt.Fprintf(&e.rest, "Earner Number %d,e%08x@example.org,2026-03-01,2029-03-01,LC-%07d\n", n, mixed, n)
	}
	return e.rest.Read(p)
}

// issuing takes files from their first byte to the last sealed credential, one after the other into one growing ledger.
func issuing(ctx context.Context, o Options, in *installation) ([]Figure, error) {
	before, err := in.again(ctx)
	if err != nil {
		return nil, err
	}
	resetPeak()
	working, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- in.Work(working) }()
	l, err := in.issueFiles(ctx, o)
	peak, known := peakMiB()
	stop()
	if err := errors.Join(err, <-ended); err != nil {
		return nil, err
	}
	after, err := in.again(ctx)
	if err != nil {
		return nil, err
	}
	document, err := in.documentSize(ctx)
	if err != nil {
		return nil, err
	}
	figures := l.figures()
	if known {
		figures = append(figures, Figure{What: "issue, most memory held", Unit: "MiB", Value: Spread{peak, peak, peak}}.atMost(160))
	}
	each := float64(after-before) / float64(l.rows)
	figures = append(figures, Figure{What: "ledger per credential, everything in it", Unit: "bytes"}.
		beside("its signed document", []float64{each}, []float64{document}))
	return figures, nil
}

// laps are what was measured of each file.
type laps struct {
	rows                        int
	wall, confirmed, cpu, limit []float64 // rows per second in all, from the confirmation on, per CPU second; bare signatures per second
}

func (l laps) figures() []Figure {
	first, last := l.cpu[0], l.cpu[len(l.cpu)-1]
	return []Figure{
		Figure{What: "issue end to end, all cores", Unit: "rows/s"}.beside("bare Ed25519 sign, one core", l.wall, l.limit).ratioAtLeast(0.15),
		Figure{What: "issue, from the confirmation on", Unit: "rows/s"}.beside("bare Ed25519 sign, one core", l.confirmed, l.limit),
		Figure{What: "issue end to end", Unit: "rows" + perCPU}.beside("bare Ed25519 sign", l.cpu, l.limit),
		Figure{What: fmt.Sprintf("issue, CPU at the end of %d rows", l.rows), Unit: "CPU µs"}.
			beside("the same at the beginning", []float64{1e6 / last}, []float64{1e6 / first}).ratioAtMost(1.15, "1.15"),
	}
}

func (in *installation) issueFiles(ctx context.Context, o Options) (l laps, err error) {
	s, err := newSigned(ctx)
	if err != nil {
		return l, err
	}
	for n := range rounds {
		first, end := o.Rows*n/rounds, o.Rows*(n+1)/rounds
		o.Progress(fmt.Sprintf("issue end to end, row %d to %d of %d", first+1, end, o.Rows))
		limit, err := speed(o.Slice, s.bareSign)
		if err != nil {
			return l, err
		}
		began, cpuBegan := time.Now(), cpuTime()
		confirmed, err := in.issueFile(ctx, newEarners(first, end), end-first)
		if err != nil {
			return l, err
		}
		rows := float64(end - first)
		l.rows += end - first
		l.wall = append(l.wall, rows/time.Since(began).Seconds())
		l.confirmed = append(l.confirmed, rows/time.Since(confirmed).Seconds())
		l.cpu = append(l.cpu, rows/(cpuTime()-cpuBegan).Seconds())
		l.limit = append(l.limit, limit)
	}
	return l, nil
}

// issueFile uploads and confirms a file and waits until all of it is sealed. It tells when it was confirmed: by then it
// was read and checked.
func (in *installation) issueFile(ctx context.Context, file io.Reader, rows int) (confirmed time.Time, err error) {
	host := badge.Host()
	batch, err := in.Intake.Upload(ctx, host, in.org, in.badge, "earners.csv", file, award.Answers{Large: true})
	if err != nil {
		return confirmed, err
	}
	confirmed = time.Now()
	if err := in.Intake.Confirm(ctx, host, in.org, batch.ID, award.Plan{}); err != nil {
		return confirmed, err
	}
	// Looking counts rows: the more there are, the less often.
	look := time.NewTicker(min(5*time.Millisecond+time.Duration(rows)*2*time.Microsecond, 200*time.Millisecond))
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return confirmed, ctx.Err()
		case <-look.C:
		}
		p, err := in.Intake.Progress(ctx, host, in.org, batch.ID)
		if err != nil {
			return confirmed, err
		}
		if p.State == badge.BatchDone {
			if p.Counts.Issued != rows {
				return confirmed, fmt.Errorf("%d of %d rows were issued", p.Counts.Issued, rows)
			}
			return confirmed, nil
		}
	}
}

// documentSize is the size of the newest signed document in bytes.
func (in *installation) documentSize(ctx context.Context) (float64, error) {
	codes, err := in.codes(ctx, 1)
	if err != nil {
		return 0, err
	}
	c, _, err := in.Issuer.Public(ctx, codes[0])
	return float64(len(c.Signed)), err
}
