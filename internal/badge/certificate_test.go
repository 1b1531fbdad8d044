package badge

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
)

// certificate is one that can be printed.
func certificate(t *testing.T) Certificate {
	t.Helper()
	c, ok := NewCertificate("classic", "a4")
	if !ok {
		t.Fatal("there is no classic certificate")
	}
	return c
}

func TestEveryTemplateCanBePrintedOnEveryPaper(t *testing.T) {
	for _, template := range CertificateTemplates {
		for _, paper := range CertificatePapers {
			c, ok := NewCertificate(template.ID, paper.ID)
			if err := c.Validate(); !ok || err != nil {
				t.Errorf("%s on %s: %v", template.ID, paper.ID, err)
			}
			again, err := ParseCertificate(c.JSON())
			if err != nil || !reflect.DeepEqual(again, c) || string(again.JSON()) != string(c.JSON()) {
				t.Errorf("%s on %s is read as something else: %v", template.ID, paper.ID, err)
			}
			if template.ID == "diploma" == c.Landscape {
				t.Errorf("%s: landscape %v", template.ID, c.Landscape)
			}
		}
	}
	if _, ok := NewCertificate("classic", "a3"); ok {
		t.Error("a paper that there is not")
	}
	if _, ok := NewCertificate("baroque", "a4"); ok {
		t.Error("a template that there is not")
	}
}

func TestWhatACertificateCannotBe(t *testing.T) {
	for name, test := range map[string]struct {
		change func(c *Certificate)
		field  string
	}{
		"another version":          {func(c *Certificate) { c.Version = 2 }, "certificate"},
		"another paper":            {func(c *Certificate) { c.Paper = "a3" }, "paper"},
		"no language":              {func(c *Certificate) { c.Language = "" }, "language"},
		"another frame":            {func(c *Certificate) { c.Frame = "baroque" }, "frame"},
		"no color":                 {func(c *Certificate) { c.Color = "red" }, "color"},
		"no hash":                  {func(c *Certificate) { c.Picture = "../../etc/passwd" }, "picture"},
		"a logo over the edge":     {func(c *Certificate) { c.Logo.X = 280 }, "logo"},
		"a seal in the margin":     {func(c *Certificate) { c.Seal.Y = 7 }, "seal"},
		"a QR code too small":      {func(c *Certificate) { c.QR.Size = 9 }, "qr"},
		"no number":                {func(c *Certificate) { c.QR.X = math.NaN() }, "qr"},
		"a size of no number":      {func(c *Certificate) { c.Seal.Size = math.NaN() }, "seal"},
		"four who sign":            {func(c *Certificate) { c.Signatures = make([]CertificateSignature, 4) }, "signatures"},
		"nobody who signs":         {func(c *Certificate) { c.Signatures[1].Name = " " }, "signature_1_name"},
		"no room to sign":          {func(c *Certificate) { c.Signing.Width = 50 }, "signing"},
		"signatures too low":       {func(c *Certificate) { c.Signing.Y = 200 }, "signing"},
		"a signature of no hash":   {func(c *Certificate) { c.Signatures[0].Picture = "x" }, "signature_0_picture"},
		"no name on it":            {func(c *Certificate) { c.Texts = c.Texts[:1] }, "texts"},
		"too many texts":           {func(c *Certificate) { c.Texts = make([]CertificateText, MaxCertificateTexts+1) }, "texts"},
		"nothing to say":           {func(c *Certificate) { c.Texts[0].Text = "\n" }, "text_0_text"},
		"an unknown placeholder":   {func(c *Certificate) { c.Texts[0].Text = "{grade}" }, "text_0_text"},
		"a column of no name":      {func(c *Certificate) { c.Texts[0].Text = "{column: }" }, "text_0_text"},
		"an unknown one in German": {func(c *Certificate) { c.Texts[0].In = map[string]string{"de": "{Name}"} }, "text_0_in"},
		"no language of texts":     {func(c *Certificate) { c.Texts[0].In = map[string]string{"German!": "x"} }, "text_0_in"},
		"an override":              {func(c *Certificate) { c.Texts[0].Text = "a\u202eb" }, "text_0_text"},
		"another font":             {func(c *Certificate) { c.Texts[0].Font = "comic" }, "text_0_font"},
		"no alignment":             {func(c *Certificate) { c.Texts[0].Align = "middle" }, "text_0_align"},
		"too large":                {func(c *Certificate) { c.Texts[0].Size = 97 }, "text_0_size"},
		"a size without number":    {func(c *Certificate) { c.Texts[0].Size = math.NaN() }, "text_0_size"},
		"too far apart":            {func(c *Certificate) { c.Texts[0].Spacing = 401 }, "text_0_spacing"},
		"too narrow":               {func(c *Certificate) { c.Texts[0].Width = 9 }, "text_0_width"},
		"text over the edge":       {func(c *Certificate) { c.Texts[0].X = 200 }, "text_0_place"},
		"text of no color":         {func(c *Certificate) { c.Texts[0].Color = "accents" }, "text_0_color"},
	} {
		t.Run(name, func(t *testing.T) {
			c := certificate(t)
			test.change(&c)
			err := c.Validate()
			invalid, ok := errors.AsType[*Invalid](err)
			if !ok || invalid.Fields[test.field] == "" {
				t.Errorf("%v, and not about %s", err, test.field)
			}
		})
	}
	if _, err := ParseCertificate([]byte(strings.Repeat(" ", maxCertificateJSON+1))); err == nil {
		t.Error("a description of any length")
	}
	if _, err := ParseCertificate([]byte(`{"version":`)); err == nil {
		t.Error("half a description")
	}
}

func TestATextIsFilled(t *testing.T) {
	facts := map[string]string{"name": "Ada {badge}", "badge": "First\n aid", "issued": "March 4, 2026", "column:Grade": "A"}
	value := func(name string) string { return facts[name] }
	for name, test := range map[string]struct{ text, want string }{
		"placeholders":               {"{name}: {badge}", "Ada {badge}: First aid"},
		"a line with nothing to say": {"on {issued}\nuntil {expires}", "on March 4, 2026"},
		"nothing to say at all":      {"{hours} hours", ""},
		"a line with half to say":    {"{issued} to {expires}\nend", "end"},
		"a column":                   {"Grade {column:Grade}", "Grade A"},
		"words alone":                {"CERTIFICATE", "CERTIFICATE"},
		"braces that are no more":    {"a } { b", "a } { b"},
	} {
		if got := (CertificateText{Text: test.text}).Fill("en", value); got != test.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestWhichLanguageACertificateSpeaks(t *testing.T) {
	c := Certificate{Language: "en-US", Texts: []CertificateText{
		{Text: "Certificate", In: map[string]string{"de": "Zertifikat", "pt-BR": "Certificado", "fr": "Certificat"}},
		{Text: "{name}"}, // needs no translation
		{Text: "on {issued}", In: map[string]string{"de": "am {issued}", "pt-BR": "em {issued}"}},
	}}
	for language, want := range map[string]string{"": "en-US", "en": "en-US", "de": "de", "de-AT": "de", "pt": "pt-BR", "fr": "en-US", "ja": "en-US"} {
		if got := c.Speaks(language); got != want {
			t.Errorf("to somebody who reads %q: %q", language, got)
		}
	}
	if c.Texts[0].Say("de") != "Zertifikat" || c.Texts[1].Say("de") != "{name}" || c.Texts[0].Say("en-US") != "Certificate" {
		t.Error("a text is said in another language")
	}
}
