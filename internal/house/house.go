// Package house builds everything and lets nothing out: settings come in, the
// rooms and the doors come out, put together. It holds no rule. The program
// and the tests that need the whole house use it.
package house

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"laurel/internal/account"
	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/blob"
	"laurel/internal/catalog"
	"laurel/internal/certificate"
	"laurel/internal/claim"
	"laurel/internal/desk"
	"laurel/internal/fetch"
	"laurel/internal/font"
	"laurel/internal/insight"
	"laurel/internal/issuance"
	"laurel/internal/jobs"
	"laurel/internal/keyring"
	"laurel/internal/mail"
	"laurel/internal/portfolio"
	"laurel/internal/post"
	"laurel/internal/press"
	"laurel/internal/queue"
	"laurel/internal/render"
	"laurel/internal/store"
	"laurel/internal/tenant"
	"laurel/internal/verify"
)

// Settings are what an installation is told. Data is required.
type Settings struct {
	Data      string // folder of the ledger (SQLite), the files and the master key
	Database  string // postgres://…; empty: SQLite in Data
	PublicURL string // empty: as remembered, or DefaultPublicURL
	SMTP      string // empty: letters are kept
	Support   string // address that messages from the support form and warnings go to; empty: they are read here
	MailFrom  string // address that letters come from; empty: badges@ the public host
	DKIM      *mail.DKIM
	MasterKey string // base64; empty: a file in Data

	OwnerLink          bool   // the letter about a lock carries a link that opens the account, except to staff
	AppleWallet        string // PEM file with the certificate for passes, its key and Apple's intermediate certificate; empty: no passes
	GoogleWallet       string // JSON key file of the service account that signs passes; empty: no passes
	GoogleWalletIssuer string // its issuer ID

	StaffSecondFactor bool // staff need a second factor after their first week

	Now func() time.Time // nil: the clock
	Log *slog.Logger     // nil: silent
}

// House is everything, put together.
type House struct {
	PublicURL string
	Now       func() time.Time
	Log       *slog.Logger

	DB    *store.DB
	Ring  *keyring.Ring
	Blobs *blob.Folder
	Queue *queue.Queue

	Tenants      *tenant.Tenants
	Accounts     *account.Accounts
	Profiles     *account.Profiles
	Catalog      *catalog.Catalog
	Intake       *award.Intake
	Claims       *claim.Claims
	Issuer       *issuance.Issuer
	Certificates *press.Certificates
	Portfolio    *portfolio.Portfolio
	Desk         *desk.Desk
	Insights     *insight.Insights
	Post         *post.Post
	Press        *press.Press
	Verifier     *verify.Verifier

	draw *render.Engine
	smtp *mail.SMTP
}

