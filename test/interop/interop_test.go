// Package interop_test lets other people's libraries judge our credentials, and
// ours judge theirs: the program as it is built, running servers and the
// library on one side, npm packages that know nothing of Laurel on the other.
// Every form is exchanged in both directions, and every form is refused after
// any of at least twenty single changes. Nothing leaves this machine.
package interop_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"laurel/internal/verify"
	"laurel/test/program"
)

// The suites of two packages that verify what the server issues.
const (
	bazaar = "digitalbazaar eddsa-rdfc-2022"
	credit = "digitalcredentials eddsa-rdfc-2022"
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
	judge := startJudge(t)
	codes := issue(t, laurel)

	issuer := download(t, server.URL+"/o/riverbank/did.json")
	var documents [][]byte
	for n, code := range codes {
		document := download(t, server.URL+"/b/"+code+".json")
		documents = append(documents, document)
		t.Run("accepted: "+earners[n][0], func(t *testing.T) {
			expectGood(t, judge.verify(t, bazaar, document))
			expectGood(t, judge.verify(t, credit, document))
			if a := judge.shape(t, document); !a.Verified {
				t.Errorf("a wallet does not take it: %s", a.Error)
			}
			baked := judge.unbake(t, download(t, server.URL+"/b/"+code+".png"))
			if !bytes.Equal(baked, document) {
				t.Error("the credential in the picture is not the one at the address")
			}
			expectGood(t, judge.verify(t, bazaar, baked))
			if view, err := verified(t.Context(), document, issuer); err != nil || view.Recipient.Name != norm.NFC.String(earners[n][0]) {
				t.Errorf("as a library: %q, %v", view.Recipient.Name, err)
			}
		})
	}
	for n, change := range slices.Concat(tamperings, sealTamperings, statusTamperings) {
		t.Run("refused: "+change.name, func(t *testing.T) {
			changed := tampered(t, documents[n%len(documents)], change)
			if a := judge.verify(t, bazaar, changed); a.Verified || a.Error == "" {
				t.Error("the other side accepts it")
			}
			expectVerdict(t, changed, verify.Invalid)
			if _, err := verified(t.Context(), changed, issuer); err == nil {
				t.Error("accepted as a library")
			}
		})
	}
	t.Run("revoked is reported as such", func(t *testing.T) {
		laurel.Run(t, "revoke", codes[0], "--reason", "Issued to the wrong person.")
		a := judge.verify(t, bazaar, documents[0])
		if a.Revoked == nil || !*a.Revoked {
			t.Errorf("the other side says revoked: %v, error %q", a.Revoked, a.Error)
		}
		if verdict := stranger(t, laurel, documents[0]); verdict != "revoked" {
			t.Errorf("our own verifier says %s", verdict)
		}
		expectGood(t, judge.verify(t, bazaar, documents[1]))
	})
	t.Run("others' are good for the program", func(t *testing.T) { programVerifiesOthers(t, laurel, judge) })
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

// download gets a public file from the server under test.
func download(t *testing.T, url string) []byte {
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
