package main

import (
	"fmt"
	"runtime/debug"

	"laurel/internal/badge"
	"laurel/internal/house"
)

type revokeCmd struct {
	Code   string `arg:"" help:"The twelve characters at the end of the badge's address, or the address."`
	Reason string `help:"Why; the earner and everybody who opens the badge page will read it." required:"" placeholder:"TEXT"`
}

// Run takes a badge back.
func (cmd *revokeCmd) Run(c *console) error {
	return c.with(func(h *house.House) error {
		code, ok := h.Verifier.OwnCode(cmd.Code)
		if !ok {
			return badge.Refuse("code", "This is not the code of a badge: twelve letters and digits.")
		}
		s, err := h.Verifier.Stored(c.ctx, code)
		if err != nil {
			return fmt.Errorf("badge %s: %w", code, err)
		}
		if err := h.Issuer.Revoke(c.ctx, badge.Host(), s.Organization.ID, code, cmd.Reason); err != nil {
			return err
		}
		address := h.PublicURL + "/b/" + string(code)
		return c.line(map[string]any{"code": code, "url": address, "status": "revoked", "reason": cmd.Reason},
			fmt.Sprintf("Revoked: %s", address))
	})
}

type unlockCmd struct {
	Email        string `arg:"" help:"Any address of the person."`
	SecondFactor bool   `help:"Leave the lock as it is, and take away the passkeys and the authenticator app of somebody who lost them."`
}

// Run unlocks an account, or takes its second factors away.
func (cmd *unlockCmd) Run(c *console) error {
	return c.with(func(h *house.House) error {
		if cmd.SecondFactor {
			if err := h.Accounts.RemoveFactors(c.ctx, badge.Host(), cmd.Email); err != nil {
				return err
			}
			return c.line(map[string]any{"email": cmd.Email, "status": "second factor removed"},
				"Removed: passkeys, authenticator app and recovery codes. The password alone lets them in; a letter tells them.")
		}
		if err := h.Accounts.UnlockByEmail(c.ctx, badge.Host(), cmd.Email); err != nil {
			return err
		}
		return c.line(map[string]any{"email": cmd.Email, "status": "unlocked"},
			"Unlocked. The old password is void; a letter brings a link for a new one.")
	})
}

type versionCmd struct{}

// Run prints the version.
func (cmd *versionCmd) Run(c *console) error {
	version, revision := "devel", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		if info.Main.Version != "" && info.Main.Version != "(devel)" {
			version = info.Main.Version
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = s.Value
			}
		}
	}
	return c.line(map[string]any{"version": version, "revision": revision}, "laurel "+version, revision)
}
