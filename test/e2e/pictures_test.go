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

// Every page that a stranger, an earner or an employer meets is opened, with the
// sample of laurel demo and staged states, and examined (see watch.mjs) in both
// themes and at three widths. PICTURES names a folder for pictures of them,
// GUIDE_PICTURES one for those in the guides; make pictures sets both.
func TestEveryPage(t *testing.T) {
	needBrowser(t)
	p := program.Build(t).WithData(t.TempDir())
	p.PublicURL = "https://badges.example.org" // what people read in the pictures
	stage := stagePages(t, p)
	inside := freePort(t)
	p.ServeAt(t, inside)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", "pictures.mjs", p.PublicURL, front(t, inside), os.Getenv("PICTURES"), os.Getenv("GUIDE_PICTURES"))
	cmd.Stdin = bytes.NewReader(stage)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "ok: office") {
		t.Fatalf("the run ended early\n%s", out)
	}
	t.Logf("%s", out)
}

// staged is a badge that has something to show. The picture is one of
// ui/gallery with other words on it.
type staged struct {
	state, org, slug, name, holder, issued, expires string
	picture                                         string
	words                                           []string // of the picture: old, new, old, new
}

// stagePages makes the sample and the badges that have something to show. It
// returns what pictures.mjs needs to know.
func stagePages(t *testing.T, p *program.Program) []byte {
	t.Helper()
	sample := run(t, p, "demo", "--once", "--listen", "127.0.0.1:0")[0]
	logo := picture(t, "shield", []string{"FIRST AID", "ST. BRIGID", "Instructor", "Hospice Academy", "#f3a24b", "#9c6bb0", "#b6441c", "#5b2a72", "#d2601a", "#7b3f92", "#7c2d12", "#4a1f5e", "#9a3412", "#4a1f5e", "#fff8ef", "#faf5fc"})
	run(t, p, "org", "create", "St. Brigid's Hospice Academy", "--slug", "brigid", "--email", "academy@brigid.example", "--url", "https://brigid.example",
		"--linkedin", "4711", "--description", "Courses for those who care for the dying, and for their families.", "--logo", logo)
	day := func(days int) string { return time.Now().UTC().AddDate(0, 0, days).Format("2006-01-02") }
	codes := map[string]string{"valid": sample["badge"].(string)[strings.LastIndex(sample["badge"].(string), "/")+1:]}
	for _, b := range []staged{
		{"ending", "riverbank", "first-aid", "Emergency First Aid", "María José Núñez", day(-340), day(21), "shield", []string{"Instructor", "Riverbank"}},
		{"expired", "riverbank", "infection-control", "Infection Control", "María José Núñez", "2022-05-02", "2025-05-02", "hexagon", []string{"DATA", "INFECTION", "STEWARD", "CONTROL", "Level 2", "Riverbank"}},
		{"revoked", "riverbank", "wound-trainer", "Wound Care Trainer", "María José Núñez", "2025-11-03", "", "rosette", []string{"WOUND CARE SPECIALIST", "WOUND CARE TRAINER", "CERTIFIED", "TRAINER"}},
		{"misspelled", "riverbank", "compression", "Advanced Interdisciplinary Certification in Evidence-Based Compression Therapy for Community Settings", "Maria Jose Nunes", "2026-09-14", "", "hexagon", []string{"DATA", "COMPRESSION", "STEWARD", "THERAPY", "Level 2", "Advanced", "#2c3f78", "#1f6f5c", "#172449", "#0f3d33", "#cfd8f2", "#cdeee2"}},
		{"public", "brigid", "palliative", "Palliative Care Companion", "María José Núñez", "2026-06-20", "", "rosette", []string{"WOUND CARE SPECIALIST", "PALLIATIVE CARE", "CERTIFIED", "COMPANION", "Riverbank College", "St. Brigid's", "#0b4a45", "#4a1f5e", "#0f766e", "#7b3f92", "#12806f", "#8a4fa3", "#d6f3ea", "#f1e3f7", "M148 116h24v30h30v24h-30v30h-24v-30h-30v-24h30z", "M160 202c-34-24-52-42-52-62a26 26 0 0 1 52-6 26 26 0 0 1 52 6c0 20-18 38-52 62z"}},
		{"private", "brigid", "grief", "Grief Counseling, Part One", "María José Núñez", "2026-10-05", "", "shield", []string{"FIRST AID", "GRIEF", "Instructor", "Counseling I", "#f3a24b", "#7fa7c9", "#b6441c", "#2f5d86", "#d2601a", "#3f76a6", "#7c2d12", "#1d4468", "#9a3412", "#1d4468", "#fff8ef", "#f3f8fc"}},
	} {
		run(t, p, "badge", "create", "--org", b.org, "--badge", b.slug, "--name", b.name, "--description", "Shown in practice and in a written examination.",
			"--criteria=- Thirty supervised hours\n- A written examination\n- A conversation with two assessors", "--tag", "Care", "--tag", "Documentation", "--image", picture(t, b.picture, b.words))
		codes[b.state] = issue(t, p, b.org, b.slug, fmt.Sprintf("%s,maria.nunez@example.org,%s,%s\n", b.holder, b.issued, b.expires))
	}
	run(t, p, "revoke", codes["revoked"], "--reason", "Issued by mistake: the course has a second part.")
	for n, slug := range []string{"first-aid", "infection-control", "compression"} {
		for i := range 13 {
			issue(t, p, "riverbank", slug, fmt.Sprintf("Noor de Vries,noor.devries@example.org,%d-%02d-0%d,%d-01-01\n", 2020+i/3, i%12+1, n+1, 2025+i/3))
		}
	}
	stage, err := json.Marshal(map[string]any{"codes": codes, "owner": sample["owner"], "password": sample["password"], "foreign": string(foreign(t))})
	if err != nil {
		t.Fatal(err)
	}
	return stage
}

// picture is a file with one of ui/gallery's pictures, other words on it.
func picture(t *testing.T, name string, words []string) string {
	t.Helper()
	svg, err := os.ReadFile("../../ui/gallery/" + name + ".svg")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), name+".svg")
	write(t, file, strings.NewReplacer(words...).Replace(string(svg)))
	return file
}

// issue issues a badge to the people in some lines of a file, and returns the
// code of the first.
func issue(t *testing.T, p *program.Program, org, slug, rows string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "people.csv")
	write(t, file, "name,email,issued,expires\n"+rows)
	return run(t, p, "issue", "--allow-duplicates", "--org", org, "--badge", slug, file)[0]["code"].(string)
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
