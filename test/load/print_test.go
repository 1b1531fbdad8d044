package load_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strconv"
	"sync"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/house"
	"laurel/internal/store/storetest"
	"laurel/test/world"
)

// BenchmarkBadgePageWhileABatchIsPrinted opens the page of one badge again and
// again, once with nothing else to do and once while the certificates of a batch
// of a thousand are printed over and over:
//
//	go test -run '^$' -bench WhileABatchIsPrinted -benchtime 5000x ./test/load
func BenchmarkBadgePageWhileABatchIsPrinted(b *testing.B) {
	w, batch, page := printing(b, 1000)
	door := w.Handler()
	b.Run("quiet", func(b *testing.B) { openPages(b, door, page) })
	b.Run("printing", func(b *testing.B) {
		ctx, stop := context.WithCancel(b.Context())
		var all sync.WaitGroup
		printed := 0
		began := time.Now()
		all.Go(func() {
			for ctx.Err() == nil {
				if err := print(ctx, w, batch); err != nil && ctx.Err() == nil {
					b.Error(err)
					return
				}
				printed += 1000
			}
		})
		openPages(b, door, page)
		stop()
		all.Wait()
		b.ReportMetric(float64(printed)/time.Since(began).Seconds(), "certificates/s")
	})
}

// BenchmarkPrintingABatch prints ten thousand certificates into an archive and
// tells how much memory the process came to:
//
//	go test -run '^$' -bench PrintingABatch -benchtime 1x ./test/load
func BenchmarkPrintingABatch(b *testing.B) {
	const people = 10_000
	w, batch, _ := printing(b, people)
	for b.Loop() {
		debug.FreeOSMemory()
		if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil { // the most so far is what there is now
			b.Skip(err)
		}
		before := resident(b)
		began := time.Now()
		if err := print(b.Context(), w, batch); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(people/time.Since(began).Seconds(), "certificates/s")
		b.ReportMetric(float64(before)/(1<<10), "MiB-before")
		b.ReportMetric(float64(resident(b))/(1<<10), "MiB-most")
	}
}

// printing is a house with a batch of people whose badge has certificates.
func printing(b *testing.B, people int) (w *world.World, batch badge.Batch, page string) {
	b.Helper()
	w = world.Open(b, storetest.SQLiteOptions(b), func(s *house.Settings) { s.Now = time.Now })
	list := make([]string, people)
	for n := range list {
		list[n] = fmt.Sprintf("Earner Number %d <%s>", n, address(n, "example.org"))
	}
	a := w.Badge(b, w.Found(b, "load", nil).ID, "endurance")
	if _, err := w.Certificates.Switch(b.Context(), badge.Host(), a.OrgID, a.ID, true); err != nil {
		b.Fatal(err)
	}
	code := w.Issue(b, a, list...)[0].Code
	file, err := w.Issuer.File(b.Context(), badge.Host(), a.OrgID, code)
	if err != nil {
		b.Fatal(err)
	}
	return w, file.Batch, "/b/" + string(code)
}

// print makes the archive of a batch, as the job does.
func print(ctx context.Context, w *world.World, batch badge.Batch) error {
	if err := w.Certificates.Print(ctx, badge.Host(), batch.OrgID, batch.ID, badge.PrintZip); err != nil {
		return err
	}
	list, _, err := w.Certificates.Prints(ctx, badge.Host(), batch.OrgID, batch.ID)
	if err != nil {
		return err
	}
	if err := w.Certificates.MakePrint(ctx, batch.OrgID, list[0].ID); err != nil {
		return err
	}
	return os.Remove(filepath.Join(w.Certificates.Folder, string(list[0].ID)+".zip"))
}

// resident is the most memory that this process had so far, in KiB.
func resident(b *testing.B) int {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip("there is no /proc here")
	}
	found := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(status)
	if found == nil {
		b.Skip("the system does not tell")
	}
	n, _ := strconv.Atoi(string(found[1]))
	return n
}
