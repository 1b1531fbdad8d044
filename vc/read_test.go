package vc_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"laurel/vc"
)

func TestReadersTolerateOneOrMany(t *testing.T) {
	object := vc.Object{"id": "urn:x:1"}
	for _, c := range []struct {
		value   any
		strings []string
		objects int
		id      string
	}{
		{"a", []string{"a"}, 0, "a"},
		{[]any{"a", "b"}, []string{"a", "b"}, 0, ""},
		{object, nil, 1, "urn:x:1"},
		{[]any{object, "a", object, nil, []any{object}}, []string{"a"}, 2, ""},
		{nil, nil, 0, ""},
		{json.Number("1"), nil, 0, ""},
	} {
		if got := vc.Strings(c.value); !slices.Equal(got, c.strings) {
			t.Errorf("Strings(%v) = %v, want %v", c.value, got, c.strings)
		}
		if got := vc.Objects(c.value); len(got) != c.objects {
			t.Errorf("Objects(%v) = %v, want %d", c.value, got, c.objects)
		}
		if got := vc.IssuerID(vc.Object{"issuer": c.value}); got != c.id {
			t.Errorf("IssuerID(%v) = %q, want %q", c.value, got, c.id)
		}
	}
	if !vc.HasType(vc.Object{"type": "A"}, "A") || vc.HasType(vc.Object{"type": []any{"B"}}, "A") {
		t.Error("HasType")
	}
}

func TestContexts(t *testing.T) {
	for _, c := range []struct {
		value any
		count int
		ok    bool
	}{
		{nil, 0, false},
		{"https://a.example/", 1, true},
		{[]any{"https://a.example/", "https://b.example/"}, 2, true},
		{[]any{"https://a.example/", vc.Object{}}, 1, false},
		{vc.Object{}, 0, false},
		{[]any{}, 0, false},
	} {
		if got, ok := vc.Contexts(vc.Object{"@context": c.value}); len(got) != c.count || ok != c.ok {
			t.Errorf("Contexts(%v) = %v, %v", c.value, got, ok)
		}
	}
}

func TestTime(t *testing.T) {
	for s, want := range map[string]time.Time{
		"2026-01-15T09:00:00Z":          time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC),
		"2026-01-15T09:00:00.25+02:00":  time.Date(2026, 1, 15, 7, 0, 0, 250e6, time.UTC),
		"0001-01-01T00:00:01Z":          time.Date(1, 1, 1, 0, 0, 1, 0, time.UTC),
		"2026-01-15":                    {},
		"2026-01-15T09:00:00":           {},
		"2026-01-15 09:00:00Z":          {},
		"2026-02-30T09:00:00Z":          {},
		"2026-01-15T9:00:00Z":           {},
		"2026-01-15T09:00:00,5Z":        {},
		"2026-01-15T09:00:00+0200":      {},
		"Thu, 15 Jan 2026 09:00:00 GMT": {},
		"1768467600":                    {},
		"":                              {},
	} {
		got, err := vc.Time(s)
		if !got.Equal(want) || (err == nil) == want.IsZero() {
			t.Errorf("Time(%q) = %v, %v; want %v", s, got, err, want)
		}
	}
	local := time.Date(2026, 1, 15, 10, 0, 0, 999, time.FixedZone("CET", 3600))
	if got := vc.FormatTime(local); got != "2026-01-15T09:00:00Z" {
		t.Errorf("FormatTime = %s", got)
	}
}

func TestPeriodNeverTakesAnUnreadableEndForNone(t *testing.T) {
	for _, end := range []any{"soon", []any{"2026-01-15T09:00:00Z"}, json.Number("1"), nil} {
		if _, until, err := vc.Period(vc.Object{"validUntil": end}); err == nil {
			t.Errorf("validUntil %v was read as %v", end, until)
		}
	}
	from, until, err := vc.Period(vc.Object{})
	if err != nil || !from.IsZero() || !until.IsZero() {
		t.Errorf("no dates: %v, %v, %v", from, until, err)
	}
}
