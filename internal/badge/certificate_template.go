package badge

// CertificateTemplate is a certificate to start from.
type CertificateTemplate struct{ ID, Name, About string }

// CertificateTemplates are all of them, the usual one first.
var CertificateTemplates = []CertificateTemplate{
	{"classic", "Classic", "Serif letters in a double frame, the badge as a seal between two signatures."},
	{"modern", "Modern", "A bar in your color, everything set to the left."},
	{"quiet", "Quiet", "White space, a thin line, few words."},
	{"diploma", "Diploma", "Upright, with corners, for the wall."},
}

// NewCertificate is a template on a paper of CertificatePapers; false when
// there is none of that name.
func NewCertificate(template, paper string) (Certificate, bool) {
	c := Certificate{Version: CertificateVersion, Paper: paper, Language: "en", Landscape: template != "diploma"}
	w, h := c.Sides()
	if w == 0 {
		return Certificate{}, false
	}
	switch template {
	case "classic":
		c.classic(w, h)
	case "modern":
		c.modern(w, h)
	case "quiet":
		c.quiet(w, h)
	case "diploma":
		c.diploma(w, h)
	default:
		return Certificate{}, false
	}
	return c, true
}

// Shades of what is written. They are dark enough for any printer.
const (
	certificateInk  = ""        // the ink of the house
	certificateSoft = "#4b5a55" // of what is said beside
)

// centered is a line in the middle of a sheet of a width.
func centered(w, y, width float64, text, font string, size float64) CertificateText {
	return CertificateText{X: roundPlace((w - width) / 2), Y: y, Width: roundPlace(width), Text: text, Font: font, Size: size, Align: "center"}
}

func (t CertificateText) soft() CertificateText { t.Color = certificateSoft; return t }
func (t CertificateText) bold() CertificateText { t.Bold = true; return t }
func (t CertificateText) spaced(by int) CertificateText {
	t.Spacing = by
	return t
}

func (c *Certificate) classic(w, h float64) {
	c.Frame = "double"
	c.Logo = CertificatePlace{X: roundPlace(w/2 - 22), Y: 20, Size: 44}
	c.Seal = CertificatePlace{X: roundPlace(w/2 - 19), Y: roundPlace(h - 64), Size: 38}
	c.QR = CertificatePlace{X: roundPlace(w - 44), Y: 20, Size: 22}
	c.Signatures = []CertificateSignature{{Name: "Name", Title: "Title"}, {Name: "Name", Title: "Title"}}
	c.Signing = CertificateRow{X: 28, Y: roundPlace(h - 40), Width: roundPlace(w - 56)}
	c.Texts = []CertificateText{
		centered(w, 46, w-80, "CERTIFICATE", "serif", 30).spaced(180),
		centered(w, 62, w-80, "This is to certify that", "serif", 13).soft(),
		centered(w, 72, w-60, "{name}", "serif", 34).bold(),
		centered(w, 91, w-80, "has earned the badge", "serif", 13).soft(),
		centered(w, 100, w-60, "{badge}", "serif", 22),
		centered(w, 115, w-80, "awarded by {organization} on {issued}\nvalid until {expires}", "serif", 12).soft(),
		centered(w, roundPlace(h-22), 120, "{address}", "sans", 7.5).soft(),
	}
}

func (c *Certificate) modern(w, h float64)  { c.classic(w, h); c.Frame = "bar" }
func (c *Certificate) quiet(w, h float64)   { c.classic(w, h); c.Frame = "line" }
func (c *Certificate) diploma(w, h float64) { c.classic(w, h); c.Frame = "corner" }
