package certificate

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// path draws one shape.
func (d *drawing) path(e *element) error {
	if e.attrs["visibility"] == "hidden" || e.attrs["visibility"] == "collapse" {
		return nil
	}
	m, err := e.transform("transform")
	if err != nil {
		return err
	}
	segments, err := pathOf(e.attrs["d"], identity)
	if err != nil || len(segments) == 0 {
		return err
	}
	outside := d.matrix
	d.put("q ")
	if m != identity {
		d.concat(m)
	}
	fill, err := d.paint(e, "fill", "#000000", segments)
	if err != nil {
		return err
	}
	stroke, err := d.paint(e, "stroke", "none", segments)
	if err != nil {
		return err
	}
	if err := d.opacities(e); err != nil {
		return err
	}
	if stroke {
		if err := d.stroking(e); err != nil {
			return err
		}
	}
	d.out = appendPath(d.out, segments, 4)
	operator := "n"
	switch {
	case fill && stroke:
		operator = "B"
	case fill:
		operator = "f"
	case stroke:
		operator = "S"
	}
	if fill && e.attrs["fill-rule"] == "evenodd" {
		operator += "*"
	}
	d.put("%s Q\n", operator)
	d.matrix = outside
	return nil
}

// opacities sets those of fill and stroke.
func (d *drawing) opacities(e *element) error {
	fill, err := e.number("fill-opacity", 1)
	if err != nil {
		return err
	}
	stroke, err := e.number("stroke-opacity", 1)
	if err == nil && (fill < 1 || stroke < 1) {
		d.put("/%s gs ", d.state(fill, stroke))
	}
	return err
}

// stroking sets how lines are drawn.
func (d *drawing) stroking(e *element) error {
	width, err := e.number("stroke-width", 1)
	if err != nil {
		return err
	}
	limit, err := e.number("stroke-miterlimit", 4)
	if err != nil {
		return err
	}
	d.put("%.5g w %.5g M %d J %d j ", width, max(limit, 1),
		map[string]int{"round": 1, "square": 2}[e.attrs["stroke-linecap"]], map[string]int{"round": 1, "bevel": 2}[e.attrs["stroke-linejoin"]])
	if dashes := e.attrs["stroke-dasharray"]; dashes != "" && dashes != "none" {
		count := len(strings.Fields(dashes))
		numbers, err := e.numbers("stroke-dasharray", count)
		if err != nil {
			return err
		}
		offset, err := e.number("stroke-dashoffset", 0)
		if err != nil {
			return err
		}
		d.put("[")
		for _, n := range numbers {
			d.put("%.5g ", math.Abs(n))
		}
		d.put("] %.5g d ", offset)
	}
	return nil
}

// paint sets the color or gradient of fill or stroke; false: none.
func (d *drawing) paint(e *element, attr, missing string, segments []segment) (bool, error) {
	value := e.attrs[attr]
	if value == "" {
		value = missing
	}
	color, gradient := "rg", "/Pattern cs /P%d scn "
	if attr == "stroke" {
		color, gradient = "RG", "/Pattern CS /P%d SCN "
	}
	switch {
	case value == "none":
		return false, nil
	case len(value) == 7 && value[0] == '#':
		d.put("%s %s ", rgb(value), color)
		return true, nil
	}
	of, err := d.reference(value)
	if err != nil {
		return false, err
	}
	pattern, err := d.gradient(of, segments)
	if err != nil {
		return false, err
	}
	d.patterns = append(d.patterns, pattern)
	d.put(gradient, len(d.patterns)-1)
	return true, nil
}

// gradient writes one as a shading pattern (ISO 32000-2, 8.7.4).
func (d *drawing) gradient(e *element, segments []segment) (string, error) {
	if method := e.attrs["spreadMethod"]; method != "" && method != "pad" {
		return "", fmt.Errorf("%w: a repeated gradient", errDrawing)
	}
	m, err := e.transform("gradientTransform")
	if err != nil {
		return "", err
	}
	if e.attrs["gradientUnits"] != "userSpaceOnUse" {
		left, top, right, bottom := box(segments)
		if !(right > left && bottom > top) {
			return "", fmt.Errorf("%w: a gradient on nothing", errDrawing)
		}
		m = matrix{right - left, 0, 0, bottom - top, left, top}.after(m)
	}
	m = d.matrix.after(m)
	kind, names, missing := 2, []string{"x1", "y1", "x2", "y2"}, []float64{0, 0, 1, 0}
	if e.name == "radialGradient" {
		kind, names, missing = 3, []string{"fx", "fy", "fr", "cx", "cy", "r"}, []float64{0.5, 0.5, 0, 0.5, 0.5, 0.5}
	} else if e.name != "linearGradient" {
		return "", fmt.Errorf("%w: a %.20s", errDrawing, e.name)
	}
	var coords []string
	for n, name := range names {
		v, err := e.number(name, missing[n])
		if err != nil {
			return "", err
		}
		coords = append(coords, strconv.FormatFloat(v, 'f', 6, 64))
	}
	function, err := stops(e.inner)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("<</PatternType 2/Matrix[%.6f %.6f %.6f %.6f %.6f %.6f]/Shading<</ShadingType %d/ColorSpace/DeviceRGB/Coords[%s]/Extend[true true]/Function%s>>>>",
		m[0], m[1], m[2], m[3], m[4], m[5], kind, strings.Join(coords, " "), function), nil
}

// stops writes the colors of a gradient as a function (7.10.4).
func stops(elements []*element) (string, error) {
	var offsets []float64
	var colors []string
	for _, stop := range elements {
		opacity, err := stop.number("stop-opacity", 1)
		if err != nil {
			return "", err
		}
		offset, err := stop.number("offset", 0)
		color := stop.attrs["stop-color"]
		if err != nil || opacity < 1 || len(color) != 7 || color[0] != '#' {
			return "", fmt.Errorf("%w: a color of a gradient", errDrawing)
		}
		offsets, colors = append(offsets, min(max(offset, 0), 1)), append(colors, rgb(color))
	}
	if len(colors) < 2 {
		return "", fmt.Errorf("%w: a gradient of one color", errDrawing)
	}
	if offsets[0] > 0 {
		offsets, colors = append([]float64{0}, offsets...), append([]string{colors[0]}, colors...)
	}
	if offsets[len(offsets)-1] < 1 {
		offsets, colors = append(offsets, 1), append(colors, colors[len(colors)-1])
	}
	var functions, bounds, encode string
	for n := 1; n < len(colors); n++ {
		offsets[n] = max(offsets[n], offsets[n-1]+1e-5) // bounds increase
		functions += fmt.Sprintf("<</FunctionType 2/Domain[0 1]/C0[%s]/C1[%s]/N 1>>", colors[n-1], colors[n])
		encode += "0 1 "
		if n < len(colors)-1 {
			bounds += fmt.Sprintf("%.5f ", offsets[n])
		}
	}
	return fmt.Sprintf("<</FunctionType 3/Domain[0 1]/Functions[%s]/Bounds[%s]/Encode[%s]>>", functions, bounds, encode), nil
}
