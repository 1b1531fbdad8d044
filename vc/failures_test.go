package vc_test

import (
	"testing"
	"time"

	"laurel/vc"
)

// Dates are written in whole seconds of UTC, because claims of tokens have no more and some readers no other zone; what
// others write with fractions or another zone is read as the same moment.
func TestDatesAreWrittenInOneFormAndReadInEveryOne(t *testing.T) {
	moment := time.Date(2026, 1, 15, 10, 0, 0, 999_999_999, time.FixedZone("CET", 3600))
	if got := vc.FormatTime(moment); got != "2026-01-15T09:00:00Z" {
		t.Errorf("written as %s", got)
	}
	for text, fine := range map[string]bool{
		"2026-01-15T09:00:00Z": true, "2026-01-15T09:00:00.000Z": true, "2026-01-15T09:00:00+00:00": true, "2026-01-15T09:00:00.000+00:00": true, "2026-01-15T10:00:00+01:00": true,
		"2026-01-15T09:00:00": false, "2026-01-15": false, "1768467600": false, "2026-01-15 09:00:00Z": false, "2026-01-15T09:00:00z": false, "15 Jan 2026": false, "": false,
	} {
		got, err := vc.Time(text)
		if (err == nil) != fine || fine && !got.Equal(moment.Truncate(time.Second)) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}
