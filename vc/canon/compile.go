package canon

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Compile makes a template from a sample and the JSON Pointers (RFC 6901) of the strings that vary; the sample's own
// values count for their kind only: an IRI stands for IRIs of its scheme. The template is tried with random values
// against JSONLD before it is returned. An error is no verdict on documents of this kind: it says that no template can
// be made, because the sample is refused by JSONLD (*Refused), a slot is no string, a value would change more than one
// node, there are graphs inside the document, or things in it look alike. It is that of ctx when that ended.
func Compile(ctx context.Context, sample map[string]any, slots []string) (*Template, error) {
	paths := make([][]string, len(slots))
	marks := make([]string, len(slots))
	for i, pointer := range slots {
		paths[i] = strings.Split(strings.TrimPrefix(pointer, "/"), "/")
		for k, step := range paths[i] {
			paths[i][k] = strings.NewReplacer("~1", "/", "~0", "~").Replace(step)
		}
		value, ok := find(sample, paths[i]).(string)
		if !ok {
			return nil, fmt.Errorf("template: %s is no string", pointer)
		}
		marks[i] = schemeOf(value) + strings.ToLower(rand.Text())
	}
	marked, err := replaced(sample, paths, marks)
	if err != nil {
		return nil, err
	}
	w := &walker{ctx: ctx, quads: make([]quad, 0, expectedQuads)}
	if _, err := w.object(noContext, nil, marked, node{}); err != nil {
		return nil, err
	}
	c := &compiler{marks: marks, t: &Template{slots: make([]slot, len(slots)), fixed: map[string]bool{}, size: w.size}, seen: make([]bool, len(slots))}
	t, err := c.compile(unique(w.quads), int(w.blanks))
	if err != nil {
		return nil, err
	}
	return t, t.try(ctx, sample, paths)
}

// try fills the template twice with random values and compares.
func (t *Template) try(ctx context.Context, sample map[string]any, paths [][]string) error {
	for range 2 {
		values := make([]string, len(paths))
		for i, s := range t.slots {
			values[i] = s.scheme + rand.Text()
			if s.scheme == "" {
				values[i] = rand.Text()[:8] + " \"\\\n\t\x7f é " + rand.Text()
			}
		}
		filled, err := replaced(sample, paths, values)
		if err != nil {
			return err
		}
		want, err := JSONLD(ctx, filled)
		if err != nil {
			return err
		}
		if got, ok := t.Fill(values); !ok || !bytes.Equal(got, want) {
			return errors.New("template: it does not write what it should")
		}
	}
	return nil
}

// schemeOf is the scheme of an IRI with its colon; empty for anything else.
func schemeOf(s string) string {
	if !iriOK(s) {
		return ""
	}
	return s[:strings.IndexByte(s, ':')+1]
}

type compiler struct {
	marks []string
	seen  []bool // slots that were met
	t     *Template
}

func (c *compiler) compile(quads []quad, blanks int) (*Template, error) {
	subjects := map[place]int{}
	byBlank := make([]run, blanks)
	for i := range quads {
		q := &quads[i]
		if q.g != (node{}) {
			return nil, errors.New("template: a graph inside the document")
		}
		s, err := c.place(q.s)
		if err != nil {
			return nil, err
		}
		o, err := c.place(q.o)
		if err != nil {
			return nil, err
		}
		c.see(q.predicate)
		line := []place{s, {text: " " + q.predicate + " "}, o, {text: " .\n"}}
		if b := s.blank; b != 0 {
			byBlank[b-1] = append(byBlank[b-1], line)
		}
		if b := o.blank; b != 0 && b != s.blank {
			byBlank[b-1] = append(byBlank[b-1], line)
		}
		n, there := subjects[s]
		if !there {
			n = len(c.t.groups)
			subjects[s] = n
			c.t.groups = append(c.t.groups, group{subject: s})
		}
		c.t.groups[n].runs = append(c.t.groups[n].runs, run{line})
	}
	if slices.Contains(c.seen, false) {
		return nil, errors.New("template: a slot that says nothing")
	}
	for i := range c.t.groups {
		c.t.groups[i].runs = ordered(c.t.groups[i].runs)
	}
	c.hash(byBlank)
	return c.t, nil
}

