package web_test

import (
	"archive/zip"
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"laurel/internal/badge"
	"laurel/test/world"
)

// fields are what a form would send, without its buttons.
func fields(form *goquery.Selection) (pairs []string) {
	form.Find("input[name], select[name], textarea[name]").Each(func(_ int, f *goquery.Selection) {
		name, kind := f.AttrOr("name", ""), f.AttrOr("type", "")
		_, checked := f.Attr("checked")
		switch {
		case goquery.NodeName(f) == "select":
			pairs = append(pairs, name, f.Find("option[selected]").AttrOr("value", f.Find("option").First().AttrOr("value", "")))
		case goquery.NodeName(f) == "textarea":
			pairs = append(pairs, name, f.Text())
		case kind == "file", (kind == "checkbox" || kind == "radio") && !checked:
		default:
			pairs = append(pairs, name, f.AttrOr("value", ""))
		}
	})
	return pairs
}

// changed are fields with another value for one of them.
func changed(pairs []string, name, value string) []string {
	for n := 0; n < len(pairs); n += 2 {
		if pairs[n] == name {
			pairs[n+1] = value
		}
	}
	return pairs
}

const designerPath = "/org/riverbank/badges/sail/certificate"

// An organization designs a certificate with the form alone: texts and
// signatures come and go, a picture is uploaded, what is wrong stands beside its
// field, and every design that was kept is listed.
func TestACertificateIsDesignedWithoutScripts(t *testing.T) {
	w, door, owner := founded(t)
	a := w.Badge(t, ours(t, w).ID, "sail")
	w.Issue(t, a, "Ada Lovelace <ada@example.org>")
	_ = door
	p := owner.get(designerPath).status(http.StatusOK)
	if !strings.HasPrefix(p.Find("#certificate-picture").AttrOr("src", ""), "data:image/svg+xml;base64,") {
		t.Error("the sheet is not shown")
	}
	texts := p.Find("textarea[name=text_text]").Length()
	form := fields(p.Find("form#certificate"))
	p = owner.post(designerPath, append(form, "do", "text")...).status(http.StatusOK)
	if got := p.Find("textarea[name=text_text]").Length(); got != texts+1 {
		t.Fatalf("%d texts, there were %d", got, texts)
	}
	p = owner.post(designerPath, append(fields(p.Find("form#certificate")), "do", "text-drop-"+string(rune('0'+texts)))...)
	p = owner.post(designerPath, changed(append(fields(p.Find("form#certificate")), "do", "language"), "language_more", "fr")...)
	if p.Find(`textarea[name="text_in_fr"]`).Length() != texts {
		t.Error("there is no room for French")
	}
	p = owner.post(designerPath, append(fields(p.Find("form#certificate")), "do", "language-drop-fr")...)

	wrong := fields(p.Find("form#certificate"))
	for n := range wrong {
		if wrong[n] == "text_text" && strings.Contains(wrong[n+1], "{name}") {
			wrong[n+1] = "{nobody}"
		}
	}
	p = owner.post(designerPath, append(wrong, "do", "keep")...).status(http.StatusUnprocessableEntity).says("There is nothing to put in the place of {nobody}")
	if p.Find(`textarea[aria-invalid="true"]`).Length() != 1 {
		t.Error("what is wrong does not stand beside its field")
	}

	form = fields(owner.get(designerPath).Find("form#certificate"))
	p = owner.upload(designerPath, "background", "ground.png", world.Picture(), append(form, "do", "preview")...).status(http.StatusOK)
	hash := p.Find("input[name=picture]").AttrOr("value", "")
	if len(hash) != 64 {
		t.Fatalf("the background is kept as %q", hash)
	}
	owner.upload(designerPath, "background", "ground.pdf", []byte("%PDF-1.4"), append(form, "do", "preview")...).status(http.StatusUnprocessableEntity).says("Save it as PNG")
	sample := owner.post(designerPath, append(fields(p.Find("form#certificate")), "do", "sample")...).status(http.StatusOK)
	if !strings.HasPrefix(sample.body, "%PDF-") || !strings.Contains(sample.Header.Get("Content-Disposition"), `attachment; filename="sail-sample.pdf"`) {
		t.Errorf("the sample is %.20q, %v", sample.body, sample.Header)
	}
	owner.post(designerPath, append(fields(p.Find("form#certificate")), "do", "keep")...).status(http.StatusOK).says("The design is kept")
	p = owner.get(designerPath).says("Design 1").says("by Robin Owner")
	if p.Find("input[name=picture]").AttrOr("value", "") != hash {
		t.Error("the background is not kept with the design")
	}
	// somebody else's tab, with the design before
	owner.post(designerPath, append(form, "do", "keep")...).status(http.StatusConflict).says("Somebody was faster")
	owner.get("/org/riverbank/certificates").says("1 design kept").says("Off")

	other := w.Badge(t, a.OrgID, "row")
	copied := owner.get("/org/riverbank/badges/" + other.Slug + "/certificate?from=sail")
	if copied.Find("input[name=picture]").AttrOr("value", "") != hash {
		t.Error("the copy has another background")
	}
	if w, h := copied.Find("img#certificate-picture").AttrOr("width", ""), copied.Find("select[name=paper]").Length(); w == "" || h != 1 {
		t.Error("the copy is not shown")
	}
	turned := changed(fields(p.Find("form#certificate")), "turn", "portrait")
	owner.post(designerPath, append(turned, "do", "keep")...).status(http.StatusOK).says("The design is kept") // everything is moved onto the other sheet
}

