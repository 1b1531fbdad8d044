package issuance

import (
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"laurel/internal/badge"
	"laurel/internal/store"
	"laurel/openbadge"
	"laurel/vc"
	"laurel/vc/proof"
	"laurel/vc/statuslist"
)

// draft is one award with everything that was drawn for its credential.
type draft struct {
	award   badge.Award
	id      badge.CredentialID
	code    badge.Code
	subject string // urn:uuid:…, of this credential alone
	salt    string
	index   int
}

// setting is what all drafts of a chunk have in common.
type setting struct {
	names       Names
	org         badge.Organization
	parent      badge.Organization // whose department it is; zero: none
	achievement badge.Achievement  // in the wording of its revision
	signer      signer
	list        badge.StatusList
	listName    string
	now         time.Time
	shapes      *shapes // nil: templates are stopped
}

// entry names an index of the status list; a plain list has none to name.
func (s *setting) entry(index int) string {
	if s.list.Kind == badge.ListPlain {
		return s.listName
	}
	return s.listName + "#" + strconv.Itoa(index)
}

// compose makes the document of one award, with everything but its signature
// value, and what is to be signed. It refuses what we would not accept from
// others. Pure.
//
// Documents of one shape are written by a template after the first one. What
// openbadge.Check says of them it said of the first: they differ in what we
// write ourselves in one form (addresses, dates, hashes, numbers), in their
// dates, which are compared here, and in free text, which it does not judge.
// An address of evidence it does judge, so those documents are checked each.
// So are those whose turn it is, and they are composed both ways.
func compose(ctx context.Context, s *setting, d *draft, turn bool) (badge.Credential, recorded, error) {
	c := s.credential(d)
	if s.shapes == nil {
		err := s.whole(ctx, d, &c)
		if err != nil {
			return c, recorded{}, err
		}
		message, err := proof.Message(ctx, c.Prepared)
		return c, recorded{message: message}, err
	}
	made := s.shapes.of(shapeOf(d, &c))
	first := false
	var err error
	made.once.Do(func() {
		if first, err = true, s.whole(ctx, d, &c); err == nil && orderly(&c) {
			made.template, _ = newTemplate(ctx, c.Prepared) // without one, each is composed whole
		}
	})
	if err != nil {
		return c, recorded{}, err
	}
	if made.template != nil && orderly(&c) {
		prepared, message, ok := made.write(s, d, &c)
		if ok && (first || turn || d.award.Evidence != "") {
			if err = s.whole(ctx, d, &c); err == nil {
				err = same(prepared, c.Prepared)
			}
		}
		if ok || err != nil {
			c.Prepared = prepared
			return c, recorded{message, made.template}, err
		}
	}
	// What cannot be signed must not be recorded: it would wait for ever, and
	// keep the rows beside it from being issued.
	if !first {
		if err := s.whole(ctx, d, &c); err != nil {
			return c, recorded{}, err
		}
	}
	message, err := proof.Message(ctx, c.Prepared)
	return c, recorded{message: message}, err
}

// orderly tells whether nothing about the varying parts of a document needs a judge.
func orderly(c *badge.Credential) bool {
	return strings.TrimSpace(c.Name) != "" && !c.IssuedOn.IsZero() && c.IssuedOn.Year() > 0 && c.IssuedOn.Year() < 9999 &&
		(c.ExpiresOn.IsZero() || c.ExpiresOn.After(c.IssuedOn) && c.ExpiresOn.Year() < 9999)
}

// credential is what the ledger knows of a draft.
func (s *setting) credential(d *draft) badge.Credential {
	r := s.achievement.Revision
	c := badge.Credential{
		ID: d.id, OrgID: s.org.ID, Code: d.code, BatchID: d.award.BatchID, Row: d.award.Row,
		AchievementID: s.achievement.ID, RevisionID: r.ID, Name: d.award.Name, Email: d.award.Email, ExternalNumber: d.award.ExternalNumber, Language: d.award.Language,
		IssuedOn: d.award.IssuedOn, ExpiresOn: d.award.ExpiresOn, ListID: s.list.ID, Index: d.index, KeyID: s.signer.key.ID,
		State: badge.CredentialPrepared, PreparedAt: s.now,
	}
	if c.ExpiresOn.IsZero() {
		c.ExpiresOn = r.Validity.Expires(c.IssuedOn)
	}
	return c
}

// whole composes a document from the award alone and checks it.
func (s *setting) whole(ctx context.Context, d *draft, c *badge.Credential) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	unsigned, err := document(s, d, c).Marshal()
	if err != nil {
		return err
	}
	c.Prepared, err = proof.Prepare(unsigned, proof.Options{VerificationMethod: s.signer.method, Created: s.now})
	if err != nil {
		return err
	}
	o, err := vc.Decode(c.Prepared)
	if err != nil {
		return err
	}
	if faults := openbadge.Check(o); len(faults) > 0 {
		return fmt.Errorf("%s: %s", faults[0].Pointer, faults[0].Message)
	}
	return nil
}

