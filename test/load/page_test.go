package load

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"laurel/internal/badge"
)

const clients = 32

// BenchmarkBadgePage is the badge page as an employer opens it, nothing
// cached between requests, over HTTP on loopback with 32 connections: every
// request verifies the signed document and reads its status. The same number
// of requests for the same bytes from memory stands beside it as the limit of
// the machine.
func BenchmarkBadgePage(b *testing.B) {
	in := open(b)
	defer in.close(b)
	in.issue(b, file(1000))
	issued, err := in.Issuer.Issued(context.Background(), badge.Host(), in.org, "", "", "", 1000)
	if err != nil {
		b.Fatal(err)
	}
	paths := make([]string, len(issued))
	for n, c := range issued {
		paths[n] = "/b/" + string(c.Code)
	}
	var body []byte
	b.Run("page", func(b *testing.B) { body = flood(b, in.Handler(), paths) })
	b.Run("same-bytes-from-memory", func(b *testing.B) {
		flood(b, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write(body) // a client that went away is not the point here
		}), paths)
	})
}

// flood sends b.N requests over all connections together and reports how many
// a second there were and how long they took.
func flood(b *testing.B, handler http.Handler, paths []string) (body []byte) {
	server := httptest.NewServer(handler)
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	took := make([][]time.Duration, clients)
	var wg sync.WaitGroup
	b.ResetTimer()
	for c := range clients {
		wg.Go(func() {
			for n := c; n < b.N; n += clients {
				began := time.Now()
				got, err := get(client, server.URL+paths[n%len(paths)])
				if err != nil {
					b.Error(err)
					return
				}
				took[c] = append(took[c], time.Since(began))
				if n == 0 {
					body = got
				}
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	all := slices.Concat(took...)
	slices.Sort(all)
	if len(all) == 0 {
		return body
	}
	b.ReportMetric(float64(len(all))/b.Elapsed().Seconds(), "requests/s")
	b.ReportMetric(float64(all[len(all)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds())/1000, "p99-ms")
	return body
}

func get(client *http.Client, url string) ([]byte, error) {
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "text/html")
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close() //nolint:errcheck // read whole below
	body, err := io.ReadAll(response.Body)
	if err == nil && (response.StatusCode != http.StatusOK || !bytes.Contains(body, []byte("html"))) {
		b := body[:min(len(body), 200)]
		return nil, &unexpected{response.StatusCode, string(b)}
	}
	return body, err
}

// unexpected is an answer that no visitor should get.
type unexpected struct {
	status int
	body   string
}

func (u *unexpected) Error() string { return http.StatusText(u.status) + ": " + u.body }
