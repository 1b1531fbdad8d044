package issuance

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"laurel/internal/badge"
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
	achievement badge.Achievement // in the wording of its revision
	signer      signer
	list        badge.StatusList
	now         time.Time
	templates   *templates
}

// compose makes the document of one award, with everything but its signature
// value, and refuses what we would not accept from others. Pure.
func compose(ctx context.Context, s setting, d draft) (badge.Credential, error) {
	r := s.achievement.Revision
	c := badge.Credential{
		ID: d.id, OrgID: s.org.ID, Code: d.code, AwardID: d.award.ID, BatchID: d.award.BatchID,
		AchievementID: s.achievement.ID, RevisionID: r.ID, Name: d.award.Name, Email: d.award.Email, ExternalNumber: d.award.ExternalNumber,
		IssuedOn: d.award.IssuedOn, ExpiresOn: d.award.ExpiresOn, ListID: s.list.ID, Index: d.index, KeyID: s.signer.key.ID, PreparedAt: s.now,
	}
	if c.ExpiresOn.IsZero() {
		c.ExpiresOn = r.Validity.Expires(c.IssuedOn)
	}
	unsigned, err := document(s, d, c).Marshal()
	if err != nil {
		return c, err
	}
	c.Prepared, err = proof.Prepare(unsigned, proof.Options{VerificationMethod: s.signer.method, Created: s.now})
	if err != nil {
		return c, err
	}
	o, err := vc.Decode(c.Prepared)
	if err != nil {
		return c, err
	}
	if faults := openbadge.Check(o); len(faults) > 0 {
		return c, fmt.Errorf("%s: %s", faults[0].Pointer, faults[0].Message)
	}
	// What cannot be signed must not be recorded: it would wait for ever, and
	// keep the rows beside it from being issued.
	_, _, err = s.templates.message(ctx, c.Prepared)
	return c, err
}

// document tells an award in the words of Open Badges 3.0. The address is
// hashed with a salt of its own, so that two credentials of one person share
// no value but the name.
func document(s setting, d draft, c badge.Credential) openbadge.Credential {
	r := s.achievement.Revision
	doc := openbadge.Credential{
		ID: s.names.Badge(c.Code), Name: r.Name, Issuer: profile(s.names, s.org, s.signer.did),
		ValidFrom: c.ValidFrom(), ValidUntil: c.ValidUntil(),
		Subject: openbadge.AchievementSubject{
			ID: d.subject, LicenseNumber: c.ExternalNumber, Narrative: d.award.Narrative,
			Identifier:  []openbadge.IdentityObject{openbadge.HashedEmail(string(c.Email), d.salt), openbadge.PlainName(c.Name)},
			Achievement: achievement(s.names, s.achievement),
		},
	}
	if s.list.Kind == badge.ListPlain {
		doc.RevocationList = s.names.Revocations(s.org.Slug, s.list.Number)
	} else {
		list := s.names.List(s.org.Slug, s.list.Number)
		doc.Status = &statuslist.Entry{ID: fmt.Sprintf("%s#%d", list, d.index), Purpose: "revocation", Index: d.index, List: list}
	}
	if d.award.Evidence != "" {
		doc.Evidence = []openbadge.Evidence{{ID: d.award.Evidence}}
	}
	return doc
}

func profile(n Names, org badge.Organization, id string) openbadge.Profile {
	p := openbadge.Profile{ID: id, Name: org.Name, URL: org.URL, Email: string(org.Email), Description: org.Description}
	if org.Logo != "" {
		p.Image = openbadge.Image{ID: n.Picture(org.Logo), Caption: org.Name}
	}
	return p
}

func achievement(n Names, a badge.Achievement) openbadge.Achievement {
	r := a.Revision
	return openbadge.Achievement{
		ID: n.Achievement(r.ID), AchievementType: "Badge", Name: r.Name, Description: r.Description,
		Criteria: openbadge.Criteria{Narrative: r.Criteria}, Tag: r.Tags,
		Image: openbadge.Image{ID: n.Picture(r.Picture), Caption: r.Name},
	}
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
