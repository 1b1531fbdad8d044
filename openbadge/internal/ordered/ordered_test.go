package ordered_test

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"laurel/openbadge/internal/ordered"
)

// Every string is written as the standard library writes it without escapes for HTML.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "plain", `"quoted\"`, "a<b>&c", "\x00\x1f\x7f\t\n\r", "Zoë", "\u2028\u2029", "😀", "~ !"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ordered.Object{{Name: "a" + s, Value: s + "b"}}.Marshal()
		if err != nil {
			if strings.ToValidUTF8(s, "") == s {
				t.Errorf("%q: %v", s, err)
			}
			return
		}
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(map[string]string{"a" + s: s + "b"}); err != nil {
			t.Fatal(err)
		}
		if want := strings.TrimSuffix(b.String(), "\n"); string(got) != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

func TestMarshal(t *testing.T) {
	for _, c := range []struct {
		name  string
		value any
		want  string // empty: an error
	}{
		{"nothing", nil, `{}`},
		{"no text", "", `{}`},
		{"no list", []string{}, `{}`},
		{"no object", ordered.Object{{Name: "b", Value: ""}}, `{}`},
		{"no time", time.Time{}, `{}`},
		{"list that is written empty", []any{}, `{"a":[]}`},
		{"list of all kinds", []any{"x", ordered.Object{{Name: "b", Value: 1.5}}}, `{"a":["x",{"b":1.5}]}`},
		{"false", false, `{"a":false}`},
		{"zero", 0.0, `{"a":0}`},
		{"large number", 1e21, `{"a":1000000000000000000000}`},
		{"document", json.RawMessage("{\n \"b\": [ 1.0, \"<\" ] }"), `{"a":{"b":[1.0,"<"]}}`},
		{"time", time.Date(2026, 1, 15, 10, 0, 0, 9, time.FixedZone("", 3600)), `{"a":"2026-01-15T09:00:00Z"}`},
		{"no document", json.RawMessage(`[]`), ``},
		{"no number deep inside", []any{[]ordered.Object{{{Name: "b", Value: math.NaN()}}}}, ``},
		{"late year", time.Date(9999, 12, 31, 23, 0, 0, 0, time.FixedZone("", -7200)), ``},
	} {
		got, err := ordered.Object{{Name: "a", Value: c.value}}.Marshal()
		if (err == nil) != (c.want != "") || string(got) != c.want {
			t.Errorf("%s: %s, %v; want %s", c.name, got, err, c.want)
		}
	}
}
