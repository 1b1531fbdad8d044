package main

import (
	"fmt"
	"time"

	"laurel/internal/badge"
	"laurel/internal/house"
)

type lettersCmd struct {
	List lettersListCmd `cmd:"" default:"1" help:"List all letters, the newest first."`
	Show lettersShowCmd `cmd:"" help:"Show one letter."`
}

// letterLine is what is printed of one letter.
type letterLine struct {
	ID      badge.LetterID    `json:"id"`
	To      badge.Email       `json:"to"`
	Subject string            `json:"subject"`
	Text    string            `json:"text"`
	State   badge.LetterState `json:"state"`
	Kind    badge.LetterKind  `json:"kind"`
	Error   string            `json:"error,omitempty"`
	At      string            `json:"created"`
}

type lettersListCmd struct{}

// Run lists the letters.
func (cmd *lettersListCmd) Run(c *console) error {
	return c.with(func(h *house.House) error {
		const page = 200
		for before := badge.LetterID(""); ; {
			list, err := h.Post.List(c.ctx, badge.Host(), before, page)
			if err != nil {
				return err
			}
			for _, l := range list {
				shown, err := compose(c, h, l.ID)
				if err != nil {
					return err
				}
				if err := c.line(shown, string(l.ID), fmt.Sprintf("%-6s", l.State), string(l.To), shown.Subject); err != nil {
					return err
				}
			}
			if len(list) < page {
				return nil
			}
			before = list[len(list)-1].ID
		}
	})
}

type lettersShowCmd struct {
	ID string `arg:"" help:"Id of the letter."`
}

// Run shows one letter as its recipient reads it.
func (cmd *lettersShowCmd) Run(c *console) error {
	return c.with(func(h *house.House) error {
		l, err := compose(c, h, badge.LetterID(cmd.ID))
		if err != nil {
			return fmt.Errorf("letter %s: %w", cmd.ID, err)
		}
		return c.line(l, fmt.Sprintf("To: %s\nState: %s\nSubject: %s\n\n%s", l.To, l.State, l.Subject, l.Text))
	})
}

func compose(c *console, h *house.House, id badge.LetterID) (letterLine, error) {
	l, content, err := h.Post.Show(c.ctx, badge.Host(), id)
	return letterLine{
		ID: l.ID, To: l.To, Subject: content.Subject, Text: content.Text, State: l.State, Kind: l.Kind, Error: l.LastError,
		At: l.CreatedAt.Format(time.RFC3339),
	}, err
}
