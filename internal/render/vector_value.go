package render

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/jpeg"
	"image/png"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	rule  = word("nonzero", "evenodd")
	units = word("userSpaceOnUse", "objectBoundingBox")
)

// word accepts one of a few.
func word(of ...string) attribute {
	return func(_ *rewriter, s string) (string, error) {
		if at := slices.Index(of, s); at >= 0 {
			return of[at], nil
		}
		return "", unlisted("%.40q", s)
	}
}

// farthest bounds every number; beyond it single precision draws nothing well.
const farthest = 1e9

func number(_ *rewriter, s string) (string, error) {
	v, err := strconv.ParseFloat(s, 32)
	if err != nil || math.IsNaN(v) || math.Abs(v) > farthest {
		return "", unlisted("the number %.40q", s)
	}
	return decimal(v), nil
}

func decimal(v float64) string {
	if v == 0 {
		return "0" // never "-0"
	}
	return strconv.FormatFloat(v, 'f', -1, 32)
}

// numbers accepts a list of least to most numbers.
func numbers(least, most int) attribute {
	return func(r *rewriter, s string) (string, error) {
		fields := strings.Fields(s)
		if len(fields) < least || len(fields) > most {
			return "", unlisted("%d numbers", len(fields))
		}
		for i, f := range fields {
			v, err := number(r, f)
			if err != nil {
				return "", err
			}
			fields[i] = v
		}
		return strings.Join(fields, " "), nil
	}
}

func matrix(r *rewriter, s string) (string, error) {
	inner, is := between(s, "matrix(", ")")
	if !is {
		return "", unlisted("the transform %.40q", s)
	}
	six, err := numbers(6, 6)(r, inner)
	return "matrix(" + six + ")", err
}

func between(s, before, after string) (string, bool) {
	s, begins := strings.CutPrefix(s, before)
	s, ends := strings.CutSuffix(s, after)
	return s, begins && ends
}

var hexColor = regexp.MustCompile(`^#[0-9a-f]{6}$`)

func plainColor(_ *rewriter, s string) (string, error) {
	if !hexColor.MatchString(s) {
		return "", unlisted("the color %.40q", s)
	}
	return s, nil
}

// paint is a color, nothing, or a gradient or pattern.
func paint(r *rewriter, s string) (string, error) {
	switch {
	case s == "none":
		return "none", nil
	case strings.HasPrefix(s, "#"):
		return plainColor(r, s)
	}
	return reference(r, s)
}

// ours is the name that a part is given, by the name that it came with.
func (r *rewriter) ours(theirs string) string {
	name, known := r.names[theirs]
	if !known {
		name = "p" + strconv.Itoa(len(r.names)+1)
		r.names[theirs] = name
	}
	return name
}

// part names an element.
func part(r *rewriter, s string) (string, error) {
	name := r.ours(s)
	if r.defined[name] {
		return "", unlisted("one name for two parts")
	}
	r.defined[name] = true
	return name, nil
}

func reference(r *rewriter, s string) (string, error) {
	theirs, is := between(s, "url(#", ")")
	if !is {
		return "", unlisted("the reference %.40q", s)
	}
	name := r.ours(theirs)
	r.used[name] = true
	return "url(#" + name + ")", nil
}

// references is a list of filters, one after the other.
func references(r *rewriter, s string) (string, error) {
	list := strings.Split(s, ") ")
	for i := range list {
		if i < len(list)-1 {
			list[i] += ")"
		}
		one, err := reference(r, list[i])
		if err != nil {
			return "", err
		}
		list[i] = one
	}
	return strings.Join(list, " "), nil
}

// result names what one step of a filter made, input is where the next takes
// it from.
func result(r *rewriter, s string) (string, error) { return r.ours("result of " + s), nil }

func input(r *rewriter, s string) (string, error) {
	if s == "SourceGraphic" || s == "SourceAlpha" {
		return s, nil
	}
	if name, known := r.names["result of "+s]; known {
		return name, nil
	}
	return "", unlisted("the input %.40q", s)
}

// blending is how a group mixes with what lies under it, the only style.
func blending(_ *rewriter, s string) (string, error) {
	var kept []string
	for declaration := range strings.SplitSeq(strings.TrimSuffix(s, ";"), ";") {
		name, v, _ := strings.Cut(declaration, ":")
		switch {
		case name == "mix-blend-mode" && slices.Contains(blendModes, v):
		case name == "isolation" && (v == "isolate" || v == "auto"):
		default:
			return "", unlisted("the style %.40q", s)
		}
		kept = append(kept, name+":"+v)
	}
	return strings.Join(kept, ";"), nil
}

var aspects = regexp.MustCompile(`^(none|x(Min|Mid|Max)Y(Min|Mid|Max))( slice| meet)?$`)

func aspectRatio(_ *rewriter, s string) (string, error) {
	if !aspects.MatchString(s) {
		return "", unlisted("the alignment %.40q", s)
	}
	return s, nil
}

// coordinates is how many numbers follow each command of a path, which are
// absolute: other commands are gone when a path was simplified. What is written
// has the same form.
var coordinates = map[string]int{"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}

func pathData(r *rewriter, s string) (string, error) {
	var b strings.Builder
	fields := strings.Fields(s)
	for len(fields) > 0 {
		command := fields[0]
		n, known := coordinates[command]
		if !known || len(fields) <= n || b.Len() == 0 && command != "M" {
			return "", unlisted("the path %.40q", s)
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(command)
		for _, f := range fields[1 : n+1] {
			v, err := number(r, f)
			if err != nil {
				return "", err
			}
			b.WriteString(" " + v)
		}
		fields = fields[n+1:]
	}
	return b.String(), nil
}

// picture decodes an embedded PNG or JPEG and encodes it again.
func picture(r *rewriter, s string) (string, error) {
	head, data, found := strings.Cut(s, ",")
	if !found || head != "data:image/png;base64" && head != "data:image/jpeg;base64" && head != "data:image/jpg;base64" {
		return "", unlisted("the picture %.40q", s)
	}
	file, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(data), ""))
	if err != nil {
		return "", unlisted("a picture: %v", err)
	}
	kind, err := kindOf(file)
	if err != nil || kind == "image/svg+xml" || checkRaster(file) != nil {
		return "", unlisted("a picture of kind %s: %v", kind, err)
	}
	header, _, err := image.DecodeConfig(bytes.NewReader(file))
	r.images++
	r.pixels += header.Width * header.Height
	if err != nil || r.images > maxKeptImages || r.pixels > maxKeptPixels {
		return "", unlisted("too many pictures, or too large")
	}
	img, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return "", unlisted("a picture: %v", err)
	}
	var b bytes.Buffer
	if kind == "image/png" {
		err = png.Encode(&b, img)
	} else {
		err = jpeg.Encode(&b, img, &jpeg.Options{Quality: 92})
	}
	return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(b.Bytes()), err
}
