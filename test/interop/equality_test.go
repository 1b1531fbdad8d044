package interop_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"

	"laurel/internal/gauge"
	"laurel/vc/ldcontext"
)

// What we sign is what others verify, byte for byte: the credentials that
// laurel bench compares on our two ways are canonicalized by JavaScript too.
func TestRandomCredentialsAreCanonicalizedAlike(t *testing.T) {
	const credentials = 1000
	peer := startCanonizer(t)
	e, err := gauge.Compare(t.Context(), credentials, func(s gauge.Specimen) error {
		theirs, err := peer.canonical(s.Document)
		if err != nil {
			return fmt.Errorf("JavaScript refuses %s: %w", s.Document, err)
		}
		if theirs != string(s.Compiled) {
			return fmt.Errorf("canonicalized\n%s\nby JavaScript\n%s\nof %s", s.Compiled, theirs, s.Document)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d equal: %d by a template, %d left by it", e.Compared, e.ByTemplate, e.Left)
	if e.Compared != credentials || e.ByTemplate == 0 || e.Left == 0 {
		t.Errorf("%+v: one of the ways was not tried", e)
	}
}

// A comparison that could not fail would show nothing.
func TestTheOtherSideSeesADifference(t *testing.T) {
	peer := startCanonizer(t)
	const head = `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"urn:x:1","type":["VerifiableCredential"],`
	one, err := peer.canonical([]byte(head + `"name":"a\tb"}`))
	if err != nil {
		t.Fatal(err)
	}
	other, err := peer.canonical([]byte(head + `"name":"a b"}`))
	if err != nil || one == other {
		t.Errorf("two documents have one canonical form: %v", err)
	}
	if got, err := peer.canonical([]byte(head + `"clearance":"x"}`)); err == nil {
		t.Errorf("an unknown member is taken: %s", got)
	}
}

// canonizer is equal.mjs, kept running.
type canonizer struct {
	requests io.Writer
	answers  *json.Decoder
}

func startCanonizer(t *testing.T) *canonizer {
	t.Helper()
	lacks := ""
	if _, err := exec.LookPath("node"); err != nil {
		lacks = "Node.js is not installed"
	} else if _, err := os.Stat("node_modules/jsonld"); err != nil {
		lacks = "the npm packages are not installed; run: scripts/prepare.sh"
	}
	if lacks != "" && os.Getenv("CI") == "true" {
		t.Fatal(lacks)
	}
	if lacks != "" {
		t.Skip(lacks)
	}
	cmd := exec.CommandContext(t.Context(), "node", "equal.mjs")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		if err := cmd.Wait(); err != nil && t.Context().Err() == nil {
			t.Errorf("JavaScript: %v", err)
		}
	})
	contexts := map[string]json.RawMessage{}
	for _, url := range ldcontext.URLs() {
		contexts[url], _ = ldcontext.Lookup(url)
	}
	if err := json.NewEncoder(in).Encode(map[string]any{"contexts": contexts}); err != nil {
		t.Fatal(err)
	}
	return &canonizer{requests: in, answers: json.NewDecoder(bufio.NewReader(out))}
}

// canonical is a document's canonical form by JavaScript.
func (c *canonizer) canonical(document []byte) (string, error) {
	if err := json.NewEncoder(c.requests).Encode(map[string]any{"document": json.RawMessage(document)}); err != nil {
		return "", err
	}
	var a struct{ Canonical, Error string }
	if err := c.answers.Decode(&a); err != nil {
		return "", err
	}
	if a.Error != "" {
		return "", fmt.Errorf("%s", a.Error)
	}
	return a.Canonical, nil
}
