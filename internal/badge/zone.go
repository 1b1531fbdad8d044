package badge

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // the rules of the zones, for machines that have none
)

//go:embed zones.txt
var zoneNames string

// Zones are the time zones that somebody can choose, by their IANA names, in
// the order of these. UTC, which is not among them, is that of whoever chose none.
var Zones = sync.OnceValue(func() []string {
	lines := strings.Split(strings.TrimSpace(zoneNames), "\n")
	return slices.DeleteFunc(lines, func(l string) bool { return strings.HasPrefix(l, "#") })
})

// Zone is a time zone by its name; UTC for the empty name, and for one that
// nobody can choose.
func Zone(name string) *time.Location {
	if !slices.Contains(Zones(), name) {
		return time.UTC
	}
	if zone, err := time.LoadLocation(name); err == nil {
		return zone
	}
	return time.UTC
}

// WithZone writes a time by a layout with its zone behind it, as people write
// that: "UTC", "CEST", and "UTC-03" where the zone has no letters. A time that
// nobody put into a zone of theirs is written in UTC.
func WithZone(t time.Time, layout string) string {
	if t.Location() == time.Local {
		t = t.UTC()
	}
	name, _ := t.Zone()
	if strings.HasPrefix(name, "+") || strings.HasPrefix(name, "-") {
		name = "UTC" + name
	}
	return t.Format(layout) + " " + name
}
