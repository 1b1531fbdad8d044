package load_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"laurel/internal/house"
	"laurel/internal/store/storetest"
	"laurel/test/world"
)

// BenchmarkBadgePageDuringALoginFlood opens the page of one badge again and
// again, once with nothing else to do and once while 64 strangers, each from
// ever new addresses, try wrong passwords without a pause. It reports what the
// slowest page but one in a hundred took, and how the logins were answered:
//
//	go test -run '^$' -bench LoginFlood -benchtime 2000x ./test/load
func BenchmarkBadgePageDuringALoginFlood(b *testing.B) {
	w := world.Open(b, storetest.SQLiteOptions(b), func(s *house.Settings) { s.Now = time.Now })
	people := make([]string, 1000)
	for n := range people {
		people[n] = fmt.Sprintf("Earner Number %d <%s>", n, address(n, "example.org"))
	}
	code := w.Issue(b, w.Badge(b, w.Found(b, "load", nil).ID, "endurance"), people...)[0].Code
	door, page := w.Handler(), "/b/"+string(code)
	b.Run("quiet", func(b *testing.B) { openPages(b, door, page) })
	b.Run("flood", func(b *testing.B) {
		stop := strangers(door, 64)
		openPages(b, door, page)
		for status, n := range stop() {
			b.ReportMetric(float64(n), fmt.Sprintf("logins-%d", status))
		}
	})
}

// openPages opens a page as often as the benchmark says.
func openPages(b *testing.B, door http.Handler, path string) {
	b.Helper()
	var took []time.Duration
	for b.Loop() {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Host = "badges.example.org"
		r.Header.Set("Accept", "text/html")
		w := httptest.NewRecorder()
		began := time.Now()
		door.ServeHTTP(w, r)
		took = append(took, time.Since(began))
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "This badge is valid.") {
			b.Fatalf("the badge page answers %d", w.Code)
		}
	}
	slices.Sort(took)
	for _, percent := range []int{50, 99} {
		b.ReportMetric(float64(took[(len(took)-1)*percent/100].Microseconds())/1000, fmt.Sprintf("p%d-ms", percent))
	}
}

// strangers log in with wrong passwords, so many at once, until they are
// stopped. It then tells how often each status was the answer.
func strangers(door http.Handler, together int) (stop func() map[int]int) {
	var next atomic.Int64
	var ended atomic.Bool
	var mu sync.Mutex
	var all sync.WaitGroup
	answers := map[int]int{}
	for range together {
		all.Go(func() {
			for !ended.Load() {
				n := int(next.Add(1))
				form := url.Values{"email": {address(n%2000, "example.org")}, "password": {"not the password"}} // half of them known
				r := httptest.NewRequest(http.MethodPost, "/login", strings.NewReader(form.Encode()))
				r.Host, r.RemoteAddr = "badges.example.org", fmt.Sprintf("10.%d.%d.%d:4711", n>>16&255, n>>8&255, n&255)
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				r.Header.Set("Accept", "text/html")
				r.Header.Set("Sec-Fetch-Site", "same-origin")
				w := httptest.NewRecorder()
				door.ServeHTTP(w, r)
				mu.Lock()
				answers[w.Code]++
				mu.Unlock()
			}
		})
	}
	return func() map[int]int {
		ended.Store(true)
		all.Wait()
		return answers
	}
}
