package web

import (
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"laurel/internal/badge"
)

// certificateTyped reads a certificate and the languages it is written in out
// of the designer's form. A number that cannot be read is none, which the noun
// refuses where it needs one.
func certificateTyped(form url.Values) (c badge.Certificate, languages []string) {
	c = badge.Certificate{
		Version: badge.CertificateVersion, Paper: form.Get("paper"), Landscape: form.Get("turn") == "landscape", Language: form.Get("language"), Frame: form.Get("frame"),
		Picture: form.Get("picture"), Logo: placeTyped(form, "logo"), Seal: placeTyped(form, "seal"), QR: placeTyped(form, "qr"),
		Signing: badge.CertificateRow{X: numberTyped(form.Get("signing_x")), Y: numberTyped(form.Get("signing_y")), Width: numberTyped(form.Get("signing_width"))},
	}
	if form.Get("color_of") == "other" {
		c.Color = form.Get("color")
	}
	if form.Get("background_drop") == "on" {
		c.Picture = ""
	}
	for _, tag := range form["in"] {
		if tag != c.Language && !slices.Contains(languages, tag) {
			languages = append(languages, tag)
		}
	}
	for n := range min(len(form["text_text"]), badge.MaxCertificateTexts+1) {
		c.Texts = append(c.Texts, textTyped(form, n, languages))
	}
	for n := range min(len(form["signature_name"]), badge.MaxCertificateSignatures+1) {
		s := badge.CertificateSignature{Name: valueAt(form, "signature_name", n), Title: valueAt(form, "signature_title", n), Picture: valueAt(form, "signature_picture", n)}
		if form.Get("signature_file_"+strconv.Itoa(n)+"_drop") == "on" {
			s.Picture = ""
		}
		c.Signatures = append(c.Signatures, s)
	}
	if w, h, two := strings.Cut(form.Get("sheet"), " "); two {
		c.Refit(numberTyped(w), numberTyped(h))
	}
	return c, languages
}

// valueAt is the nth value of a field that a form has several times.
func valueAt(form url.Values, field string, n int) string {
	if all := form[field]; n < len(all) {
		return strings.TrimSpace(all[n])
	}
	return ""
}

func numberTyped(s string) float64 {
	v, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(s), ",", ".", 1), 64)
	if err != nil || math.IsInf(v, 0) {
		return math.NaN()
	}
	return v
}

func placeTyped(form url.Values, of string) badge.CertificatePlace {
	if form.Get(of+"_on") == "" {
		return badge.CertificatePlace{X: badge.CertificateMargin, Y: badge.CertificateMargin}
	}
	return badge.CertificatePlace{X: numberTyped(form.Get(of + "_x")), Y: numberTyped(form.Get(of + "_y")), Size: numberTyped(form.Get(of + "_size"))}
}

func textTyped(form url.Values, n int, languages []string) badge.CertificateText {
	at := func(part string) string { return valueAt(form, "text_"+part, n) }
	t := badge.CertificateText{
		X: numberTyped(at("x")), Y: numberTyped(at("y")), Width: numberTyped(at("width")), Text: unixLines(at("text")), Font: at("font"), Bold: at("bold") == "on",
		Size: numberTyped(at("size")), Align: at("align"), Wrap: at("wrap") == "on",
	}
	spacing, err := strconv.Atoi(at("spacing"))
	if t.Spacing = spacing; err != nil && at("spacing") != "" {
		t.Spacing = -1
	}
	switch at("color_of") {
	case "accent":
		t.Color = badge.CertificateAccent
	case "other":
		t.Color = at("color")
	}
	for _, tag := range languages {
		if text := unixLines(at("in_" + tag)); text != "" {
			if t.In == nil {
				t.In = map[string]string{}
			}
			t.In[tag] = text
		}
	}
	return t
}

// unixLines are those of a text area, as the noun has them.
func unixLines(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

// certificateDo adds to a certificate, or takes away, what a button says. false:
// the button says something else.
func certificateDo(do string, form url.Values, c *badge.Certificate, languages *[]string) bool {
	act, which := do, ""
	if at := strings.LastIndex(do, "-drop-"); at >= 0 {
		act, which = do[:at]+"-drop", do[at+len("-drop-"):]
	}
	n, err := strconv.Atoi(which)
	width, height := c.Sides()
	switch {
	case act == "text":
		c.Texts = append(c.Texts, badge.CertificateText{X: width/2 - 60, Y: freeLine(*c), Width: 120, Text: "New text", Font: "serif", Size: 14, Align: "center"})
	case act == "text-drop" && err == nil && n >= 0 && n < len(c.Texts):
		c.Texts = slices.Delete(c.Texts, n, n+1)
	case act == "sign":
		if c.Signatures = append(c.Signatures, badge.CertificateSignature{Name: "Name", Title: "Title"}); len(c.Signatures) == 1 {
			c.Signing = badge.CertificateRow{X: width/2 - 60, Y: height - 40, Width: 120}
		}
	case act == "sign-drop" && err == nil && n >= 0 && n < len(c.Signatures):
		c.Signatures = slices.Delete(c.Signatures, n, n+1)
	case act == "language":
		if tag := form.Get("language_more"); tag != "" && tag != c.Language && !slices.Contains(*languages, tag) {
			*languages = append(*languages, tag)
		}
	case act == "language-drop":
		*languages = slices.DeleteFunc(*languages, func(tag string) bool { return tag == which })
		for i := range c.Texts {
			delete(c.Texts[i].In, which)
		}
	default:
		return false
	}
	return true
}

// freeLine is how far from the top there is room for one more line in the middle
// of the sheet; half way down where there is none.
func freeLine(c badge.Certificate) float64 {
	const room, perPoint = 8.0, 0.46 // millimeters
	_, height := c.Sides()
	type band struct{ from, to float64 }
	taken := []band{{c.Logo.Y, c.Logo.Y + c.Logo.Size/2}, {c.Seal.Y, c.Seal.Y + c.Seal.Size}}
	if len(c.Signatures) > 0 {
		taken = append(taken, band{c.Signing.Y - 2*room, c.Signing.Y + 2*room})
	}
	for _, t := range c.Texts {
		taken = append(taken, band{t.Y, t.Y + float64(strings.Count(t.Text, "\n")+1)*t.Size*perPoint})
	}
	for y := height / 3; y < height-3*room; y += 2 {
		if !slices.ContainsFunc(taken, func(b band) bool { return y < b.to && y+room > b.from }) {
			return math.Round(y)
		}
	}
	return math.Round(height / 2)
}

// languagesOf are those in which a certificate is written besides its own.
func languagesOf(c badge.Certificate) (all []string) {
	for _, t := range c.Texts {
		for tag := range t.In {
			if !slices.Contains(all, tag) {
				all = append(all, tag)
			}
		}
	}
	slices.Sort(all)
	return all
}

// readCertificateForm takes the form in, whichever way it was sent.
func readCertificateForm(r *http.Request) error {
	var err error
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		err = r.ParseMultipartForm(certificateBytes)
	} else {
		err = r.ParseForm()
	}
	if err != nil {
		return unreadableForm(err)
	}
	return nil
}
