package portfolio_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/issuance"
	"laurel/openbadge/bake"
	"laurel/test/world"
)

// opened is the file of an export by the names in it.
func opened(t *testing.T, w *world.World, who badge.Actor, id badge.ExportID) map[string]string {
	t.Helper()
	f, e, err := w.Portfolio.ExportFile(t.Context(), who, id)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	z, err := zip.NewReader(f, int64(e.Size))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, entry := range z.File {
		r, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all[entry.Name] = string(data)
	}
	return all
}

func TestExport(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		org := w.Found(t, "college", nil)
		w.Choose(t, org.ID, badge.ProofForms{JWT: true})
		a := w.Badge(t, org.ID, "sail")
		if _, err := w.Certificates.Switch(t.Context(), badge.Host(), org.ID, a.ID, true); err != nil {
			t.Fatal(err)
		}
		code := w.IssueFile(t, a, "name,email,number\nAda,ada@example.org,-1+1\nRoberto,bob@example.org,\n", award.Answers{})[0].Code
		ada, bob := badge.Actor{AccountID: w.Account(t, "ada@example.org").ID}, badge.Actor{AccountID: w.Account(t, "bob@example.org").ID}
		foreign := []byte(`{"from": "elsewhere"}`)
		if err := w.Portfolio.Import(t.Context(), ada, badge.Import{Name: "Foreign", Checks: []badge.ImportCheck{}}, foreign, nil); err != nil {
			t.Fatal(err)
		}
		if err := w.Portfolio.Export(t.Context(), ada); err != nil {
			t.Fatal(err)
		}
		if _, ok := errors.AsType[*badge.Invalid](w.Portfolio.Export(t.Context(), ada)); !ok {
			t.Error("a second file within the hour")
		}
		list, err := w.Portfolio.Exports(t.Context(), ada)
		if err != nil || len(list) != 1 || list[0].State != badge.ExportWaiting {
			t.Fatalf("%+v, %v", list, err)
		}
		id := list[0].ID
		if _, _, err := w.Portfolio.ExportFile(t.Context(), ada, id); !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("a file before it is made: %v", err)
		}
		for range 2 { // a job may run again
			if err := w.Portfolio.MakeExport(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		}
		if text := w.LetterText(t, badge.LetterExport, "ada@example.org"); !strings.Contains(text, world.PublicURL+"/export\n") {
			t.Errorf("the letter: %s", text)
		}
		if n := len(slices.DeleteFunc(w.Letters(t), func(l badge.Letter) bool { return l.Kind != badge.LetterExport })); n != 1 {
			t.Errorf("%d letters", n)
		}
		files := opened(t, w, ada, id)
		signed := string(w.Credential(t, code).Signed)
		baked, err := bake.Extract([]byte(files["badges/"+string(code)+"/badge.png"]))
		if err != nil || !bytes.Equal(baked.Data, []byte(signed)) || files["badges/"+string(code)+"/credential.json"] != signed {
			t.Errorf("the credential in the file is another one: %v", err)
		}
		baked, err = bake.Extract([]byte(files["badges/"+string(code)+"/badge.svg"]))
		if err != nil || !bytes.Equal(baked.Data, []byte(signed)) {
			t.Errorf("the credential in the SVG is another one: %v", err)
		}
		token, err := w.Issuer.Token(t.Context(), code)
		if err != nil || files["badges/"+string(code)+"/credential.jwt"] != string(token) {
			t.Errorf("the JWT in the file is another one: %v", err)
		}
		if !strings.HasPrefix(files["badges/"+string(code)+"/certificate.pdf"], "%PDF-") {
			t.Error("the certificate is not in the file")
		}
		if !strings.Contains(files["badges.csv"], string(code)) || !strings.Contains(files["badges.csv"], "'-1+1") || !strings.Contains(files["badges.json"], string(code)) {
			t.Errorf("lists: %s %s", files["badges.csv"], files["badges.json"])
		}
		brought := 0
		for name, data := range files {
			if strings.Contains(data, "bob@") || strings.Contains(data, "Roberto") {
				t.Errorf("%s names Bob", name)
			}
			if strings.HasPrefix(name, "imports/") && data == string(foreign) {
				brought++
			}
		}
		if brought != 1 {
			t.Errorf("what was brought is there %d times", brought)
		}
		if _, _, err := w.Portfolio.ExportFile(t.Context(), bob, id); !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("Bob gets Ada's file: %v", err)
		}
		w.Pass(badge.ExportLifetime)
		if err := w.Portfolio.EndExports(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, _, err := w.Portfolio.ExportFile(t.Context(), ada, id); !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("a file after seven days: %v", err)
		}
		if err := w.Portfolio.Export(t.Context(), ada); err != nil {
			t.Errorf("another file, later: %v", err)
		}
	})
}

// noise is a PNG of some 80 KB, which does not get smaller.
func noise() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 164, 164))
	random := rand.New(rand.NewPCG(1, 2))
	for n := range img.Pix {
		img.Pix[n] = byte(random.Uint32())
		if n%4 == 3 {
			img.Pix[n] = 0xff
		}
	}
	var b bytes.Buffer
	_ = png.Encode(&b, img) // memory takes every write
	return b.Bytes()
}

