package translations

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"text/template/parse"
)

// inGo adds the sentences that the package in a folder says: the text of each
// call of say, Say or Mark, written there or as a constant of the package.
func inGo(t *testing.T, folder string, said map[string]bool) {
	t.Helper()
	var files []*ast.File
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") || filepath.Base(filepath.Dir(name)) != "mail" && isInEnglish(name) {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	constants := map[string]string{}
	for _, file := range files {
		constantsOf(file, constants)
	}
	for name, text := range constants { // said wherever they are used
		if strings.HasPrefix(name, "sentence") || strings.HasPrefix(name, "tooLarge") {
			said[text] = true
		}
	}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if field, ok := n.(*ast.CompositeLit); ok {
				if kind, ok := field.Type.(*ast.Ident); ok && kind.Name == "LinkedInField" {
					text, _ := textOf(field.Elts[0], constants)
					said[text] = true
				}
				return true
			}
			if pair, ok := n.(*ast.KeyValueExpr); ok {
				if key, ok := pair.Key.(*ast.Ident); ok && (key.Name == "heading" || key.Name == "text" || key.Name == "sentence") {
					if text, known := textOf(pair.Value, constants); known {
						said[text] = true
					}
				}
				return true
			}
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			at, says := sentenceAt(call.Fun)
			if !says || at >= len(call.Args) {
				return true
			}
			if text, known := textOf(call.Args[at], constants); known && text != "" && (strings.Contains(text, " ") || !adds(call)) {
				said[text] = true
			}
			return true
		})
	}
}

// sentenceAt says whether a function says a sentence, and which of its values that is.
func sentenceAt(function ast.Expr) (at int, says bool) {
	name := ""
	switch f := function.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	switch name {
	case "text": // of a noun's field: what is said when it lacks
		return 5, true
	case "notice":
		return 2, true
	case "securityDone":
		return 5, true
	case "say", "Refuse", "add": // after the context, after the field
		return 1, true
	case "Say", "Mark", "mark", "told", "linked", "says", "sentence":
		return 0, true
	}
	return 0, false
}

func constantsOf(file *ast.File, into map[string]string) {
	for _, declared := range file.Decls {
		general, ok := declared.(*ast.GenDecl)
		if !ok || general.Tok != token.CONST {
			continue
		}
		for _, spec := range general.Specs {
			values := spec.(*ast.ValueSpec)
			for i, name := range values.Names {
				if i < len(values.Values) {
					if text, known := textOf(values.Values[i], into); known {
						into[name.Name] = text
					}
				}
			}
		}
	}
}

// textOf is the text of an expression that is known before the program runs.
func textOf(e ast.Expr, constants map[string]string) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.Ident:
		text, known := constants[e.Name]
		return text, known
	case *ast.BinaryExpr:
		left, known := textOf(e.X, constants)
		right, also := textOf(e.Y, constants)
		return left + right, known && also
	}
	return "", false
}

// inLetters adds the sentences that the templates of letters say.
func inLetters(t *testing.T, folder string, said map[string]bool) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		tree := parse.New(entry.Name())
		tree.Mode = parse.SkipFuncCheck
		trees := map[string]*parse.Tree{}
		if _, err := tree.Parse(string(text), "", "", trees); err != nil {
			t.Fatal(err)
		}
		for _, one := range trees {
			inTemplate(one.Root, said)
		}
	}
}

func inTemplate(node parse.Node, said map[string]bool) {
	switch n := node.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, child := range n.Nodes {
			inTemplate(child, said)
		}
	case *parse.ActionNode:
		inTemplate(n.Pipe, said)
	case *parse.TemplateNode:
		if n.Pipe != nil {
			inTemplate(n.Pipe, said)
		}
	case *parse.IfNode:
		inBranch(&n.BranchNode, said)
	case *parse.RangeNode:
		inBranch(&n.BranchNode, said)
	case *parse.WithNode:
		inBranch(&n.BranchNode, said)
	case *parse.PipeNode:
		for _, command := range n.Cmds {
			inTemplate(command, said)
		}
	case *parse.CommandNode:
		for _, argument := range n.Args {
			inTemplate(argument, said)
		}
		if len(n.Args) < 2 {
			return
		}
		if name, ok := n.Args[0].(*parse.IdentifierNode); ok && (name.Ident == "say" || name.Ident == "linked") {
			if text, ok := n.Args[1].(*parse.StringNode); ok {
				said[text.Text] = true
			}
		}
	}
}

func inBranch(n *parse.BranchNode, said map[string]bool) {
	inTemplate(n.Pipe, said)
	inTemplate(n.List, said)
	inTemplate(n.ElseList, said)
}

// adds tells a call of add, whose second value is a sentence for one field of a
// form, or in other rooms something else.
func adds(call *ast.CallExpr) bool {
	method, ok := call.Fun.(*ast.SelectorExpr)
	return ok && method.Sel.Name == "add" || !ok && fmt.Sprint(call.Fun) == "add"
}
