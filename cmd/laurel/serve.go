package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"laurel/internal/account"
	"laurel/internal/house"
)

type serveCmd struct {
	Listen string `help:"Address to listen on." env:"LAUREL_LISTEN" default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	VCAPI  string `name:"vc-api" help:"Also answer conformance suites, for testing only: signs anything. An address of this machine." env:"LAUREL_VC_API" placeholder:"127.0.0.1:PORT"`

	running bool
}

// Run serves until it is told to stop.
func (cmd *serveCmd) Run(c *console) error {
	cmd.running = true
	release, err := lock(c.flags.Data)
	if err != nil {
		return err
	}
	defer release()
	var inside net.Listener
	if cmd.VCAPI != "" {
		if inside, err = listenInside(cmd.VCAPI); err != nil {
			return err
		}
		defer inside.Close()
	}
	listener, err := listen(c, cmd.Listen)
	if err != nil {
		return err
	}
	return c.with(func(h *house.House) error {
		empty, err := h.Tenants.IsEmpty(c.ctx)
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		c.say("Laurel is at %s", h.PublicURL)
		if empty {
			c.say("Nobody has set it up yet. Open this link once:\n  %s/setup/%s", h.PublicURL, account.SetupToken(h.Ring))
		}
		if inside == nil {
			return serve(c.ctx, h, listener)
		}
		stop, err := conformance(c, h, inside)
		if err != nil {
			return errors.Join(err, listener.Close())
		}
		return errors.Join(serve(c.ctx, h, listener), stop())
	})
}

// listen takes the port first, so that a port in use is said before anything
// else happens. Where nobody says under which address people reach this
// installation, and the ledger does not remember one, it is this one.
func listen(c *console, address string) (net.Listener, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w; choose another address by --listen", address, err)
	}
	if _, err := os.Stat(filepath.Join(c.flags.Data, "laurel.db")); c.flags.PublicURL == "" && errors.Is(err, os.ErrNotExist) {
		_, port, err := net.SplitHostPort(listener.Addr().String())
		if err != nil {
			return nil, errors.Join(err, listener.Close())
		}
		c.flags.PublicURL = "http://localhost:" + port
	}
	return listener, nil
}

// Limits of one request and of stopping.
const (
	headerTimeout = 10 * time.Second
	bodyTimeout   = 2 * time.Minute // an upload over a slow line
	idleTimeout   = 2 * time.Minute
	stopTimeout   = 10 * time.Second
	sweepEvery    = time.Hour
	countEvery    = 10 * time.Second
)

// serve answers requests and works the queue until ctx ends, then lets
// running requests and jobs finish.
func serve(ctx context.Context, h *house.House, listener net.Listener) error {
	server := &http.Server{
		Handler: h.Handler(), ReadHeaderTimeout: headerTimeout, ReadTimeout: bodyTimeout, WriteTimeout: bodyTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: 32 << 10,
	}
	working, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	worked := make(chan error, 1)
	go func() { worked <- h.Work(working) }()
	go h.Sweep(working, sweepEvery)
	counted := make(chan struct{})
	go func() { h.Count(working, countEvery); close(counted) }()
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()

	var err error
	select {
	case <-ctx.Done():
	case err = <-served:
	case err = <-worked:
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	err = errors.Join(err, server.Shutdown(stopping))
	stopWork()
	select {
	case <-counted:
	case <-stopping.Done():
	}
	select {
	case workErr := <-worked:
		err = errors.Join(err, workErr)
	case <-stopping.Done():
	}
	return err
}

// lock keeps a second server off a data folder. The command line may work
// beside a server; two servers would send every letter's retries twice.
func lock(data string) (release func(), err error) {
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	name := filepath.Join(data, "serve.lock")
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("another laurel serves from %s already: stop it first, or choose another folder by --data", strings.TrimSuffix(data, "/")), f.Close())
	}
	return func() { _ = f.Close() }, nil // closing gives the lock back
}
