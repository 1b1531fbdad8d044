// Package load measures the whole house under load: make bench. Everything
// runs in this process, on loopback, and in bounded amounts.
package load

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/house"
	"laurel/internal/tenant"
)

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600" width="600" height="600"><circle cx="300" cy="300" r="280" fill="#0f766e"/></svg>`

// installation is a house with an organization and a badge.
type installation struct {
	*house.House
	org   badge.OrgID
	badge badge.AchievementID
}

func open(b *testing.B) installation {
	b.Helper()
	ctx := context.Background()
	h, err := house.Open(ctx, house.Settings{Data: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	org, err := h.Tenants.Create(ctx, badge.Host(), tenant.Founding{Organization: badge.Organization{
		Slug: "load", Name: "Load College", URL: "https://load.example", Email: "badges@load.example", InviteLogin: true,
	}})
	if err != nil {
		b.Fatal(err)
	}
	a, err := h.Catalog.Create(ctx, badge.Host(), org.ID, badge.Achievement{Slug: "endurance", Revision: badge.Revision{
		Name: "Endurance", Description: "Bears a load.", Criteria: "Carried **ten thousand** rows from end to end.",
		Tags: []string{"Carrying", "Patience"}, Validity: badge.Validity{Period: badge.Period{Years: 3}},
	}}, []byte(svg))
	if err != nil {
		b.Fatal(err)
	}
	return installation{h, org.ID, a.ID}
}

func (in installation) close(b *testing.B) {
	b.Helper()
	if err := in.Close(); err != nil {
		b.Error(err)
	}
}

// file is a CSV of n earners.
func file(n int) []byte {
	var out bytes.Buffer
	out.WriteString("Name,E-mail,Issued,Expires,Number\n")
	for i := range n {
		fmt.Fprintf(&out, "Earner Number %d,earner%06d@example.org,2026-03-01,2029-03-01,LC-%06d\n", i, i, i)
	}
	return out.Bytes()
}

// issue takes a file from its bytes to sealed credentials with their letters
// in the ledger, and returns when the batch is done.
func (in installation) issue(b *testing.B, csv []byte) {
	b.Helper()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	host := badge.Host()
	batch, err := in.Intake.Upload(ctx, host, in.org, in.badge, "earners.csv", bytes.NewReader(csv), award.Answers{})
	if err != nil {
		b.Fatal(err)
	}
	if err := in.Intake.Confirm(ctx, host, in.org, batch.ID); err != nil {
		b.Fatal(err)
	}
	worked := make(chan error, 1)
	go func() { worked <- in.Work(ctx) }()
	for {
		p, err := in.Intake.Progress(ctx, host, in.org, batch.ID)
		if err != nil {
			b.Fatal(err)
		}
		if p.State == badge.BatchDone {
			if p.Counts.Issued != batch.Rows {
				b.Fatalf("%d of %d rows were issued", p.Counts.Issued, batch.Rows)
			}
			break
		}
		time.Sleep(100 * time.Millisecond) // looking is not free: it counts rows
	}
	stop()
	if err := <-worked; err != nil {
		b.Fatal(err)
	}
}

// BenchmarkIssue10000 is a file of 10,000 earners from parsing to the last
// sealed credential, on SQLite with synchronous=FULL: rows a second, the same
// as a part of what one core can sign with bare Ed25519 in this run, and the
// most memory that this process held meanwhile.
func BenchmarkIssue10000(b *testing.B) {
	const rows = 10_000
	csv := file(rows)
	for b.Loop() {
		b.StopTimer()
		in := open(b)
		resetPeak(b)
		b.StartTimer()
		in.issue(b, csv)
		b.StopTimer()
		in.close(b)
		b.StartTimer()
	}
	rate := float64(rows) * float64(b.N) / b.Elapsed().Seconds()
	b.ReportMetric(rate, "rows/s")
	b.ReportMetric(rate/bareSigns(b), "of-bare-sign")
	b.ReportMetric(peakMiB(b), "peak-MiB")
}

// bareSigns is how many 64 byte messages one core signs in a second.
func bareSigns(b *testing.B) float64 {
	b.Helper()
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	const n = 10_000
	began := time.Now()
	for range n {
		ed25519.Sign(key, make([]byte, 64))
	}
	return n / time.Since(began).Seconds()
}

// resetPeak forgets the most memory held so far (proc(5), clear_refs).
func resetPeak(b *testing.B) {
	b.Helper()
	debug.FreeOSMemory() // what setting up took is not asked here
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		b.Logf("the peak of memory cannot be reset: %v", err)
	}
}

// peakMiB is the most memory held since, in MiB.
func peakMiB(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Logf("the peak of memory cannot be read: %v", err)
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				b.Fatal(err)
			}
			return float64(kib) / 1024
		}
	}
	return 0
}
