package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"

	"laurel/internal/house"
	"laurel/internal/vcapi"
)

// listenInside takes a port of this machine that nobody outside can reach.
func listenInside(address string) (net.Listener, error) {
	resolved, err := net.ResolveTCPAddr("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("--vc-api: %w; give an address of this machine, such as 127.0.0.1:9090", err)
	}
	if !resolved.IP.IsLoopback() {
		return nil, fmt.Errorf("--vc-api: %s can be reached from outside, and it signs whatever it is given; use an address of this machine, such as 127.0.0.1:9090", address)
	}
	listener, err := net.ListenTCP("tcp", resolved)
	if err != nil {
		return nil, fmt.Errorf("--vc-api: %w; choose another port", err)
	}
	return listener, nil
}

// conformance serves the endpoints for conformance suites, beside everything else, until stop is called.
func conformance(c *console, h *house.House, listener net.Listener) (stop func() error, err error) {
	issuer, err := vcapi.NewIssuer(rand.Reader)
	if err != nil {
		return nil, err
	}
	server := &http.Server{
		Handler: vcapi.Handler(issuer, h.Verifier, h.Now), ReadHeaderTimeout: headerTimeout, ReadTimeout: bodyTimeout, WriteTimeout: bodyTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: 32 << 10,
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	c.say("For testing only: the VC-API is at http://%s, and signs as %s", listener.Addr(), issuer.ID)
	return func() error {
		err := server.Close()
		if ended := <-served; !errors.Is(ended, http.ErrServerClosed) {
			err = errors.Join(err, ended)
		}
		return err
	}, nil
}
