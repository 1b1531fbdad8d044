// Package load_test measures by the clock what a stranger could learn from it.
package load_test

import (
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"laurel/internal/house"
	"laurel/internal/store/storetest"
	"laurel/test/world"
)

// TestTiming asks whether an address has an account by how long the answers of
// /login and /password/new take, and prints Welch's t for each: under 4.5
// nobody can tell. It measures wall time, so it runs only when it is asked to:
//
//	LAUREL_TIMING=5000 go test -run TestTiming -v -timeout 30m ./test/load
//
// where the number is how many samples are taken, known and unknown in turn.
func TestTiming(t *testing.T) {
	samples, err := strconv.Atoi(os.Getenv("LAUREL_TIMING"))
	if err != nil {
		t.Skip("LAUREL_TIMING does not say how many samples to take")
	}
	w := world.Open(t, storetest.SQLiteOptions(t), func(s *house.Settings) { s.Now = time.Now })
	people := make([]string, samples/2)
	for n := range people {
		people[n] = fmt.Sprintf("Earner Number %d <%s>", n, address(n, "example.org"))
	}
	w.Issue(t, w.Badge(t, w.Found(t, "load", nil).ID, "endurance"), people...)
	door := w.Handler()
	for path, together := range map[string]int{"/login": 1, "/password/new": 8} {
		took := measure(door, path, samples, together)
		t.Logf("%s: %d samples, known %.2f ms, unknown %.2f ms, |t| = %.2f", path, samples, mean(took[0])*1e3, mean(took[1])*1e3, welch(took[0], took[1]))
	}
}

// measure sends the samples, some together, and returns the seconds they took:
// of known addresses and of unknown ones.
func measure(door http.Handler, path string, samples, together int) (took [2][]float64) {
	var mu sync.Mutex
	var all sync.WaitGroup
	next := make(chan int)
	for range together {
		all.Go(func() {
			for n := range next {
				kind := n % 2
				form := url.Values{"email": {address(n/2, []string{"example.org", "nowhere.example"}[kind])}, "password": {"not the password"}}
				r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
				r.Host, r.RemoteAddr = "badges.example.org", fmt.Sprintf("10.%d.%d.%d:4711", n>>16&255, n>>8&255, n&255)
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				r.Header.Set("Accept", "text/html")
				r.Header.Set("Sec-Fetch-Site", "same-origin")
				began := time.Now()
				door.ServeHTTP(httptest.NewRecorder(), r)
				seconds := time.Since(began).Seconds()
				mu.Lock()
				took[kind] = append(took[kind], seconds)
				mu.Unlock()
			}
		})
	}
	for n := range samples {
		next <- n
	}
	close(next)
	all.Wait()
	return took
}

// address is one of many that come in no order.
func address(n int, domain string) string {
	return fmt.Sprintf("e%08x@%s", uint32(n)*2654435761, domain)
}

func mean(x []float64) (m float64) {
	for _, v := range x {
		m += v / float64(len(x))
	}
	return m
}

// welch is the size of Welch's t of two samples.
func welch(a, b []float64) float64 {
	variance := func(x []float64) (s float64) {
		m := mean(x)
		for _, v := range x {
			s += (v - m) * (v - m) / float64(len(x)-1)
		}
		return s
	}
	return math.Abs(mean(a)-mean(b)) / math.Sqrt(variance(a)/float64(len(a))+variance(b)/float64(len(b)))
}
