package mail

import (
	"fmt"
	"html"
	htmltemplate "html/template"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	texttemplate "text/template"
	"time"
)

// What letters use of the language of templates reads as the standard library
// reads it, which finds out by itself where in the HTML a value stands.
func TestAFormIsFilledAsTheStandardLibraryFillsIt(t *testing.T) {
	type line struct {
		Name  string
		Count int
	}
	type invite struct{ User string }
	data := page{Subject: "S & <b>", D: struct {
		Name, Empty  string
		At           *time.Time
		Invite, None *invite
		Lines        []line
		Words, Few   []string
		Yes, No      bool
		Zero         int
	}{
		Name: `<i>"Ann" & 'Bob'</i> {{.}} ünï`, At: &expires, Invite: &invite{"maria@example.org"},
		Lines: []line{{"a<", 1}, {"b", 0}}, Words: []string{"x", "", "<y>"}, Yes: true,
	}}
	year := func(at time.Time) string { return at.Format("2006") }
	join := func(first any, more ...string) string { return fmt.Sprint(first, more) }
	for name, text := range map[string]string{
		"fields":    `{{.Subject}}: {{.D.Name}}, {{.D.Invite.User}}, {{.D.Zero}}, {{.D.Yes}}`,
		"if":        `{{if .D.Name}}a{{end}}{{if .D.Empty}}b{{else}}c{{end}}{{if .D.None}}d{{else if .D.Invite}}e{{.D.Invite.User}}{{else}}f{{end}}{{if .D.Few}}g{{end}}{{if .D.Zero}}h{{end}}{{if .D.At}}i{{end}}`,
		"logic":     `{{if and .D.Yes (not .D.No)}}a{{end}}{{or .D.Empty .D.Name}}{{and .D.Empty .D.Name}}{{or .D.Empty .D.Few .D.Zero}}{{if not .D.None}}b{{end}}{{or (and .D.No "c") "d"}}`,
		"range":     `{{range .D.Lines}}{{.Name}}={{.Count}};{{end}}`,
		"words":     `<ul>{{range .D.Words}}<li>{{.}}</li>{{end}}{{range .D.Few}}never{{end}}</ul>`,
		"functions": `{{year .D.At}} {{join .D.Name "x" .D.Empty}} {{join "a"}} {{printf "%s-%d" .D.Name .D.Zero}}`,
		"templates": `{{define "one"}}<b>{{.}}</b>{{end}}{{define "two"}}two{{end}}{{template "one" .D.Name}}{{template "two"}}{{template "one" (printf "%q" .D.Name)}}`,
		"markup":    `<p>{{bold .D.Name}} {{printf "%s" .D.Name}}</p>`,
		"attribute": `<a href="https://example.org/" title="{{.D.Name}}">x</a>`,
		"spaces":    "a {{- .D.Name -}} b{{/* not said */}}\n{{- if .D.Yes}}\n c\n{{end -}}\n",
	} {
		functions := map[string]any{"year": year, "join": join, "bold": func(s string) markup { return markup("<b>" + html.EscapeString(s) + "</b>") }}
		from := fstest.MapFS{"letter": &fstest.MapFile{Data: []byte(text)}}
		for kind, escape := range map[string]func(string) string{"text": asItIs, "html": html.EscapeString} {
			var want, got strings.Builder
			var err error
			if kind == "text" {
				err = texttemplate.Must(texttemplate.New("letter").Funcs(functions).Parse(text)).Execute(&want, data)
			} else {
				trusted := map[string]any{"bold": func(s string) htmltemplate.HTML { return htmltemplate.HTML("<b>" + html.EscapeString(s) + "</b>") }}
				err = htmltemplate.Must(htmltemplate.New("letter").Funcs(functions).Funcs(trusted).Parse(text)).Execute(&want, data)
			}
			if err != nil {
				t.Fatal(err)
			}
			f, err := parseForm(from, []string{"letter"}, escape, functions)
			if err == nil {
				err = f.fill(&got, "letter", data)
			}
			if err != nil || got.String() != want.String() {
				t.Errorf("%s as %s:\n%s, %v\n%s", name, kind, got.String(), err, want.String())
			}
		}
	}
}

// What a form cannot say is an error and never an empty place.
func TestWhatAFormCannotSayIsAnError(t *testing.T) {
	for _, text := range []string{
		`{{.D.Missing}}`, `{{.Direction.More}}`, `{{.D}}{{.D.String}}`, `{{template "missing"}}`, `{{.Subject | printf "%s"}}`, `{{$x := .Subject}}{{$x}}`, `{{with .D}}{{end}}`,
		`{{1}}`, `{{not}}`, `{{not 1 2}}`, `{{lines}}`, `{{lines .Look}}`, `{{lines .D}}`, `{{range .Subject}}{{end}}`, `{{missing}}`, `{{if}}`,
	} {
		f, err := parseForm(fstest.MapFS{"letter": &fstest.MapFile{Data: []byte(text)}}, []string{"letter"}, asItIs, functions)
		var out strings.Builder
		if err == nil {
			err = f.fill(&out, "letter", page{})
		}
		if err == nil {
			t.Errorf("%s came out as %q", text, out.String())
		}
	}
}

// Values in attributes stand between quotation marks, which are escaped in
// them; none stands in a script or in a comment.
func TestValuesInTagsAreQuoted(t *testing.T) {
	names, err := fs.Glob(files, "letters/*.html")
	if err != nil || len(names) < 20 {
		t.Fatal(names, err)
	}
	action, quoted, tagged := regexp.MustCompile(`\{\{.*?\}\}`), regexp.MustCompile(`="[^"]*"`), regexp.MustCompile(`<[^>]*@[^>]*>|<script|<!--[^>]*@`)
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		rest := strings.NewReplacer("@media", "", "mailto:", "").Replace(string(text))
		rest = quoted.ReplaceAllString(action.ReplaceAllString(rest, "@"), "")
		if found := tagged.FindString(rest); found != "" {
			t.Errorf("%s: %s", name, found)
		}
	}
}
