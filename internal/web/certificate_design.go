package web

import (
	"encoding/base64"
	"errors"
	"maps"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"

	"laurel/internal/account"
	"laurel/internal/badge"
	"laurel/internal/press"
	"laurel/internal/web/page"
)

// designing is one badge whose certificate is looked at, with how it stands.
type designing struct {
	org         badge.Organization
	achievement badge.Achievement
	designed    press.Designed
}

func (s *server) designing(r *http.Request, who account.Visitor, org badge.Organization) (d designing, err error) {
	if err := who.Actor().May(badge.ActDesign, org.ID); err != nil {
		return d, err
	}
	d.org = org
	if d.achievement, err = s.Catalog.BySlug(r.Context(), who.Actor(), org.ID, chi.URLParam(r, "badge")); err != nil {
		return d, err
	}
	d.designed, err = s.Certificates.Designed(r.Context(), who.Actor(), org.ID, d.achievement.ID)
	return d, err
}

// certificateForm is the designer: with the newest design, an earlier one, that
// of another badge, or a template.
func (s *server) certificateForm(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	d, err := s.designing(r, who, org)
	if err != nil {
		return err
	}
	c, shown := d.designed.Design(org).Certificate, 0
	if len(d.designed.Revisions) > 0 {
		shown = d.designed.Revisions[0].Number
	}
	if template, known := badge.NewCertificate(r.FormValue("template"), c.Paper); known {
		c, shown = template, 0
	}
	for _, revision := range d.designed.Revisions {
		if strconv.Itoa(revision.Number) == r.FormValue("revision") {
			c, shown = revision.Design.Certificate, revision.Number
		}
	}
	if from := r.FormValue("from"); from != "" {
		other, err := s.Catalog.BySlug(r.Context(), who.Actor(), org.ID, from)
		if err != nil {
			return err
		}
		designed, err := s.Certificates.Designed(r.Context(), who.Actor(), org.ID, other.ID)
		if err != nil {
			return err
		}
		c, shown = designed.Design(org).Certificate, 0
	}
	v, err := s.certificateView(r, who, d, c, languagesOf(c), nil)
	for n := range v.Revisions {
		v.Revisions[n].Shown = v.Revisions[n].Number == shown
	}
	if err != nil {
		return err
	}
	return s.show(w, r, page.Certificate(v))
}

// certificateSave keeps a design, shows it, changes what is on it, or prints a
// sample of it.
func (s *server) certificateSave(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	d, err := s.designing(r, who, org)
	if err != nil {
		return err
	}
	if err := readCertificateForm(r); err != nil {
		return err
	}
	c, languages := certificateTyped(r.PostForm)
	faults := map[string]string{}
	if err := s.certificateUploads(r, who, org, &c, faults); err != nil {
		return err
	}
	do := r.PostFormValue("do")
	changed := certificateDo(do, r.PostForm, &c, &languages)
	if do == "keep" && len(faults) == 0 {
		after, _ := strconv.Atoi(r.PostFormValue("after"))
		err := s.Certificates.Save(r.Context(), who.Actor(), org.ID, d.achievement.ID, c, after, r.PostFormValue("for") == "all")
		if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
			maps.Copy(faults, invalid.Fields)
		} else if err != nil {
			return err
		} else {
			s.notice(r.Context(), page.ToneGood, "The design is kept.")
			return found(w, r, certificateURL(org, d.achievement.Slug))
		}
	}
	if do == "sample" && len(faults) == 0 {
		pdf, err := s.Certificates.SamplePDF(r.Context(), who.Actor(), org, sampleOf(r, d, c))
		if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
			maps.Copy(faults, invalid.Fields)
		} else if err != nil {
			return err
		} else {
			w.Header().Set("Content-Disposition", `attachment; filename="`+d.achievement.Slug+`-sample.pdf"`)
			return document(w, r, "application/pdf", pdf)
		}
	}
	v, err := s.certificateView(r, who, d, c, languages, faults)
	if err != nil {
		return err
	}
	if len(v.Errors) > 0 && !changed {
		return s.again(w, r, page.Certificate(v))
	}
	return s.show(w, r, page.Certificate(v))
}

// certificateUploads keeps the pictures that came with the form.
func (s *server) certificateUploads(r *http.Request, who account.Visitor, org badge.Organization, c *badge.Certificate, faults map[string]string) error {
	if r.MultipartForm == nil {
		return nil
	}
	take := func(field string, keep func(data []byte) (string, error), into *string) error {
		data, err := chosen(r.MultipartForm, field)
		if err != nil || len(data) == 0 {
			return err
		}
		hash, err := keep(data)
		if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
			maps.Copy(faults, invalid.Fields)
			return nil
		}
		if err == nil {
			*into = hash
		}
		return err
	}
	err := take("background", func(data []byte) (string, error) {
		return s.Certificates.Background(r.Context(), who.Actor(), org.ID, data)
	}, &c.Picture)
	for n := range c.Signatures {
		err = errors.Join(err, take("signature_file_"+strconv.Itoa(n), func(data []byte) (string, error) {
			return s.Certificates.Signature(r.Context(), who.Actor(), org.ID, badge.CertificateField("signature", n, "picture"), data)
		}, &c.Signatures[n].Picture))
	}
	return err
}

