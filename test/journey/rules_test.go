package journey

import (
	_ "embed"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

//go:embed README.md
var rules string

var (
	ruleRow  = regexp.MustCompile(`(?m)^\| (\d+) \| .* \| (.*) \|$`)
	ruleTest = regexp.MustCompile(`TestRule(\d+)\w+`)
	ruleFunc = regexp.MustCompile(`(?m)^func (TestRule\d+\w+)\(`)
)

// The table names every test that is named after a rule, in the row of its
// rule, and nothing that is no test.
func TestEveryRuleHasItsTest(t *testing.T) {
	named := map[string]bool{}
	rows := ruleRow.FindAllStringSubmatch(rules, -1)
	if len(rows) != 14 {
		t.Fatalf("%d rules, want 14", len(rows))
	}
	for n, row := range rows {
		if row[1] != strconv.Itoa(n+1) {
			t.Errorf("rule %s stands in row %d", row[1], n+1)
		}
		tests := ruleTest.FindAllStringSubmatch(row[2], -1)
		if len(tests) == 0 {
			t.Errorf("rule %s has no test", row[1])
		}
		for _, test := range tests {
			named[test[0]] = true
			if test[1] != row[1] {
				t.Errorf("rule %s names %s", row[1], test[0])
			}
		}
	}
	for _, test := range ruleTests(t) {
		if !named[test] {
			t.Errorf("%s is not in the table", test)
		}
		delete(named, test)
	}
	for test := range named {
		t.Errorf("%s is in the table and nowhere else", test)
	}
}

// ruleTests are the tests of this module that are named after a rule.
func ruleTests(t *testing.T) (tests []string) {
	t.Helper()
	for _, tree := range []string{"../../internal", "../../test"} {
		err := filepath.WalkDir(tree, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && entry.Name() == "node_modules":
				return fs.SkipDir
			case entry.IsDir() || !strings.HasSuffix(path, "_test.go"):
				return nil
			}
			source, err := os.ReadFile(path) //nolint:gosec // a file of this module
			for _, found := range ruleFunc.FindAllSubmatch(source, -1) {
				tests = append(tests, string(found[1]))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return tests
}
