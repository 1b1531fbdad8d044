// Package load measures the whole house under load: make bench. Everything
// runs in this process, on loopback, and in bounded amounts.
package load

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/house"
	"laurel/internal/tenant"
)

const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600" width="600" height="600"><circle cx="300" cy="300" r="280" fill="#0f766e"/></svg>`

// A badge says about as much as badges in the wild do, so that a signed document
// has about 3 KB.
const (
	description = "Holders of this badge carry loads of many kinds over long distances, alone and together with others, and bring them to " +
		"their place whole, in time and without harm to themselves or to anybody else. They know the limits of people, of vehicles and of " +
		"equipment, and they say so when a limit is reached."
	criteria = "To earn this badge, a person has to\n\n- complete **forty hours** of supervised practice in the yard and on the road,\n" +
		"- pass the written examination on lifting, fastening and unloading with at least 80 of 100 points,\n" +
		"- plan a delivery of ten thousand pieces to three addresses, and carry the plan out with a team of four,\n" +
		"- show in a conversation of half an hour how accidents are prevented, and what is to be done after one.\n\n" +
		"The examiners are appointed by the college and do not teach the course. An examination that was not passed can be taken again " +
		"after three months. The badge ends after three years; a refresher of eight hours renews it."
)

// installation is a house with an organization and a badge.
type installation struct {
	*house.House
	org   badge.OrgID
	badge badge.AchievementID
	dir   string
}

func open(b testing.TB) installation {
	b.Helper()
	ctx := context.Background()
	dir := b.TempDir()
	h, err := house.Open(ctx, house.Settings{Data: dir})
	if err != nil {
		b.Fatal(err)
	}
	org, err := h.Tenants.Create(ctx, badge.Host(), tenant.Founding{Organization: badge.Organization{
		Slug: "load", Name: "Load College", URL: "https://load.example", Email: "badges@load.example", InviteLogin: true,
		Description: "A college of further education for everybody who lifts, carries and delivers, with courses by day and in the evening.",
	}})
	if err != nil {
		b.Fatal(err)
	}
	a, err := h.Catalog.Create(ctx, badge.Host(), org.ID, badge.Achievement{Slug: "endurance", Revision: badge.Revision{
		Name: "Endurance", Description: description, Criteria: criteria,
		Tags: []string{"Carrying", "Lifting", "Patience", "Teamwork", "Safety at work"}, Validity: badge.Validity{Period: badge.Period{Years: 3}},
	}}, []byte(svg))
	if err != nil {
		b.Fatal(err)
	}
	return installation{h, org.ID, a.ID, dir}
}

func (in installation) close(b testing.TB) {
	b.Helper()
	if err := in.Close(); err != nil {
		b.Error(err)
	}
}

// earners writes a CSV of the earners from one number to another as it is read.
// Their addresses come in no order, as in life.
func earners(from, to int) io.Reader {
	r, w := io.Pipe()
	go func() {
		out := bufio.NewWriter(w)
		fmt.Fprint(out, "Name,E-mail,Issued,Expires,Number\n")
		for i := from; i < to; i++ {
			mixed := uint32(i) * 2654435761 // an odd factor: no two are the same
			fmt.Fprintf(out, "Earner Number %d,e%08x@example.org,2026-03-01,2029-03-01,LC-%06d\n", i, mixed, i)
		}
		w.CloseWithError(out.Flush())
	}()
	return r
}

// issue takes a file from its bytes to sealed credentials with their letters
// in the ledger, and returns when the batch is done. It tells how long that
// took from the confirmation on: the file was read and checked before.
func (in installation) issue(b testing.TB, csv io.Reader) (confirmed time.Duration) {
	b.Helper()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	host := badge.Host()
	batch, err := in.Intake.Upload(ctx, host, in.org, in.badge, "earners.csv", csv, award.Answers{Large: true})
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
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
		time.Sleep(10 * time.Millisecond)
	}
	confirmed = time.Since(began)
	stop()
	if err := <-worked; err != nil {
		b.Fatal(err)
	}
	return confirmed
}

// BenchmarkIssue10000 is a file of 10,000 earners from parsing to the last
// sealed credential, on SQLite with synchronous=FULL: rows a second, then from
// the confirmation on, both as a part of what one core can sign with bare
// Ed25519 in this run, processor
// time of a row, the most memory that this process held meanwhile, and what the
// whole ledger holds for one credential, in bytes and as a part of its document.
func BenchmarkIssue10000(b *testing.B) { benchmarkIssue(b, 10_000) }

// BenchmarkIssue100000 is BenchmarkIssue10000 with more.
func BenchmarkIssue100000(b *testing.B) { benchmarkIssue(b, 100_000) }

func benchmarkIssue(b *testing.B, rows int) {
	onRequest(b, rows)
	var used, confirmed time.Duration
	var stored, document float64
	for b.Loop() {
		b.StopTimer()
		in := open(b)
		resetPeak(b)
		before := processorTime(b)
		b.StartTimer()
		confirmed += in.issue(b, earners(0, rows))
		b.StopTimer()
		used += processorTime(b) - before
		document = in.meanDocument(b)
		in.close(b)
		stored = in.stored(b) / float64(rows)
		b.StartTimer()
	}
	b.StopTimer()
	report(b, float64(rows)*float64(b.N), used, confirmed, stored, document)
}

