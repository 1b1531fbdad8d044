// Package program builds the laurel program and runs it as people do: single
// commands, and a server of its own on a free port of this machine. It looks
// at nothing but what the program prints and serves.
package program

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Program is the built program with a data folder of its own.
type Program struct {
	path      string
	Data      string
	PublicURL string // empty: the address that the server listens on
	SMTP      string // as --smtp; empty: letters are kept
}

// Build builds the program for one test.
func Build(t testing.TB) *Program {
	t.Helper()
	p := &Program{path: filepath.Join(t.TempDir(), "laurel"), Data: filepath.Join(t.TempDir(), "data")}
	out, err := exec.Command("go", "build", "-o", p.path, "laurel/cmd/laurel").CombinedOutput()
	if err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return p
}

// WithData is the same program with another data folder.
func (p *Program) WithData(dir string) *Program { return &Program{path: p.path, Data: dir} }

// command is the program with arguments and none of this machine's settings.
func (p *Program) command(args ...string) *exec.Cmd {
	cmd := exec.Command(p.path, args...)
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "LAUREL_") {
			cmd.Env = append(cmd.Env, variable)
		}
	}
	cmd.Env = append(cmd.Env, "LAUREL_DATA="+p.Data, "LAUREL_PUBLIC_URL="+p.PublicURL, "LAUREL_SMTP="+p.SMTP)
	return cmd
}

// Run runs a command with --json and returns the objects it printed and its
// exit code.
func (p *Program) Run(t testing.TB, args ...string) (lines []map[string]any, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := p.command(append(args, "--json")...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	for decoder := json.NewDecoder(&stdout); ; {
		var line map[string]any
		if err := decoder.Decode(&line); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("laurel %s: %v\n%s", strings.Join(args, " "), err, stderr.String())
		}
		lines = append(lines, line)
	}
	if code != 0 && len(lines) == 0 {
		t.Fatalf("laurel %s ended with exit code %d\n%s", strings.Join(args, " "), code, stderr.String())
	}
	return lines, code
}

// Server is a running server.
type Server struct {
	URL  string        // the public one; http://localhost:PORT, if the program was given none
	said <-chan string // the lines that it prints; those that nobody waits for may be lost
}

var (
	address   = regexp.MustCompile(`^Laurel is at (https?://\S+)$`)
	setupLink = regexp.MustCompile(`^\s*(http://localhost:\d+/setup/\S+)$`)
)

// SetupLink is the link that sets up an empty ledger.
func (s Server) SetupLink(t testing.TB) string {
	t.Helper()
	return s.expect(t, setupLink)
}

// expect waits for a line and returns what the pattern's group matches in it.
func (s Server) expect(t testing.TB, line *regexp.Regexp) string {
	t.Helper()
	patience := time.After(30 * time.Second)
	for {
		select {
		case said, running := <-s.said:
			if !running {
				t.Fatal("the server ended by itself")
			}
			if found := line.FindStringSubmatch(said); found != nil {
				return found[1]
			}
		case <-patience:
			t.Fatalf("the server did not print %s within 30 seconds", line)
		}
	}
}

// Serve starts the server on a free port and stops it when the test ends. It
// fails the test when the server does not come up or does not stop as it
// should.
func (p *Program) Serve(t testing.TB) Server {
	t.Helper()
	return p.ServeAt(t, "127.0.0.1:0")
}

// ServeAt is Serve on an address of this machine.
func (p *Program) ServeAt(t testing.TB, listen string) Server {
	t.Helper()
	cmd := p.command("serve", "--listen", listen)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := make(chan string, 100)
	go hear(stderr, said)
	t.Cleanup(func() { stop(t, cmd, said) })
	s := Server{said: said}
	s.URL = s.expect(t, address)
	return s
}

// hear reads everything, so that the server never waits for a reader.
func hear(r io.Reader, said chan<- string) {
	defer close(said)
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		select {
		case said <- lines.Text():
		default:
		}
	}
}

// stop ends the server as an operator does and expects it to obey.
func stop(t testing.TB, cmd *exec.Cmd, said <-chan string) {
	_ = cmd.Process.Signal(syscall.SIGTERM) // fails only when it has ended, and Wait tells that
	killer := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
	defer killer.Stop()
	var last []string
	for line := range said {
		last = append(last, line)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("the server did not stop as it should: %v\n%s", err, strings.Join(last, "\n"))
	} else if t.Failed() {
		t.Logf("the server's last words:\n%s", strings.Join(last, "\n"))
	}
}
