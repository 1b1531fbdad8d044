package interop_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"
)

// judge is other people's libraries: judge.mjs, kept running.
type judge struct {
	requests io.Writer
	answers  *json.Decoder
	asked    int
}

// answer is what the judge says; the fields that it fills depend on the question.
type answer struct {
	ID       int             `json:"id"`
	Verified bool            `json:"verified"`
	Revoked  *bool           `json:"revoked"` // nil: no status was read
	Error    string          `json:"error"`
	Text     string          `json:"text"`
	Document json.RawMessage `json:"document"`
	Header   map[string]any  `json:"header"`
	Image    []byte          `json:"image"`
	Names    []string        `json:"names"`
	Values   []int           `json:"values"`
}

// startJudge starts the judge for a test, which from then on runs beside others:
// while one of the two thinks, the other waits. Without Node.js or its packages
// the test is skipped, and fails in CI.
func startJudge(t *testing.T) *judge {
	t.Helper()
	t.Parallel()
	lacks := ""
	if _, err := exec.LookPath("node"); err != nil {
		lacks = "Node.js is not installed"
	} else if _, err := os.Stat("node_modules"); err != nil {
		lacks = "the npm packages are not installed; run: npm install --no-save --ignore-scripts in test/interop"
	}
	if lacks != "" && os.Getenv("CI") == "true" {
		t.Fatal(lacks)
	}
	if lacks != "" {
		t.Skip(lacks)
	}
	cmd := exec.CommandContext(t.Context(), "node", "judge.mjs")
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

// must is ask for questions that have to be answered.
func (j *judge) must(t *testing.T, question map[string]any) answer {
	t.Helper()
	a := j.ask(t, question)
	if a.Error != "" {
		t.Fatalf("%v: %s", question["kind"], a.Error)
	}
	return a
}

// verify asks one of the judge's suites about a credential, given as its JSON.
func (j *judge) verify(t *testing.T, suite string, document []byte) answer {
	t.Helper()
	return j.ask(t, map[string]any{"kind": "proof.verify", "suite": suite, "document": json.RawMessage(document)})
}

// shape asks whether a wallet takes a document for an Open Badges credential.
func (j *judge) shape(t *testing.T, document []byte) answer {
	t.Helper()
	return j.ask(t, map[string]any{"kind": "shape.check", "document": json.RawMessage(document)})
}

// issue has a credential signed by the suite's own did:key, which becomes its issuer.
func (j *judge) issue(t *testing.T, suite string, unsigned map[string]any) []byte {
	t.Helper()
	return j.must(t, map[string]any{"kind": "proof.issue", "suite": suite, "credential": unsigned}).Document
}

// unbake asks for the credential in a picture.
func (j *judge) unbake(t *testing.T, picture []byte) []byte {
	t.Helper()
	return []byte(j.must(t, map[string]any{"kind": "picture.unbake", "image": picture}).Text)
}

// bake has a credential put into a picture.
func (j *judge) bake(t *testing.T, picture []byte, credential, how string) []byte {
	t.Helper()
	return j.must(t, map[string]any{"kind": "picture.bake", "image": picture, "text": credential, "how": how}).Image
}
