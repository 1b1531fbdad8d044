package press

import (
	"context"
	"image"
	"image/color"
)

// The story's measures, in pixels. Apps lay their own buttons over the upper
// and the lower 250.
const (
	storyLeft  = 84.0
	storyWidth = 1080 - 2*storyLeft
	storyTop   = 400.0
	storyEnd   = 1500.0
)

func (b *board) story(ctx context.Context, f Facts) error {
	look := f.Accent.Look()
	accent, on := colorOf(look.Accent), colorOf(look.OnAccent)
	b.Shade(image.Rect(0, 0, 1080, 1920), accent, mix(accent, color.RGBA{0, 0, 0, 255}, 0.45))
	b.box(storyLeft, storyTop, storyWidth, storyEnd-storyTop, 48, paper)

	const inner = storyWidth - 128
	tone, _ := f.State.Tone.colors()
	organization := b.text(f.Organization, false, true, on, storyWidth-100, step{42, 1}, step{36, 1}, step{34, 2}, step{28, 2})
	title := b.text(f.Title, true, true, ink, inner, step{76, 1}, step{68, 2}, step{60, 3}, step{50, 3}, step{44, 4})
	earner := b.text(f.Earner, false, false, soft, inner, step{46, 1}, step{40, 1}, step{36, 2}, step{32, 3})
	state := b.text(f.State.Line, false, true, tone, inner-100, step{34, 1}, step{30, 1}, step{24, 1})
	site := b.text(f.Site, false, false, on, storyWidth, step{34, 1}, step{28, 1}, step{22, 1})
	if err := b.write(ctx, storyWidth, organization, title, earner, state, site); err != nil {
		return err
	}
	if err := b.storyHead(ctx, f, organization); err != nil {
		return err
	}
	const picture, pill, gap = 512, 72.0, 40.0
	height := picture + gap + 12 + title.height() + gap + pill + gap
	if len(earner.lines) > 0 {
		height += earner.height() + gap
	}
	y := storyTop + (storyEnd-storyTop-height+gap/2)/2
	if err := b.badge(ctx, f, (1080-picture)/2, y, picture); err != nil {
		return err
	}
	y += picture + gap + 12
	y = b.put(title, storyLeft, y, storyWidth, true)
	if len(earner.lines) > 0 {
		y = b.put(earner, storyLeft, y+gap, storyWidth, true)
	}
	wide := pill * 1.51
	for _, o := range state.outlines {
		wide += o.Width() * state.size
	}
	b.pill(f, state, (1080-wide)/2, y+gap+8, pill)
	b.put(site, storyLeft, storyEnd+56, storyWidth, true)
	return nil
}

// storyHead is the organization with its logo, both in the middle.
func (b *board) storyHead(ctx context.Context, f Facts, name *text) error {
	if f.Organization == "" {
		return nil
	}
	const side, frame, gap = 96, 16, 28
	y := storyTop - 44 - name.height()
	b.put(name, storyLeft, y, storyWidth, true)
	y -= gap + side + 2*frame
	b.Box((1080-side)/2-frame, y, side+2*frame, side+2*frame, 36, paper)
	return b.logo(ctx, f, (1080-side)/2, y+frame, side)
}

// signature is the picture alone. When the badge does not hold any more, the
// word for that lies across it: the picture stands in letters that were sent
// long ago.
func (b *board) signature(ctx context.Context, f Facts) error {
	if f.State.Tone == Good {
		return b.badge(ctx, f, 0, 0, 256)
	}
	if err := b.badge(ctx, f, 0, 0, 256); err != nil {
		return err
	}
	word := b.text(f.State.Word, false, true, white, 224, step{40, 1}, step{34, 1}, step{30, 2}, step{24, 2})
	if err := b.write(ctx, 224, word); err != nil {
		return err
	}
	height := word.height() + 40
	b.Box(0, 128-height/2, 256, height, 14, mix(ink, soft, 0.3))
	b.put(word, 0, 128-word.height()/2, 256, true)
	return nil
}
