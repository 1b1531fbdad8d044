package render

import "maps"

// attribute reads one attribute and returns what is written in its place. What it
// returns needs no escaping.
type attribute func(r *rewriter, s string) (string, error)

// vectorElements lists the elements of kept vectors, each with its attributes:
// those that the drawing engine writes (usvg's form of SVG 1.1, with some of
// Filter Effects 1 and Compositing 1). Filters that make pictures of their own
// or cost most, as noise and lights, are not on it.
var vectorElements = map[string]map[string]attribute{
	"svg":  {}, // see root
	"defs": {},
	"g": {
		"id": part, "opacity": number, "transform": matrix, "clip-path": reference, "mask": reference, "filter": references, "style": blending,
	},
	"path": {
		"id": part, "d": pathData, "transform": matrix, "fill": paint, "fill-opacity": number, "fill-rule": rule, "clip-rule": rule,
		"stroke": paint, "stroke-opacity": number, "stroke-width": number, "stroke-miterlimit": number, "stroke-dashoffset": number,
		"stroke-dasharray": numbers(1, 100), "stroke-linecap": word("butt", "round", "square"),
		"stroke-linejoin": word("miter", "miter-clip", "arcs", "round", "bevel"), "visibility": word("hidden", "collapse", "visible"),
		"paint-order":     word("stroke", "normal"),
		"shape-rendering": word("optimizeSpeed", "crispEdges", "geometricPrecision"), "clip-path": reference,
	},
	"image": {
		"id": part, "x": number, "y": number, "width": number, "height": number, "transform": matrix, "preserveAspectRatio": aspectRatio,
		"image-rendering": word("optimizeSpeed", "optimizeQuality"), "visibility": word("hidden", "collapse", "visible"), "href": picture,
	},
	"linearGradient": gradient("x1", "y1", "x2", "y2"),
	"radialGradient": gradient("cx", "cy", "r", "fx", "fy"),
	"stop":           {"offset": number, "stop-color": plainColor, "stop-opacity": number},
	"pattern": {
		"id": part, "x": number, "y": number, "width": number, "height": number, "patternUnits": units, "patternContentUnits": units,
		"patternTransform": matrix, "viewBox": numbers(4, 4), "preserveAspectRatio": aspectRatio,
	},
	"clipPath": {"id": part, "clipPathUnits": units, "transform": matrix, "clip-path": reference},
	"mask": {
		"id": part, "x": number, "y": number, "width": number, "height": number, "maskUnits": units, "maskContentUnits": units,
		"mask-type": word("alpha", "luminance"), "mask": reference,
	},
	"filter": {"id": part, "x": number, "y": number, "width": number, "height": number, "filterUnits": units, "primitiveUnits": units},

	"feBlend":             primitive(map[string]attribute{"in2": input, "mode": word(blendModes...)}),
	"feColorMatrix":       primitive(map[string]attribute{"type": word("matrix", "saturate", "hueRotate", "luminanceToAlpha"), "values": numbers(1, 20)}),
	"feComponentTransfer": primitive(nil),
	"feFuncR":             transfer, "feFuncG": transfer, "feFuncB": transfer, "feFuncA": transfer,
	"feComposite": primitive(map[string]attribute{
		"in2": input, "operator": word("over", "in", "out", "atop", "xor", "arithmetic"), "k1": number, "k2": number, "k3": number, "k4": number,
	}),
	"feDropShadow": primitive(map[string]attribute{
		"stdDeviation": numbers(1, 2), "dx": number, "dy": number, "flood-color": plainColor, "flood-opacity": number,
	}),
	"feFlood":        primitive(map[string]attribute{"flood-color": plainColor, "flood-opacity": number}),
	"feGaussianBlur": primitive(map[string]attribute{"stdDeviation": numbers(1, 2)}),
	"feMerge":        primitive(nil),
	"feMergeNode":    {"in": input},
	"feMorphology":   primitive(map[string]attribute{"operator": word("erode", "dilate"), "radius": numbers(1, 2)}),
	"feOffset":       primitive(map[string]attribute{"dx": number, "dy": number}),
}

var transfer = map[string]attribute{
	"type": word("identity", "table", "discrete", "linear", "gamma"), "tableValues": numbers(1, 256),
	"slope": number, "intercept": number, "amplitude": number, "exponent": number, "offset": number,
}

var blendModes = []string{
	"normal", "multiply", "screen", "overlay", "darken", "lighten", "color-dodge", "color-burn", "hard-light", "soft-light", "difference", "exclusion",
	"hue", "saturation", "color", "luminosity",
}

func gradient(own ...string) map[string]attribute {
	all := map[string]attribute{"id": part, "gradientUnits": units, "gradientTransform": matrix, "spreadMethod": word("pad", "reflect", "repeat")}
	for _, name := range own {
		all[name] = number
	}
	return all
}

func primitive(own map[string]attribute) map[string]attribute {
	all := map[string]attribute{
		"x": number, "y": number, "width": number, "height": number, "in": input, "result": result,
		"color-interpolation-filters": word("sRGB", "linearRGB"),
	}
	maps.Copy(all, own)
	return all
}
