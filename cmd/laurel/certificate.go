package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

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

type printCmd struct {
	Org   string `help:"Slug of the organization." required:"" placeholder:"SLUG"`
	Batch string `help:"Id of the batch: laurel issue tells it, and it stands in the address of the batch's page." required:"" placeholder:"ID"`
	Out   string `arg:"" help:"File to write: .zip has a PDF for each earner, .pdf is one document with all of them."`
}

// Run prints the certificates of a batch.
func (cmd *printCmd) Run(c *console) error {
	form := badge.PrintForm(strings.TrimPrefix(strings.ToLower(filepath.Ext(cmd.Out)), "."))
	if form != badge.PrintZip && form != badge.PrintPDF {
		return badge.Refuse("out", "Name a file that ends in .zip or .pdf.")
	}
	return c.with(func(h *house.House) error {
		org, err := h.Tenants.Public(c.ctx, cmd.Org)
		if err != nil {
			return fmt.Errorf("organization %s: %w", cmd.Org, err)
		}
		f, err := os.CreateTemp(filepath.Dir(cmd.Out), ".print-*")
		if err != nil {
			return err
		}
		defer os.Remove(f.Name()) //nolint:errcheck // does nothing after the rename
		shown := c.progress("Printing")
		n, err := h.Certificates.WritePrint(c.ctx, badge.Host(), org.ID, badge.BatchID(cmd.Batch), form, f, shown.at)
		shown.end()
		if err = errors.Join(err, f.Chmod(0o600), f.Close()); err != nil {
			return err
		}
		if err := os.Rename(f.Name(), cmd.Out); err != nil {
			return err
		}
		return c.line(map[string]any{"file": cmd.Out, "certificates": n}, fmt.Sprintf("Printed %d certificates: %s", n, cmd.Out))
	})
}