// certificatePreview draws what stands in the form, for a script.
func (s *server) certificatePreview(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	d, err := s.designing(r, who, org)
	if err != nil {
		return err
	}
	if err := readCertificateForm(r); err != nil {
		return err
	}
	c, _ := certificateTyped(r.PostForm)
	svg, err := s.Certificates.SampleSVG(r.Context(), who.Actor(), org, sampleOf(r, d, c))
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		http.Error(w, sentences(invalid), http.StatusUnprocessableEntity)
		return nil
	}
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", mediaPolicy)
	w.Header().Set("Cache-Control", "no-store")
	return document(w, r, "image/svg+xml", svg)
}

// certificateTemplate draws a template, with the badge in it.
func (s *server) certificateTemplate(w http.ResponseWriter, r *http.Request, who account.Visitor, org badge.Organization) error {
	d, err := s.designing(r, who, org)
	if err != nil {
		return err
	}
	c, known := badge.NewCertificate(r.FormValue("template"), d.designed.Design(org).Paper)
	if !known {
		c = d.designed.Design(org).Certificate
	}
	svg, err := s.Certificates.SampleSVG(r.Context(), who.Actor(), org, sampleOf(r, d, c))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", mediaPolicy)
	return document(w, r, "image/svg+xml", svg)
}

// sampleName is a name for the preview that shows accents, and is nobody's.
const sampleName = "Zoë Martínez-Łukasz"

// sampleOf is what a form shows its certificate with.
func sampleOf(r *http.Request, d designing, c badge.Certificate) press.Sample {
	name := r.PostFormValue("sample")
	if r.Method == http.MethodGet {
		name = sampleName
	}
	return press.Sample{Achievement: d.achievement, Design: c, Language: r.PostFormValue("show"), Name: name}
}

// certificateView is the designer with one certificate in it.
func (s *server) certificateView(r *http.Request, who account.Visitor, d designing, c badge.Certificate, languages []string, faults map[string]string) (v page.CertificateView, err error) {
	at := certificateURL(d.org, d.achievement.Slug)
	sample := sampleOf(r, d, c)
	v = page.CertificateView{
		OrgFrame: s.orgFrame(r, who, d.org), Action: at, Base: badgeURL(d.org, d.achievement.Slug), Name: d.achievement.Revision.Name, Printed: d.designed.Printed,
		Design: c, Languages: languages, Show: sample.Language, Sample: sample.Name, Errors: map[string]string{},
	}
	if len(d.designed.Revisions) > 0 {
		v.After = d.designed.Revisions[0].Number
	}
	maps.Copy(v.Errors, faults)
	svg, err := s.Certificates.SampleSVG(r.Context(), who.Actor(), d.org, sample)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		maps.Copy(v.Errors, invalid.Fields)
	} else if err != nil {
		return v, err
	} else {
		v.Picture = "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(svg)
	}
	if v.Errors["certificate"] != "" {
		v.Errors[""] = v.Errors["certificate"]
	}
	return v, s.besideCertificate(r, who, d, &v)
}

// besideCertificate adds what else a design can begin with, and what was kept.
func (s *server) besideCertificate(r *http.Request, who account.Visitor, d designing, v *page.CertificateView) error {
	for _, t := range badge.CertificateTemplates {
		v.Templates = append(v.Templates, page.CertificateTile{Name: t.Name, About: t.About, URL: v.Action + "?template=" + t.ID, PictureURL: v.Action + "/template?template=" + t.ID})
	}
	list, err := s.Catalog.List(r.Context(), who.Actor(), d.org.ID)
	if err != nil {
		return err
	}
	all, err := s.Certificates.All(r.Context(), who.Actor(), d.org.ID)
	if err != nil {
		return err
	}
	for _, a := range list {
		if a.ID == d.achievement.ID {
			v.Issued = a.Issued
		} else if all[a.ID].Revision > 0 {
			v.Others = append(v.Others, page.Choice{Value: a.Slug, Text: a.Revision.Name})
		}
	}
	for _, revision := range d.designed.Revisions {
		line := page.CertificateLine{
			Number: revision.Number, At: revision.SavedAt.UTC().Format("January 2, 2006 at 15:04 UTC"), For: "For badges issued since then",
			URL: v.Action + "?revision=" + strconv.Itoa(revision.Number),
		}
		if name := d.designed.Names[revision.SavedBy]; name != "" {
			line.At += " by " + name
		}
		if revision.Since.IsZero() {
			line.For = "For badges issued before, too"
		}
		v.Revisions = append(v.Revisions, line)
	}
	return nil
}
