package gauge

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"laurel/internal/award"
	"laurel/internal/badge"
)

// batchPrint is the certificates of a batch made by the job, and what somebody
// notices of it who opens a badge page meanwhile, in turns with nothing to
// notice: pages are opened one after the other, without a pause.
func batchPrint(ctx context.Context, o Options, in *installation) ([]Figure, error) {
	if _, err := in.Certificates.Switch(ctx, badge.Host(), in.org, in.badge, true); err != nil {
		return nil, err
	}
	batch, err := in.smallBatch(ctx, o.Rows)
	if err != nil {
		return nil, err
	}
	codes, err := in.codes(ctx, 1)
	if err != nil {
		return nil, err
	}
	page := httptest.NewServer(in.Handler())
	defer page.Close()
	client := &http.Client{}
	defer client.CloseIdleConnections()

	o.Progress("open badge pages while a batch is printed")
	var rates, busy, quiet []float64
	for range rounds {
		p99, err := lookAgain(ctx, client, page.URL+"/b/"+string(codes[0]), 3*o.Slice)
		if err != nil {
			return nil, err
		}
		quiet = append(quiet, p99)
		working, stop := context.WithCancel(ctx)
		var wg sync.WaitGroup
		printed, took := 0, time.Duration(0)
		var fault error
		wg.Go(func() { printed, took, fault = in.print(working, batch) })
		p99, err = lookAgain(ctx, client, page.URL+"/b/"+string(codes[0]), 3*o.Slice)
		stop()
		if wg.Wait(); err == nil {
			err = fault
		}
		if err != nil {
			return nil, err
		}
		busy, rates = append(busy, p99), append(rates, float64(printed)/took.Seconds())
	}
	return []Figure{
		{What: "print a batch, beside everything else", Unit: "certificates/s", Value: spread(rates)},
		Figure{What: "badge page while a batch is printed, 99 % wait less than", Unit: "ms"}.beside("the same while nothing is", busy, quiet).ratioAtMost(2, "2"),
	}, nil
}

// smallBatch issues to people whom nothing was issued to, behind the rows before.
func (in *installation) smallBatch(ctx context.Context, rows int) (badge.BatchID, error) {
	people := min(rows, 200)
	b, err := in.Intake.Upload(ctx, badge.Host(), in.org, in.badge, "earners.csv", newEarners(rows, rows+people), award.Answers{})
	if err == nil {
		err = in.Intake.Confirm(ctx, badge.Host(), in.org, b.ID, award.Plan{})
	}
	if err == nil {
		err = in.Issuer.IssueChunk(ctx, in.org, b.ID, 1, people+1)
	}
	return b.ID, err
}

// print prints a batch again and again until ctx ends, once at least.
func (in *installation) print(ctx context.Context, batch badge.BatchID) (printed int, took time.Duration, err error) {
	began := time.Now()
	for printed == 0 || ctx.Err() == nil {
		whole := context.WithoutCancel(ctx)
		if err := in.Certificates.Print(whole, badge.Host(), in.org, batch, badge.PrintZip); err != nil {
			return 0, 0, err
		}
		list, _, err := in.Certificates.Prints(whole, badge.Host(), in.org, batch)
		if err == nil {
			err = in.Certificates.MakePrint(whole, in.org, list[0].ID)
		}
		if err == nil {
			err = os.Remove(filepath.Join(in.Certificates.Folder, string(list[0].ID)+".zip"))
		}
		if err != nil {
			return 0, 0, err
		}
		printed += list[0].Total
	}
	return printed, time.Since(began), nil
}

// lookAgain opens a page again and again for a time, and tells what 99 % of the
// times waited at most, in milliseconds.
func lookAgain(ctx context.Context, client *http.Client, url string, lasts time.Duration) (float64, error) {
	var took []time.Duration
	for began := time.Now(); len(took) == 0 || time.Since(began) < lasts; {
		asked := time.Now()
		if _, err := visit(ctx, client, url, "text/html"); err != nil {
			return 0, err
		}
		took = append(took, time.Since(asked))
	}
	slices.Sort(took)
	return took[(len(took)-1)*99/100].Seconds() * 1000, nil
}
