package e2e_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"net"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"laurel/openbadge"
	"laurel/test/program"
	"laurel/vc/did"
	"laurel/vc/proof"
)

// PICTURES names a folder for pictures of the pages of the earner's side and of
// those that anybody sees, with the sample of laurel demo and staged states. See
// pictures.mjs.
func TestPictures(t *testing.T) {
	folder := os.Getenv("PICTURES")
	if folder == "" {
		t.Skip("PICTURES names no folder for the pictures")
	}
	needBrowser(t)
	folder, err := filepath.Abs(folder)
	if err != nil {
		t.Fatal(err)
	}
	p := program.Build(t).WithData(t.TempDir())
	p.PublicURL = "https://badges.example.org" // what people read in the pictures
	stage := stagePictures(t, p)
	inside := freePort(t)
	p.ServeAt(t, inside)
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", "pictures.mjs", p.PublicURL, front(t, inside), folder)
	cmd.Stdin = bytes.NewReader(stage)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
}

// stagePictures makes the sample and the badges that have something to show. It
// returns what pictures.mjs needs to know.
func stagePictures(t *testing.T, p *program.Program) []byte {
	t.Helper()
	sample := run(t, p, "demo", "--once", "--listen", "127.0.0.1:0")[0]
	run(t, p, "org", "create", "St. Brigid's Hospice Academy", "--slug", "brigid", "--email", "academy@brigid.example", "--url", "https://brigid.example",
		"--linkedin", "4711", "--description", "Courses for those who care for the dying, and for their families.", "--logo", "../../ui/gallery/shield.svg")
	day := func(days int) string { return time.Now().UTC().AddDate(0, 0, days).Format("2006-01-02") }
	codes := map[string]string{"valid": sample["badge"].(string)[strings.LastIndex(sample["badge"].(string), "/")+1:]}
	for _, b := range []struct{ state, org, slug, name, picture, holder, issued, expires string }{
		{"ending", "riverbank", "first-aid", "Emergency First Aid", "shield", "María José Núñez", day(-340), day(21)},
		{"expired", "riverbank", "infection-control", "Infection Control", "hexagon", "María José Núñez", "2022-05-02", "2025-05-02"},
		{"revoked", "riverbank", "wound-trainer", "Wound Care Trainer", "rosette", "María José Núñez", "2025-11-03", ""},
		{"misspelled", "riverbank", "compression", "Advanced Interdisciplinary Certification in Evidence-Based Compression Therapy for Community Settings", "hexagon", "Maria Jose Nunes", "2026-09-14", ""},
		{"public", "brigid", "palliative", "Palliative Care Companion", "shield", "María José Núñez", "2026-06-20", ""},
		{"private", "brigid", "grief", "Grief Counseling, Part One", "rosette", "María José Núñez", "2026-10-05", ""},
	} {
		run(t, p, "badge", "create", "--org", b.org, "--badge", b.slug, "--name", b.name, "--description", "Shown in practice and in a written examination.",
			"--criteria=- Thirty supervised hours\n- A written examination\n- A conversation with two assessors", "--tag", "Care", "--tag", "Documentation", "--image", "../../ui/gallery/"+b.picture+".svg")
		file := filepath.Join(t.TempDir(), "people.csv")
		write(t, file, fmt.Sprintf("name,email,issued,expires\n%s,maria.nunez@example.org,%s,%s\n", b.holder, b.issued, b.expires))
		codes[b.state] = run(t, p, "issue", "--org", b.org, "--badge", b.slug, file)[0]["code"].(string)
	}
	run(t, p, "revoke", codes["revoked"], "--reason", "Issued by mistake: the course has a second part.")
	stage, err := json.Marshal(map[string]any{"codes": codes, "owner": sample["owner"], "password": sample["password"], "foreign": string(foreign(t))})
	if err != nil {
		t.Fatal(err)
	}
	return stage
}

// freePort is an address of this machine on which nobody listens.
func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close() //nolint:errcheck // it was only asked for its number
	return listener.Addr().String()
}

// front is a server with TLS before the program, as there is one in real life.
// Cookies and passkeys need it.
func front(t *testing.T, inside string) string {
	t.Helper()
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(&url.URL{Scheme: "http", Host: inside})
		r.Out.Host = r.In.Host
	}}
	server := httptest.NewTLSServer(proxy)
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

// foreign is a badge of another system, signed with a key that stands in its
// own name.
func foreign(t *testing.T) []byte {
	t.Helper()
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	name := did.EncodeKey(key.Public().(ed25519.PublicKey))
	issued := time.Date(2024, 9, 2, 9, 0, 0, 0, time.UTC)
	c := openbadge.Credential{
		ID: "urn:uuid:0b1a5d0e-3df1-4a9e-8f5c-9c2f3d1f7a10", Name: "Algebra II", ValidFrom: issued, Issuer: openbadge.Profile{ID: "did:key:" + name, Name: "The Evening Academy"},
		Subject: openbadge.AchievementSubject{
			ID: "urn:uuid:7f3c2f3e-5a43-4d0e-9d7c-0a6a1c5b7f10", Identifier: []openbadge.IdentityObject{openbadge.PlainName("María José Núñez")},
			Achievement: openbadge.Achievement{ID: "urn:uuid:7f3c2f3e-5a43-4d0e-9d7c-0a6a1c5b7f11", Name: "Algebra II", Description: "Knows rings and fields.", Criteria: openbadge.Criteria{Narrative: "An examination."}},
		},
	}
	unsigned, err := c.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	prepared, err := proof.Prepare(unsigned, proof.Options{VerificationMethod: "did:key:" + name + "#" + name, Created: issued})
	if err != nil {
		t.Fatal(err)
	}
	signed, err := proof.Sign(t.Context(), prepared, func(message []byte) ([]byte, error) { return ed25519.Sign(key, message), nil })
	if err != nil {
		t.Fatal(err)
	}
	return signed
}
