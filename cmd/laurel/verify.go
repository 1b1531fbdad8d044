package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"laurel/internal/badge"
	"laurel/internal/fetch"
	"laurel/internal/verify"
)

type verifyCmd struct {
	Inputs    []string `arg:"" name:"file-or-address" help:"Files (JSON, JWT, PNG, SVG or PDF) or web addresses."`
	Recipient string   `name:"recipient" placeholder:"EMAIL" help:"Also check that the badge was issued to this e-mail address."`
}

// verifyLine is what is printed of one input.
type verifyLine struct {
	Input   string         `json:"input"`
	Verdict verify.Verdict `json:"verdict"`
	Name    string         `json:"name,omitempty"`
	Earner  string         `json:"earner,omitempty"`
	Issuer  string         `json:"issuer,omitempty"`
	Domain  string         `json:"domain,omitempty"`
	Checks  []verify.Check `json:"checks"`
	Error   string         `json:"error,omitempty"`

	mine bool // the recipient asked for, if one was, is that of the badge
}

// Run verifies every input and ends with exit code 1 if any is not valid, or not the recipient's.
func (cmd *verifyCmd) Run(c *console) error {
	verifier, done, err := c.verifier()
	if err != nil {
		return err
	}
	allValid := true
	for _, input := range cmd.Inputs {
		l := cmd.judge(c.ctx, verifier, input)
		allValid = allValid && l.Verdict == verify.Valid && l.mine
		if err := c.verdict(l); err != nil {
			return errors.Join(err, done())
		}
	}
	if err := done(); err != nil {
		return err
	}
	if !allValid {
		return errNo
	}
	return nil
}

// verifier is that of the installation in the data folder, which knows its own
// badges without asking a server, or else one that knows nothing.
func (c *console) verifier() (v *verify.Verifier, done func() error, err error) {
	_, missing := os.Stat(filepath.Join(c.flags.Data, "laurel.db"))
	if missing == nil || c.flags.Database != "" {
		h, err := c.open()
		if err != nil {
			return nil, nil, err
		}
		return h.Verifier, h.Close, nil
	}
	client := fetch.New(fetch.Options{AllowLoopback: true})
	return verify.NewStranger(client, time.Now), func() error { return nil }, nil
}

func (cmd *verifyCmd) judge(ctx context.Context, v *verify.Verifier, input string) verifyLine {
	report, err := read(ctx, v, input)
	l := verifyLine{Input: input, mine: true}
	if cmd.Recipient != "" && err == nil {
		l.mine = report.CheckRecipient(cmd.Recipient)
	}
	l.Verdict, l.Checks = report.Verdict, append([]verify.Check{}, report.Checks...)
	if err != nil {
		l.Verdict, l.Error = verify.Invalid, err.Error()
		if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
			for _, sentence := range invalid.Fields {
				l.Error = sentence
			}
		}
		return l
	}
	if report.Shown {
		l.Name, l.Earner, l.Issuer, l.Domain = report.View.Name, report.View.Recipient.Name, report.View.Issuer.Name, report.Domain
	}
	return l
}

func read(ctx context.Context, v *verify.Verifier, input string) (verify.Report, error) {
	data, err := os.ReadFile(input)
	if err == nil {
		return v.Document(ctx, data)
	}
	if _, isCode := v.OwnCode(input); isCode || strings.Contains(input, "://") {
		return v.Address(ctx, input)
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = errors.New("there is no such file, and it is not an address either")
	}
	return verify.Report{}, err
}

// verdict prints one input: a line, and below it a line per check.
func (c *console) verdict(l verifyLine) error {
	head := fmt.Sprintf("%-9s %s", l.Verdict, l.Input)
	if l.Name != "" {
		head += "  " + l.Name
		if l.Earner != "" {
			head += ", earned by " + l.Earner
		}
		head += fmt.Sprintf(", issued by %s (%s)", l.Issuer, l.Domain)
	}
	if l.Error != "" {
		head += "  " + l.Error
	}
	if err := c.line(l, head); err != nil || c.flags.JSON {
		return err
	}
	for _, check := range l.Checks {
		if _, err := fmt.Fprintf(c.out, "  %-8s %-11s %s\n", check.Result, check.Name, check.Sentence); err != nil {
			return err
		}
	}
	return nil
}
