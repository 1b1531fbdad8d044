package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"path/filepath"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/house"
	"laurel/internal/tenant"
)

//go:embed demo/badge.svg
var demoPicture []byte

//go:embed demo/earners.csv
var demoEarners []byte

type demoCmd struct {
	Listen string `help:"Address to listen on." env:"LAUREL_LISTEN" default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	Once   bool   `help:"Make the sample and print what to open, without serving."`

	running bool
}

const demoOwner = "owner@riverbank.example"

// Run makes the sample, unless it is there already, and serves it.
func (cmd *demoCmd) Run(c *console) error {
	if c.flags.Data == "./laurel-data" { // not told otherwise: keep the sample apart
		c.flags.Data = "./laurel-data-demo"
	}
	cmd.running = !cmd.Once
	release, err := lock(c.flags.Data)
	if err != nil {
		return err
	}
	defer release()
	listener, err := listen(c, cmd.Listen)
	if err != nil {
		return err
	}
	return c.with(func(h *house.House) error {
		empty, err := h.Tenants.IsEmpty(c.ctx)
		if err != nil {
			return err
		}
		if empty {
			if err := cmd.fill(c, h); err != nil {
				return err
			}
		}
		if err := cmd.tell(c, h); err != nil || cmd.Once {
			return err
		}
		return serve(c.ctx, h, listener)
	})
}

// fill makes the organization, its badge and its earners, through the same
// rooms as the pages.
func (cmd *demoCmd) fill(c *console, h *house.House) error {
	host := badge.Host()
	hash, err := h.Accounts.Hash(c.ctx, demoPassword(h))
	if err != nil {
		return err
	}
	org, err := h.Tenants.Create(c.ctx, host, tenant.Founding{
		Organization: badge.Organization{
			Slug: "riverbank", Name: "Riverbank College", URL: "https://riverbank.example", Email: "badges@riverbank.example",
			Description: "A sample organization. Nothing here is real.", InviteLogin: true,
		},
		OwnerEmail: demoOwner, OwnerName: "Robin Rivers", PasswordHash: hash,
	})
	if err != nil {
		return err
	}
	a, err := h.Catalog.Create(c.ctx, host, org.ID, badge.Achievement{Slug: "wound-care", Revision: badge.Revision{
		Name:        "Certified Wound Care Specialist",
		Description: "Assesses and treats chronic wounds independently and to the current standard of care.",
		Criteria:    "Forty supervised clinical hours, a written examination passed with at least 80 percent, and a practical examination before two assessors.",
		Tags:        []string{"Chronic wound assessment", "Compression therapy", "Documentation"},
		Validity:    badge.Validity{Period: badge.Period{Years: 3}},
		Details:     badge.Details{Type: "Certification", Alt: "Shield with a drop and a laurel wreath"},
	}}, demoPicture)
	if err != nil {
		return err
	}
	b, err := h.Intake.Upload(c.ctx, host, org.ID, a.ID, "earners.csv", bytes.NewReader(demoEarners), award.Answers{})
	if err != nil {
		return err
	}
	if err := h.Intake.Confirm(c.ctx, host, org.ID, b.ID, award.Plan{}); err != nil {
		return err
	}
	return c.seeThrough(h, org.ID, b.ID, b.Rows)
}

// demoPassword is the owner's, derived so that every start can print it.
func demoPassword(h *house.House) string { return h.Ring.TemporaryPassword("demo owner") }

// tell prints what to open.
func (cmd *demoCmd) tell(c *console, h *house.House) error {
	earner, code, err := cmd.sample(c, h)
	if err != nil {
		return err
	}
	if c.flags.JSON {
		return c.line(map[string]any{
			"badge": h.PublicURL + "/b/" + string(code), "login": h.PublicURL + "/login", "owner": demoOwner, "password": demoPassword(h),
			"letters": h.PublicURL + "/admin/letters", "data": c.flags.Data,
		})
	}
	data, err := filepath.Abs(c.flags.Data)
	if err != nil {
		data = c.flags.Data
	}
	_, err = fmt.Fprintf(c.out, `
Laurel's sample is ready.

  What an employer sees   %[1]s/b/%[2]s
  Issue badges yourself   %[1]s/login
                          user name  %[3]s
                          password   %[4]s
  What earners receive    %[1]s/admin/letters   (logged in as above)
  An earner's portfolio   log in as %[5]s with the temporary password in her letter

Everything is in %[6]s. Press Ctrl+C to stop.

`, h.PublicURL, code, demoOwner, demoPassword(h), earner, data)
	return err
}

// sample is the first earner's badge.
func (cmd *demoCmd) sample(c *console, h *house.House) (badge.Email, badge.Code, error) {
	org, err := h.Tenants.Public(c.ctx, "riverbank")
	if err != nil {
		return "", "", fmt.Errorf("the folder %s holds another installation, not the sample: %w", c.flags.Data, err)
	}
	issued, err := h.Issuer.Find(c.ctx, badge.Host(), org.ID, "maria.nunez", 1)
	if err != nil || len(issued) == 0 {
		return "", "", fmt.Errorf("the sample in %s has no badge for María José Núñez; remove the folder and start again: %w", c.flags.Data, err)
	}
	return issued[0].Email, issued[0].Code, nil
}
