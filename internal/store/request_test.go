package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/internal/store/storetest"
)

func TestARequestIsKeptAsItWasSent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "mine")
		later := noon.Add(time.Hour)
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			otx := tx.Org(s.org.ID)
			got, err := otx.Request(ctx, s.request.ID)
			if err != nil || got != s.request {
				t.Errorf("got %+v, %v, want %+v", got, err, s.request)
			}
			for n, note := range []badge.RequestNote{
				{RequestID: s.request.ID, Staff: true, Text: "Do you have a document?", State: badge.RequestOpen, At: later},
				{RequestID: s.request.ID, Staff: true, Text: "Done.", State: badge.RequestDone, At: later},
			} {
				if err := otx.AddRequestNote(ctx, note); err != nil {
					t.Errorf("note %d: %v", n, err)
				}
			}
			if err := otx.AddRequestNote(ctx, badge.RequestNote{RequestID: s.request.ID, Text: "And?", State: badge.RequestOpen, At: later}); !errors.Is(err, badge.ErrConflict) {
				t.Errorf("a word after the end: %v", err)
			}
			notes, err := otx.RequestNotes(ctx, s.request.ID)
			if err != nil || len(notes) != 2 || notes[0].Number != 1 || notes[1].Number != 2 || notes[1].State != badge.RequestDone || !notes[1].At.Equal(later) {
				t.Errorf("what was said: %+v, %v", notes, err)
			}
			row, err := tx.EarnerRequest(ctx, s.earner.ID, s.request.ID)
			if err != nil || row.State != badge.RequestDone || row.Code != s.issued.Code || row.Badge != s.achievement.Revision.Name || row.Name != s.issued.Name {
				t.Errorf("the earner sees %+v, %v", row, err)
			}
			if _, err := tx.EarnerRequest(ctx, "somebody else", s.request.ID); !errors.Is(err, badge.ErrNotFound) {
				t.Errorf("somebody else sees it: %v", err)
			}
			open, err := otx.Requests(ctx, store.RequestQuery{Open: true, Limit: 10})
			answered, err2 := otx.Requests(ctx, store.RequestQuery{Limit: 10})
			if errors.Join(err, err2) != nil || len(open) != 0 || len(answered) != 1 {
				t.Errorf("%d open, %d answered, %v, %v", len(open), len(answered), err, err2)
			}
			return nil
		})
	})
}

func TestSupportMessagesAreCounted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := aShop(t, db, "mine")
		write(t, db, func(ctx context.Context, tx *store.Tx) error {
			got, err := tx.SystemSupport(ctx, s.support.ID)
			if err != nil || got != s.support {
				t.Errorf("got %+v, %v, want %+v", got, err, s.support)
			}
			for since, want := range map[time.Time][2]int{noon: {1, 1}, noon.Add(time.Second): {0, 0}} {
				all, ofAddress, err := tx.SystemCountSupport(ctx, s.support.Email, since)
				if err != nil || all != want[0] || ofAddress != want[1] {
					t.Errorf("since %s: %d, %d, %v, want %v", since, all, ofAddress, err, want)
				}
			}
			if _, ofAddress, _ := tx.SystemCountSupport(ctx, "eve@example.org", noon); ofAddress != 0 {
				t.Errorf("another address has %d", ofAddress)
			}
			return nil
		})
		refused(t, db, badge.ErrConflict, func(ctx context.Context, tx *store.Tx) error {
			return tx.AddSupport(ctx, "", badge.Support{ID: "other", Reference: s.support.Reference})
		})
	})
}
