package badge_test

import (
	"errors"
	"strings"
	"testing"

	"laurel/internal/badge"
)

func goodOrganization() badge.Organization {
	return badge.Organization{Name: "Riverbank College", Slug: "riverbank", URL: "https://riverbank.example", Email: "badges@riverbank.example"}
}

func TestOrganizationValidate(t *testing.T) {
	o := goodOrganization()
	o.Name, o.URL, o.Email = " Riverbank College ", "riverbank.example/about", " Badges@Riverbank.EXAMPLE "
	if err := o.Validate(); err != nil {
		t.Fatal(err)
	}
	if o.Name != "Riverbank College" || o.URL != "https://riverbank.example/about" || o.Email != "badges@riverbank.example" {
		t.Errorf("not tidied: %+v", o)
	}
	for _, c := range []struct {
		name, field string
		spoil       func(*badge.Organization)
	}{
		{"no name", "name", func(o *badge.Organization) { o.Name = "" }},
		{"121 letters", "name", func(o *badge.Organization) { o.Name = strings.Repeat("ż", 121) }},
		{"script address", "url", func(o *badge.Organization) { o.URL = "javascript://riverbank.example/%0aalert(1)" }},
		{"no address", "url", func(o *badge.Organization) { o.URL = "" }},
		{"password in the address", "url", func(o *badge.Organization) { o.URL = "https://user:pass@riverbank.example" }},
		{"bad e-mail", "email", func(o *badge.Organization) { o.Email = "riverbank" }},
		{"long description", "description", func(o *badge.Organization) { o.Description = strings.Repeat("a", 2001) }},
		{"LinkedIn address for a number", "linkedin", func(o *badge.Organization) { o.LinkedInID = "company/12" }},
		{"LinkedIn number in other digits", "linkedin", func(o *badge.Organization) { o.LinkedInID = "１２" }},
	} {
		o := goodOrganization()
		c.spoil(&o)
		if got := fieldOf(o.Validate()); got != c.field {
			t.Errorf("%s: refused at %q, want %q", c.name, got, c.field)
		}
	}
}

func TestEveryFaultIsTold(t *testing.T) {
	var invalid *badge.Invalid
	err := (&badge.Organization{}).Validate()
	if !errors.As(err, &invalid) {
		t.Fatal(err)
	}
	for _, field := range []string{"name", "slug", "url", "email"} {
		if invalid.Fields[field] == "" {
			t.Errorf("nothing is said about %s", field)
		}
	}
	if got := err.Error(); strings.Index(got, "email: ") > strings.Index(got, "name: ") {
		t.Errorf("the sentences are in no order: %s", got)
	}
}

func TestSlugs(t *testing.T) {
	for slug, good := range map[string]bool{
		"riverbank": true, "a": true, "4": true, "river-bank-2": true, strings.Repeat("a", 40): true,
		"": false, strings.Repeat("a", 41): false, "River": false, "river_bank": false, "river--bank": false, "-river": false, "river-": false,
		"riverbänk": false, "river bank": false, "river/bank": false, "..": false, "river%2Fbank": false, "river\n": true, // trimmed
		"new": false, "admin": false, "api": false, "org": false, "static": false,
	} {
		o := goodOrganization()
		o.Slug = slug
		if err := o.Validate(); (err == nil) != good {
			t.Errorf("%q: %v", slug, err)
		}
	}
}

func TestSlugFrom(t *testing.T) {
	for name, want := range map[string]string{
		"Riverbank College":             "riverbank-college",
		"  St. Mary's  (Leeds)":         "st-mary-s-leeds",
		"École Été":                     "cole-t",
		"李娜":                            "",
		"---":                           "",
		"A":                             "a",
		strings.Repeat("a", 39) + " bc": strings.Repeat("a", 39),
		strings.Repeat("ab ", 30):       strings.TrimSuffix(strings.Repeat("ab-", 13)+"a", "-"),
	} {
		got := badge.SlugFrom(name)
		if got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
		o := goodOrganization()
		if o.Slug = got; got != "" && o.Validate() != nil {
			t.Errorf("%q becomes %q, which is no slug", name, got)
		}
	}
}

func TestHasControl(t *testing.T) {
	for _, c := range []struct {
		s     string
		lines bool
		want  bool
	}{
		{"Łukasz O'Neil, RN 💜 李娜 (שלום)", false, false},
		{"a\nb", true, false},
		{"a\nb", false, true},
		{"a\rb", true, true},
		{"a\tb", true, true},
		{"a\x00b", true, true},
		{"a\x1bb", true, true},
		{"a\x7fb", true, true},
		{"a\u0085b", true, true},
		{"a\u202eb", true, true},
		{"a\u2066b", true, true},
		{"\ufeffa", true, true},
		{"", true, false},
	} {
		if got := badge.HasControl(c.s, c.lines); got != c.want {
			t.Errorf("%q, lines %t: %t", c.s, c.lines, got)
		}
	}
}

func TestIsWebAddress(t *testing.T) {
	for address, want := range map[string]bool{
		"https://example.org": true, "http://example.org:8080/a?b=c#d": true, "https://bücher.example/ä": true, "https://[2001:db8::1]/": true,
		"": false, "example.org": false, "//example.org": false, "ftp://example.org": false, "mailto:ada@example.org": false,
		"javascript:alert(1)": false, "https://": false, "https:///path": false, "https://:443": false, "https://user@example.org": false,
		"https://example.org/a b": false, "https://example.org/<b>": false, "https://example.org/\"": false, "https://example.org/\n": false,
		"https://example.org/{x}": false, "https://example.org/^": false, "https://example.org/a\\b": false, "https://example.org/%zz": false,
		"https://example.org/" + strings.Repeat("a", 2000): false, "https://example.org/a\u00a0b": false, "https://example.org/\u2028": false,
		"https://example.org/\ufffd": false, "https://example.org/\xff": false, "https://example.org/\ufeff": false,
	} {
		if got := badge.IsWebAddress(address); got != want {
			t.Errorf("%q: %t", address, got)
		}
	}
}
