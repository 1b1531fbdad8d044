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
	"vc/proof":       {"vc", "vc/canon", "vc/did", "vc/ldcontext"},
	"vc/did":         {"vc"},
	"vc/statuslist":  {"vc"},
	"openbadge":      {"vc", "vc/statuslist"},
	"openbadge/bake": {"openbadge"},

	// nouns, words
	"internal/badge":  {},
	"internal/locale": {},

	// ledger
	"internal/store":           {"internal/badge"},
	"internal/store/storetest": {"internal/store", "internal/badge"},

	// tools
	"internal/queue":   {"internal/store", "internal/badge"},
	"internal/keyring": {"internal/badge"},
	"internal/mail":    {"internal/badge"},
	"internal/blob":    {"internal/badge"},
	"internal/fetch":   {"internal/badge"},
	"internal/render":  {"internal/badge"},
}
