// Package imports holds the test that guards which way the arrows run.
package imports

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// table has one row per package: the packages of ours that it may import
// directly. "vc/*" stands for the packages below vc. A package without a row,
// or an import that its row does not have, fails the test: adding either is a
// decision seen in review (docs/design.md, section 2).
var table = map[string][]string{
	// core: import nothing of the house
	"vc":             {},
	"vc/ldcontext":   {},
	"vc/canon":       {"vc/ldcontext"},
	"vc/proof":       {"vc", "vc/canon", "vc/ldcontext"},
	"vc/did":         {"vc"},
	"vc/statuslist":  {"vc"},
	"vc/jose":        {"vc", "vc/did"},
	"openbadge":      {"vc", "vc/statuslist", "openbadge/internal/loose", "openbadge/internal/ordered", "openbadge/internal/rule"},
	"openbadge/ob2":  {"vc", "openbadge", "openbadge/internal/loose", "openbadge/internal/ordered", "openbadge/internal/rule"},
	"openbadge/bake": {},

	// what the packages of Open Badges 3.0 and 2.0 share
	"openbadge/internal/loose":   {"vc"},
	"openbadge/internal/ordered": {"vc"},
	"openbadge/internal/rule":    {"vc"},

	// nouns
	"internal/badge": {},

	// words
	"internal/locale": {},

	// ledger
	"internal/store":           {"internal/badge"},
	"internal/store/storetest": {"internal/store", "internal/queue"},

	// tools: know no rules, and not each other
	"internal/queue":           {"internal/badge", "internal/store"},
	"internal/keyring":         {},
	"internal/command":         {},
	"internal/mail":            {"internal/badge", "internal/locale"},
	"internal/blob":            {},
	"internal/fetch":           {},
	"internal/render":          {"internal/font"},
	"internal/font":            {},
	"internal/design":          {"internal/font"},
	"internal/certificate":     {"internal/badge", "internal/certificate/pdf", "internal/font"},
	"internal/certificate/pdf": {},
	"internal/wallet":          {},

	// rooms: know tools, the ledger and the core, and not each other
	"internal/tenant":    {"internal/badge", "internal/store", "internal/queue", "internal/keyring", "internal/blob", "internal/render", "vc/did"},
	"internal/account":   {"internal/badge", "internal/locale", "internal/store", "internal/queue", "internal/keyring", "internal/render"},
	"internal/catalog":   {"internal/badge", "internal/store", "internal/blob", "internal/design", "internal/render"},
	"internal/award":     {"internal/award/xlsx", "internal/badge", "internal/store", "internal/queue", "internal/blob"},
	"internal/claim":     {"internal/badge", "internal/store", "internal/queue", "internal/keyring", "internal/blob"},
	"internal/issuance":  {"internal/badge", "internal/store", "internal/queue", "internal/keyring", "openbadge", "openbadge/ob2", "vc", "vc/did", "vc/jose", "vc/proof", "vc/statuslist"},
	"internal/desk":      {"internal/badge", "internal/store", "internal/queue", "internal/blob"},
	"internal/insight":   {"internal/badge", "internal/store"},
	"internal/portfolio": {"internal/badge", "internal/store", "internal/queue", "internal/blob", "internal/render", "openbadge/bake"},
	"internal/press":     {"internal/badge", "internal/blob", "internal/certificate", "internal/certificate/pdf", "internal/design", "internal/font", "internal/locale", "internal/queue", "internal/render", "internal/store", "internal/wallet", "openbadge", "openbadge/bake", "vc"},
	"internal/post":      {"internal/badge", "internal/locale", "internal/store", "internal/queue", "internal/keyring", "internal/mail"},
	"internal/verify":    {"internal/badge", "internal/certificate", "internal/locale", "internal/store", "internal/fetch", "internal/verify/pdf", "openbadge", "openbadge/bake", "openbadge/ob2", "vc", "vc/canon", "vc/did", "vc/jose", "vc/proof", "vc/statuslist"},

	// what the room of awards reads spreadsheets with
	"internal/award/xlsx": {},

	// what the room of verifying reads PDF files with
	"internal/verify/pdf": {},

	// doors: decode, call one verb, render; know rooms, and not each other
	"internal/jobs":       {"internal/badge", "internal/queue", "internal/award", "internal/claim", "internal/desk", "internal/issuance", "internal/portfolio", "internal/post", "internal/press"},
	"internal/vcapi":      {"internal/verify", "vc", "vc/did", "vc/proof"},
	"internal/web/static": {},
	"internal/web/page":   {"internal/badge", "internal/locale"},
	"internal/web/guide":  {"internal/locale"},
	"internal/web": {
		"internal/badge", "internal/locale", "internal/store", "internal/blob", "internal/design", "internal/render", "internal/wallet", "internal/web/guide", "internal/web/page", "internal/web/static", "openbadge/bake",
		"internal/tenant", "internal/account", "internal/catalog", "internal/award", "internal/claim", "internal/issuance", "internal/portfolio",
		"internal/desk", "internal/insight", "internal/post", "internal/press", "internal/verify",
	},

	// put together
	"internal/house": {
		"internal/badge", "internal/store", "internal/queue", "internal/keyring", "internal/mail", "internal/blob", "internal/fetch", "internal/font", "internal/render", "internal/certificate", "internal/wallet",
		"internal/tenant", "internal/account", "internal/catalog", "internal/award", "internal/claim", "internal/issuance", "internal/portfolio",
		"internal/desk", "internal/insight", "internal/post", "internal/press", "internal/verify", "internal/jobs", "internal/web",
	},
	"internal/gauge": {"internal/badge", "internal/certificate", "internal/font", "internal/house", "internal/press", "internal/render", "internal/award", "internal/tenant", "openbadge", "openbadge/bake", "vc", "vc/canon", "vc/proof", "vc/statuslist"},
	"cmd/laurel": {
		"internal/badge", "internal/command", "internal/house", "internal/gauge", "internal/fetch", "internal/mail", "internal/award", "internal/tenant", "internal/verify", "internal/account", "internal/vcapi",
	},
}

// listed is what `go list` tells of a package.
type listed struct {
	ImportPath string
	Imports    []string
}

func TestEveryArrowIsInTheTable(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range list(t, "./...") {
		name, ours := strings.CutPrefix(p.ImportPath, "laurel/")
		if !ours || strings.HasPrefix(name, "test/") {
			continue
		}
		seen[name] = true
		row, known := table[name]
		if !known {
			t.Errorf("%s has no row in the table", name)
		}
		for _, i := range p.Imports {
			if imported, ours := strings.CutPrefix(i, "laurel/"); ours && !slices.Contains(row, imported) {
				t.Errorf("%s imports %s: no such arrow in the table", name, imported)
			}
		}
	}
	for name := range table {
		if !seen[name] {
			t.Errorf("the table has a row for %s, and there is no such package", name)
		}
	}
}

// The core stays importable by anyone: nothing of the house stands behind it.
func TestTheCoreNeedsNothingOfTheHouse(t *testing.T) {
	for _, p := range list(t, "-deps", "./vc/...", "./openbadge/...") {
		if strings.HasPrefix(p.ImportPath, "laurel/internal/") || p.ImportPath == "net/http" {
			t.Errorf("the core depends on %s", p.ImportPath)
		}
	}
}

func list(t *testing.T, args ...string) []listed {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Imports"}, args...)...)
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatalf("go list: %v", err)
		}
		all = append(all, p)
	}
}
