package main

import (
	"errors"
	"fmt"

	"laurel/internal/badge"
	"laurel/internal/house"
)

type earnerCmd struct {
	Unlock earnerUnlockCmd `cmd:"" help:"Unlock earners in the name of an organization that issued to them."`
}

type earnerUnlockCmd struct {
	Org   string   `help:"Slug of the organization." required:"" placeholder:"SLUG"`
	Email []string `arg:"" help:"Any address of each person."`
}

// Run unlocks the accounts one after the other; those that cannot be are told
// at the end.
func (cmd *earnerUnlockCmd) Run(c *console) error {
	return c.with(func(h *house.House) error {
		org, err := h.Tenants.Public(c.ctx, cmd.Org)
		if err != nil {
			return fmt.Errorf("organization %s: %w", cmd.Org, err)
		}
		var failed error
		for _, email := range cmd.Email {
			if err := h.Accounts.UnlockEarner(c.ctx, badge.Host(), org.ID, email); err != nil {
				failed = errors.Join(failed, fmt.Errorf("%s: %w", email, err))
				continue
			}
			err := c.line(map[string]any{"email": email, "status": "unlocked"}, email, "Unlocked. The old password is void; a letter brings a link for a new one.")
			if err != nil {
				return err
			}
		}
		return failed
	})
}
