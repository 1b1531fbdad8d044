package render

import (
	"strings"
	"testing"
)

// The expected order is what browsers show, from left to right.
func TestMixedDirectionsStandInOrder(t *testing.T) {
	for line, want := range map[string]string{
		"Ada Lovelace":       "Ada| |Lovelace",
		"דנה כהן":            "כהן| |דנה",
		"כהן-לוי, דנה":       "דנה| ,|לוי|-|כהן",
		"صالحة حتى 23 مايو":  "مايو| |23| |حتى| |صالحة",
		"دورة Go 1.26 اليوم": "اليوم| |Go| |1.26| |دورة",
		"قسم (Go) الأول":     "الأول| (|Go|) |قسم",
		"Zoë סרה כהן Smith":  "Zoë| |כהן| |סרה| |Smith",
		"Level 2 – קורס":     "Level| |2| – |קורס",
		"קורס 2":             "2| |קורס",
		"":                   "",
	} {
		var got []string
		for _, item := range inOrder(line) {
			got = append(got, item.text)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%s:\n got %s\nwant %s", line, strings.Join(got, "|"), want)
		}
	}
}
