package verify_test

import (
	"context"
	"errors"
	"net/netip"
	"reflect"
	"slices"
	"testing"
	"time"

	"laurel/internal/fetch"
	"laurel/internal/verify"
	"laurel/openbadge"
	"laurel/test/world"
)

// unplugged is a client that reaches nobody.
func unplugged() *fetch.Client {
	return fetch.New(fetch.Options{Resolve: func(context.Context, string) ([]netip.Addr, error) { return nil, errors.New("unplugged") }})
}

// FuzzDocument hands in anything. There is a report or a refusal, a report has checks and a verdict, and what is not shown
// is not in it.
func FuzzDocument(f *testing.F) {
	verdicts := []verify.Verdict{verify.Invalid, verify.Unclear, verify.Revoked, verify.Suspended, verify.Expired, verify.NotYet, verify.Valid}
	v := verify.NewStranger(unplugged(), func() time.Time { return world.Start })
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := v.Document(t.Context(), data)
		if err != nil {
			if r.Shown || err.Error() == "" {
				t.Errorf("%+v, %v", r, err)
			}
			return
		}
		if len(r.Checks) == 0 || !slices.Contains(verdicts, r.Verdict) {
			t.Errorf("%+v", r)
		}
		if !r.Shown && (len(r.Document) > 0 || r.Issuer+r.Domain != "" || !reflect.DeepEqual(r.View, openbadge.View{})) {
			t.Errorf("what may not be shown is in %+v", r)
		}
		if r.Shown && len(r.Document) == 0 {
			t.Errorf("shown without a document: %+v", r)
		}
	})
}