// BenchmarkIssue1000000 issues 10,000, then 980,000 and then 10,000 more: the
// same figures, what a row costs with a million stored against what it costs in
// an empty ledger, and how long it takes from revoking to the served list that
// says so.
func BenchmarkIssue1000000(b *testing.B) {
	const few, rows = 10_000, 1_000_000
	onRequest(b, rows)
	for b.Loop() {
		b.StopTimer()
		in := open(b)
		resetPeak(b)
		times := []time.Duration{processorTime(b)}
		var confirmed time.Duration
		b.StartTimer()
		for _, to := range []int{few, rows - few, rows} {
			confirmed += in.issue(b, earners([]int{0, few, rows - few}[len(times)-1], to))
			times = append(times, processorTime(b))
		}
		b.StopTimer()
		b.ReportMetric(float64(times[3]-times[2])/float64(times[1]-times[0]), "last/first")
		b.ReportMetric(in.revokeToServed(b), "revoked-to-served-ms")
		document := in.meanDocument(b)
		in.close(b)
		report(b, rows, times[3]-times[0], confirmed, in.stored(b)/rows, document)
		b.StartTimer()
	}
}

// onRequest skips what takes long unless it is asked for by its number.
func onRequest(b *testing.B, rows int) {
	if rows > 10_000 && !strings.Contains(flag.Lookup("test.bench").Value.String(), strconv.Itoa(rows)) {
		b.Skip("takes long; ask for it by name")
	}
}

func report(b *testing.B, rows float64, used, confirmed time.Duration, stored, document float64) {
	rate, bare := rows/b.Elapsed().Seconds(), bareSigns(b)
	b.ReportMetric(rate, "rows/s")
	b.ReportMetric(rate/bare, "of-bare-sign")
	b.ReportMetric(rows/confirmed.Seconds(), "confirmed-rows/s")
	b.ReportMetric(rows/confirmed.Seconds()/bare, "confirmed-of-bare-sign")
	b.ReportMetric(float64(used.Microseconds())/rows, "cpu-µs/row")
	b.ReportMetric(peakMiB(b), "peak-MiB")
	b.ReportMetric(stored, "stored-B/row")
	b.ReportMetric(document, "document-B")
	b.ReportMetric(stored/document, "stored/document")
}

// processorTime is what this process has used so far, on all cores.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// stored is the size of a closed ledger in bytes: closing folds its log in.
func (in installation) stored(b *testing.B) float64 {
	b.Helper()
	info, err := os.Stat(filepath.Join(in.dir, "laurel.db"))
	if err != nil {
		b.Fatal(err)
	}
	return float64(info.Size())
}

// meanDocument is the size of a signed document in bytes.
func (in installation) meanDocument(b *testing.B) float64 {
	b.Helper()
	size := 0
	codes := in.codes(b, 100)
	for _, code := range codes {
		c, _, err := in.Issuer.Public(context.Background(), code)
		if err != nil {
			b.Fatal(err)
		}
		size += len(c.Signed)
	}
	return float64(size) / float64(len(codes))
}

// codes are those of the latest badges.
func (in installation) codes(b *testing.B, n int) (codes []badge.Code) {
	b.Helper()
	issued, err := in.Issuer.Issued(context.Background(), badge.Host(), in.org, "", "", "", n)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range issued {
		codes = append(codes, c.Code)
	}
	return codes
}

// revokeToServed revokes some badges, one after the other, and is the longest
// time until the served list is another one, in milliseconds.
func (in installation) revokeToServed(b *testing.B) float64 {
	b.Helper()
	ctx := context.Background()
	var most time.Duration
	for _, code := range in.codes(b, 20) {
		c, _, err := in.Issuer.Public(ctx, code)
		if err != nil {
			b.Fatal(err)
		}
		path := statusPath(b, c.Signed)
		before, err := in.Issuer.Served(ctx, path)
		if err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		if err := in.Issuer.Revoke(ctx, badge.Host(), in.org, code, "Measured."); err != nil {
			b.Fatal(err)
		}
		after, err := in.Issuer.Served(ctx, path)
		if err != nil || bytes.Equal(before, after) {
			b.Fatalf("the list is the same after a revocation, %v", err)
		}
		most = max(most, time.Since(began))
	}
	return float64(most.Microseconds()) / 1000
}

// statusPath is where the status list of a document is served.
func statusPath(b *testing.B, signed []byte) string {
	b.Helper()
	var document struct {
		CredentialStatus struct {
			StatusListCredential string `json:"statusListCredential"`
		} `json:"credentialStatus"`
	}
	if err := json.Unmarshal(signed, &document); err != nil {
		b.Fatal(err)
	}
	u, err := url.Parse(document.CredentialStatus.StatusListCredential)
	if err != nil {
		b.Fatal(err)
	}
	return u.Path
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
