package interop_test

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"
)

// judge is other people's verifier: judge.mjs, kept running.
type judge struct {
	requests io.Writer
	answers  *json.Decoder
	asked    int
}

// answer is what the judge says; the fields that it fills depend on the question.
type answer struct {
	ID       int            `json:"id"`
	Verified bool           `json:"verified"`
	Revoked  *bool          `json:"revoked"` // nil: no status was read
	Error    string         `json:"error"`
	Text     string         `json:"text"`
	Document map[string]any `json:"document"`
}

// startJudge starts the judge for a server under test. Without Node.js or its
// packages the test is skipped, and fails in CI.
func startJudge(t *testing.T, server string) *judge {
	t.Helper()
	lacks := ""
	if _, err := exec.LookPath("node"); err != nil {
		lacks = "Node.js is not installed"
	} else if _, err := os.Stat("node_modules"); err != nil {
		lacks = "the npm packages are not installed; run: npm ci --ignore-scripts in test/interop"
	}
	if lacks != "" && os.Getenv("CI") == "true" {
		t.Fatal(lacks)
	}
	if lacks != "" {
		t.Skip(lacks)
	}
	cmd := exec.CommandContext(t.Context(), "node", "judge.mjs", server)
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
			t.Errorf("the judge: %v", err)
		}
	})
	return &judge{requests: in, answers: json.NewDecoder(bufio.NewReader(out))}
}

// ask sends one question and waits for its answer.
func (j *judge) ask(t *testing.T, question map[string]any) answer {
	t.Helper()
	j.asked++
	question["id"] = j.asked
	line, err := json.Marshal(question)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintf(j.requests, "%s\n", line); err != nil {
		t.Fatal(err)
	}
	var a answer
	if err := j.answers.Decode(&a); err != nil {
		t.Fatalf("the judge: %v", err)
	}
	if a.ID != j.asked {
		t.Fatalf("the judge answers question %d instead of %d", a.ID, j.asked)
	}
	return a
}

// verify asks about a credential, given as its JSON.
func (j *judge) verify(t *testing.T, document []byte) answer {
	t.Helper()
	return j.ask(t, map[string]any{"kind": "verify", "document": json.RawMessage(document)})
}

// unbake asks for the credential in a PNG picture.
func (j *judge) unbake(t *testing.T, png []byte) []byte {
	t.Helper()
	a := j.ask(t, map[string]any{"kind": "unbake", "png": base64.StdEncoding.EncodeToString(png)})
	if a.Error != "" {
		t.Fatalf("the picture: %s", a.Error)
	}
	return []byte(a.Text)
}

// issue has a credential signed by the judge's own did:key.
func (j *judge) issue(t *testing.T, unsigned map[string]any) map[string]any {
	t.Helper()
	a := j.ask(t, map[string]any{"kind": "issue", "credential": unsigned})
	if a.Error != "" {
		t.Fatalf("the other side could not issue: %s", a.Error)
	}
	return a.Document
}