// place is a node of the marked sample in the template.
func (c *compiler) place(n node) (place, error) {
	if n.blank != 0 {
		return place{blank: n.blank}, nil
	}
	for i, mark := range c.marks {
		if !strings.Contains(n.text, mark) {
			continue
		}
		s := slot{}
		if n.text == "<"+mark+">" {
			s.scheme = mark[:strings.IndexByte(mark, ':')+1]
		} else if suffix, ok := strings.CutPrefix(n.text, `"`+mark+`"`); ok {
			s.suffix = suffix
		} else {
			return place{}, errors.New("template: a slot that is a part of something")
		}
		c.t.slots[i], c.seen[i] = s, true
		return place{slot: i + 1}, nil
	}
	c.see(n.text)
	if n.text[0] == '<' {
		c.t.fixed[strings.Trim(n.text, "<>")] = true
	}
	return place{text: n.text}, nil
}

// see notes the planes of what stays.
func (c *compiler) see(text string) {
	low, top := planes(text)
	c.t.low, c.t.top = c.t.low || low, c.t.top || top
}

// varies tells whether something besides the subject, which its lines share, can move this line.
func varies(line []place) bool { return line[2].slot != 0 || line[2].blank != 0 }

// ordered sorts the lines of one subject as far as they can be sorted now. Predicates end in ">" and none begins with
// another, so that lines of different predicates keep their order whatever their objects are.
func ordered(lines []run) []run {
	slices.SortStableFunc(lines, func(a, b run) int {
		return strings.Compare(a[0][1].text+a[0][2].text, b[0][1].text+b[0][2].text)
	})
	var runs []run
	for len(lines) > 0 {
		n, moving := 0, false
		for n < len(lines) && lines[n][0][1].text == lines[0][0][1].text {
			moving = moving || varies(lines[n][0])
			n++
		}
		if n > 1 && moving {
			r := run{}
			for _, l := range lines[:n] {
				r = append(r, l[0])
			}
			runs = append(runs, r)
			lines = lines[n:]
			continue
		}
		if len(runs) == 0 || len(runs[len(runs)-1]) > 1 {
			runs = append(runs, run{nil})
		}
		last := runs[len(runs)-1]
		for k, l := range lines[:n] {
			if k == 0 || !slices.Equal(lines[k-1][0], l[0]) { // a dataset is a set
				last[0] = append(last[0], l[0]...)
			}
		}
		lines = lines[n:]
	}
	for i, r := range runs {
		for k := range r {
			runs[i][k] = joined(r[k])
		}
	}
	return runs
}

// joined puts the text of neighbors together.
func joined(line []place) []place {
	var out []place
	for _, p := range line {
		if n := len(out); n > 0 && out[n-1].slot == 0 && out[n-1].blank == 0 {
			out[n-1] = place{out[n-1].text + p.text, p.blank, p.slot}
			continue
		}
		out = append(out, p)
	}
	return out
}

// hash settles the hashes of the blank nodes that no slot can change.
func (c *compiler) hash(byBlank []run) {
	names := make([]string, len(byBlank))
	for i := range names {
		names[i] = otherName
	}
	for i, lines := range byBlank {
		moving := false
		for k, line := range lines {
			moving = moving || line[0].slot != 0 || line[2].slot != 0
			lines[k] = joined(line)
		}
		b := blankNode{lines: lines}
		if !moving {
			names[i] = thisName
			b = blankNode{fixed: lines.hash(nil, names)}
			names[i] = otherName
		}
		c.t.blanks = append(c.t.blanks, b)
	}
}

// find follows a path through objects and arrays; nil when it leads nowhere.
func find(value any, path []string) any {
	for _, step := range path {
		switch v := value.(type) {
		case map[string]any:
			value = v[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
}

// replaced copies a document with other values at some paths.
func replaced(doc map[string]any, paths [][]string, values []string) (map[string]any, error) {
	copied := deepCopy(doc).(map[string]any)
	for i, path := range paths {
		switch holder := find(copied, path[:len(path)-1]).(type) {
		case map[string]any:
			holder[path[len(path)-1]] = values[i]
		case []any:
			k, err := strconv.Atoi(path[len(path)-1])
			if err != nil || k < 0 || k >= len(holder) {
				return nil, fmt.Errorf("template: nothing is at %v", path)
			}
			holder[k] = values[i]
		default:
			return nil, fmt.Errorf("template: nothing is at %v", path)
		}
	}
	return copied, nil
}

func deepCopy(value any) any {
	switch v := value.(type) {
	case map[string]any:
		m := make(map[string]any, len(v))
		for key, member := range v {
			m[key] = deepCopy(member)
		}
		return m
	case []any:
		a := make([]any, len(v))
		for i, e := range v {
			a[i] = deepCopy(e)
		}
		return a
	}
	return value
}
