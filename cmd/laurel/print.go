package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// line prints one result: a JSON object, or its fields as text.
func (c *console) line(object any, text ...string) error {
	if c.flags.JSON {
		encoder := json.NewEncoder(c.out)
		encoder.SetEscapeHTML(false)
		return encoder.Encode(object)
	}
	_, err := fmt.Fprintln(c.out, strings.TrimRight(strings.Join(text, "  "), " "))
	return err
}

// say tells a person something that is not a result.
func (c *console) say(format string, args ...any) {
	fmt.Fprintf(c.err, format+"\n", args...)
}

// bar shows progress on a terminal once something takes longer than a second.
type bar struct {
	c     *console
	what  string
	began time.Time
	shown bool
}

func (c *console) progress(what string) *bar { return &bar{c: c, what: what, began: time.Now()} }

func (b *bar) at(done, total int) {
	elapsed := time.Since(b.began)
	if !isTerminal(b.c.err) || elapsed < time.Second || total == 0 {
		return
	}
	b.shown = true
	const width = 30
	filled := width * done / total
	rate := float64(done) / elapsed.Seconds()
	left := "…"
	if rate > 0 {
		left = (time.Duration(float64(total-done)/rate) * time.Second).String() + " left"
	}
	fmt.Fprintf(b.c.err, "\r%s [%s%s] %d of %d, %.0f a second, %s   ", b.what, strings.Repeat("=", filled), strings.Repeat(" ", width-filled), done, total, rate, left)
}

func (b *bar) end() {
	if b.shown {
		fmt.Fprintln(b.c.err)
	}
}