// The script's preview is the picture of what stands in the form, or one sentence.
func TestThePreviewIsThePictureOfTheForm(t *testing.T) {
	w, _, owner := founded(t)
	w.Badge(t, ours(t, w).ID, "sail")
	form := fields(owner.get(designerPath).Find("form#certificate"))
	p := owner.post(designerPath+"/preview", form...).status(http.StatusOK)
	if p.Header.Get("Content-Type") != "image/svg+xml" || !strings.Contains(p.body, "<svg") || strings.Contains(p.body, "<script") {
		t.Errorf("the preview is %v %.60q", p.Header, p.body)
	}
	p = owner.post(designerPath+"/preview", changed(form, "paper", "napkin")...).status(http.StatusUnprocessableEntity)
	if strings.TrimSpace(p.body) != "Choose A4 or US Letter." {
		t.Errorf("a sheet that there is not: %q", p.body)
	}
}

// Certificates of a batch are printed in the background; whoever may look
// downloads them.
func TestABatchIsPrintedFromItsPage(t *testing.T) {
	w, _, owner := founded(t)
	a := w.Badge(t, ours(t, w).ID, "sail")
	code := w.Issue(t, a, "Ada Lovelace <ada@example.org>", "Bo <bo@example.org>")[0].Code
	batch := w.Credential(t, code).BatchID
	at := "/org/riverbank/batches/" + string(batch)
	if err := w.Issuer.IssueChunk(t.Context(), a.OrgID, batch, 1, 9); err != nil {
		t.Fatal(err)
	}
	if owner.get(at).Find("#prints").Length() != 0 {
		t.Error("certificates are offered that nobody switched on")
	}
	owner.post(at+"/print", "form", "zip").says("There is nothing to print")
	if _, err := w.Certificates.Switch(t.Context(), badge.Host(), a.OrgID, a.ID, true); err != nil {
		t.Fatal(err)
	}
	owner.get(at).says("2 certificates to print")
	owner.post(at+"/print", "form", "zip").status(http.StatusOK).says("You can leave this page: the work goes on.")
	list, _, err := w.Certificates.Prints(t.Context(), badge.Host(), a.OrgID, batch)
	if err == nil {
		err = w.Certificates.MakePrint(t.Context(), a.OrgID, list[0].ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	file := owner.get(owner.get(at).Find("#prints a[download]").AttrOr("href", "")).status(http.StatusOK)
	z, err := zip.NewReader(bytes.NewReader([]byte(file.body)), int64(len(file.body)))
	if err != nil || len(z.File) != 2 || file.Header.Get("Content-Type") != "application/zip" {
		t.Errorf("the file is %v: %v", file.Header, err)
	}
	owner.post(at+"/print", "form", "tar").says("Choose a file for each person")
}

// Who asks for a PDF gets it in one step, from whoever may switch it on.
func TestARequestForAPDFIsDoneInOneStep(t *testing.T) {
	w, door, owner := founded(t)
	a := w.Badge(t, ours(t, w).ID, "sail")
	code := string(w.Issue(t, a, "Ada Lovelace <"+adas+">")[0].Code)
	ada := signedUp(t, w, door, adas)
	request := ada.post("/requests/new?badge="+code, "kind", "pdf", "reason", "For my wall.").status(http.StatusOK).path
	at := "/org/riverbank" + request
	owner.get(at).says("Switch on and close the request")
	owner.post(at + "/print").status(http.StatusOK).says("the request is closed")
	ada.get("/b/" + code + ".pdf").status(http.StatusOK)
	ada.get(request).says("There is a certificate of this badge now")
	if owner.get(at).Find(`form[action$="/print"]`).Length() != 0 {
		t.Error("it can be switched on twice")
	}
}
