// Package interop_test lets other people's verifier judge our credentials, and
// ours judge theirs: the program as it is built, a running server, and npm
// packages that know nothing of Laurel.
package interop_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"laurel/test/program"
)

// earners are 20 people whose names and texts are hard to sign: other scripts,
// directions, combining marks, quotation marks, markup, line ends.
var earners = [][]string{
	{"María José Núñez", "", "", "", ""},
	{"李娜", "", "", "", ""},
	{"محمد بن عبد الله", "", "", "", ""},
	{"Ольга Петровна Иванова", "", "", "", ""},
	{"Zoe\u0308 O’Brien", "", "", "", ""}, // a combining diaeresis
	{"Nguyễn Thị Minh Khai", "", "", "", ""},
	{`Robert "Bob" O'Neill`, "", "", "", ""},
	{"Anne-Marie D\\'Arcy", "", "", "", ""},
	{"עדה לובלייס", "", "", "", ""},
	{"Tom & Jerry <script>", "", "", "", ""},
	{"김민준", "2026-03-01", "", "", ""},
	{"Émile Zola", "2026-03-01", "2029-03-01", "", ""},
	{"Jürgen Müßig", "2024-02-29", "2028-02-29", "", ""},
	{"Ada King", "", "", "https://evidence.example/ada?a=1&b=%20#x", ""},
	{"Grace Hopper", "", "", "https://evidence.example/тест", "Wrote the first compiler."},
	{"Alan Turing", "", "", "", "Two lines,\nand a third:\r\nthe end."},
	{"Emmy Noether", "", "", "", "Quotation \"marks\", a back\\slash and a { brace }."},
	{"Kurt Gödel", "", "", "", "𝔖ymbols beyond the first plane: 🎓𝛼"},
	{"Sofia Kovalevskaya", "", "", "", "<b>markup</b> &amp; entities"},
	{"Blaise Pascal", "2026-01-31", "2030-01-31", "https://evidence.example/b", "All of it at once: “…”"},
}

func TestCredentialsAreGoodForOthers(t *testing.T) {
	laurel := program.Build(t)
	server := laurel.Serve(t)
	judge := startJudge(t, server.URL)
	codes := issue(t, laurel)

	issuer := fetch(t, server.URL+"/o/riverbank/did.json")
	var documents [][]byte
	for n, code := range codes {
		document := fetch(t, server.URL+"/b/"+code+".json")
		documents = append(documents, document)
		t.Run("accepted: "+earners[n][0], func(t *testing.T) {
			expectGood(t, judge.verify(t, document))
			baked := judge.unbake(t, fetch(t, server.URL+"/b/"+code+".png"))
			if !bytes.Equal(baked, document) {
				t.Error("the credential in the picture is not the one at the address")
			}
			expectGood(t, judge.verify(t, baked))
			if view, err := verified(t.Context(), document, issuer); err != nil || view.Recipient.Name != norm.NFC.String(earners[n][0]) {
				t.Errorf("as a library: %q, %v", view.Recipient.Name, err)
			}
		})
	}
	for n, change := range tamperings {
		t.Run("refused: "+change.name, func(t *testing.T) {
			changed := tampered(t, documents[n], change)
			if a := judge.verify(t, changed); a.Verified || a.Error == "" {
				t.Error("the other side accepts it")
			}
			if verdict := stranger(t, laurel, changed); verdict != "invalid" {
				t.Errorf("our own verifier says %s", verdict)
			}
			if _, err := verified(t.Context(), changed, issuer); err == nil {
				t.Error("accepted as a library")
			}
		})
	}
	t.Run("revoked is reported as such", func(t *testing.T) {
		laurel.Run(t, "revoke", codes[0], "--reason", "Issued to the wrong person.")
		a := judge.verify(t, documents[0])
		if a.Revoked == nil || !*a.Revoked {
			t.Errorf("the other side says revoked: %v, error %q", a.Revoked, a.Error)
		}
		if verdict := stranger(t, laurel, documents[0]); verdict != "revoked" {
			t.Errorf("our own verifier says %s", verdict)
		}
		expectGood(t, judge.verify(t, documents[1]))
	})
}

// expectGood expects a signature that holds and a status that was read.
func expectGood(t *testing.T, a answer) {
	t.Helper()
	if !a.Verified || a.Error != "" {
		t.Errorf("the other side refuses it: %s", a.Error)
	}
	if a.Revoked == nil || *a.Revoked {
		t.Errorf("the other side says revoked: %v", a.Revoked)
	}
}

