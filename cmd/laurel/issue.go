package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/house"
)

type issueCmd struct {
	Org             string `help:"Slug of the organization." required:"" placeholder:"SLUG"`
	Badge           string `help:"Slug of the badge." required:"" placeholder:"SLUG"`
	File            string `arg:"" help:"CSV file of earners." type:"existingfile"`
	Check           bool   `help:"Only look at the rows; change nothing."`
	Dates           string `help:"How to read dates such as 03/04/2026: iso, dmy (day first) or mdy (month first)." enum:"iso,dmy,mdy"`
	AllowDuplicates bool   `help:"Issue again to people who hold the badge already."`
}

// rowLine is what is printed of one row.
type rowLine struct {
	Row     int    `json:"row"`
	Name    string `json:"name"`
	Email   string `json:"email"`
	Status  string `json:"status"`
	Code    string `json:"code"`
	URL     string `json:"url"`
	Message string `json:"message"`
}

// Run checks or issues the rows of a file and prints a line for each.
func (cmd *issueCmd) Run(c *console) error {
	return c.with(func(h *house.House) error {
		org, err := h.Tenants.Public(c.ctx, cmd.Org)
		if err != nil {
			return fmt.Errorf("organization %s: %w", cmd.Org, err)
		}
		a, err := h.Catalog.BySlug(c.ctx, badge.Host(), org.ID, cmd.Badge)
		if err != nil {
			return fmt.Errorf("badge %s: %w", cmd.Badge, err)
		}
		file, err := os.Open(cmd.File)
		if err != nil {
			return err
		}
		defer file.Close() //nolint:errcheck // only read
		answers := award.Answers{Dates: award.DateOrder(cmd.Dates), Large: true}
		if cmd.AllowDuplicates {
			answers.Duplicates = badge.DuplicateAllow
		}
		if cmd.Check {
			return cmd.check(c, h, org, a, file, answers)
		}
		return cmd.issue(c, h, org, a, file, answers)
	})
}

// check prints what would happen to each row.
func (cmd *issueCmd) check(c *console, h *house.House, org badge.Organization, a badge.Achievement, file *os.File, answers award.Answers) error {
	return h.Intake.Check(c.ctx, badge.Host(), org.ID, a.ID, file, answers, func(r badge.Award) error {
		status := string(r.Outcome)
		if r.Outcome == badge.OutcomeQuestion {
			status = "warning"
		}
		return c.row(rowLine{Row: r.Row, Name: r.Name, Email: string(r.Email), Status: status, Message: r.Message()})
	})
}

// issue confirms the good rows and sees them through.
func (cmd *issueCmd) issue(c *console, h *house.House, org badge.Organization, a badge.Achievement, file *os.File, answers award.Answers) error {
	host := badge.Host()
	b, err := h.Intake.Upload(c.ctx, host, org.ID, a.ID, filepath.Base(cmd.File), file, answers)
	if err != nil {
		return err
	}
	p, err := h.Intake.Progress(c.ctx, host, org.ID, b.ID)
	if err != nil {
		return err
	}
	if p.Counts.Ready() > 0 {
		if err := h.Intake.Confirm(c.ctx, host, org.ID, b.ID, award.Plan{}); err != nil {
			return err
		}
		if err := c.seeThrough(h, org.ID, b.ID, p.Counts.Ready()); err != nil {
			return err
		}
	}
	counts := map[string]int{}
	err = h.Intake.Results(c.ctx, host, org.ID, b.ID, func(r award.Result) error {
		l := rowLine{Row: r.Row, Name: r.Name, Email: string(r.Email), Status: r.Status(), Message: r.Message()}
		if r.Code != "" {
			l.Code, l.URL = string(r.Code), h.PublicURL+"/b/"+string(r.Code)
		}
		counts[l.Status]++
		return c.row(l)
	})
	if err != nil {
		return err
	}
	c.say("%d issued, %d duplicates, %d errors, %d skipped. This is batch %s.", counts["issued"], counts["duplicate"], counts["error"], counts["skipped"], b.ID)
	return nil
}

func (c *console) row(l rowLine) error {
	return c.line(l, fmt.Sprintf("%5s", strconv.Itoa(l.Row)), fmt.Sprintf("%-9s", l.Status), l.Name, "<"+l.Email+">", l.URL, l.Message)
}

// seeThrough works the queue until a batch is issued and its letters are on
// their way, beside a server if one runs.
func (c *console) seeThrough(h *house.House, org badge.OrgID, batch badge.BatchID, total int) error {
	working, stop := context.WithCancel(c.ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- h.Work(working) }()
	shown := c.progress("Issuing")
	defer shown.end()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		p, err := h.Intake.Progress(c.ctx, badge.Host(), org, batch)
		if err != nil {
			return err
		}
		shown.at(total-p.Counts.Waiting, total)
		waiting, err := h.LettersWaiting(c.ctx)
		if err != nil {
			return err
		}
		if p.State == badge.BatchDone && !waiting {
			stop()
			return <-ended
		}
		select {
		case <-tick.C:
		case err := <-ended:
			return err
		case <-c.ctx.Done():
			c.say("Stopped. What is left goes on with the next laurel serve, and nothing is issued twice.")
			return c.ctx.Err()
		}
	}
}
