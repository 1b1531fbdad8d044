package main

import (
	"fmt"

	"laurel/internal/badge"
	"laurel/internal/house"
)

type badgeSetCmd struct {
	Org   string `help:"Slug of the organization." required:"" placeholder:"SLUG"`
	Badge string `arg:"" help:"Slug of the badge."`
	PDF   string `name:"pdf" help:"Whether its earners get a certificate as a PDF: on or off." enum:"on,off" required:""`
}

// Run switches the certificates of a badge on or off.
func (cmd *badgeSetCmd) Run(c *console) error {
	return c.with(func(h *house.House) error {
		org, err := h.Tenants.Public(c.ctx, cmd.Org)
		if err != nil {
			return fmt.Errorf("organization %s: %w", cmd.Org, err)
		}
		a, err := h.Catalog.BySlug(c.ctx, badge.Host(), org.ID, cmd.Badge)
		if err != nil {
			return fmt.Errorf("badge %s: %w", cmd.Badge, err)
		}
		changed, err := h.Certificates.Switch(c.ctx, badge.Host(), org.ID, a.ID, cmd.PDF == "on")
		if err != nil {
			return err
		}
		text := fmt.Sprintf("Certificates of %s are %s.", a.Revision.Name, cmd.PDF)
		if !changed {
			text = fmt.Sprintf("Certificates of %s were %s already.", a.Revision.Name, cmd.PDF)
		}
		if cmd.PDF == "on" {
			text += fmt.Sprintf(" Design them at %s/org/%s/badges/%s/certificate", h.PublicURL, org.Slug, a.Slug)
		}
		return c.line(map[string]any{"org": org.Slug, "badge": a.Slug, "pdf": cmd.PDF == "on", "changed": changed}, text)
	})
}
