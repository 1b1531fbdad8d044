package issuance

import (
	"context"
	"fmt"
	"strings"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/openbadge"
	"laurel/openbadge/ob2"
	"laurel/vc"
)

// Hosted is the address of a document of Open Badges 2.0, which is also its
// id: "b" and a code, "a" and a revision, "o" and a slug. All of them are of
// one origin, as the standard wants it (section HostedBadge Verification).
func (n Names) Hosted(kind, name string) string { return n.at("ob2", kind, name) }

// Assertion is the twin of a credential in Open Badges 2.0, made of the stored
// signed document and nothing else. It is not signed: that it stands at its
// address is the proof. Of a revoked one it says only that, beside
// badge.ErrGone. Errors: badge.ErrNotFound, also when the organization does not
// offer this form.
func (i *Issuer) Assertion(ctx context.Context, code badge.Code) ([]byte, error) {
	c, _, err := i.Public(ctx, code)
	if err != nil {
		return nil, err
	}
	org, _, err := i.issuerOf(ctx, c.OrgID)
	if err != nil {
		return nil, err
	}
	if !org.Forms.Hosted {
		return nil, badge.ErrNotFound
	}
	if c.State != badge.CredentialIssued { // there is no word for suspended
		gone, err := ob2.Assertion{ID: i.names.Hosted("b", string(code)), Revoked: true, RevocationReason: c.Reason}.Marshal()
		if err != nil {
			return nil, err
		}
		return gone, badge.ErrGone
	}
	a, err := assertion(i.names, c)
	if err != nil {
		return nil, fmt.Errorf("assertion of %s: %w", code, err)
	}
	return a.Marshal()
}

// assertion tells a stored credential in the words of Open Badges 2.0. The
// hash of the address, with its salt, is the one in the credential.
func assertion(n Names, c badge.Credential) (ob2.Assertion, error) {
	doc, err := vc.Decode(c.Signed)
	if err != nil {
		return ob2.Assertion{}, err
	}
	v, err := openbadge.Read(doc)
	if err != nil {
		return ob2.Assertion{}, err
	}
	revision, ours := strings.CutPrefix(v.AchievementID, n.Achievement(""))
	if v.ID != n.Badge(c.Code) || !ours {
		return ob2.Assertion{}, fmt.Errorf("the document kept here is the document of %s", v.ID)
	}
	a := ob2.Assertion{
		ID: n.Hosted("b", string(c.Code)), Badge: ob2.BadgeClass{ID: n.Hosted("a", revision)}, Verification: ob2.Verification{Type: ob2.HostedBadge},
		IssuedOn: v.ValidFrom, Expires: v.ValidUntil, Narrative: v.Narrative, Image: ob2.Image{ID: n.Badge(c.Code) + ".png?v=2", Caption: v.ImageCaption},
	}
	for _, who := range v.Recipient.Identifier {
		if who.Hashed && who.IdentityType == "emailAddress" {
			a.Recipient = ob2.IdentityObject{Type: "email", Identity: who.IdentityHash, Hashed: true, Salt: who.Salt}
		}
	}
	for _, e := range v.Evidence {
		a.Evidence = append(a.Evidence, ob2.Evidence{ID: e.ID, Name: e.Name, Description: e.Description, Narrative: e.Narrative, Genre: e.Genre, Audience: e.Audience})
	}
	return a, nil
}

// BadgeClass is an achievement in the wording of one revision, which never
// changes, in Open Badges 2.0. Errors: those of Assertion without badge.ErrGone.
func (i *Issuer) BadgeClass(ctx context.Context, revision badge.RevisionID) ([]byte, error) {
	var a badge.Achievement
	var org badge.Organization
	err := i.db.Read(ctx, func(tx *store.Tx) (err error) {
		if a, err = tx.PublicAchievement(ctx, revision); err != nil {
			return err
		}
		org, err = tx.Org(a.OrgID).Organization(ctx)
		return err
	})
	if err == nil && !org.Forms.Hosted {
		err = badge.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	r := a.Revision
	return ob2.BadgeClass{
		ID: i.names.Hosted("a", string(r.ID)), Name: r.Name, Description: r.Description, Tags: r.Tags,
		Image:    ob2.Image{ID: i.names.Picture(r.Picture), Caption: r.Name},
		Criteria: ob2.Criteria{ID: i.names.Achievement(r.ID), Narrative: r.Criteria},
		Issuer:   ob2.Profile{ID: i.names.Hosted("o", org.Slug)},
	}.Marshal()
}

// HostedIssuer is an organization in Open Badges 2.0, as it speaks of itself
// now: an issuer has one id there, whatever it was called when. Errors: those
// of BadgeClass.
func (i *Issuer) HostedIssuer(ctx context.Context, slug string) ([]byte, error) {
	var org badge.Organization
	err := i.db.Read(ctx, func(tx *store.Tx) (err error) {
		org, err = tx.PublicOrganization(ctx, slug)
		return err
	})
	if err == nil && !org.Forms.Hosted {
		err = badge.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	p := ob2.Profile{ID: i.names.Hosted("o", slug), Name: org.Name, URL: org.URL, Email: string(org.Email), Description: org.Description}
	if org.Logo != "" {
		p.Image = ob2.Image{ID: i.names.Picture(org.Logo), Caption: org.Name}
	}
	return p.Marshal()
}
