package gauge

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	visitors = 32   // connections at the same time
	opened   = 1000 // different badges that are opened in turns
)

// pages is the badge page as an employer opens it: nothing is kept between requests, so that each verifies the signed
// document and reads its status. The same bytes from memory, over the same connections, are the limit. The visitors are
// in this process too and take their part of the cores on both sides.
func pages(ctx context.Context, o Options, in *installation) ([]Figure, error) {
	codes, err := in.codes(ctx, opened)
	if err != nil {
		return nil, err
	}
	paths := make([]string, len(codes))
	for i, code := range codes {
		paths[i] = "/b/" + string(code)
	}
	page := httptest.NewServer(in.Handler())
	defer page.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: visitors}}
	defer client.CloseIdleConnections()
	body, err := visit(ctx, client, page.URL+paths[0], "text/html")
	if err != nil {
		return nil, err
	}
	static := fromMemory(body, "text/html; charset=utf-8")
	defer static.Close()

	o.Progress("open badge pages")
	var ours, limits crowds
	for range rounds {
		c, err := flood(ctx, client, page.URL, paths, "text/html", 3*o.Slice)
		if err != nil {
			return nil, err
		}
		ours.add(c)
		if c, err = flood(ctx, client, static.URL, paths, "text/html", 3*o.Slice); err != nil {
			return nil, err
		}
		limits.add(c)
	}
	bytes := fmt.Sprintf("the same %d KB from memory", len(body)/1000)
	return []Figure{
		Figure{What: "badge page, nothing cached", Unit: "requests/s"}.beside(bytes, ours.rate, limits.rate).ratioAtLeast(0.35),
		Figure{What: "badge page, half wait less than", Unit: "ms"}.beside(bytes, ours.p50, limits.p50),
		Figure{What: "badge page, 99 % wait less than", Unit: "ms"}.beside(bytes, ours.p99, limits.p99).ratioAtMost(3, "3"),
	}, nil
}

// fromMemory serves the same bytes at every address.
func fromMemory(body []byte, kind string) *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write(body) // a client that went away is not the point here
	}))
}

// crowds are rounds of visitors: requests a second, and how long half and 99 % of them waited at most, in milliseconds.
type crowds struct{ rate, p50, p99 []float64 }

func (c *crowds) add(one crowd) {
	c.rate, c.p50, c.p99 = append(c.rate, one.rate), append(c.p50, one.p50), append(c.p99, one.p99)
}

type crowd struct{ rate, p50, p99 float64 }

// flood opens pages over all connections together for a time.
func flood(ctx context.Context, client *http.Client, server string, paths []string, kind string, lasts time.Duration) (c crowd, err error) {
	took := make([][]time.Duration, visitors)
	faults := make([]error, visitors)
	began := time.Now()
	var wg sync.WaitGroup
	for v := range visitors {
		wg.Go(func() {
			for n := v; (n == v || time.Since(began) < lasts) && faults[v] == nil; n += visitors { // once at least
				asked := time.Now()
				_, faults[v] = visit(ctx, client, server+paths[n%len(paths)], kind)
				took[v] = append(took[v], time.Since(asked))
			}
		})
	}
	wg.Wait()
	elapsed := time.Since(began)
	if err := errors.Join(faults...); err != nil {
		return c, err
	}
	all := slices.Concat(took...)
	slices.Sort(all)
	return crowd{
		rate: float64(len(all)) / elapsed.Seconds(),
		p50:  all[len(all)/2].Seconds() * 1000, p99: all[len(all)*99/100].Seconds() * 1000,
	}, nil
}

func visit(ctx context.Context, client *http.Client, url, kind string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", kind)
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close() //nolint:errcheck // read whole
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if got := response.Header.Get("Content-Type"); response.StatusCode != http.StatusOK || !strings.HasPrefix(got, kind) {
		return nil, fmt.Errorf("%s answered %s with %s, not with %s", url, response.Status, got, kind)
	}
	return body, nil
}
