package translations

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/a-h/templ/parser/v2"
	"github.com/a-h/templ/parser/v2/visitor"
)

// inEnglish are the pages of the desk and of the operator, which are in English
// alone: each name stands for its template, its handlers, and those whose names
// begin with it.
var inEnglish = []string{
	"activity", "badge_design", "badge_edit", "badge_more", "badge_preview", "badge_skills", "badge_start", "badge_translation", "badge_update", "badges", "batch", "certificate", "certificates",
	"dashboard", "department", "departments", "desk", "earners", "insights", "issue", "issued", "letters", "offer", "offers", "organizations",
	"pathway", "pathways", "poster", "settings", "setup", "skill_frameworks", "team",
}

func isInEnglish(file string) bool {
	name := strings.TrimSuffix(strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)), "_templ")
	return slices.ContainsFunc(inEnglish, func(page string) bool { return name == page || strings.HasPrefix(name, page+"_") })
}

// In every other template words come from the catalogs: text that stands in one
// as it is would be English to everybody.
func TestNoTemplateForEverybodyHasTextOfItsOwn(t *testing.T) {
	names, err := filepath.Glob("../../internal/web/page/*.templ")
	if err != nil || len(names) < 40 {
		t.Fatalf("%d templates, %v", len(names), err)
	}
	for _, path := range names {
		name := strings.TrimSuffix(filepath.Base(path), ".templ")
		if isInEnglish(path) {
			continue
		}
		file, err := parser.Parse(path)
		if err != nil {
			t.Fatal(err)
		}
		looking := visitor.New()
		looking.Text = func(n *parser.Text) error {
			if hasWords(n.Value) {
				t.Errorf("%s.templ has text of its own: %q", name, n.Value)
			}
			return nil
		}
		looking.ConstantAttribute = func(n *parser.ConstantAttribute) error {
			read := []string{"alt", "aria-label", "aria-description", "placeholder", "title"}
			if key, ok := n.Key.(parser.ConstantAttributeKey); ok && slices.Contains(read, key.Name) && hasWords(n.Value) {
				t.Errorf("%s.templ has %s of its own: %q", name, key.Name, n.Value)
			}
			return nil
		}
		if err := file.Visit(looking); err != nil {
			t.Fatal(err)
		}
	}
}

// notWords are names and marks that are the same in every language.
var notWords = []string{"Laurel", "LinkedIn", "JSON", "PNG", "SVG", "PDF", "JWT", "ZIP", "HTML", "URL", "UTC"}

func hasWords(text string) bool {
	for _, name := range notWords {
		text = strings.ReplaceAll(text, name, "")
	}
	return strings.ContainsFunc(strings.ReplaceAll(text, "&middot;", ""), unicode.IsLetter)
}
