package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/design"
	"laurel/internal/web/page"
)

// badgeDesignForm is the designer: with what the badge was drawn from, or a
// template.
func (s *server) badgeDesignForm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActDesign, org.ID); err != nil {
		return err
	}
	a, err := s.Catalog.BySlug(r.Context(), who.Actor(), org.ID, chi.URLParam(r, "badge"))
	if err != nil {
		return err
	}
	d, err := design.Parse(a.Revision.Design)
	if err != nil {
		d, _ = design.Start(design.Templates[0].Name)
	}
	if template, known := design.Start(r.FormValue("template")); known {
		d = template
	}
	return s.show(w, r, page.BadgeDesign(s.designView(r, who, org, a, d)))
}

// badgeDesign keeps a design, or shows it.
func (s *server) badgeDesign(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActDesign, org.ID); err != nil {
		return err
	}
	a, err := s.Catalog.BySlug(r.Context(), who.Actor(), org.ID, chi.URLParam(r, "badge"))
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return unreadableForm(err)
	}
	d := designTyped(r.PostForm, org)
	faults := d.Check()
	if len(faults) == 0 && r.PostFormValue("do") != "preview" {
		_, err := s.Catalog.Redraw(r.Context(), who.Actor(), org.ID, a.ID, d)
		if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
			faults[""] = sentences(invalid)
		} else if err != nil {
			return err
		} else {
			s.notice(r.Context(), page.ToneGood, "The picture is kept.")
			return found(w, r, badgeURL(org, a.Slug))
		}
	}
	v := s.designView(r, who, org, a, d)
	v.Errors = faults
	if len(faults) > 0 {
		return s.again(w, r, page.BadgeDesign(v))
	}
	return s.show(w, r, page.BadgeDesign(v))
}

// designTyped reads a design out of a form or an address.
func designTyped(form url.Values, org badge.Organization) design.Design {
	d := design.Design{
		Version: design.Version, Shape: form.Get("shape"), Pattern: form.Get("pattern"), Font: form.Get("font"),
		Field: form.Get("field"), Band: form.Get("band"), Metal: form.Get("metal"),
		Upper: form.Get("upper"), Lower: form.Get("lower"), Icon: form.Get("icon"), Center: form.Get("center"), Ribbon: form.Get("ribbon"),
	}
	stars, err := strconv.Atoi(form.Get("stars"))
	if d.Stars = stars; err != nil && form.Get("stars") != "" {
		d.Stars = -1
	}
	for _, p := range palettes(org) {
		if p.Name == form.Get("palette") {
			d.Field, d.Band, d.Metal = p.Field, p.Band, p.Metal
		}
	}
	return d
}

// palettes are the organization's own colors first, if it has chosen any, and
// those that everybody is offered.
func palettes(org badge.Organization) []design.Palette {
	if own, chosen := design.Of(string(org.Accent)); chosen {
		return append([]design.Palette{own}, design.Palettes...)
	}
	return design.Palettes
}

// designURL is where a design is drawn.
func designURL(org badge.Organization, d design.Design) string {
	return "/org/" + org.Slug + "/badges/picture?" + url.Values{
		"shape": {d.Shape}, "pattern": {d.Pattern}, "font": {d.Font}, "field": {d.Field}, "band": {d.Band}, "metal": {d.Metal}, "upper": {d.Upper},
		"lower": {d.Lower}, "icon": {d.Icon}, "center": {d.Center}, "ribbon": {d.Ribbon}, "stars": {strconv.Itoa(d.Stars)},
	}.Encode()
}

// designPicture draws the design that its address describes, for the preview.
func (s *server) designPicture(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	if err := who.Actor().May(badge.ActDesign, org.ID); err != nil {
		return err
	}
	d := designTyped(r.URL.Query(), org)
	if len(d.Check()) > 0 {
		return badge.Refuse("design", "This is not a design that can be drawn.")
	}
	w.Header().Set("Content-Security-Policy", mediaPolicy)
	return document(w, r, "image/svg+xml", d.SVG())
}

// designView is the designer with one design in it.
func (s *server) designView(r *http.Request, who account.Visitor, org badge.Organization, a badge.Achievement, d design.Design) page.BadgeDesignView {
	v := page.BadgeDesignView{
		OrgFrame: s.orgFrame(r, who, org), Action: r.URL.Path, Name: a.Revision.Name, EditURL: badgeURL(org, a.Slug), Uploaded: a.Revision.Picture != "" && a.Revision.Design == "",
		Draft: a.State == badge.AchievementDraft, PreviewURL: "/org/" + org.Slug + "/badges/picture", PictureURL: designURL(org, d), Alt: d.Words(),
		Field: d.Field, Band: d.Band, Metal: d.Metal, Upper: d.Upper, Lower: d.Lower, Icon: d.Icon, Center: d.Center, Ribbon: d.Ribbon,
		Stars: d.Stars, Shape: d.Shape, Pattern: d.Pattern, Font: d.Font, Palette: "own",
		Shapes: choices(design.Shapes), Patterns: choices(design.Patterns), Fonts: choices(design.Fonts),
		MaxRing: design.MaxRing, MaxCenter: design.MaxCenter, MaxRibbon: design.MaxRibbon, MaxStars: design.MaxStars,
	}
	if len(d.Check()) > 0 {
		v.PictureURL, v.Alt = pictureOf(org, a.Revision), a.Revision.Alt
	} else {
		v.Advice = d.Advice()
	}
	for _, p := range palettes(org) {
		v.Palettes = append(v.Palettes, page.Swatch(p))
		if p.Field == d.Field && p.Band == d.Band && p.Metal == d.Metal {
			v.Palette = p.Name
		}
	}
	for _, i := range design.Icons {
		v.Icons = append(v.Icons, page.Sign{Name: i.Name, Words: i.Words, Path: design.IconPath(i.Name)})
	}
	for _, t := range design.Templates {
		d, _ := design.Start(t.Name)
		v.Templates = append(v.Templates, page.TemplateTile{Name: t.Name, Words: t.Words, URL: r.URL.Path + "?template=" + t.Name, PictureURL: designURL(org, d)})
	}
	return v
}

func choices(all []design.Choice) (out []page.Choice) {
	for _, c := range all {
		out = append(out, page.Choice{Value: c.Name, Text: c.Words})
	}
	return out
}
