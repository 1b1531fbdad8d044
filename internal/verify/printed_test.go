package verify_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"laurel/internal/badge"
	"laurel/internal/certificate"
	"laurel/internal/font"
	"laurel/internal/render"
	"laurel/internal/verify"
	"laurel/test/world"
)

// press prints certificates of the badges of a world.
type press struct {
	w       *world.World
	printer *certificate.Printer
	v       *verify.Verifier
	orgs    []int // how many there are
}

func newPress(t *testing.T) press {
	w := world.New(t)
	engine := render.New("", font.Carried())
	t.Cleanup(func() { _ = engine.Close(t.Context()) })
	return press{w, certificate.New(font.Carried(), engine.Simplify), verify.New(w.DB, silent(), w.PublicURL, w.Issuer.Served, w.Now), make([]int, 1)}
}

func (p press) issue(t *testing.T, name string) badge.Code {
	t.Helper()
	p.orgs[0]++
	org := p.w.Found(t, fmt.Sprintf("college-%d", p.orgs[0]), nil)
	return p.w.Issue(t, p.w.Badge(t, org.ID, "first-aid"), name+" <ada@example.org>")[0].Code
}

// print prints a certificate; change makes it say something else.
func (p press) print(t *testing.T, code badge.Code, name string, change func(*certificate.Facts)) []byte {
	t.Helper()
	c, _ := badge.NewCertificate("classic", "a4")
	address := p.w.PublicURL + "/b/" + string(code)
	f := certificate.Facts{
		Language: "en", Name: name, Badge: "Badge first-aid", Organization: "College", Issued: "March 10, 2026", Code: string(code), Address: address,
		Credential: p.w.Credential(t, code).Signed, CredentialType: "application/vc+ld+json", Made: p.w.Now(),
	}
	if change != nil {
		change(&f)
	}
	data, err := p.printer.PDF(t.Context(), c, f)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// qpdf saves a PDF anew.
func qpdf(t *testing.T, data []byte, args ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.pdf"), filepath.Join(dir, "out.pdf")
	if err := os.WriteFile(in, data, 0o600); err != nil {
		t.Fatal(err)
	}
	const mended = 3 // exit code
	cmd := exec.Command("qpdf", append(args, in, out)...)
	if said, err := cmd.CombinedOutput(); err != nil && (cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != mended) {
		t.Fatalf("qpdf: %v: %s", err, said)
	}
	saved, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

// printedAs verifies a PDF and returns what it says of its page.
func (p press) printedAs(t *testing.T, data []byte) (verify.Report, verify.Check) {
	t.Helper()
	r, err := p.v.Document(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	return r, of(r, "printed")
}

func TestAPrintedBadgeIsVerifiedByWhatIsAttached(t *testing.T) {
	p := newPress(t)
	for _, name := range []string{"Ada Lovelace", "Zoë Ångström (née Müller)", "Αλέξανδρος Παπαδόπουλος", "محمد بن عبد الله", "יעל כהן־לוי", "अनीता शर्मा", strings.Repeat("Ada Maria de los Ángeles ", 4) + "X"} {
		code := p.issue(t, name)
		data := p.print(t, code, name, nil)
		for how, given := range map[string][]byte{
			"as it is": data, "with object streams": qpdf(t, data, "--object-streams=generate"), "unpacked": qpdf(t, data, "--stream-data=uncompress"), "linearized": qpdf(t, data, "--linearize"),
		} {
			r, c := p.printedAs(t, given)
			if r.Verdict != verify.Valid || r.View.Recipient.Name != name || c.Result != verify.Pass {
				t.Errorf("%s, %s: %s, %q, %+v", name, how, r.Verdict, r.View.Recipient.Name, c)
			}
		}
	}
}

func TestAPageThatSaysSomethingElseIsNamed(t *testing.T) {
	p := newPress(t)
	code := p.issue(t, "Ada Lovelace")
	hebrew := p.issue(t, "יעל כהן־לוי")
	whole := p.print(t, code, "Ada Lovelace", nil)
	open := qpdf(t, whole, "--qdf")
	for name, test := range map[string]struct {
		data []byte
		want string
	}{
		"another name":         {p.print(t, code, "Eve Lovelace", nil), "The name printed on the page is not the signed one, which is Ada Lovelace."},
		"a name with more":     {p.print(t, code, "Ada Lovelace, PhD", nil), "The name printed"},
		"another Hebrew name":  {p.print(t, hebrew, "יעל כהן", nil), "The name printed"},
		"another badge":        {p.print(t, code, "Ada Lovelace", func(f *certificate.Facts) { f.Badge = "Doctor of Medicine" }), "The badge named on the page is not the signed one, which is Badge first-aid."},
		"another address":      {p.print(t, code, "Ada Lovelace", func(f *certificate.Facts) { f.Address = "https://evil.example/b/" + string(code) }), "The address printed"},
		"marks taken away":     {qpdf(t, bytes.ReplaceAll(qpdf(t, p.print(t, code, "Eve Lovelace", nil), "--qdf"), []byte("/Laurel_"), []byte("/Nothing")), "--qdf"), "The name printed"},
		"something moved":      {qpdf(t, bytes.Replace(open, []byte(" re\n"), []byte(" re \n"), 1)), "This PDF was changed after it was printed."},
		"something drawn over": {qpdf(t, bytes.Replace(open, []byte("\nBT "), []byte("\n1 g 0 0 9 9 re f BT "), 1)), "This PDF was changed after it was printed."},
		"a note on the page":   {qpdf(t, bytes.Replace(open, []byte("/Subtype /Link"), []byte("/Subtype /FreeText"), 1)), "This PDF was changed after it was printed."},
	} {
		t.Run(name, func(t *testing.T) {
			r, c := p.printedAs(t, test.data)
			if r.Verdict != verify.Valid || c.Result != verify.Warn || !strings.Contains(c.Sentence.String(), test.want) {
				t.Errorf("%s: %+v", r.Verdict, c)
			}
		})
	}
}

func TestAPageThatCannotBeReadIsNotCompared(t *testing.T) {
	p := newPress(t)
	code := p.issue(t, "Ada Lovelace")
	c, _ := badge.NewCertificate("classic", "a4")
	c.Texts = nil
	data, err := p.printer.PDF(t.Context(), c, certificate.Facts{Language: "en", Credential: p.w.Credential(t, code).Signed, CredentialType: "application/json", Made: p.w.Now()})
	if err != nil {
		t.Fatal(err)
	}
	bare := bytes.ReplaceAll(data, []byte("/ToUnicode"), []byte("/ToUnic0de")) // letters that mean nothing
	if r, c := p.printedAs(t, bare); r.Verdict != verify.Valid || c.Result == verify.Pass {
		t.Errorf("%s: %+v", r.Verdict, c)
	}
	said := bytes.ReplaceAll(p.print(t, code, "Ada Lovelace", nil), []byte("/ToUnicode"), []byte("/ToUnic0de"))
	said = bytes.ReplaceAll(qpdf(t, said, "--qdf"), []byte("/Laurel_"), []byte("/Nothing"))
	said = bytes.ReplaceAll(said, []byte("(Laurel)"), []byte("(Others)"))
	if r, c := p.printedAs(t, qpdf(t, said)); r.Verdict != verify.Valid || c.Result != verify.Unknown {
		t.Errorf("%s: %+v", r.Verdict, c)
	}
}

func TestPDFsWithoutABadge(t *testing.T) {
	p := newPress(t)
	code := p.issue(t, "Ada Lovelace")
	whole := p.print(t, code, "Ada Lovelace", nil)
	for name, test := range map[string]struct {
		data []byte
		want string
	}{
		"without the file":     {qpdf(t, whole, "--remove-attachment=credential.json"), "has no badge attached"},
		"with a password":      {qpdf(t, whole, "--encrypt", "one", "two", "256", "--"), "protected by a password"},
		"cut off":              {whole[:len(whole)/2], "damaged"},
		"nothing but a head":   {[]byte("%PDF-1.7\n"), "damaged"},
		"a table at itself":    {[]byte("%PDF-1.7\nxref\n0 0\ntrailer <</Prev 9>>\nstartxref\n9\n%%EOF"), "damaged"},
		"something else in it": {p.print(t, code, "Ada Lovelace", func(f *certificate.Facts) { f.Credential = []byte("hello") }), "has no badge attached"},
		"a PDF in it":          {p.print(t, code, "Ada Lovelace", func(f *certificate.Facts) { f.Credential = whole }), "has no badge attached"},
		"deeply nested":        {[]byte("%PDF-1.7\n" + strings.Repeat("[", 100_000) + "\ntrailer <<>>\nstartxref\n9\n%%EOF"), "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := p.v.Document(t.Context(), test.data)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v", err)
			}
		})
	}
	if r, err := p.v.Document(t.Context(), p.print(t, code, "Ada Lovelace", func(f *certificate.Facts) {
		f.Credential = bytes.Replace(f.Credential, []byte(`"Ada Lovelace"`), []byte(`"Eve Lovelace"`), 1)
	})); err != nil || r.Verdict != verify.Invalid || r.Shown || of(r, "printed").Name != "" {
		t.Errorf("a forged badge: %s, %v, %+v", r.Verdict, err, r.Checks)
	}
}
