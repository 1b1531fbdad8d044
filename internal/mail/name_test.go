package mail

import (
	"strings"
	"testing"
)

func TestDisplayName(t *testing.T) {
	for name, want := range map[string]string{
		"María José Núñez":                         "María José Núñez",
		"نور الهدى عبد الرحمن":                     "نور الهدى عبد الرحمن",
		"می\u200cخواهم":                            "می\u200cخواهم",
		"O'Brien, Siobhán (RN)":                    "O'Brien, Siobhán (RN)",
		"J.R.R. Tolkien":                           "J.R.R. Tolkien",
		"ISO 13.485 and 3.14":                      "ISO 13.485 and 3.14",
		"St. Mary's: Level 2/3":                    "St. Mary's: Level 2/3",
		"  two \t words\r\nand a line ":            "two words and a line",
		"Bank <help@bank.example>":                 "Bank help at bank example",
		"Bank https://bank.example/login":          "Bank https bank example/login",
		"www.bank.example":                         "bank example",
		"bank.example":                             "bank example",
		"bank。example":                             "bank example",
		"a.bc.de.fg":                               "a bc de fg",
		"\u202egro.knab\u202c \u2066x\u2069":       "gro knab x",
		"zero\u200bwidth\ufeff":                    "zerowidth",
		"quote \" back \\ slash":                   "quote back slash",
		"=?utf-8?q?=40?=":                          "= ?utf-8?q?=40?=",
		"=www.?utf-8?q?x?=":                        "= ?utf-8?q?x?=",
		"bad \xff bytes":                           "bad � bytes",
		"line\u2028separator\u0085and\vothers\x00": "line separator and others",
	} {
		if got := DisplayName(name); got != want {
			t.Errorf("DisplayName(%q) = %q, want %q", name, got, want)
		}
	}
	long := DisplayName(strings.Repeat("ñ", 500))
	if n := len([]rune(long)); n != maxName {
		t.Errorf("a name of 500 letters has %d afterwards", n)
	}
}
