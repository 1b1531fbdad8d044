package badge

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// CertificateVersion is that of the description. What was kept is printed the
// same for ever, so a number here never changes its meaning.
const CertificateVersion = 1

// The bounds of a certificate.
const (
	CertificateMargin        = 8.0 // millimeters on every side that nothing but a background or frame stands in
	MaxCertificateTexts      = 24
	MaxCertificateText       = 1000 // characters
	MaxCertificateSignatures = 3
	maxCertificateJSON       = 64 << 10 // bytes
	maxCertificateLanguages  = 20
)

// Certificate describes how a badge is printed: a sheet of paper and what
// stands on it. Lengths are millimeters from the upper left corner.
type Certificate struct {
	Version    int                    `json:"version"`
	Paper      string                 `json:"paper"` // one of CertificatePapers
	Landscape  bool                   `json:"landscape"`
	Language   string                 `json:"language"`          // BCP 47: of the texts as they are, and of their dates
	Picture    string                 `json:"picture,omitempty"` // hash of a background that fills the sheet; empty: none
	Frame      string                 `json:"frame"`             // one of CertificateFrames
	Color      string                 `json:"color,omitempty"`   // of the frame, #rrggbb; empty: the organization's
	Logo       CertificatePlace       `json:"logo"`
	Seal       CertificatePlace       `json:"seal"` // the picture of the badge
	QR         CertificatePlace       `json:"qr"`
	Signing    CertificateRow         `json:"signing"` // where the signatures stand
	Signatures []CertificateSignature `json:"signatures,omitempty"`
	Texts      []CertificateText      `json:"texts"`
}

// CertificatePlace is a square with something in it; with Size zero it is left
// out. A logo takes the upper half of its square.
type CertificatePlace struct {
	X    float64 `json:"x"`
	Y    float64 `json:"y"`
	Size float64 `json:"size"`
}

// CertificateRow is where lines to sign on stand: one in the middle, two at the
// ends, three at both.
type CertificateRow struct {
	X     float64 `json:"x"`
	Y     float64 `json:"y"`
	Width float64 `json:"width"`
}

// CertificateSignature is who signs. The picture stands on the line, name and
// title under it.
type CertificateSignature struct {
	Picture string `json:"picture,omitempty"` // hash; empty: an empty line, to be signed by hand
	Name    string `json:"name"`
	Title   string `json:"title"`
}

// CertificateText is words in a box that grows downward. A line that is too
// long gets smaller, then takes more lines; nothing is cut. A line with a
// placeholder that has nothing to say is left out.
type CertificateText struct {
	X       float64           `json:"x"`
	Y       float64           `json:"y"`
	Width   float64           `json:"width"`
	Text    string            `json:"text"`            // with {placeholders}
	In      map[string]string `json:"in,omitempty"`    // the same in other languages (BCP 47)
	Font    string            `json:"font"`            // serif or sans
	Bold    bool              `json:"bold,omitempty"`  //
	Size    float64           `json:"size"`            // points
	Spacing int               `json:"spacing"`         // between letters, thousandths of the size
	Color   string            `json:"color,omitempty"` // #rrggbb, or accent for the organization's; empty: ink
	Align   string            `json:"align"`           // left, center or right
	Wrap    bool              `json:"wrap,omitempty"`  // a paragraph: takes more lines before it gets smaller
}

// CertificateAccent is the color of a text in the organization's own, dark
// enough to be read.
const CertificateAccent = "accent"

// CertificatePaper is a size of paper, upright, in millimeters.
type CertificatePaper struct {
	ID, Name      string
	Width, Height float64
}

// What a certificate can be made of.
var (
	CertificatePapers = []CertificatePaper{{"a4", "A4", 210, 297}, {"letter", "US Letter", 215.9, 279.4}}
	CertificateFrames = []string{"none", "line", "double", "guilloche", "corner", "bar"}
	// CertificateFills are the placeholders of a text; {column:Heading} is any
	// column of the list that the badge was issued from.
	CertificateFills = []string{"name", "badge", "organization", "issued", "expires", "hours", "number", "code", "address"}
)

// Sides are the width and height of the sheet in millimeters.
func (c Certificate) Sides() (width, height float64) {
	for _, p := range CertificatePapers {
		if p.ID == c.Paper {
			width, height = p.Width, p.Height
		}
	}
	if c.Landscape {
		return height, width
	}
	return width, height
}

