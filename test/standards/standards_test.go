// Package standards holds the test that keeps docs/standards.md to what is there.
package standards

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const root = "../.."

var (
	place = regexp.MustCompile("`([a-z0-9_/]+\\.go)(?: ([A-Za-z0-9_.]+))?`")
	test  = regexp.MustCompile("`([a-z0-9_/]+) ((?:Test|Fuzz|Example)[A-Za-z0-9_]*)`([^`]*)")
	named = regexp.MustCompile(`"([^"]+)"`)
)

// row is one requirement of the page.
type row struct {
	line                 int
	requirement, at, how string
}

// rows are the rows of all tables with three columns, without their heads.
func rows(t *testing.T) (all []row) {
	t.Helper()
	page, err := os.ReadFile(filepath.Join(root, "docs", "standards.md"))
	if err != nil {
		t.Fatal(err)
	}
	for n, line := range strings.Split(string(page), "\n") {
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "|--") || strings.HasPrefix(line, "| requirement |") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if len(cells) != 3 {
			t.Errorf("line %d has %d cells", n+1, len(cells))
			continue
		}
		all = append(all, row{n + 1, strings.TrimSpace(cells[0]), strings.TrimSpace(cells[1]), strings.TrimSpace(cells[2])})
	}
	return all
}

// source is one parsed file: its text, and what it declares at the top by name, methods as Type.Name.
type source struct {
	text     string
	declared map[string]string // to their source text
}

var parsed = map[string]*source{}

func read(t *testing.T, name string) *source {
	t.Helper()
	if s, there := parsed[name]; there {
		return s
	}
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		parsed[name] = nil
		return nil
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	s := &source{string(text), map[string]string{}}
	declare := func(name string, n ast.Node) {
		s.declared[name] = string(text[files.Position(n.Pos()).Offset:files.Position(n.End()).Offset])
	}
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			declare(receiver(d)+d.Name.Name, d)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.ValueSpec:
					for _, n := range spec.Names {
						declare(n.Name, d)
					}
				case *ast.TypeSpec:
					declare(spec.Name.Name, d)
				}
			}
		}
	}
	parsed[name] = s
	return s
}

// receiver is "Type." of a method, and empty for a function.
func receiver(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return ""
	}
	typ := d.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	name, _ := typ.(*ast.Ident)
	return name.Name + "."
}

// function is the source text of a test in a package; empty when there is none.
func function(t *testing.T, dir, name string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, dir, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if text := read(t, dir+"/"+filepath.Base(f)).declared[name]; text != "" {
			return text
		}
	}
	return ""
}

func TestEveryRowNamesWhatIsThere(t *testing.T) {
	all := rows(t)
	if len(all) < 100 {
		t.Fatalf("only %d rows were found", len(all))
	}
	for _, r := range all {
		places := place.FindAllStringSubmatch(r.at, -1)
		if len(places) == 0 && !strings.HasPrefix(r.at, "not met") {
			t.Errorf("line %d says neither where it is met nor that it is not", r.line)
		}
		for _, p := range places {
			s := read(t, p[1])
			if s == nil {
				t.Errorf("line %d: there is no file %s", r.line, p[1])
			} else if p[2] != "" && s.declared[p[2]] == "" {
				t.Errorf("line %d: %s does not declare %s", r.line, p[1], p[2])
			}
		}
		tests := test.FindAllStringSubmatch(r.how, -1)
		if len(tests) == 0 {
			t.Errorf("line %d names no test", r.line)
		}
		for _, c := range tests {
			body := function(t, c[1], c[2])
			if body == "" {
				t.Errorf("line %d: there is no %s in %s", r.line, c[2], c[1])
				continue
			}
			for _, n := range named.FindAllStringSubmatch(c[3], -1) {
				if !strings.Contains(body, n[0]) {
					t.Errorf("line %d: %s in %s has no case %s", r.line, c[2], c[1], n[0])
				}
			}
		}
	}
}

// A page that promised more than is true would be worse than none.
func TestNothingSaysCertified(t *testing.T) {
	for _, name := range []string{"docs/standards.md", "docs/operate.md", "README.md"} {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(text), "\n") {
			if strings.Contains(strings.ToLower(line), "certified") && !strings.Contains(line, "not been certified") {
				t.Errorf("%s:%d says certified", name, n+1)
			}
		}
	}
}
