package badge_test

import (
	"slices"
	"testing"
	"time"

	"laurel/internal/badge"
)

// Every zone that can be chosen has rules, also on a machine without any.
func TestEveryZoneHasRules(t *testing.T) {
	t.Setenv("ZONEINFO", t.TempDir())
	if n := len(badge.Zones()); n < 400 || !slices.IsSorted(badge.Zones()) {
		t.Errorf("%d zones, or not in order", n)
	}
	for _, name := range badge.Zones() {
		if zone := badge.Zone(name); zone.String() != name {
			t.Errorf("%s is shown as %s", name, zone)
		}
	}
	for _, name := range []string{"", "Local", "../etc/passwd", "Europe/Nowhere"} {
		if badge.Zone(name) != time.UTC {
			t.Errorf("%q is %s", name, badge.Zone(name))
		}
	}
}

func TestATimeIsWrittenWithItsZone(t *testing.T) {
	summer := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	for name, want := range map[string]string{"": "12:00 UTC", "Europe/Berlin": "14:00 CEST", "America/New_York": "08:00 EDT", "America/Sao_Paulo": "09:00 UTC-03", "Asia/Kathmandu": "17:45 UTC+0545"} {
		if got := badge.WithZone(summer.In(badge.Zone(name)), "15:04"); got != want {
			t.Errorf("%s is written %s, want %s", name, got, want)
		}
	}
	if got := badge.WithZone(summer.Local(), "15:04"); got != "12:00 UTC" {
		t.Errorf("in the zone of the machine: %s", got)
	}
}
