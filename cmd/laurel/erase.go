package main

import (
	"fmt"
	"time"

	"laurel/internal/badge"
	"laurel/internal/house"
)

type eraseCmd struct {
	Email string `arg:"" help:"Any address of the person."`
}

// Run does what the person can do by themselves on the page for it: it begins
// in a day, and the letters about it carry a link that takes it back.
func (cmd *eraseCmd) Run(c *console) error {
	return c.with(func(h *house.House) error {
		e, err := h.Accounts.EraseFor(c.ctx, badge.Host(), cmd.Email)
		if err != nil {
			return fmt.Errorf("%s: %w", cmd.Email, err)
		}
		due := e.DueAt.UTC().Format(time.RFC3339)
		return c.line(map[string]any{"email": cmd.Email, "status": "erasing", "due": due},
			cmd.Email, "The server erases everything of this person after "+due+". All their addresses are told, with a link that takes it back.")
	})
}
