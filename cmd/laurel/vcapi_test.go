package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

func TestTheTestingDoorIsNotOpenedToOthers(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.7:9090", "no-port"} {
		if l, err := listenInside(address); err == nil {
			_ = l.Close()
			t.Errorf("%s was taken", address)
		}
	}
	for _, address := range []string{"127.0.0.1:0", "localhost:0"} {
		l, err := listenInside(address)
		if err != nil {
			t.Errorf("%s was refused: %v", address, err)
			continue
		}
		_ = l.Close()
	}
}

func TestServeRefusesToSignForTheWorld(t *testing.T) {
	t.Setenv("LAUREL_DATA", t.TempDir())
	var out, errOut strings.Builder
	ended, stop := context.WithCancel(t.Context()) // one that serves nevertheless ends at once
	stop()
	code := run(ended, []string{"serve", "--listen", "127.0.0.1:0", "--vc-api", "0.0.0.0:0"}, &out, &errOut)
	if code == exitDone || !strings.Contains(errOut.String(), "127.0.0.1:9090") {
		t.Errorf("exit code %d; it said %q", code, errOut.String())
	}
}

func TestServeAnswersConformanceSuitesWhenAskedTo(t *testing.T) {
	t.Setenv("LAUREL_DATA", t.TempDir())
	ctx, stop := context.WithCancel(t.Context())
	said, errOut := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "--listen", "127.0.0.1:0", "--vc-api", "127.0.0.1:0"}, io.Discard, errOut)
		_ = errOut.Close()
	}()
	line := regexp.MustCompile(`the VC-API is at (http://127\.0\.0\.1:\d+), and signs as (did:key:z6Mk\w+)`)
	lines := bufio.NewScanner(said)
	var found []string
	for found == nil && lines.Scan() {
		found = line.FindStringSubmatch(lines.Text())
	}
	if found == nil {
		t.Fatal("the server ended without saying where the VC-API is")
	}
	go func() { _, _ = io.Copy(io.Discard, said) }()
	credential := `{"credential":{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],"issuer":"` + found[2] + `","credentialSubject":{"id":"did:example:zoe"}}}`
	response, err := http.Post(found[1]+"/credentials/issue", "application/json", strings.NewReader(credential))
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusCreated {
		t.Errorf("issue answered %d", response.StatusCode)
	}
	stop()
	if code := <-ended; code != exitDone {
		t.Errorf("the server ended with exit code %d", code)
	}
}
