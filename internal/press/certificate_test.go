package press_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"laurel/internal/award"
	"laurel/internal/badge"
	"laurel/internal/press"
	"laurel/internal/store"
	"laurel/test/world"
)

var host = badge.Host()

// printed is a badge with certificates, issued to people, with their codes.
func printed(t *testing.T, w *world.World, people ...string) (a badge.Achievement, batch badge.BatchID, codes []badge.Code) {
	t.Helper()
	a = w.Badge(t, w.Found(t, "riverbank", nil).ID, "sail")
	if _, err := w.Certificates.Switch(t.Context(), host, a.OrgID, a.ID, true); err != nil {
		t.Fatal(err)
	}
	for _, r := range w.Issue(t, a, people...) {
		codes = append(codes, r.Code)
	}
	return a, w.Credential(t, codes[0]).BatchID, codes
}

func pdf(t *testing.T, w *world.World, code badge.Code) []byte {
	t.Helper()
	c, err := w.Certificates.Certificate(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	data, err := w.Certificates.PDF(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func version(t *testing.T, w *world.World, code badge.Code) string {
	t.Helper()
	c, err := w.Certificates.Certificate(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	return c.Version()
}

// What was printed for somebody is printed the same again: after the design was
// changed, after the organization has another logo and color, and by another
// process; until the organization says that a design is for all.
func TestAReprintIsTheSame(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		a, _, codes := printed(t, w, "Ada Lovelace <ada@example.org>")
		first, named := pdf(t, w, codes[0]), version(t, w, codes[0])
		w.Pass(time.Hour)
		other, _ := badge.NewCertificate("modern", "letter")
		if err := w.Certificates.Save(t.Context(), host, a.OrgID, a.ID, other, 1, false); err != nil {
			t.Fatal(err)
		}
		var org badge.Organization
		w.Read(t, func(tx *store.Tx) (err error) { org, err = tx.Org(a.OrgID).Organization(t.Context()); return err })
		org.Accent = "#7a1f5c"
		if err := w.Tenants.Update(t.Context(), host, org.ID, org, nil); err != nil {
			t.Fatal(err)
		}
		w.Pass(time.Hour)
		later := w.Issue(t, a, "Bo <bo@example.org>")[0].Code
		if again := pdf(t, w.Again(t), codes[0]); !bytes.Equal(first, again) || version(t, w, codes[0]) != named {
			t.Error("the same certificate is printed differently")
		}
		if bytes.Contains(pdf(t, w, later), []byte("841.8")) { // the width of A4
			t.Error("what is issued since has the old design")
		}
		if err := w.Certificates.Save(t.Context(), host, a.OrgID, a.ID, other, 1, true); !errors.Is(err, badge.ErrConflict) {
			t.Errorf("a design made from one that is not the newest is kept: %v", err)
		}
		if err := w.Certificates.Save(t.Context(), host, a.OrgID, a.ID, other, 2, true); err != nil {
			t.Fatal(err)
		}
		if bytes.Equal(first, pdf(t, w, codes[0])) || version(t, w, codes[0]) == named {
			t.Error("a design for all changes nothing")
		}
	})
}

// What is switched on before anybody designed it is signed by nobody: no line
// asks for a name.
func TestWhatNobodyDesignedIsSignedByNobody(t *testing.T) {
	w := world.New(t)
	a, _, _ := printed(t, w, "Ada <ada@example.org>")
	d, err := w.Certificates.Designed(t.Context(), host, a.OrgID, a.ID)
	if err != nil || len(d.Revisions) != 1 || len(d.Revisions[0].Design.Signatures) != 0 {
		t.Fatalf("%+v, %v", d, err)
	}
	if c := d.Revisions[0].Design.Certificate; c.Validate() != nil {
		t.Errorf("it cannot be kept again: %v", c.Validate())
	}
}

// The language of the earner chooses among those of the texts.
func TestACertificateSpeaksTheLanguageOfItsEarner(t *testing.T) {
	w := world.New(t)
	a, _, codes := printed(t, w, "Ada Lovelace <ada@example.org>")
	c, _ := badge.NewCertificate("classic", "a4")
	for n := range c.Texts {
		c.Texts[n].In = map[string]string{"fr": "Texte {name}"}
	}
	if err := w.Certificates.Save(t.Context(), host, a.OrgID, a.ID, c, 1, true); err != nil {
		t.Fatal(err)
	}
	english := version(t, w, codes[0])
	if bytes.Contains(pdf(t, w, codes[0]), []byte("/Lang(fr)")) {
		t.Error("nobody chose French")
	}
	if err := w.Profiles.SetLanguage(t.Context(), w.Account(t, "ada@example.org").ID, "fr"); err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(pdf(t, w, codes[0]), []byte("/Lang(fr)")) || version(t, w, codes[0]) == english {
		t.Error("the certificate is not in the language that its earner chose")
	}
}

// A design has the pictures of its own organization, not those of another, nor
// any other file that is kept.
func TestADesignHasPicturesOfItsOwnOrganization(t *testing.T) {
	w := world.New(t)
	a, _, _ := printed(t, w, "Ada <ada@example.org>")
	theirs, err := w.Certificates.Background(t.Context(), host, w.Found(t, "hilltop", nil).ID, world.Picture())
	if err != nil {
		t.Fatal(err)
	}
	c, _ := badge.NewCertificate("classic", "a4")
	c.Picture = theirs
	_, refused := errors.AsType[*badge.Invalid](w.Certificates.Save(t.Context(), host, a.OrgID, a.ID, c, 1, false))
	if !refused {
		t.Error("the picture of another organization is taken")
	}
	org := badge.Organization{ID: a.OrgID, Name: "Riverbank"}
	if _, err := w.Certificates.SampleSVG(t.Context(), host, org, press.Sample{Achievement: a, Design: c, Name: "Ada"}); err == nil {
		t.Error("and is shown")
	}
	if c.Picture, err = w.Certificates.Background(t.Context(), host, a.OrgID, world.Picture()); err != nil {
		t.Fatal(err)
	}
	if err := w.Certificates.Save(t.Context(), host, a.OrgID, a.ID, c, 1, false); err != nil {
		t.Errorf("its own: %v", err)
	}
	if _, err := w.Certificates.Background(t.Context(), host, a.OrgID, []byte("%PDF-1.7")); err == nil {
		t.Error("what is no picture is kept")
	}
}

// A print has a file for everybody whose badge holds, under a name that any
// system takes, or a page for each; it goes away after a week.
func TestABatchIsPrinted(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		a, batch, codes := printed(t, w, "Ada Lovelace <ada@example.org>", `CON. <con@example.org>`, `A/B:C*"D"|E?  <weird@example.org>`, "Bo <bo@example.org>", "Сергій Їжак <s@example.org>")
		if err := w.Issuer.Revoke(t.Context(), host, a.OrgID, codes[3], "It was a mistake."); err != nil {
			t.Fatal(err)
		}
		if err := w.Certificates.Print(t.Context(), host, a.OrgID, batch, badge.PrintZip); err != nil {
			t.Fatal(err)
		}
		if err := w.Certificates.Print(t.Context(), host, a.OrgID, batch, badge.PrintZip); err != nil { // one is being made
			t.Fatal(err)
		}
		list, printable, err := w.Certificates.Prints(t.Context(), host, a.OrgID, batch)
		if err != nil || len(list) != 1 || printable != 4 || list[0].State != badge.PrintWaiting {
			t.Fatalf("%+v, %d can be printed, %v", list, printable, err)
		}
		for range 2 { // a second run changes nothing
			if err := w.Certificates.MakePrint(t.Context(), a.OrgID, list[0].ID); err != nil {
				t.Fatal(err)
			}
		}
		f, job, err := w.Certificates.PrintFile(t.Context(), host, a.OrgID, list[0].ID)
		if err != nil || job.Done != 4 {
			t.Fatalf("%+v, %v", job, err)
		}
		defer f.Close() //nolint:errcheck // only read
		z, err := zip.NewReader(f, int64(job.Size))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, file := range z.File {
			names = append(names, file.Name[:len(file.Name)-len(" ABCDEFGHJKMN.pdf")])
			if !regexp.MustCompile(`^[^<>:"/\\|?*.\x00-\x1f]+\.pdf$`).MatchString(file.Name) || regexp.MustCompile(`(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)`).MatchString(file.Name) {
				t.Errorf("Windows would refuse %q", file.Name)
			}
		}
		if want := []string{"Ada Lovelace", "CON", "A B C D E", "Сергій Їжак"}; !slices.Equal(names, want) {
			t.Errorf("the files are of %q, want %q", names, want)
		}
		r, err := z.File[0].Open()
		if err != nil {
			t.Fatal(err)
		}
		if one, err := io.ReadAll(r); err != nil || !bytes.Equal(one, pdf(t, w, codes[0])) {
			t.Errorf("the file of Ada is not her certificate: %v", err)
		}

		var book bytes.Buffer
		n, err := w.Certificates.WritePrint(t.Context(), host, a.OrgID, batch, badge.PrintPDF, &book, func(int, int) {})
		if pages := len(regexp.MustCompile(`/Type ?/Page\b`).FindAll(book.Bytes(), -1)); err != nil || n != 4 || pages != 4 {
			t.Errorf("one document with %d pages of %d certificates, %v", pages, n, err)
		}

		w.Pass(badge.PrintLifetime)
		if err := w.Certificates.EndPrints(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, _, err := w.Certificates.PrintFile(t.Context(), host, a.OrgID, list[0].ID); !errors.Is(err, badge.ErrNotFound) {
			t.Errorf("after a week: %v", err)
		}
		if left, err := os.ReadDir(w.Certificates.Folder); err != nil || len(left) != 0 {
			t.Errorf("the files are still there: %v, %v", left, err)
		}
	})
}

// Whoever is erased is in no file that can be downloaded.
func TestThePrintOfSomebodyErasedIsGone(t *testing.T) {
	w := world.New(t)
	a, batch, _ := printed(t, w, "Ada Lovelace <ada@example.org>", "Bo <bo@example.org>")
	if err := w.Certificates.Print(t.Context(), host, a.OrgID, batch, badge.PrintZip); err != nil {
		t.Fatal(err)
	}
	list, _, err := w.Certificates.Prints(t.Context(), host, a.OrgID, batch)
	if err == nil {
		err = w.Certificates.MakePrint(t.Context(), a.OrgID, list[0].ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(w.Certificates.Folder, string(list[0].ID)+".zip")
	if _, err := os.Stat(file); err != nil {
		t.Fatal(err)
	}
	w.Write(t, func(tx *store.Tx) error {
		_, err := tx.EraseAccount(t.Context(), w.Account(t, "ada@example.org").ID, w.Time())
		return err
	})
	if _, _, err := w.Certificates.PrintFile(t.Context(), host, a.OrgID, list[0].ID); !errors.Is(err, badge.ErrNotFound) {
		t.Errorf("the print is still there: %v", err)
	}
	if err := w.Certificates.EndPrints(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("its file is still there: %v", err)
	}
}

// What the file of earners says in a column that a certificate names is printed,
// for files that come after the design.
func TestAColumnOfTheFileIsPrinted(t *testing.T) {
	w := world.New(t)
	a, _, _ := printed(t, w, "Old <old@example.org>")
	c, _ := badge.NewCertificate("classic", "a4")
	c.Texts[1].Text = "in the course {column:Course}"
	if err := w.Certificates.Save(t.Context(), host, a.OrgID, a.ID, c, 1, true); err != nil {
		t.Fatal(err)
	}
	results := w.IssueFile(t, a, "name,email,Course,Secret\nAda,ada@example.org,Knots & Splices,do not keep\n", award.Answers{})
	w.Read(t, func(tx *store.Tx) error {
		credential := w.Credential(t, results[0].Code)
		cells, err := tx.Org(a.OrgID).PrintedColumns(t.Context(), credential.BatchID, credential.Row)
		if len(cells) != 1 || cells["Course"] != "Knots & Splices" {
			t.Errorf("kept is %q", cells)
		}
		return err
	})
	path := filepath.Join(t.TempDir(), "certificate.pdf")
	if err := os.WriteFile(path, pdf(t, w, results[0].Code), 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command("pdftotext", path, "-").CombinedOutput()
	if err != nil {
		t.Fatalf("pdftotext, of the package poppler-utils: %v", err)
	}
	if !strings.Contains(string(text), "in the course Knots & Splices") {
		t.Errorf("printed is %s", text)
	}
}