// Speaks tells in which language the sheet is printed for a reader of one:
// theirs when every text is there in it, else the certificate's own.
func (c Certificate) Speaks(language string) string {
	for _, alike := range []func(a, b string) bool{strings.EqualFold, sameLanguage} {
		if language == "" || alike(c.Language, language) {
			return c.Language
		}
		for _, text := range c.Texts {
			for tag := range text.In {
				if alike(tag, language) && c.complete(tag) {
					return tag
				}
			}
		}
	}
	return c.Language
}

// complete tells whether every text that says more than placeholders is there
// in a language.
func (c Certificate) complete(language string) bool {
	return !slices.ContainsFunc(c.Texts, func(t CertificateText) bool {
		return t.In[language] == "" && strings.TrimSpace(certificateFill.ReplaceAllString(t.Text, "")) != ""
	})
}

// Say is the text in a language that Speaks gave.
func (t CertificateText) Say(language string) string {
	if in := t.In[language]; in != "" {
		return in
	}
	return t.Text
}

// ParseCertificate reads a description and validates it.
func ParseCertificate(data []byte) (c Certificate, err error) {
	if len(data) > maxCertificateJSON {
		return c, Refuse("certificate", "The certificate says too much: shorten its texts.")
	}
	if err := json.Unmarshal(data, &c); err != nil {
		return Certificate{}, Refuse("certificate", "The description of the certificate cannot be read.")
	}
	return c, c.Validate()
}

// JSON is the description as it is kept: the same one gives the same bytes.
func (c Certificate) JSON() []byte {
	data, err := json.Marshal(c)
	if err != nil {
		panic(fmt.Sprintf("badge: a certificate that cannot be written: %v", err)) // NaN, which Validate refuses
	}
	return data
}

