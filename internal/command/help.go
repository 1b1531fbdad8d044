package command

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// The widths of the help, in characters.
const (
	helpWidth = 80
	nameWidth = 28
)

// WriteHelp writes what the command does and how it is called.
func (c *Command) WriteHelp(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Usage: %s\n\n%s\n", c.usage(), c.help)
	c.writeFields(&b, "Arguments", c.arguments)
	for of := c; of != nil; of = of.parent {
		title := "Flags"
		if of != c {
			title = "Flags of " + of.usageName()
		}
		c.writeFields(&b, title, of.flags)
	}
	if len(c.commands) > 0 {
		b.WriteString("\nCommands:\n")
		for _, below := range c.commands {
			below.writeSummary(&b)
		}
		fmt.Fprintf(&b, "\nRun %s COMMAND --help for more about one.\n", c.usageName())
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeSummary writes a line for the command, or for those below it.
func (c *Command) writeSummary(b *strings.Builder) {
	if len(c.commands) == 0 {
		call := c.usageName()
		for _, f := range c.arguments {
			call += " " + f.title()
		}
		_, call, _ = strings.Cut(call, " ") // without the program
		writeEntry(b, call, c.help)
	}
	for _, below := range c.commands {
		below.writeSummary(b)
	}
}

func (c *Command) usageName() string {
	var names []string
	for _, of := range c.path() {
		names = append(names, of.name)
	}
	return strings.Join(names, " ")
}

// usage is how the command is called, with what has to be given.
func (c *Command) usage() string {
	call := c.usageName()
	for _, f := range c.flags {
		if f.required {
			call += " " + f.title()
		}
	}
	for _, f := range c.arguments {
		call += " " + f.title()
	}
	if len(c.commands) > 0 {
		call += " COMMAND"
	}
	return call + " [flags]"
}

func (c *Command) writeFields(b *strings.Builder, title string, fields []*field) {
	if len(fields) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s:\n", title)
	for _, f := range fields {
		help := f.help
		if f.env != "" {
			help += " ($" + f.env + ")"
		}
		if f.fallback != "" {
			help += " [" + f.fallback + "]"
		}
		writeEntry(b, f.title(), help)
	}
}

// title is a flag or an argument as it is written.
func (f *field) title() string {
	placeholder := f.placeholder
	switch f.value.Interface().(type) {
	case bool:
		return "--" + f.name
	case []string:
		if f.isArgument {
			return "<" + f.name + "> ..."
		}
	}
	if f.isArgument {
		return "<" + f.name + ">"
	}
	if placeholder == "" {
		placeholder = strings.ToUpper(f.name)
		if f.choices != nil {
			placeholder = strings.Trim(strings.Join(f.choices, "|"), "|")
		}
	}
	return "--" + f.name + "=" + placeholder
}

// writeEntry writes a name and beside it what it means, in lines of helpWidth.
func writeEntry(b *strings.Builder, name, help string) {
	at := 2 + utf8.RuneCountInString(name)
	b.WriteString("  " + name)
	if at >= nameWidth {
		b.WriteByte('\n')
		at = 0
	}
	b.WriteString(strings.Repeat(" ", nameWidth-at))
	at = nameWidth
	for n, word := range strings.Fields(help) {
		size := utf8.RuneCountInString(word)
		if n > 0 && at+1+size > helpWidth {
			b.WriteString("\n" + strings.Repeat(" ", nameWidth))
			at = nameWidth
		} else if n > 0 {
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += size
	}
	b.WriteByte('\n')
}
