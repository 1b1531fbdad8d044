package render

import (
	"context"
	"errors"
	"fmt"

	"github.com/tetratelabs/wazero"
)

// maxSimple bounds the bytes of a simplified SVG: a reference used ten
// thousand times is written out as often.
const maxSimple = 4 << 20

// Simplify returns an SVG in which everything is written out as a drawing
// program sees it: texts are outlines, styles are attributes, references to
// parts are the parts themselves. What is left are paths, groups, gradients,
// patterns, clips, masks, filters and embedded pictures. The width and height
// are those of the file that came in. It takes a slot of the engine as a
// picture does. The error is a *Refused when the file is to blame.
//
// The result is what the drawing engine wrote of bytes from anywhere: fit to be
// read by a program of ours, not to be handed to a browser.
func (e *Engine) Simplify(ctx context.Context, svg []byte) ([]byte, error) {
	if err := checkSVG(svg); err != nil {
		return nil, err
	}
	release, err := e.slot(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	return bounded(ctx, e, func(ctx context.Context) ([]byte, error) { return e.simplify(ctx, svg) })
}

// simplify runs the module on one checked SVG, in memory of its own.
func (e *Engine) simplify(ctx context.Context, svg []byte) ([]byte, error) {
	r, err := e.instance(ctx)
	if err != nil {
		return nil, err
	}
	defer r.module.Close(ctx)
	document := r.parse(svg, options{Font: fontFamilies}, e.fontsFor(svg))
	text := r.text("resvg_toString", document)
	if r.err != nil {
		return nil, r.err
	}
	if len(text) > maxSimple {
		return nil, &Refused{Sentence: fmt.Sprintf("The SVG is too complex: written out it has %d MB, and %d MB is the limit. Simplify it, or save it as PNG.", len(text)>>20, maxSimple>>20)}
	}
	return text, nil
}

// instance starts the module with an empty memory.
func (e *Engine) instance(ctx context.Context) (*resvg, error) {
	heap := newHeap()
	ctx = context.WithValue(ctx, heapKey{}, heap)
	module, err := e.runtime.InstantiateModule(ctx, e.compiled, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return nil, fmt.Errorf("start the SVG engine: %w", err)
	}
	return &resvg{ctx: ctx, module: module, heap: heap}, nil
}

// bounded does one piece of work with the module within the time that it may
// take, and says in a sentence what went wrong.
func bounded[T any](ctx context.Context, e *Engine, work func(context.Context) (T, error)) (T, error) {
	var none T
	if err := e.prepare(ctx); err != nil {
		return none, err
	}
	limited, cancel := context.WithTimeout(ctx, e.drawTime)
	defer cancel()
	out, err := work(limited)
	var refused *Refused
	switch {
	case err == nil:
		return out, nil
	case errors.As(err, &refused):
		return none, err
	case ctx.Err() != nil:
		return none, ctx.Err()
	case limited.Err() != nil:
		return none, &Refused{Sentence: "The SVG takes too long to draw. Simplify it, or save it as PNG.", Cause: err}
	}
	return none, &Refused{Sentence: "The SVG cannot be drawn: it is damaged, or needs too much memory. Simplify it, or save it as PNG.", Cause: err}
}