var (
	certificateFill = regexp.MustCompile(`\{[^{}\n]*\}`)
	pictureHash     = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// CertificateField names a part of the text or signature at n, counted from 0,
// as Validate complains about it, such as "text_0_width".
func CertificateField(of string, n int, part string) string {
	return of + "_" + strconv.Itoa(n) + "_" + part
}

// Validate trims the texts and says what cannot be accepted.
func (c *Certificate) Validate() error {
	f := faults{}
	if c.Version != CertificateVersion {
		f.add("certificate", "This certificate was designed with another version of Laurel.")
	}
	if !slices.ContainsFunc(CertificatePapers, func(p CertificatePaper) bool { return p.ID == c.Paper }) {
		f.add("paper", "Choose A4 or US Letter.")
		return f.err() // everything else is measured on it
	}
	if c.Language = strings.TrimSpace(c.Language); !languageTag.MatchString(c.Language) {
		f.add("language", "Choose the language that the certificate is written in.")
	}
	if !slices.Contains(CertificateFrames, c.Frame) {
		f.add("frame", "Choose one of the frames, or none.")
	}
	certificateColor(f, "color", &c.Color)
	if c.Picture != "" && !pictureHash.MatchString(c.Picture) {
		f.add("picture", "Upload the background again.")
	}
	c.place(f, "logo", c.Logo, 10, 120, 0.5)
	c.place(f, "seal", c.Seal, 10, 150, 1)
	c.place(f, "qr", c.QR, 15, 60, 1)
	c.validateSignatures(f)
	if len(c.Texts) > MaxCertificateTexts {
		f.add("texts", fmt.Sprintf("At most %d texts stand on a certificate.", MaxCertificateTexts))
		return f.err()
	}
	for n := range c.Texts {
		c.validateText(f, n)
	}
	if !slices.ContainsFunc(c.Texts, func(t CertificateText) bool { return strings.Contains(t.Text, "{name}") }) {
		f.add("texts", "No text has {name} in it: say whose certificate this is.")
	}
	return f.err()
}

// place checks that a square, or its upper part, is on the printable part of
// the sheet.
func (c *Certificate) place(f faults, field string, p CertificatePlace, low, high, part float64) {
	if p.Size == 0 {
		return
	}
	if !(p.Size >= low && p.Size <= high) {
		f.add(field, fmt.Sprintf("Make it %g to %g mm wide.", low, high))
	} else if !c.inside(p.X, p.Y, p.Size, p.Size*part) {
		f.add(field, certificateOutside)
	}
}

var certificateOutside = fmt.Sprintf("This reaches over the edge: printers need %g mm on every side.", CertificateMargin)

// inside also refuses what is no number.
func (c *Certificate) inside(x, y, width, height float64) bool {
	w, h := c.Sides()
	const slack = 0.01
	return x >= CertificateMargin-slack && y >= CertificateMargin-slack &&
		x+width <= w-CertificateMargin+slack && y+height <= h-CertificateMargin+slack
}

// signatureRoom is the height under the line that name and title take.
const signatureRoom = 11.0

func (c *Certificate) validateSignatures(f faults) {
	if len(c.Signatures) > MaxCertificateSignatures {
		f.add("signatures", "At most three people sign a certificate.")
		return
	}
	if len(c.Signatures) == 0 {
		c.Signing = CertificateRow{}
		return
	}
	if r := c.Signing; !(r.Width >= float64(30*len(c.Signatures))) {
		f.add("signing", "Give every signature 30 mm at least.")
	} else if !c.inside(r.X, r.Y, r.Width, signatureRoom) {
		f.add("signing", certificateOutside)
	}
	for n := range c.Signatures {
		s := &c.Signatures[n]
		s.Name = text(f, CertificateField("signature", n, "name"), s.Name, 1, 80, "Write the name of who signs.")
		s.Title = text(f, CertificateField("signature", n, "title"), s.Title, 0, 80, "")
		if s.Picture != "" && !pictureHash.MatchString(s.Picture) {
			f.add(CertificateField("signature", n, "picture"), "Upload the signature again.")
		}
	}
}

func (c *Certificate) validateText(f faults, n int) {
	t := &c.Texts[n]
	field := func(part string) string { return CertificateField("text", n, part) }
	t.Text = text(f, field("text"), t.Text, 1, MaxCertificateText, "Write something, or take the text away.")
	certificateFills(f, field("text"), t.Text)
	if len(t.In) > maxCertificateLanguages {
		f.add(field("in"), fmt.Sprintf("At most %d other languages.", maxCertificateLanguages))
	}
	for tag, in := range t.In {
		if !languageTag.MatchString(tag) {
			f.add(field("in"), "Choose the language of this translation.")
		}
		t.In[tag] = text(f, field("in"), in, 0, MaxCertificateText, "")
		certificateFills(f, field("in"), in)
	}
	if t.Font != "serif" && t.Font != "sans" {
		f.add(field("font"), "Choose one of the fonts.")
	}
	if t.Align != "left" && t.Align != "center" && t.Align != "right" {
		f.add(field("align"), "Choose left, center or right.")
	}
	if !(t.Size >= 6 && t.Size <= 96) {
		f.add(field("size"), "Choose a size of 6 to 96 points.")
	}
	if t.Spacing < 0 || t.Spacing > 400 {
		f.add(field("spacing"), "Choose a spacing of 0 to 400 thousandths.")
	}
	if t.Color != CertificateAccent {
		certificateColor(f, field("color"), &t.Color)
	}
	if !(t.Width >= 10) {
		f.add(field("width"), "Make the text 10 mm wide at least.")
	} else if !c.inside(t.X, t.Y, t.Width, min(t.Size, 96)*0.45) { // a line of it
		f.add(field("place"), certificateOutside)
	}
}

// certificateFills names the first placeholder that nothing stands behind.
func certificateFills(f faults, field, s string) {
	for _, fill := range certificateFill.FindAllString(s, -1) {
		name := fill[1 : len(fill)-1]
		heading, column := strings.CutPrefix(name, "column:")
		if column && strings.TrimSpace(heading) != "" || slices.Contains(CertificateFills, name) {
			continue
		}
		f.add(field, "There is nothing to put in the place of "+fill+". Placeholders are {"+strings.Join(CertificateFills, "}, {")+"} and {column:Heading}.")
	}
}

func certificateColor(f faults, field string, color *string) {
	a, ok := ParseAccent(*color)
	if !ok {
		f.add(field, "Write the color as # and six digits or letters a to f, such as #0f766e.")
		return
	}
	*color = string(a)
}

// Fill puts facts in the place of a text's placeholders; value gives "" for
// one that has nothing to say, and the line with it is left out. What is put
// in is never looked at again for placeholders, and stays on its line.
func (t CertificateText) Fill(language string, value func(name string) string) string {
	var lines []string
	for line := range strings.SplitSeq(t.Say(language), "\n") {
		said := true
		line = certificateFill.ReplaceAllStringFunc(line, func(fill string) string {
			v := strings.Join(strings.Fields(value(fill[1:len(fill)-1])), " ")
			said = said && v != ""
			return v
		})
		if said {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
