// Package command reads a command line into a struct: one field per flag,
// argument and command, and tags that say the rest.
//
//	cmd:""          a command, a struct of its own; default:"1" makes it the one meant where none is named
//	arg:""          an argument; a list takes all that are left
//	name:"vc-api"   otherwise the name of the field, in small letters with dashes
//	help:"…"        a sentence
//	placeholder:"…" what stands for the value in the help
//	env:"…"         a variable of the environment that is read where the flag is not given
//	default:"…"     the value where neither is given
//	enum:"on,off"   the only values
//	required:""     the flag has to be given; arguments always have to
//	type:"existingfile"
//
// It finds no methods by their names, as libraries for this do: a program in
// which anything reachable does that keeps every method of every type, which
// is half of its size.
package command

import (
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// Command is a command with everything below it.
type Command struct {
	Target any // pointer to its struct

	name, help string
	parent     *Command
	flags      []*field
	arguments  []*field
	commands   []*Command
	isDefault  bool // of its parent
}

// field is a flag or an argument.
type field struct {
	value                                  reflect.Value
	name, help, placeholder, env, fallback string
	choices                                []string // nil: any
	required, isFile, isArgument, given    bool
}

// New describes the command line that a struct stands for. into is a pointer to
// it; a field of a kind that cannot be read is a mistake in the program, and
// panics.
func New(name, help string, into any) *Command {
	return describe(name, help, nil, reflect.ValueOf(into).Elem())
}

func describe(name, help string, parent *Command, target reflect.Value) *Command {
	c := &Command{Target: target.Addr().Interface(), name: name, help: help, parent: parent}
	for i := range target.NumField() {
		of := target.Type().Field(i)
		if !of.IsExported() {
			continue
		}
		tag := of.Tag
		name := tag.Get("name")
		if name == "" {
			name = dashed(of.Name)
		}
		if _, isCommand := tag.Lookup("cmd"); isCommand {
			below := describe(name, tag.Get("help"), c, target.Field(i))
			below.isDefault = tag.Get("default") == "1"
			c.commands = append(c.commands, below)
			continue
		}
		f := &field{
			value: target.Field(i), name: name, help: tag.Get("help"), placeholder: tag.Get("placeholder"), env: tag.Get("env"), fallback: tag.Get("default"),
			isFile: tag.Get("type") == "existingfile",
		}
		if enum, ok := tag.Lookup("enum"); ok {
			f.choices = strings.Split(enum, ",")
		}
		switch f.value.Interface().(type) {
		case string, bool, int, []string:
		default:
			panic("command: flag " + name + " is of a kind that cannot be read")
		}
		_, f.required = tag.Lookup("required")
		if _, f.isArgument = tag.Lookup("arg"); f.isArgument {
			f.required = true
			c.arguments = append(c.arguments, f)
		} else {
			c.flags = append(c.flags, f)
		}
	}
	return c
}

// dashed is the name of a flag for that of a field: public-url for PublicURL.
func dashed(name string) string {
	var b strings.Builder
	lower := false
	for _, r := range name {
		if unicode.IsUpper(r) && lower {
			b.WriteByte('-')
		}
		lower = unicode.IsLower(r)
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// path is the command with those that it is below of, the outermost first.
func (c *Command) path() []*Command {
	var all []*Command
	for ; c != nil; c = c.parent {
		all = append(all, c)
	}
	slices.Reverse(all)
	return all
}

// flag finds a flag of the command or of one above it.
func (c *Command) flag(name string) *field {
	for ; c != nil; c = c.parent {
		for _, f := range c.flags {
			if f.name == name {
				return f
			}
		}
	}
	return nil
}

// command finds a command right below this one.
func (c *Command) command(name string) *Command {
	for _, below := range c.commands {
		if below.name == name {
			return below
		}
	}
	return nil
}
