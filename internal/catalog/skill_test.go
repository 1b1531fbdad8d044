package catalog_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"laurel/internal/badge"
	"laurel/test/world"
)

func TestFrameworksAsTheyAreExported(t *testing.T) {
	for _, c := range []struct{ name, file, address, search, want string }{
		{
			"ESCO", "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels\nKnowledgeSkillCompetence,http://data.europa.eu/esco/skill/0005c151,skill/competence,sector-specific,manage musical staff,\"manage staff of music\ncoordinate duties\"\n",
			"", "musical", "manage musical staff|http://data.europa.eu/esco/skill/0005c151|",
		},
		{
			"ESCO in Windows-1252", "conceptUri;preferredLabel\nhttp://data.europa.eu/esco/skill/1;Wundversorgung f\xfcr Kinder\n",
			"", "für", "Wundversorgung für Kinder|http://data.europa.eu/esco/skill/1|",
		},
		{
			"O*NET", "Element ID\tElement Name\tDescription\n2.A.1.a\tReading Comprehension\tUnderstanding.\n",
			"", "read", "Reading Comprehension|https://www.onetonline.org/find/descriptor/result/2.A.1.a|2.A.1.a",
		},
		{
			"CTDL", "\ufeff@type,ceterms:ctid,ceasn:competencyText,ceasn:codedNotation\nceasn:Competency,ce-0a1b,\"Dresses, cleans\",WC.1\n",
			"", "wc.1", "Dresses, cleans|https://credentialengineregistry.org/resources/ce-0a1b|WC.1",
		},
		{"names alone", "Name\n Sail a boat \n\nSail a boat\n", "https://example.org/framework", "sail boat", "Sail a boat|https://example.org/framework|"},
	} {
		w := world.New(t)
		org := w.Found(t, "college", nil)
		f, err := w.Catalog.AddFramework(t.Context(), badge.Host(), org.ID, c.name, c.address, []byte(c.file))
		if err != nil || f.Skills != 1 {
			t.Errorf("%s: %+v, %v", c.name, f, err)
			continue
		}
		found, err := w.Catalog.FindSkills(t.Context(), badge.Host(), org.ID, c.search)
		if err != nil || len(found) != 1 {
			t.Errorf("%s: %+v, %v", c.name, found, err)
			continue
		}
		if a := found[0].Alignment(); a.Name+"|"+a.URL+"|"+a.Code != c.want || a.Framework != c.name {
			t.Errorf("%s: %+v", c.name, a)
		}
	}
}

func TestFrameworksThatCannotBeRead(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	many := strings.Builder{}
	many.WriteString("name\n")
	for n := range badge.MaxSkills + 1 {
		fmt.Fprintf(&many, "skill %d\n", n)
	}
	for name, c := range map[string]struct{ field, title, file, address string }{
		"no name": {"name", " ", "name\nSail\n", "https://example.org"}, "empty": {"file", "S", "", ""}, "no column": {"file", "S", "a,b\n1,2\n", ""},
		"no skills": {"file", "S", "name\n", ""}, "no address": {"file", "S", "name\nSail\n", ""}, "address that is none": {"address", "S", "name\nSail\n", "javascript:1"},
		"too many": {"file", "S", many.String(), "https://example.org"},
	} {
		_, err := w.Catalog.AddFramework(t.Context(), badge.Host(), org.ID, c.title, c.address, []byte(c.file))
		invalid, ok := errors.AsType[*badge.Invalid](err)
		if !ok || invalid.Fields[c.field] == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if kept, err := w.Catalog.Frameworks(t.Context(), badge.Host(), org.ID); err != nil || len(kept) != 0 {
		t.Errorf("%+v is kept, %v", kept, err)
	}
	if _, err := w.Catalog.AddFramework(t.Context(), w.Member(t, org.ID, badge.RoleViewer), org.ID, "S", "https://example.org", []byte("name\nSail\n")); !errors.Is(err, badge.ErrForbidden) {
		t.Errorf("a viewer: %v", err)
	}
}
