package command

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Read reads arguments, without the name of the program, and returns the
// command that they name, its struct and those above it filled. help tells that
// its help was asked for; then nothing has been checked. lookup finds a
// variable of the environment; an empty one is as none.
func (c *Command) Read(args []string, lookup func(string) (string, bool)) (chosen *Command, help bool, err error) {
	chosen = c
	var arguments []string
	for onlyArguments := false; len(args) > 0; {
		arg := args[0]
		args = args[1:]
		switch {
		case !onlyArguments && arg == "--":
			onlyArguments = true
		case !onlyArguments && (arg == "--help" || arg == "-h"):
			return chosen, true, nil
		case !onlyArguments && strings.HasPrefix(arg, "-") && arg != "-":
			if args, err = chosen.readFlag(arg, args); err != nil {
				return chosen, false, err
			}
		case len(chosen.commands) == 0:
			arguments = append(arguments, arg)
		default:
			below := chosen.command(arg)
			if below == nil {
				return chosen, false, fmt.Errorf("there is no command %s; %s", arg, chosen.expected())
			}
			chosen = below
		}
	}
	for _, below := range chosen.commands {
		if below.isDefault {
			chosen = below
		}
	}
	if len(chosen.commands) > 0 {
		return chosen, false, errors.New(chosen.expected())
	}
	if err := chosen.readArguments(arguments); err != nil {
		return chosen, false, err
	}
	return chosen, false, chosen.complete(lookup)
}

func (c *Command) expected() string {
	names := make([]string, len(c.commands))
	for n, below := range c.commands {
		names[n] = below.name
	}
	return "expected one of: " + strings.Join(names, ", ")
}

// readFlag reads a flag, whose value may be the next argument, and returns the
// arguments that are left.
func (c *Command) readFlag(arg string, rest []string) ([]string, error) {
	name, value, hasValue := strings.Cut(arg, "=")
	f := c.flag(strings.TrimPrefix(name, "--"))
	if f == nil || !strings.HasPrefix(name, "--") {
		return rest, fmt.Errorf("there is no flag %s here", name)
	}
	if _, isSwitch := f.value.Interface().(bool); isSwitch && !hasValue {
		return rest, f.set("true")
	}
	if !hasValue {
		if len(rest) == 0 || strings.HasPrefix(rest[0], "--") {
			return rest, fmt.Errorf("%s needs a value; one that begins with a dash is written %s=VALUE", name, name)
		}
		value, rest = rest[0], rest[1:]
	}
	return rest, f.set(value)
}

// readArguments gives the arguments their values.
func (c *Command) readArguments(given []string) error {
	for _, f := range c.arguments {
		_, isList := f.value.Interface().([]string)
		for len(given) > 0 && (isList || !f.given) {
			if err := f.set(given[0]); err != nil {
				return err
			}
			given = given[1:]
		}
	}
	if len(given) > 0 {
		return fmt.Errorf("there is an argument too many: %s", given[0])
	}
	return nil
}

// complete fills in what was not given, and tells what is missing.
func (c *Command) complete(lookup func(string) (string, bool)) error {
	var missing []string
	for _, of := range c.path() {
		for _, f := range slices.Concat(of.flags, of.arguments) {
			if f.given {
				continue
			}
			value, found := "", false
			if f.env != "" {
				value, found = lookup(f.env)
			}
			switch {
			case found && value != "":
				if err := f.set(value); err != nil {
					return fmt.Errorf("%w (from %s)", err, f.env)
				}
			case f.fallback != "":
				if err := f.set(f.fallback); err != nil {
					return err
				}
			case f.required:
				missing = append(missing, f.title())
			}
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("missing: %s", strings.Join(missing, ", "))
	}
	return nil
}

// set gives a flag or an argument its value, or a list one more.
func (f *field) set(value string) error {
	if f.choices != nil && !slices.Contains(f.choices, value) {
		return fmt.Errorf("%s is one of %s, not %q", f.title(), strings.Join(f.choices, ", "), value)
	}
	if f.isFile {
		if info, err := os.Stat(value); err != nil {
			return fmt.Errorf("%s: %w", f.title(), err)
		} else if info.IsDir() {
			return fmt.Errorf("%s: %s is a folder", f.title(), value)
		}
	}
	switch list := f.value.Interface().(type) {
	case string:
		f.value.SetString(value)
	case []string:
		f.value.Set(reflect.ValueOf(append(list, value)))
	case int:
		n, err := strconv.Atoi(value)
		if err != nil {
			return fmt.Errorf("%s is a number, not %q", f.title(), value)
		}
		f.value.SetInt(int64(n))
	case bool:
		yes, err := strconv.ParseBool(value)
		if err != nil {
			return fmt.Errorf("%s is true or false, not %q", f.title(), value)
		}
		f.value.SetBool(yes)
	}
	f.given = true
	return nil
}
