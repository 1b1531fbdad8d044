package badge

import "math"

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

// certificateSoft is what is said beside; dark enough for any printer.
const certificateSoft = "#4b5a55"

// tenth keeps places to a tenth of a millimeter.
func tenth(v float64) float64 { return math.Round(v*10) / 10 }

// centered is a text in the middle of a sheet of a width.
func centered(w, y, width float64, text, font string, size float64) CertificateText {
	return CertificateText{X: tenth((w - width) / 2), Y: tenth(y), Width: tenth(width), Text: text, Font: font, Size: size, Align: "center"}
}

// from is a text that begins at the left.
func from(x, y, width float64, text, font string, size float64) CertificateText {
	return CertificateText{X: tenth(x), Y: tenth(y), Width: tenth(width), Text: text, Font: font, Size: size, Align: "left"}
}

func (t CertificateText) soft() CertificateText { t.Color = certificateSoft; return t }
func (t CertificateText) bold() CertificateText { t.Bold = true; return t }
func (t CertificateText) heading(spacing int) CertificateText {
	t.Spacing, t.Color = spacing, CertificateAccent
	return t
}

// signers stand in for whoever signs.
func signers(count int) []CertificateSignature {
	all := []CertificateSignature{{Name: "Name of who signs", Title: "Title"}, {Name: "Name of who signs", Title: "Title"}}
	return all[:count]
}

func (c *Certificate) classic(w, h float64) {
	c.Frame = "double"
	c.Logo = CertificatePlace{X: tenth(w/2 - 26), Y: 19, Size: 52}
	c.QR = CertificatePlace{X: tenth(w - 43), Y: 20, Size: 23}
	c.Seal = CertificatePlace{X: tenth(w/2 - 20), Y: tenth(h - 71), Size: 40}
	c.Signatures, c.Signing = signers(2), CertificateRow{X: 36, Y: tenth(h - 43), Width: tenth(w - 72)}
	c.Texts = []CertificateText{
		centered(w, 48, w-120, "CERTIFICATE", "serif", 27).heading(240),
		centered(w, 65, w-80, "This is to certify that", "serif", 13).soft(),
		centered(w, 72.5, w-60, "{name}", "serif", 36).bold(),
		centered(w, 92.5, w-80, "has earned the badge", "serif", 13).soft(),
		centered(w, 100, w-60, "{badge}", "serif", 23),
		centered(w, 114.5, w-80, "awarded by {organization} on {issued}\nvalid until {expires}", "serif", 12).soft(),
		centered(w, h-24.5, 150, "{address}", "sans", 7.5).soft(),
	}
}

func (c *Certificate) modern(w, h float64) {
	c.Frame = "bar"
	const left = 34
	c.Logo = CertificatePlace{X: left, Y: 20, Size: 46}
	c.Seal = CertificatePlace{X: tenth(w - 92), Y: 58, Size: 66}
	c.QR = CertificatePlace{X: tenth(w - 51), Y: tenth(h - 50), Size: 25}
	c.Signatures, c.Signing = signers(2), CertificateRow{X: left, Y: tenth(h - 38), Width: 136}
	c.Texts = []CertificateText{
		from(left, 55, 140, "CERTIFICATE", "sans", 11).bold().heading(220),
		from(left, 65, w-138, "{name}", "sans", 34).bold(),
		from(left, 84, w-138, "has earned the badge", "sans", 12).soft(),
		from(left, 91, w-138, "{badge}", "sans", 22),
		from(left, 106, w-138, "Awarded by {organization}\nIssued on {issued}\nValid until {expires}", "sans", 11).soft(),
		{X: tenth(w - 146), Y: tenth(h - 22), Width: 120, Text: "{address}", Font: "sans", Size: 7.5, Align: "right", Color: certificateSoft},
	}
}

func (c *Certificate) quiet(w, h float64) {
	c.Frame = "line"
	c.Seal = CertificatePlace{X: tenth(w/2 - 21), Y: 24, Size: 42}
	c.Logo = CertificatePlace{X: 24, Y: tenth(h - 44), Size: 40}
	c.QR = CertificatePlace{X: tenth(w - 46), Y: tenth(h - 46), Size: 24}
	c.Signatures, c.Signing = signers(1), CertificateRow{X: tenth(w/2 - 35), Y: tenth(h - 38), Width: 70}
	c.Texts = []CertificateText{
		centered(w, 76, w-60, "{name}", "serif", 40),
		centered(w, 98, w-60, "{badge}", "serif", 20).heading(0),
		centered(w, 112, w-80, "{organization}", "sans", 11).soft(),
		centered(w, 119, w-80, "{issued}\nValid until {expires}", "sans", 9.5).soft(),
		{X: tenth(w - 142), Y: tenth(h - 20.5), Width: 120, Text: "{address}", Font: "sans", Size: 7, Align: "right", Color: certificateSoft},
	}
}

func (c *Certificate) diploma(w, h float64) {
	c.Frame = "corner"
	c.Logo = CertificatePlace{X: tenth(w/2 - 30), Y: 30, Size: 60}
	c.Seal = CertificatePlace{X: tenth(w/2 - 27), Y: tenth(h - 124), Size: 54}
	c.QR = CertificatePlace{X: tenth(w/2 - 12.5), Y: tenth(h - 57), Size: 25}
	c.Signatures, c.Signing = signers(2), CertificateRow{X: 26, Y: tenth(h - 45), Width: tenth(w - 52)}
	c.Texts = []CertificateText{
		centered(w, 66, w-60, "CERTIFICATE", "serif", 27).heading(240),
		centered(w, 85, w-60, "This is to certify that", "serif", 13).soft(),
		centered(w, 93, w-50, "{name}", "serif", 32).bold(),
		centered(w, 111.5, w-60, "has earned the badge", "serif", 13).soft(),
		centered(w, 119.5, w-50, "{badge}", "serif", 23),
		centered(w, 134, w-60, "awarded by {organization}\non {issued}\nvalid until {expires}", "serif", 12).soft(),
		centered(w, h-26, 130, "{address}", "sans", 7.5).soft(),
	}
}