// Open opens the ledger and builds every room. Close gives everything back.
func Open(ctx context.Context, s Settings) (h *House, err error) {
	h = &House{Now: s.Now, Log: s.Log}
	if h.Now == nil {
		h.Now = time.Now
	}
	if h.Log == nil {
		h.Log = slog.New(slog.DiscardHandler)
	}
	if err := os.MkdirAll(s.Data, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	if h.Ring, err = keyring.Open(keyring.Options{MasterKey: s.MasterKey, File: filepath.Join(s.Data, "master.key")}); err != nil {
		return nil, err
	}
	if h.Blobs, err = blob.Open(filepath.Join(s.Data, "files")); err != nil {
		return nil, err
	}
	if s.SMTP != "" {
		if h.smtp, err = mail.NewSMTP(s.SMTP, mail.Options{DKIM: s.DKIM}); err != nil {
			return nil, err
		}
	}
	if h.DB, err = store.Open(ctx, store.Options{Dir: s.Data, PostgresURL: s.Database, Logger: h.Log}); err != nil {
		return nil, err
	}
	if err := h.furnish(ctx, s); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

// furnish builds the queue and the rooms over an open ledger.
func (h *House) furnish(ctx context.Context, s Settings) (err error) {
	if err := h.checkMasterKey(ctx); err != nil {
		return err
	}
	if h.PublicURL, err = h.publicURL(ctx, strings.TrimSuffix(s.PublicURL, "/")); err != nil {
		return err
	}
	if err := queue.Migrate(ctx, h.DB); err != nil {
		return err
	}
	if h.Queue, err = queue.New(h.DB, queue.Options{Mail: h.smtp != nil, Logger: h.Log}); err != nil {
		return err
	}
	fonts, err := font.Load(filepath.Join(s.Data, "fonts"))
	if err != nil {
		return err
	}
	h.draw = render.New(filepath.Join(s.Data, "cache"), fonts)
	if h.Issuer, err = issuance.New(h.DB, h.Ring, h.Queue, h.PublicURL, h.Now, rand.Reader, h.Log); err != nil {
		return err
	}
	public, err := url.Parse(h.PublicURL)
	if err != nil {
		return err
	}
	from := mail.Address{Name: "Laurel", Email: s.MailFrom}
	if from.Email == "" {
		from.Email = "badges@" + public.Hostname()
	}
	support, err := supportAddress(s.Support)
	if err != nil {
		return err
	}
	h.Tenants = &tenant.Tenants{DB: h.DB, Ring: h.Ring, Blobs: h.Blobs, Draw: h.draw, Queue: h.Queue, Now: h.Now, Log: h.Log}
	h.Accounts = account.New(h.DB, h.Ring, h.Queue, account.Options{
		PublicURL: h.PublicURL, OwnerLink: s.OwnerLink, Support: support, StaffSecondFactor: s.StaffSecondFactor, Now: h.Now, Log: h.Log,
	})
	h.Profiles = &account.Profiles{DB: h.DB, Draw: h.draw, Now: h.Now}
	h.Catalog = &catalog.Catalog{DB: h.DB, Blobs: h.Blobs, Draw: h.draw, Now: h.Now, Random: rand.Reader}
	h.Intake = &award.Intake{DB: h.DB, Blobs: h.Blobs, Queue: h.Queue, Now: h.Now, Log: h.Log}
	h.Claims = &claim.Claims{DB: h.DB, Ring: h.Ring, Blobs: h.Blobs, Queue: h.Queue, Now: h.Now, Random: rand.Reader, Log: h.Log}
	if h.Press, err = h.newPress(s); err != nil {
		return err
	}
	h.Certificates = &press.Certificates{
		DB: h.DB, Queue: h.Queue, Blobs: h.Blobs, Draw: h.draw, Printer: certificate.New(fonts, h.draw.Simplify), PublicURL: h.PublicURL, Folder: filepath.Join(s.Data, "prints"), Now: h.Now, Log: h.Log,
	}
	h.Portfolio = &portfolio.Portfolio{
		DB: h.DB, PublicURL: h.PublicURL, Queue: h.Queue, Now: h.Now, Random: rand.Reader, Blobs: h.Blobs, Draw: h.draw, Folder: filepath.Join(s.Data, "earners"),
		Token: h.Issuer.Token, Certificate: h.Certificates.Holding, Vectors: h.Press.Vectors,
	}
	h.Desk = &desk.Desk{DB: h.DB, Blobs: h.Blobs, Queue: h.Queue, Support: support, Now: h.Now, Random: rand.Reader, Log: h.Log}
	h.Insights = &insight.Insights{DB: h.DB, Now: h.Now}
	h.Post = &post.Post{DB: h.DB, Ring: h.Ring, Queue: h.Queue, SMTP: h.smtp, From: from, PublicURL: h.PublicURL, Now: h.Now, Log: h.Log}
	client := fetch.New(fetch.Options{AllowLoopback: isLoopback(public.Hostname())})
	h.Verifier = verify.New(h.DB, client, h.PublicURL, h.Portfolio.ForStrangers(h.Issuer.Served), h.Now)
	return nil
}

// supportAddress is where messages from the support form go; none is fine.
func supportAddress(typed string) (badge.Email, error) {
	if typed == "" {
		return "", nil
	}
	email, err := badge.ParseEmail(typed)
	if err != nil {
		return "", fmt.Errorf("support address %q: %w", typed, err)
	}
	return email, nil
}

// isLoopback tells whether an installation is for trying out on one machine;
// only then may badges be fetched from that machine.
func isLoopback(host string) bool {
	return host == "localhost" || host == "127.0.0.1" || host == "::1"
}

// Work does the queue's jobs until ctx ends.
func (h *House) Work(ctx context.Context) error {
	return h.Queue.Work(ctx, jobs.Handlers(h.Intake, h.Issuer, h.Post, h.Portfolio, h.Desk, h.Claims, h.Press, h.Certificates)...)
}

// LettersWaiting tells whether letters are about to be sent. Those that a mail
// server put off do not count.
func (h *House) LettersWaiting(ctx context.Context) (bool, error) {
	if h.smtp == nil {
		return false, nil
	}
	counts, err := h.Queue.Counts(ctx)
	for _, c := range counts {
		if c.Kind == (queue.SendLetters{}).Kind() && c.Waiting+c.Running > 0 {
			return true, err
		}
	}
	return false, err
}

// Close gives everything back.
func (h *House) Close() error {
	if h.smtp != nil {
		h.smtp.Close()
	}
	if h.Press != nil {
		h.Press.Close()
	}
	var drawn error
	if h.draw != nil {
		drawn = h.draw.Close(context.Background())
	}
	return errors.Join(drawn, h.DB.Close())
}