// document tells an award in the words of Open Badges 3.0. The address is
// hashed with a salt of its own, so that two credentials of one person share
// no value but the name.
func document(s *setting, d *draft, c *badge.Credential) openbadge.Credential {
	r := s.achievement.Revision
	doc := openbadge.Credential{
		ID: s.names.Badge(c.Code), Name: r.Name, Issuer: profile(s.names, s.org, s.parent, s.signer.did),
		ValidFrom: c.ValidFrom(), ValidUntil: c.ValidUntil(),
		Subject: openbadge.AchievementSubject{
			ID: d.subject, LicenseNumber: c.ExternalNumber, Narrative: d.award.Narrative,
			Identifier:  []openbadge.IdentityObject{openbadge.HashedEmail(string(c.Email), d.salt), openbadge.PlainName(c.Name)},
			Achievement: achievement(s.names, s.achievement),
		},
	}
	if s.list.Kind == badge.ListPlain {
		doc.RevocationList = s.listName
	} else {
		doc.Status = &statuslist.Entry{ID: s.entry(d.index), Purpose: purposeOf(s.list.Kind), Index: d.index, List: s.listName}
	}
	if d.award.Evidence+d.award.EvidenceText != "" {
		doc.Evidence = []openbadge.Evidence{{ID: d.award.Evidence, Narrative: d.award.EvidenceText}}
	}
	return doc
}

// profile is who issues. A department names whose it is (Open Badges 3.0,
// Profile.parentOrg), by the identifier that its parent signs with.
func profile(n Names, org, parent badge.Organization, id string) openbadge.Profile {
	a := org.Address
	p := openbadge.Profile{
		ID: id, Name: org.Name, URL: org.URL, Email: string(org.Email), Description: org.Description,
		Address: openbadge.Address{CountryCode: a.Country, Region: a.Region, Locality: a.Locality, StreetAddress: a.Street, PostalCode: a.PostalCode},
	}
	if org.Logo != "" {
		p.Image = openbadge.Image{ID: n.Picture(org.Logo), Caption: org.Name}
	}
	if parent.ID != "" {
		if of, err := n.DID(parent.Slug); err == nil { // NewNames has made sure that there is one
			p.ParentOrg = &openbadge.Profile{ID: of, Name: parent.Name, URL: parent.URL}
		}
	}
	return p
}

// maySign finds who signs, and whose department they are. Errors:
// badge.ErrSuspended.
func maySign(ctx context.Context, otx *store.OrgTx) (org, parent badge.Organization, err error) {
	if org, err = otx.Organization(ctx); err != nil {
		return org, parent, err
	}
	if !org.SuspendedAt.IsZero() {
		return org, parent, badge.ErrSuspended
	}
	if org.ParentID != "" {
		parent, err = otx.Org(org.ParentID).Organization(ctx)
	}
	return org, parent, err
}

// achievement tells a wording in the words of Open Badges 3.0. It is the same
// in everything issued from that wording.
func achievement(n Names, a badge.Achievement) openbadge.Achievement {
	r := a.Revision
	o := openbadge.Achievement{
		ID: n.Achievement(r.ID), AchievementType: cmp.Or(r.Type, "Badge"), Name: r.Name, Description: r.Description,
		Criteria: openbadge.Criteria{Narrative: r.Criteria}, Tag: r.Tags, CreditsAvailable: r.Credits, FieldOfStudy: r.FieldOfStudy, InLanguage: r.Language,
		Image: openbadge.Image{ID: n.Picture(r.Picture), Caption: cmp.Or(r.Alt, r.Name)},
	}
	if r.Creator != (badge.Creator{}) {
		o.Creator = &openbadge.Profile{ID: r.Creator.URL, Name: r.Creator.Name, URL: r.Creator.URL}
	}
	for _, s := range r.Alignments {
		o.Alignment = append(o.Alignment, openbadge.Alignment{TargetName: s.Name, TargetURL: s.URL, TargetFramework: s.Framework, TargetCode: s.Code})
	}
	return o
}

// draw fills in what is random about a credential.
func draw(random io.Reader, a badge.Award) (d draft, err error) {
	d.award, d.id = a, badge.NewID[badge.CredentialID]() // one after the other, so that lists keep the order of the file
	if d.code, err = badge.NewCode(random); err != nil {
		return d, err
	}
	subject, err := uuid.NewRandomFromReader(random)
	if err != nil {
		return d, err
	}
	d.subject = subject.URN()
	var salt [16]byte
	if _, err := io.ReadFull(random, salt[:]); err != nil {
		return d, err
	}
	d.salt = hex.EncodeToString(salt[:])
	return d, nil
}
