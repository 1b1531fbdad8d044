package certificate

import (
	"math"
	"slices"
	"strconv"

	"laurel/internal/certificate/pdf"
)

// ops are the operators of a page, in points from the lower left corner.
type ops struct {
	b      []byte
	height float64 // of the sheet in millimeters
}

// number writes one, with a blank after it, in hundredths.
func (o *ops) number(v float64) { o.b = append(appendNumber(o.b, v, 2), ' ') }

// appendNumber writes a number with so many decimals at most.
func appendNumber(b []byte, v float64, decimals int) []byte {
	scale := [...]float64{1, 10, 100, 1000, 10000}[decimals]
	n := int64(math.Round(v * scale))
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	whole, part := n/int64(scale), n%int64(scale)
	b = strconv.AppendInt(b, whole, 10)
	if part == 0 {
		return b
	}
	b = append(b, '.')
	for digit := int64(scale) / 10; digit > 0 && part > 0; digit /= 10 {
		b = append(b, '0'+byte(part/digit))
		part %= digit
	}
	return b
}

func (o *ops) word(s string) { o.b = append(o.b, s...) }

// at writes a point of the sheet.
func (o *ops) at(x, y float64) {
	o.number(x * points)
	o.number((o.height - y) * points)
}

func (o *ops) path(p *path) {
	o.word("q ")
	if p.fill != "" {
		o.word(rgb(p.fill) + " rg ")
	}
	if p.stroke != "" {
		o.word(rgb(p.stroke) + " RG ")
		o.number(p.width * points)
		o.word("w ")
	}
	for _, s := range p.segments {
		for n := 0; n < s.count(); n += 2 {
			o.at(s.points[n], s.points[n+1])
		}
		o.b = append(o.b, operatorOf(s.op)...)
	}
	switch {
	case p.fill != "" && p.stroke != "":
		o.word("B Q\n")
	case p.fill != "":
		o.word("f Q\n")
	default:
		o.word("S Q\n")
	}
}

func operatorOf(op byte) string {
	switch op {
	case 'M':
		return "m "
	case 'L':
		return "l "
	case 'C':
		return "c "
	}
	return "h "
}

// appendPath writes a path in its own units, y as it is.
func appendPath(b []byte, segments []segment, decimals int) []byte {
	for _, s := range segments {
		for n := range s.count() {
			b = append(appendNumber(b, s.points[n], decimals), ' ')
		}
		b = append(b, operatorOf(s.op)...)
	}
	return b
}

// rgb writes #rrggbb as three numbers.
func rgb(color string) string {
	n, _ := strconv.ParseUint(color[1:], 16, 32)
	b := make([]byte, 0, 24)
	for _, shift := range []int{16, 8, 0} {
		b = append(appendNumber(b, float64(n>>shift&255)/255, 3), ' ')
	}
	return string(b[:len(b)-1])
}

// run writes a line of letters. A run with wide spacing says as a whole what it
// is: a reader would take the gaps for blanks.
func (o *ops) run(r *run, in *inks) error {
	apart := r.spacing > 0.06
	o.begin(r.words, apart)
	o.word("BT " + rgb(r.color) + " rg ")
	used := ""
	x := r.x
	var off float64 // how far the pen is from where the letter belongs, in thousandths
	for _, l := range r.letters {
		name, code, width, err := in.letter(l, r.own)
		if err != nil {
			return err
		}
		switch {
		case name != used:
			if used != "" {
				o.word(">] TJ ")
			}
			o.word("/" + name + " ")
			o.number(r.size * points)
			o.word("Tf 1 0 0 1 ")
			o.at(x, r.y)
			o.word("Tm [<")
			used, off = name, 0
		case math.Abs(off) >= 1:
			o.word("> ")
			o.b = strconv.AppendInt(o.b, int64(math.Round(off)), 10)
			o.word(" <")
			off -= math.Round(off)
		}
		const digits = "0123456789abcdef"
		o.b = append(o.b, digits[code>>12], digits[code>>8&15], digits[code>>4&15], digits[code&15])
		off += float64(width) - (l.Advance+r.spacing)*1000
		x += (l.Advance + r.spacing) * r.size
	}
	if used != "" {
		o.word(">] TJ ")
	}
	o.word("ET\n")
	o.end(r.words, apart)
	return nil
}

// begin says what a line is: which fact, so that the page can be compared with
// what is attached to it, and its text where the letters do not tell.
func (o *ops) begin(w words, text bool) {
	if w.says != "" {
		o.word(pdf.Name(Tag(w.says)) + " BMC\n")
	}
	if text {
		o.word("/Span <</ActualText" + pdf.Text(w.text) + ">> BDC\n")
	}
}

func (o *ops) end(w words, text bool) {
	if text {
		o.word("EMC\n")
	}
	if w.says != "" {
		o.word("EMC\n")
	}
}

// shaped writes a line as an outline, and over it the same as letters that are
// not seen, each about where it is seen.
func (o *ops) shaped(s *shaped, in *inks) {
	drawn := &path{fill: s.color, segments: make([]segment, len(s.outline.segments))}
	for n, segment := range s.outline.segments {
		for i := 0; i < segment.count(); i += 2 {
			segment.points[i] = s.x + segment.points[i]*s.size
			segment.points[i+1] = s.y + segment.points[i+1]*s.size
		}
		drawn.segments[n] = segment
	}
	// What is said as a whole is turned around by readers that expect it as it is seen.
	whole := !slices.ContainsFunc(visual(s.text), func(run visualRun) bool { return run.right })
	o.begin(s.words, whole)
	o.path(drawn)
	visible := []rune(seen(s.text))
	each := s.outline.width * s.size / float64(len(visible)) // millimeters
	o.word("q BT 3 Tr ")
	o.number(each / s.size * 100) // percent of an em
	o.word("Tz ")
	used := ""
	for n, r := range visible {
		name, code := in.invisible(r)
		if name != used {
			if used != "" {
				o.word("> Tj ")
			}
			o.word("/" + name + " ")
			o.number(s.size * points)
			o.word("Tf 1 0 0 1 ")
			o.at(s.x+float64(n)*each, s.y)
			o.word("Tm <")
			used = name
		}
		const digits = "0123456789abcdef"
		o.b = append(o.b, digits[code>>4], digits[code&15])
	}
	o.word("> Tj ET Q\n")
	o.end(s.words, whole)
}

func (o *ops) picture(p *picture, name string) {
	o.word("q ")
	o.number(p.width * points)
	o.word("0 0 ")
	o.number(p.height * points)
	o.at(p.x, p.y+p.height)
	o.word("cm /" + name + " Do Q\n")
}

func (o *ops) vectors(v *vectors, name string) {
	o.word("q ")
	o.b = append(appendNumber(o.b, v.width*points/v.form.Width, 4), " 0 0 "...)
	o.b = append(appendNumber(o.b, -v.height*points/v.form.Height, 4), ' ')
	o.at(v.x, v.y)
	o.word("cm /" + name + " Do Q\n")
}

// squares writes dark modules, one unit each, those beside each other as one.
func (o *ops) squares(s *squares) {
	o.word("q 0 g ")
	o.b = append(appendNumber(o.b, s.module*points, 4), " 0 0 "...)
	o.b = append(appendNumber(o.b, -s.module*points, 4), ' ')
	o.at(s.x, s.y)
	o.word("cm\n")
	for y, row := range s.rows {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from {
				for _, n := range [...]int{from, y, x - from, 1} {
					o.b = append(strconv.AppendInt(o.b, int64(n), 10), ' ')
				}
				o.word("re\n")
			}
		}
	}
	o.word("f Q\n")
}