// large is somebody with many badges, each in every form, and the file asked for.
func large(t testing.TB, w *world.World, badges int) (badge.Actor, badge.ExportID) {
	t.Helper()
	org := w.Found(t, "college", nil)
	w.Choose(t, org.ID, badge.ProofForms{JWT: true})
	a, err := w.Catalog.Create(t.Context(), badge.Host(), org.ID, badge.Achievement{Slug: "sail", Revision: badge.Revision{
		Name: "Sail", Description: "Sails.", Criteria: "Show it.", Details: badge.Details{Alt: "Noise."},
	}}, noise())
	if err != nil {
		t.Fatal(err)
	}
	people := []string{"Ada <ada@example.org>"}
	for n := 1; n < badges; n++ { // one file has one row for an address
		people = append(people, fmt.Sprintf("Ada <ada%d@example.org>", n))
	}
	for chunk := range slices.Chunk(people, issuance.MaxChunk) {
		w.Issue(t, a, chunk...)
	}
	ada := badge.Actor{AccountID: w.Account(t, "ada@example.org").ID}
	if _, err := w.DB.SQLPool().ExecContext(t.Context(), "update credentials set account_id = $1", ada.AccountID); err != nil {
		t.Fatal(err)
	}
	if err := w.Portfolio.Export(t.Context(), ada); err != nil {
		t.Fatal(err)
	}
	list, err := w.Portfolio.Exports(t.Context(), ada)
	if err != nil {
		t.Fatal(err)
	}
	return ada, list[0].ID
}

// The file of a large portfolio is made by the queue, and a letter tells. A
// thousand badges take longer than a test may: see BenchmarkExport1000.
func TestExportOfManyBadges(t *testing.T) {
	const many = 60
	w := world.New(t)
	ada, id := large(t, w, many)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.Work(ctx) }()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if list, err := w.Portfolio.Exports(t.Context(), ada); err != nil || list[0].State == badge.ExportReady {
			break
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if text := w.LetterText(t, badge.LetterExport, "ada@example.org"); !strings.Contains(text, "/export") {
		t.Errorf("the letter: %s", text)
	}
	pictures := 0
	for name := range opened(t, w, ada, id) {
		if strings.HasSuffix(name, "/badge.svg") {
			pictures++
		}
	}
	if pictures != many {
		t.Errorf("%d of %d badges", pictures, many)
	}
}

// BenchmarkExport1000 makes the file of a thousand badges with pictures of 80 KB
// in four forms each.
func BenchmarkExport1000(b *testing.B) {
	w := world.New(b)
	ada, id := large(b, w, 1000)
	for b.Loop() {
		if err := w.Portfolio.MakeExport(b.Context(), id); err != nil {
			b.Fatal(err)
		}
	}
	f, e, err := w.Portfolio.ExportFile(b.Context(), ada, id)
	if err != nil {
		b.Fatal(err)
	}
	_ = f.Close()
	b.ReportMetric(float64(e.Size)/1e6, "MB")
}

// What was brought stays as it came, and goes when it is removed.
func TestImport(t *testing.T) {
	w := world.New(t)
	org := w.Found(t, "college", nil)
	w.Issue(t, w.Badge(t, org.ID, "sail"), "Ada <ada@example.org>", "Bob <bob@example.org>")
	ada, bob := badge.Actor{AccountID: w.Account(t, "ada@example.org").ID}, badge.Actor{AccountID: w.Account(t, "bob@example.org").ID}
	file := world.Picture()
	bring := func(who badge.Actor, file []byte) error {
		return w.Portfolio.Import(t.Context(), who, badge.Import{Name: strings.Repeat("é", 500), Verdict: "valid", Checks: []badge.ImportCheck{{Name: "status", Result: "unknown"}}}, file, file)
	}
	if err := bring(ada, file); err != nil {
		t.Fatal(err)
	}
	if _, ok := errors.AsType[*badge.Invalid](bring(ada, file)); !ok {
		t.Error("the same file twice")
	}
	if err := bring(bob, file); err != nil {
		t.Errorf("the same file of somebody else: %v", err)
	}
	if err := bring(badge.Actor{AccountID: "nobody"}, file); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("somebody without a portfolio brings a badge: %v", err)
	}
	list, err := w.Portfolio.Imports(t.Context(), ada)
	if err != nil || len(list) != 1 || len([]rune(list[0].Name)) != 200 || list[0].MediaType != "image/png" || list[0].Picture == "" {
		t.Fatalf("%+v, %v", list, err)
	}
	if _, data, err := w.Portfolio.ImportFile(t.Context(), ada, list[0].ID, false); err != nil || !bytes.Equal(data, file) {
		t.Errorf("the file is another one: %v", err)
	}
	if _, _, err := w.Portfolio.ImportFile(t.Context(), bob, list[0].ID, false); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("Bob gets Ada's: %v", err)
	}
	if err := w.Portfolio.DropImport(t.Context(), bob, list[0].ID); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("Bob removes Ada's: %v", err)
	}
	if err := w.Portfolio.DropImport(t.Context(), ada, list[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.Portfolio.ImportFile(t.Context(), ada, list[0].ID, false); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("removed: %v", err)
	}
	for n := range badge.MaxImports + 1 {
		err := bring(ada, []byte(`{"n": "`+strings.Repeat("x", n)+`"}`))
		if _, refused := errors.AsType[*badge.Invalid](err); refused != (n == badge.MaxImports) {
			t.Fatalf("the %d. badge: %v", n+1, err)
		}
	}
}
