package main

import (
	"cmp"
	"fmt"
	"os"

	"laurel/internal/badge"
	"laurel/internal/house"
	"laurel/internal/tenant"
)

type orgCmd struct {
	Create orgCreateCmd `cmd:"" help:"Create an organization, its signing key and its owner."`
}

type orgCreateCmd struct {
	Name        string `arg:"" help:"Name of the organization."`
	Slug        string `help:"Its short address: lower-case letters, digits, dashes." required:"" placeholder:"SLUG"`
	Email       string `help:"Where earners and employers write to." required:"" placeholder:"EMAIL"`
	URL         string `help:"Its own web site." required:"" placeholder:"URL"`
	Owner       string `help:"E-mail address of the person who runs it here. Default: the organization's address." placeholder:"EMAIL"`
	Description string `help:"A sentence about it." placeholder:"TEXT"`
	Logo        string `help:"Picture file, PNG, JPEG or SVG." type:"existingfile" placeholder:"FILE"`
	LinkedIn    string `name:"linkedin" help:"LinkedIn's number of the organization." placeholder:"DIGITS"`
	InviteLogin string `help:"Whether letters carry a temporary password: on or off." enum:"on,off" default:"off"`
}

// Run creates the organization.
func (cmd *orgCreateCmd) Run(c *console) error {
	return c.with(func(h *house.House) error {
		f := tenant.Founding{
			Organization: badge.Organization{
				Slug: cmd.Slug, Name: cmd.Name, URL: cmd.URL, Email: badge.Email(cmd.Email), Description: cmd.Description,
				InviteLogin: cmd.InviteLogin == "on", LinkedInID: cmd.LinkedIn,
			},
			OwnerEmail: badge.Email(cmd.Owner),
		}
		var err error
		if cmd.Logo != "" {
			if f.Logo, err = os.ReadFile(cmd.Logo); err != nil {
				return err
			}
		}
		org, err := h.Tenants.Create(c.ctx, badge.Host(), f)
		if err != nil {
			return err
		}
		did := h.Issuer.DID(org.Slug)
		return c.line(map[string]any{"slug": org.Slug, "name": org.Name, "url": h.PublicURL + "/o/" + org.Slug, "did": did},
			fmt.Sprintf("Created %s: %s/o/%s (%s). A letter lets the owner in: laurel letters", org.Name, h.PublicURL, org.Slug, did))
	})
}

type badgeCmd struct {
	Create badgeCreateCmd `cmd:"" help:"Create a badge that can be earned."`
	Set    badgeSetCmd    `cmd:"" help:"Change how a badge is given out."`
}

type badgeCreateCmd struct {
	Org         string   `help:"Slug of the organization." required:"" placeholder:"SLUG"`
	Badge       string   `help:"Slug of the badge." required:"" placeholder:"SLUG"`
	Name        string   `help:"Name of the badge." required:"" placeholder:"NAME"`
	Description string   `help:"What it stands for, in a sentence." required:"" placeholder:"TEXT"`
	Criteria    string   `help:"What it takes to earn it; Markdown." required:"" placeholder:"TEXT"`
	Image       string   `help:"Picture file, PNG, JPEG or SVG." required:"" type:"existingfile" placeholder:"FILE"`
	Alt         string   `help:"The picture in words, for people who do not see it. Default: that it is the badge's." placeholder:"TEXT"`
	Tag         []string `help:"A skill or tag; may be repeated." placeholder:"TEXT"`
	ValidFor    string   `help:"How long it holds: 3y, 18m, 90d. Default: without end." placeholder:"PERIOD"`
	ValidUntil  string   `help:"The last day on which it holds, 2029-12-31." placeholder:"DATE"`
}

// Run creates the badge.
func (cmd *badgeCreateCmd) Run(c *console) error {
	return c.with(func(h *house.House) error {
		org, err := h.Tenants.Public(c.ctx, cmd.Org)
		if err != nil {
			return fmt.Errorf("organization %s: %w", cmd.Org, err)
		}
		validity, err := badge.ParseValidity(cmd.ValidFor, cmd.ValidUntil)
		if err != nil {
			return err
		}
		picture, err := os.ReadFile(cmd.Image)
		if err != nil {
			return err
		}
		a, err := h.Catalog.Create(c.ctx, badge.Host(), org.ID, badge.Achievement{Slug: cmd.Badge, Revision: badge.Revision{
			Name: cmd.Name, Description: cmd.Description, Criteria: cmd.Criteria, Tags: cmd.Tag, Validity: validity,
			Details: badge.Details{Alt: cmp.Or(cmd.Alt, "Picture of the badge "+cmd.Name)},
		}}, picture)
		if err != nil {
			return err
		}
		address := h.PublicURL + "/a/" + string(a.Revision.ID)
		return c.line(map[string]any{"org": org.Slug, "badge": a.Slug, "name": a.Revision.Name, "url": address},
			fmt.Sprintf("Created %s: %s", a.Revision.Name, address))
	})
}
