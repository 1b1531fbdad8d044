package mail

import (
	"fmt"
	"io/fs"
	"maps"
	"reflect"
	"strings"
	"text/template/parse"
)

// form is a letter to be filled in. Letters are written in the language of
// text/template and read by its parser, but filled in here: text/template
// finds methods by their names, and a program in which anything reachable does
// that keeps every method of every type, which is half of its size. A form has
// no methods, no variables and no pipelines, and letters need none.
type form struct {
	templates map[string]*parse.Tree
	functions map[string]any
	escape    func(string) string // of everything that is not markup
}

// markup is HTML that is put in as it is.
type markup string

// logic are the functions that every form has. All values are worked out, also
// those that do not count any more.
var logic = map[string]any{
	"printf": fmt.Sprintf,
	"not":    func(value any) bool { return !isTrue(reflect.ValueOf(value)) },
	"and": func(first any, more ...any) any {
		for _, next := range more {
			if !isTrue(reflect.ValueOf(first)) {
				break
			}
			first = next
		}
		return first
	},
	"or": func(first any, more ...any) any {
		for _, next := range more {
			if isTrue(reflect.ValueOf(first)) {
				break
			}
			first = next
		}
		return first
	},
}

// parseForm reads templates from files; their names are those of the files and
// of the blocks in them.
func parseForm(from fs.FS, names []string, escape func(string) string, functions ...map[string]any) (form, error) {
	f := form{templates: map[string]*parse.Tree{}, functions: maps.Clone(logic), escape: escape}
	for _, more := range functions {
		maps.Copy(f.functions, more)
	}
	for _, name := range names {
		text, err := fs.ReadFile(from, name)
		if err != nil {
			return f, err
		}
		trees, err := parse.Parse(name, string(text), "", "", f.functions)
		if err != nil {
			return f, err
		}
		maps.Copy(f.templates, trees)
	}
	return f, nil
}

// fill writes a template with its fields filled in.
func (f form) fill(out *strings.Builder, name string, data any) error {
	return f.template(out, name, reflect.ValueOf(data))
}

func (f form) template(out *strings.Builder, name string, dot reflect.Value) error {
	tree := f.templates[name]
	if tree == nil {
		return fmt.Errorf("there is no template %q", name)
	}
	if err := f.write(out, tree.Root, dot); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// write writes a part of a template. What the dot stands for is data.
func (f form) write(out *strings.Builder, part parse.Node, dot reflect.Value) error {
	switch n := part.(type) {
	case *parse.TextNode:
		out.Write(n.Text)
		return nil
	case *parse.ListNode:
		if n == nil { // there is no else
			return nil
		}
		for _, one := range n.Nodes {
			if err := f.write(out, one, dot); err != nil {
				return err
			}
		}
		return nil
	case *parse.ActionNode:
		value, err := f.value(n.Pipe, dot)
		if err == nil {
			out.WriteString(f.shown(value))
		}
		return err
	case *parse.IfNode:
		value, err := f.value(n.Pipe, dot)
		if err != nil {
			return err
		}
		if isTrue(value) {
			return f.write(out, n.List, dot)
		}
		return f.write(out, n.ElseList, dot)
	case *parse.RangeNode:
		all, err := f.value(n.Pipe, dot)
		if err != nil {
			return err
		}
		if all = inside(all); all.Kind() != reflect.Slice || n.ElseList != nil {
			return fmt.Errorf("a form cannot say %s", n)
		}
		for i := range all.Len() {
			if err := f.write(out, n.List, all.Index(i)); err != nil {
				return err
			}
		}
		return nil
	case *parse.TemplateNode:
		value := reflect.Value{}
		if n.Pipe != nil {
			var err error
			if value, err = f.value(n.Pipe, dot); err != nil {
				return err
			}
		}
		return f.template(out, n.Name, value)
	}
	return fmt.Errorf("a form cannot say %s", part)
}

// value works out an expression.
func (f form) value(part parse.Node, dot reflect.Value) (reflect.Value, error) {
	switch n := part.(type) {
	case *parse.PipeNode:
		if len(n.Cmds) != 1 || len(n.Decl) > 0 {
			return dot, fmt.Errorf("a form cannot say %s", n)
		}
		if name, calls := n.Cmds[0].Args[0].(*parse.IdentifierNode); calls {
			return f.call(name.Ident, n.Cmds[0].Args[1:], dot)
		}
		if len(n.Cmds[0].Args) == 1 {
			return f.value(n.Cmds[0].Args[0], dot)
		}
	case *parse.IdentifierNode:
		return f.call(n.Ident, nil, dot)
	case *parse.StringNode:
		return reflect.ValueOf(n.Text), nil
	case *parse.DotNode:
		return dot, nil
	case *parse.FieldNode:
		for _, name := range n.Ident {
			if dot = inside(dot); dot.Kind() != reflect.Struct || !dot.FieldByName(name).IsValid() {
				return dot, fmt.Errorf("there is no field %s", n)
			}
			dot = dot.FieldByName(name)
		}
		return dot, nil
	}
	return dot, fmt.Errorf("a form cannot say %s", part)
}

// call calls a function.
func (f form) call(name string, arguments []parse.Node, dot reflect.Value) (reflect.Value, error) {
	function := reflect.ValueOf(f.functions[name])
	of := function.Type()
	if n := len(arguments); n < of.NumIn() && !(of.IsVariadic() && n == of.NumIn()-1) || n > of.NumIn() && !of.IsVariadic() {
		return dot, fmt.Errorf("%s has %d values", name, n)
	}
	var values []reflect.Value
	for n, argument := range arguments {
		value, err := f.value(argument, dot)
		if err != nil {
			return dot, err
		}
		wanted := of.In(min(n, of.NumIn()-1))
		if of.IsVariadic() && n >= of.NumIn()-1 {
			wanted = wanted.Elem()
		}
		if !value.Type().AssignableTo(wanted) {
			value = inside(value)
		}
		if !value.IsValid() || !value.Type().AssignableTo(wanted) {
			return dot, fmt.Errorf("%s: value %d is not a %s", name, n+1, wanted)
		}
		values = append(values, value)
	}
	return function.Call(values)[0], nil
}

// inside is what an interface or a pointer holds.
func inside(value reflect.Value) reflect.Value {
	for value.Kind() == reflect.Interface || value.Kind() == reflect.Pointer {
		value = value.Elem()
	}
	return value
}

// isTrue tells whether there is anything: a text or a list that is not empty,
// a time or a number that is not zero, or true.
func isTrue(value reflect.Value) bool {
	if value = inside(value); !value.IsValid() {
		return false
	}
	if value.Kind() == reflect.Slice {
		return value.Len() > 0
	}
	return !value.IsZero()
}

// shown is a value as it is written.
func (f form) shown(value reflect.Value) string {
	if value = inside(value); !value.IsValid() {
		return ""
	}
	if text, ok := value.Interface().(markup); ok {
		return string(text)
	}
	return f.escape(fmt.Sprint(value.Interface()))
}
