package vc_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"laurel/vc"
)

func TestDecode(t *testing.T) {
	got, err := vc.Decode([]byte(" {\"a\":[1.50,true,null,{\"b\":\"\\ud83d\\ude00 \\\\ud800\"}],\"\":\"\"}\n"))
	want := vc.Object{"a": []any{json.Number("1.50"), true, nil, vc.Object{"b": "😀 \\ud800"}}, "": ""}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
	if _, err := vc.Decode([]byte(strings.Repeat(`{"a":`, vc.MaxDepth) + "1" + strings.Repeat("}", vc.MaxDepth))); err != nil {
		t.Errorf("at the greatest depth: %v", err)
	}
	if _, err := vc.Decode([]byte(`{"a":"` + strings.Repeat("[", 100) + `\"{"}`)); err != nil {
		t.Errorf("brackets in text: %v", err)
	}
}

func TestDecodeReadsNumbersAndEscapesAsWritten(t *testing.T) {
	got, err := vc.Decode([]byte(`{"n":[0,-0,10,-1.50,2e3,2E+03,0.1e-7],"s":"\"\\\/\b\f\n\r\t\u00e9\u0000\uD83D\uDE00\ufffdé","w":[true,false,null],"":{},"e":[]}`))
	want := vc.Object{
		"n": []any{json.Number("0"), json.Number("-0"), json.Number("10"), json.Number("-1.50"), json.Number("2e3"), json.Number("2E+03"), json.Number("0.1e-7")},
		"s": "\"\\/\b\f\n\r\té\x00😀\ufffdé", "w": []any{true, false, nil}, "": vc.Object{}, "e": []any{},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, c := range []struct{ name, doc, pointer string }{
		{"nothing", "", ""},
		{"only space", " \n", ""},
		{"an array", `[{"a":1}]`, ""},
		{"a text", `"a"`, ""},
		{"two objects", `{"a":1}{"a":1}`, ""},
		{"text after the object", `{"a":1} x`, ""},
		{"byte order mark", "\ufeff{}", ""},
		{"comma too many", `{"a":1,}`, ""},
		{"comment", `{/* hello */"a":1}`, ""},
		{"number with leading zero", `{"a":01}`, ""},
		{"not a number", `{"a":NaN}`, ""},
		{"a minus alone", `{"a":-}`, ""},
		{"a point at the end", `{"a":1.}`, ""},
		{"an exponent without digits", `{"a":1e+}`, ""},
		{"a word that ends early", `{"a":tru}`, ""},
		{"a word that ends the text", `{"a":nul`, ""},
		{"an escape that is none", `{"a":"\x"}`, ""},
		{"a name without quotes", `{a:1}`, ""},
		{"no colon", `{"a" 1}`, ""},
		{"no comma", `{"a":1 "b":2}`, ""},
		{"brackets that do not match", `{"a":[1}]`, ""},
		{"a bracket too many", `{"a":1}}`, ""},
		{"member twice in what is not JSON", `{"a":1,"a":2`, ""},
		{"open end", `{"a":[1`, ""},
		{"cut in an escape", `{"a":"\u12`, ""},
		{"cut after a backslash", `{"a":"\`, ""},
		{"control character", "{\"a\":\"\x01\"}", ""},
		{"not UTF-8", "{\"a\":\"\xff\"}", ""},
		{"member twice", `{"a":1,"b":2,"a":1}`, "/a"},
		{"member twice by an escape", `{"x":[0,{"a/b":1,"a\u002fb":2}]}`, "/x/1/a~1b"},
		{"half of a surrogate pair", `{"a":"\ud800"}`, ""},
		{"halves in wrong order", `{"a":"\udc00\ud800"}`, ""},
		{"half before an escape", `{"a":"\ud800\n"}`, ""},
		{"too deep", strings.Repeat(`{"a":`, vc.MaxDepth+1) + "1" + strings.Repeat("}", vc.MaxDepth+1), ""},
		{"far too deep", `{"a":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "}", ""},
		{"too long", `{"a":"` + strings.Repeat("x", vc.MaxBytes) + `"}`, ""},
	} {
		got, err := vc.Decode([]byte(c.doc))
		var m *vc.Malformed
		if !errors.As(err, &m) {
			t.Errorf("%s: got %v, %v", c.name, got, err)
			continue
		}
		if m.Pointer != c.pointer || m.Detail == "" {
			t.Errorf("%s: %q at %q, want a detail at %q", c.name, m.Detail, m.Pointer, c.pointer)
		}
	}
}

// What Decode accepts, every JSON reader accepts, and reads the same.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{`{}`, `{"a":[1,{"b":"\ud83d\ude00"}]}`, `{"a":1,"a":2}`, `{"a":"\ud800"}`, ` {"":null} `, `{"a":[-1.5e+7,true,false,0]}`, `{"a":"\u00e9\n\/\""}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := vc.Decode(data)
		if err != nil {
			return
		}
		d := json.NewDecoder(strings.NewReader(string(data)))
		d.UseNumber()
		var want map[string]any
		if err := d.Decode(&want); err != nil {
			t.Fatalf("encoding/json refuses: %v", err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}
