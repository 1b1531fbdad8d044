package press

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"laurel/internal/badge"
	"laurel/internal/certificate"
	"laurel/internal/render"
	"laurel/internal/store"
)

// Designed is how the certificates of a badge stand.
type Designed struct {
	Printed   bool
	Revisions []badge.CertificateRevision // the newest first; none: nothing was designed yet
	Names     map[badge.AccountID]string  // of who saved them
	Pictures  []string                    // hashes of those that the organization uploaded
}

// Design is the newest design, or the one to begin with.
func (d Designed) Design(org badge.Organization) badge.CertificateDesign {
	if len(d.Revisions) > 0 {
		return d.Revisions[0].Design
	}
	return begin(org)
}

// begin is the first template on the paper of the organization's country.
func begin(org badge.Organization) badge.CertificateDesign {
	paper := "a4"
	if slices.Contains([]string{"US", "CA", "MX"}, org.Address.Country) {
		paper = "letter"
	}
	c, _ := badge.NewCertificate(badge.CertificateTemplates[0].ID, paper)
	return badge.CertificateDesign{Certificate: c}
}

// All tells how the certificates of every badge of an organization stand that
// has some or had. Errors: those of Actor.May.
func (p *Certificates) All(ctx context.Context, actor badge.Actor, org badge.OrgID) (all map[badge.AchievementID]store.CertificateState, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return nil, err
	}
	all = map[badge.AchievementID]store.CertificateState{}
	err = p.DB.Read(ctx, func(tx *store.Tx) error {
		list, err := tx.Org(org).Certificates(ctx)
		for _, one := range list {
			all[one.AchievementID] = one
		}
		return err
	})
	return all, err
}

// Designed tells how the certificates of one badge stand. Errors: those of
// Actor.May.
func (p *Certificates) Designed(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.AchievementID) (d Designed, err error) {
	if err := actor.May(badge.ActView, org); err != nil {
		return d, err
	}
	d.Names = map[badge.AccountID]string{}
	err = p.DB.Read(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		state, err := otx.Certificate(ctx, id)
		if err != nil {
			return err
		}
		d.Printed = state.Printed
		if d.Revisions, err = otx.CertificateRevisions(ctx, id); err != nil {
			return err
		}
		for _, r := range d.Revisions {
			if r.SavedBy == "" {
				continue
			}
			account, err := tx.SystemAccount(ctx, r.SavedBy)
			if err != nil && !errors.Is(err, badge.ErrNotFound) {
				return err
			}
			d.Names[r.SavedBy] = account.Name
		}
		d.Pictures, err = otx.CertificatePictures(ctx)
		return err
	})
	return d, err
}

// Switch says whether a badge has certificates. A badge for which nothing was
// designed gets the first template, without signatures. changed is false when it stands like that
// already. Errors: badge.ErrNotFound; those of Actor.MayBadge.
func (p *Certificates) Switch(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.AchievementID, on bool) (changed bool, err error) {
	if err := actor.MayBadge(badge.ActDesign, org, id); err != nil {
		return false, err
	}
	now := p.Now()
	err = p.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		if _, err := otx.Achievement(ctx, id); err != nil {
			return err
		}
		state, err := otx.Certificate(ctx, id)
		if changed = err == nil && state.Printed != on; !changed {
			return err
		}
		if state.Revision == 0 && on {
			o, err := otx.Organization(ctx)
			if err != nil {
				return err
			}
			plain := begin(o).Certificate
			plain.Signatures, plain.Signing = nil, badge.CertificateRow{} // nobody has said who signs
			first := badge.CertificateRevision{AchievementID: id, Number: 1, Design: pinned(plain, o), SavedBy: actor.AccountID, SavedAt: now}
			if err := otx.AddCertificate(ctx, first); err != nil {
				return err
			}
		}
		if err := otx.SetCertificate(ctx, id, on); err != nil {
			return err
		}
		verb := "certificate.off"
		if on {
			verb = "certificate.on"
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: verb, Subject: string(id), At: now})
	})
	if err != nil {
		return false, fmt.Errorf("certificates of badge %s: %w", id, err)
	}
	return changed, nil
}

// pinned is a certificate with what of its organization stands on it.
func pinned(c badge.Certificate, org badge.Organization) badge.CertificateDesign {
	return badge.CertificateDesign{Certificate: c, LogoPicture: org.Logo, Accent: org.Accent}
}

// Save keeps a design: for what is issued from now on, or for what was issued,
// too. after is the number of the revision that it was made from. Errors:
// *badge.Invalid; badge.ErrConflict when somebody else saved one since;
// badge.ErrNotFound; those of Actor.MayBadge.
func (p *Certificates) Save(ctx context.Context, actor badge.Actor, org badge.OrgID, id badge.AchievementID, c badge.Certificate, after int, forIssued bool) error {
	if err := actor.MayBadge(badge.ActDesign, org, id); err != nil {
		return err
	}
	if err := c.Validate(); err != nil {
		return err
	}
	r := badge.CertificateRevision{AchievementID: id, Number: after + 1, SavedBy: actor.AccountID, SavedAt: p.Now()}
	if r.Since = r.SavedAt; forIssued || after == 0 {
		r.Since = time.Time{}
	}
	err := p.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		if _, err := otx.Achievement(ctx, id); err != nil {
			return err
		}
		o, err := otx.Organization(ctx)
		if err != nil {
			return err
		}
		own, err := otx.CertificatePictures(ctx)
		if err != nil {
			return err
		}
		for _, hash := range picturesOf(c) {
			if !slices.Contains(own, hash) {
				return badge.Refuse("picture", "A picture of this certificate is not there any more. Upload it again.")
			}
		}
		r.Design = pinned(c, o)
		if err := otx.AddCertificate(ctx, r); err != nil {
			return err
		}
		return otx.Record(ctx, badge.Event{Actor: actor.Name(), Verb: "certificate.designed", Subject: string(id), At: r.SavedAt})
	})
	if err != nil {
		return fmt.Errorf("keep the certificate of badge %s: %w", id, err)
	}
	return nil
}

