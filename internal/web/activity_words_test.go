package web

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every act that a room writes down is told in words, and can be chosen.
func TestEveryActOfTheRecordHasItsWords(t *testing.T) {
	var known, unused []string
	for _, verbs := range [][]verb{deskVerbs, adminVerbs} {
		for _, v := range verbs {
			known = append(known, v.name)
			if noun, _, _ := strings.Cut(v.name, "."); nouns[noun] == "" {
				t.Errorf("%s is about nothing that has a name", v.name)
			}
		}
	}
	unused = slices.Clone(known)
	act := regexp.MustCompile(`(?:[vV]erb\b.*|c\.move\(.*)"([a-z]+\.[a-z-]+)"`)
	for _, room := range []string{"account", "award", "catalog", "claim", "desk", "issuance", "portfolio", "post", "press", "tenant"} {
		files, err := filepath.Glob("../" + room + "/*.go")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v", room, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			for _, found := range act.FindAllStringSubmatch(string(text), -1) {
				name := found[1]
				if !slices.Contains(known, name) {
					t.Errorf("%s writes down %q, which the activity log does not tell in words", file, name)
				}
				unused = slices.DeleteFunc(unused, func(v string) bool { return v == name })
			}
		}
	}
	if len(unused) > 0 {
		t.Errorf("nobody writes down %q", unused)
	}
}
