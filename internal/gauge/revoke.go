package gauge

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"time"

	"laurel/internal/badge"
	"laurel/vc"
	"laurel/vc/statuslist"
)

// revocations is how many credentials are taken back, one after the other.
const revocations = 9

// revoking is the time from taking a credential back to a status list that says so, asked for by HTTP and read.
func revoking(ctx context.Context, o Options, in *installation) ([]Figure, error) {
	o.Progress("revoke, until the served list says so")
	server := httptest.NewServer(in.Handler())
	defer server.Close()
	codes, err := in.codes(ctx, revocations)
	if err != nil {
		return nil, err
	}
	var took, limits []float64
	for _, code := range codes {
		c, _, err := in.Issuer.Public(ctx, code)
		if err != nil {
			return nil, err
		}
		entry, err := entryOf(c.Signed)
		if err != nil {
			return nil, err
		}
		began := time.Now()
		if err := in.Issuer.Revoke(ctx, badge.Host(), in.org, code, "Measured."); err != nil {
			return nil, err
		}
		list, err := servedList(ctx, server.URL, entry.List[len(in.PublicURL):])
		if err != nil {
			return nil, err
		}
		took = append(took, time.Since(began).Seconds()*1000)
		if set, err := statuslist.Check(list, entry, time.Now()); err != nil || !set {
			return nil, fmt.Errorf("badge %s was revoked, and the served list does not say so: %w", code, err)
		}
		limit, err := leastWork(ctx, in.dir)
		if err != nil {
			return nil, err
		}
		limits = append(limits, limit.Seconds()*1000)
	}
	f := Figure{What: "revoke, until the served list says so", Unit: "ms"}.beside("encode, sign, two fsyncs", took, limits)
	return []Figure{f.atMost(1000)}, nil
}

func entryOf(signed []byte) (statuslist.Entry, error) {
	o, err := vc.Decode(signed)
	if err != nil {
		return statuslist.Entry{}, err
	}
	entries, err := statuslist.Entries(o)
	if err == nil && len(entries) != 1 {
		err = errors.New("an issued badge has no status")
	}
	if err != nil {
		return statuslist.Entry{}, err
	}
	return entries[0], nil
}

func servedList(ctx context.Context, server, path string) (vc.Object, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, server+path, nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close() //nolint:errcheck // read whole
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answered %s", path, response.Status)
	}
	return vc.Decode(body)
}

// leastWork is what no way of revoking could do without: two commits, a list encoded, a signature.
func leastWork(ctx context.Context, dir string) (time.Duration, error) {
	commit, err := syncTime(ctx, dir)
	if err != nil {
		return 0, err
	}
	bits := statuslist.New(statuslist.MinBits)
	for i := range revocations {
		if err := bits.Set(i*7919, true); err != nil {
			return 0, err
		}
	}
	began := time.Now()
	_, err = sign([]byte(bits.Encode()))
	return 2*commit + time.Since(began), err
}
