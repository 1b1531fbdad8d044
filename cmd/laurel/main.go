// Command laurel issues digital badges and lets everybody check them: one
// program, its own ledger inside.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/mattn/go-isatty"

	"laurel/internal/command"
	"laurel/internal/house"
	"laurel/internal/mail"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// cli is every command with its flags. Each flag has an environment variable
// of the same name.
type cli struct {
	Data      string `help:"Folder of the ledger, the pictures and the master key." env:"LAUREL_DATA" default:"./laurel-data" placeholder:"DIR"`
	Database  string `help:"PostgreSQL address, instead of SQLite in the data folder." env:"LAUREL_DATABASE" placeholder:"URL"`
	PublicURL string `help:"Address under which people reach this installation. It stands in every badge." env:"LAUREL_PUBLIC_URL" placeholder:"URL"`
	SMTP      string `name:"smtp" help:"Mail server, smtp://user:password@host:587. Without one, letters are kept in the ledger." env:"LAUREL_SMTP" placeholder:"URL"`
	Support   string `help:"Address that messages from the support form go to. Without one they are read on the messages page." env:"LAUREL_SUPPORT" placeholder:"EMAIL"`
	MailFrom  string `help:"Address that letters come from. Default: badges@ the public host." env:"LAUREL_MAIL_FROM" placeholder:"EMAIL"`
	MasterKey string `help:"Master key, base64 of 32 bytes. Default: the file master.key in the data folder." env:"LAUREL_MASTER_KEY" placeholder:"KEY"`

	OwnerLink         string `help:"Whether the letter about a locked account carries a link with which its owner opens it: on or off." env:"LAUREL_OWNER_LINK" enum:"on,off" default:"off"`
	StaffSecondFactor string `help:"Whether staff need a passkey or an authenticator app after their first week: on or off." env:"LAUREL_STAFF_SECOND_FACTOR" enum:"on,off" default:"on"`

	DKIMDomain   string `name:"dkim-domain" help:"Sign letters for this domain." env:"LAUREL_DKIM_DOMAIN" placeholder:"DOMAIN"`
	DKIMSelector string `name:"dkim-selector" help:"DKIM selector." env:"LAUREL_DKIM_SELECTOR" placeholder:"NAME"`
	DKIMKey      string `name:"dkim-key" help:"File with the DKIM private key (PEM)." env:"LAUREL_DKIM_KEY" placeholder:"FILE"`

	AppleWallet        string `help:"File with the certificate for passes of Apple Wallet, its key and Apple's intermediate certificate (PEM)." env:"LAUREL_APPLE_WALLET" placeholder:"FILE"`
	GoogleWallet       string `help:"File with the key of the service account for Google Wallet (JSON)." env:"LAUREL_GOOGLE_WALLET" placeholder:"FILE"`
	GoogleWalletIssuer string `help:"Issuer ID of Google Wallet." env:"LAUREL_GOOGLE_WALLET_ISSUER" placeholder:"ID"`

	JSON bool `name:"json" help:"Print one JSON object per line." env:"LAUREL_JSON"`

	Serve   serveCmd   `cmd:"" help:"Run the server."`
	Demo    demoCmd    `cmd:"" help:"Try everything: a sample organization, a badge, earners, and the server."`
	Org     orgCmd     `cmd:"" help:"Organizations."`
	Badge   badgeCmd   `cmd:"" help:"Badges that can be earned."`
	Issue   issueCmd   `cmd:"" help:"Issue a badge to the people in a CSV file."`
	Print   printCmd   `cmd:"" help:"Print the certificates of a batch into one file."`
	Revoke  revokeCmd  `cmd:"" help:"Take an issued badge back."`
	Verify  verifyCmd  `cmd:"" help:"Verify badges: files (JSON, JWT, PNG, SVG, PDF) or addresses."`
	Letters lettersCmd `cmd:"" help:"List or show letters."`
	Earner  earnerCmd  `cmd:"" help:"Earners of an organization."`
	Unlock  unlockCmd  `cmd:"" help:"Let anybody in again who was locked out, staff too."`
	Erase   eraseCmd   `cmd:"" help:"Erase everything of a person who asked for it, a day from now."`
	Bench   benchCmd   `cmd:"" help:"Measure this machine, and Laurel beside what the machine can do."`
	Version versionCmd `cmd:"" help:"Print the version."`
}

// console is where a command prints and what it was told.
type console struct {
	out, err io.Writer
	flags    *cli
	ctx      context.Context
}

// run is the real main: arguments in, an exit code out.
func run(ctx context.Context, args []string, out, errOut io.Writer) int {
	var flags cli
	chosen, help, err := command.New("laurel", "Open digital badges: issue them, show them, check them.", &flags).Read(args, os.LookupEnv)
	if err != nil {
		fmt.Fprintln(errOut, "laurel:", err)
		fmt.Fprintln(errOut, "Run laurel --help for what there is.")
		return exitUsage
	}
	if help {
		return exitCode(errOut, chosen.WriteHelp(out))
	}
	act := chosen.Target.(interface{ Run(c *console) error }) // every command has it, which a test checks
	return exitCode(errOut, act.Run(&console{out: out, err: errOut, flags: &flags, ctx: ctx}))
}

// open builds the house from the flags. The caller closes it.
func (c *console) open() (*house.House, error) {
	s := house.Settings{
		Data: c.flags.Data, Database: c.flags.Database, PublicURL: c.flags.PublicURL, SMTP: c.flags.SMTP, MailFrom: c.flags.MailFrom, Support: c.flags.Support,
		MasterKey: c.flags.MasterKey, Log: c.logger(),
		AppleWallet: c.flags.AppleWallet, GoogleWallet: c.flags.GoogleWallet, GoogleWalletIssuer: c.flags.GoogleWalletIssuer,
		OwnerLink: c.flags.OwnerLink == "on", StaffSecondFactor: c.flags.StaffSecondFactor == "on",
	}
	if c.flags.DKIMDomain != "" {
		s.DKIM = &mail.DKIM{Domain: c.flags.DKIMDomain, Selector: c.flags.DKIMSelector, KeyFile: c.flags.DKIMKey}
	}
	return house.Open(c.ctx, s)
}

// with opens the house, does something in it and closes it.
func (c *console) with(do func(h *house.House) error) error {
	h, err := c.open()
	if err != nil {
		return err
	}
	return errors.Join(do(h), h.Close())
}

// logger writes for a person at a terminal, and JSON for everything else.
// Commands that end by themselves log trouble only.
func (c *console) logger() *slog.Logger {
	level := slog.LevelWarn
	if c.flags.Serve.running || c.flags.Demo.running {
		level = slog.LevelInfo
	}
	options := &slog.HandlerOptions{Level: level}
	if isTerminal(c.err) {
		return slog.New(slog.NewTextHandler(c.err, options))
	}
	return slog.New(slog.NewJSONHandler(c.err, options))
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}