// mostPictures is how many backgrounds and signatures an organization keeps.
const mostPictures = 500

// Background keeps an uploaded picture that fills the sheet and returns its
// hash. Errors: *badge.Invalid with the field "background"; those of Actor.May.
func (p *Certificates) Background(ctx context.Context, actor badge.Actor, org badge.OrgID, data []byte) (string, error) {
	return p.keep(ctx, actor, org, "background", func() ([]byte, error) { return p.Draw.Backdrop(ctx, data) })
}

// Signature keeps the uploaded picture of a signature and returns its hash.
// Errors: *badge.Invalid with the field; those of Actor.May.
func (p *Certificates) Signature(ctx context.Context, actor badge.Actor, org badge.OrgID, field string, data []byte) (string, error) {
	return p.keep(ctx, actor, org, field, func() ([]byte, error) {
		picture, err := p.Draw.Picture(ctx, data)
		return picture.PNG, err
	})
}

func (p *Certificates) keep(ctx context.Context, actor badge.Actor, org badge.OrgID, field string, check func() ([]byte, error)) (hash string, err error) {
	if err := actor.May(badge.ActDesign, org); err != nil {
		return "", err
	}
	picture, err := check()
	if refused, ok := errors.AsType[*render.Refused](err); ok {
		return "", badge.Refuse(field, refused.Error())
	}
	if err != nil {
		return "", err
	}
	if hash, err = p.Blobs.Put(ctx, picture); err != nil {
		return "", fmt.Errorf("keep the picture: %w", err)
	}
	return hash, p.DB.Write(ctx, func(tx *store.Tx) error {
		otx := tx.Org(org)
		have, err := otx.CertificatePictures(ctx)
		if err != nil || slices.Contains(have, hash) {
			return err
		}
		if len(have) >= mostPictures {
			return badge.Refuse(field, "Your organization has 500 pictures for certificates, which is the limit. Use one of them.")
		}
		return otx.AddCertificatePicture(ctx, hash, p.Now())
	})
}

// Sample is what the certificate of a badge is shown with before anything is
// printed.
type Sample struct {
	Achievement badge.Achievement
	Design      badge.Certificate
	Language    string // BCP 47; empty: that of the design
	Name        string // of the earner
}

// SamplePDF prints a certificate of nobody. Errors: *badge.Invalid; those of
// Actor.May.
func (p *Certificates) SamplePDF(ctx context.Context, actor badge.Actor, org badge.Organization, s Sample) ([]byte, error) {
	facts, err := p.sample(ctx, actor, org, s)
	if err != nil {
		return nil, err
	}
	return p.Printer.PDF(ctx, s.Design, facts)
}

// SampleSVG draws the same for a screen. Errors: those of SamplePDF.
func (p *Certificates) SampleSVG(ctx context.Context, actor badge.Actor, org badge.Organization, s Sample) ([]byte, error) {
	facts, err := p.sample(ctx, actor, org, s)
	if err != nil {
		return nil, err
	}
	if hash := s.Design.Picture; hash != "" {
		if facts.Pictures[hash], err = p.glimpse(ctx, hash, facts.Pictures[hash]); err != nil {
			return nil, err
		}
	}
	return p.Printer.SVG(ctx, s.Design, facts)
}

// sampleCode is the code of nobody's badge.
const sampleCode badge.Code = "SAMPLE000000"

func (p *Certificates) sample(ctx context.Context, actor badge.Actor, org badge.Organization, s Sample) (f certificate.Facts, err error) {
	if err := actor.May(badge.ActView, org.ID); err != nil {
		return f, err
	}
	if err := s.Design.Validate(); err != nil {
		return f, err
	}
	design := pinned(s.Design, org)
	if err := p.DB.Read(ctx, func(tx *store.Tx) error {
		own, err := tx.Org(org.ID).CertificatePictures(ctx)
		for _, hash := range picturesOf(s.Design) {
			if !slices.Contains(own, hash) {
				return errors.Join(err, badge.Refuse("picture", "A picture of this certificate is not there any more. Upload it again."))
			}
		}
		return err
	}); err != nil {
		return f, err
	}
	sheet, err := p.load(ctx, design)
	if err != nil {
		return f, err
	}
	revision := s.Achievement.Revision
	if f, err = p.factsOf(ctx, sheet, sampleCode, revision); err != nil {
		return f, err
	}
	f.Language = s.Design.Speaks(s.Language)
	today := badge.Day(p.Now())
	f.Name, f.Badge, f.Organization, f.Number = s.Name, revision.Name, org.Name, "2026-0417"
	f.Issued, f.Expires, f.Hours = dayIn(f.Language, today), dayIn(f.Language, revision.Validity.Expires(today)), hoursIn(f.Language, revision.Credits)
	f.Columns, f.Made = sampleColumns(s.Design), today
	return f, nil
}

// sampleColumns says of every column of a file that it is one.
func sampleColumns(c badge.Certificate) map[string]string {
	columns := map[string]string{}
	for _, heading := range c.Columns() {
		columns[heading] = "(" + heading + ")"
	}
	return columns
}