// issue makes an organization and a badge beside the running server and issues
// the badge to all earners. It returns the codes in their order.
func issue(t *testing.T, laurel *program.Program) (codes []string) {
	t.Helper()
	laurel.Run(t, "org", "create", "Collège “Riverbank” & Søn", "--slug", "riverbank", "--email", "badges@riverbank.example",
		"--url", "https://riverbank.example", "--description", "A school.")
	laurel.Run(t, "badge", "create", "--org", "riverbank", "--badge", "wound-care", "--name", "Wound Care – Level II",
		"--description", "Treats wounds.", "--criteria", "1. Forty *supervised* hours\n2. An examination\n", "--tag", "Kompression", "--tag", "傷",
		"--image", filepath.Join("testdata", "badge.svg"))
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	rows := [][]string{{"Name", "Email", "Issued On", "Expires On", "Evidence", "Narrative"}}
	for n, e := range earners {
		rows = append(rows, append([]string{e[0], fmt.Sprintf("earner%02d@example.org", n)}, e[1:]...))
	}
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "earners.csv")
	if err := os.WriteFile(name, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	lines, _ := laurel.Run(t, "issue", "--org", "riverbank", "--badge", "wound-care", name)
	for _, line := range lines {
		if line["status"] != "issued" {
			t.Fatalf("not issued: %v", line)
		}
		codes = append(codes, line["code"].(string))
	}
	if len(codes) != len(earners) {
		t.Fatalf("%d of %d were issued", len(codes), len(earners))
	}
	return codes
}

// stranger is what `laurel verify` says on another machine, one without the
// ledger: everything is fetched from the server.
func stranger(t *testing.T, laurel *program.Program, document []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "credential.json")
	if err := os.WriteFile(name, document, 0o600); err != nil {
		t.Fatal(err)
	}
	lines, _ := laurel.WithData(t.TempDir()).Run(t, "verify", name)
	if len(lines) != 1 {
		t.Fatalf("laurel verify printed %d lines", len(lines))
	}
	return lines[0]["verdict"].(string)
}

// fetch gets a public file from the server under test.
func fetch(t *testing.T, url string) []byte {
	t.Helper()
	client := http.Client{Timeout: 10 * time.Second}
	response, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v", url, response.Status, err)
	}
	return body
}

// The other side issues, ours judges.
func TestCredentialsOfOthersAreGoodForUs(t *testing.T) {
	laurel := program.Build(t)
	judge := startJudge(t, "http://localhost:1") // it needs no server to issue
	for n, e := range earners[10:] {
		t.Run(e[0], func(t *testing.T) {
			document := encode(t, judge.issue(t, theirs(n, e)))
			if verdict := stranger(t, laurel, document); verdict != "valid" {
				t.Errorf("accepted by nobody but them: our verifier says %s", verdict)
			}
			for _, change := range tamperings[10:15] {
				if verdict := stranger(t, laurel, tampered(t, document, change)); verdict != "invalid" {
					t.Errorf("%s: our verifier says %s", change.name, verdict)
				}
			}
		})
	}
}

// theirs is a credential as another system would compose it.
func theirs(n int, e []string) map[string]any {
	subject := map[string]any{
		"id":   fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-%012d", n),
		"type": []string{"AchievementSubject"},
		"achievement": map[string]any{
			"id": "https://other.example/achievements/1", "type": []string{"Achievement"}, "name": "Übung macht den Meister",
			"description": "Awarded by another system.", "criteria": map[string]any{"narrative": "Practice."},
			"image": map[string]any{"id": "https://other.example/picture.png", "type": "Image"},
		},
		"narrative": strings.TrimSpace(e[0] + " " + e[4]),
	}
	return map[string]any{
		"@context":          []string{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"},
		"id":                fmt.Sprintf("https://other.example/credentials/%d", n),
		"type":              []string{"VerifiableCredential", "OpenBadgeCredential"},
		"name":              "Mastery",
		"issuer":            map[string]any{"id": "", "type": []string{"Profile"}, "name": e[0]}, // the id is filled in by whoever signs
		"validFrom":         "2026-01-01T00:00:00Z",
		"credentialSubject": subject,
	}
}
