package verify

import (
	"context"
	"errors"
	"fmt"

	"laurel/openbadge"
	"laurel/openbadge/ob2"
	"laurel/vc"
)

const (
	hostedJSON  = "application/ld+json, application/json;q=0.9"
	standardOB2 = "Open Badges 2.0"
)

// assertion is a badge of Open Badges 2.0 with the documents that it names, all
// of them read from where they are published, for only there do they count.
type assertion struct {
	ob2.Assertion
	doc    vc.Object // of the assertion
	class  ob2.BadgeClass
	issuer ob2.Profile
}

// unsealed reports on an assertion in JSON form, which is no proof of itself.
func (q *inquiry) unsealed(ctx context.Context, doc vc.Object) Report {
	r := Report{CheckedAt: q.at}
	a, err := ob2.ReadAssertion(doc)
	if err == nil && a.Verification.Type != ob2.HostedBadge {
		err = errors.New("it does not say that its address answers for it (HostedBadge), and there is no signature around it")
	}
	if verify := vc.Objects(doc["verify"]); a.ID == "" && len(verify) > 0 {
		a.ID = vc.String(verify[0], "url") // as 1.0 had it
	}
	if err == nil && hostOf(a.ID) == "" {
		err = fmt.Errorf("its id %q is no web address that could be asked", a.ID)
	}
	if err != nil {
		return r.settle(Check{checkSignature, Fail, says("Nobody answers for this badge: it is neither signed nor published at an address."), reason(err)})
	}
	return q.hosted(ctx, a.ID)
}

// hosted reports on an assertion that is verified by asking its address: what
// that answers is the badge, whatever was handed in (Open Badges 2.0, section
// HostedBadge Verification).
func (q *inquiry) hosted(ctx context.Context, id string) Report {
	r := Report{CheckedAt: q.at}
	body, err := q.get(ctx, id, hostedJSON)
	status := answered(err)
	if status == 0 {
		return r.settle(Check{checkSignature, Unknown, says("Its address could not be asked, so nobody can tell whether this badge is genuine. Try again later."), reason(err)})
	}
	var a assertion
	if a.Assertion, err = ob2.ReadHosted(id, status, body); err != nil {
		return r.settle(Check{checkSignature, Unknown, says("Its address does not answer with this badge, so nobody can tell whether it is genuine."), fmt.Sprintf("it answered %d: %s", status, reason(err))})
	}
	if a.Revoked {
		return r.settle(Check{checkSignature, Pass, says("Its address answers for it."), "hosted"}, Check{checkStatus, Fail, says("The issuer has revoked it."), join(id, a.RevocationReason)})
	}
	a.doc, _ = vc.Decode(body) // ReadHosted has decoded it before
	published := Check{checkSignature, Pass, says("Its address answers with this badge, as it is shown here."), "hosted"}
	if missing, err := q.complete(ctx, &a, false); err != nil {
		return r.settle(published, noIssuer(missing, err))
	}
	for _, address := range []string{a.ID, a.class.ID} {
		if err := a.issuer.Hosts(address); err != nil {
			return r.settle(published, Check{checkIssuer, Fail, says("It is published where the issuer it names does not publish badges."), reason(err)})
		}
	}
	if err := a.issuer.Hosts(q.final(id)); err != nil { // a redirect that anybody could have made
		return r.settle(published, Check{checkIssuer, Unknown, says("Its address leads to a place for which the issuer it names does not vouch."), reason(err)})
	}
	r.showAssertion(a)
	r.Document = body
	return r.settle(published, a.atHome(), checkPeriod(a.IssuedOn, a.Expires, q.at), Check{checkStatus, Pass, says("Not revoked."), id}, checkShapeOf(ob2.Check(a.doc), standardOB2))
}

// complete reads the badge class and the issuer of an assertion from their own
// addresses. embedded lets the class that stands in the assertion count, which
// is right when the assertion is signed.
func (q *inquiry) complete(ctx context.Context, a *assertion, embedded bool) (missing string, err error) {
	a.class = a.Badge
	if !embedded || a.class.Name == "" {
		o, err := q.published(ctx, a.Badge.ID)
		if err == nil {
			a.class, err = ob2.ReadBadgeClass(o)
		}
		if err != nil {
			return "the badge class", err
		}
	}
	o, err := q.published(ctx, a.class.Issuer.ID)
	if err == nil {
		a.issuer, err = ob2.ReadProfile(o)
	}
	if err != nil {
		return "the issuer", err
	}
	return "", nil
}

// published reads a document that has to have its own address as its id, so
// that nobody speaks for another.
func (q *inquiry) published(ctx context.Context, address string) (vc.Object, error) {
	if hostOf(address) == "" {
		return nil, errNowhere
	}
	o, err := q.object(ctx, address, hostedJSON)
	if err != nil {
		return nil, err
	}
	if final := q.final(address); hostOf(final) != hostOf(address) {
		return nil, errMoved
	}
	if id := vc.String(o, "id"); id != address {
		return nil, errOther
	}
	return o, nil
}

// settle closes a report with its last checks.
func (r Report) settle(checks ...Check) Report {
	r.Checks = append(r.Checks, checks...)
	r.sumUp(Revoked)
	return r
}

func noIssuer(missing string, err error) Check {
	return Check{checkIssuer, Unknown, says("What its issuer publishes about this badge could not be had, so nobody can tell who issued it. Try again later."), join(missing, reason(err))}
}

// atHome is the check of an issuer whose documents stand where they should.
func (a assertion) atHome() Check {
	return Check{checkIssuer, Pass, says("It is vouched for by %s.", hostOf(a.issuer.ID)), a.issuer.ID}
}

// showAssertion opens the content of an assertion for showing.
func (r *Report) showAssertion(a assertion) {
	r.Shown, r.Issuer, r.Domain = true, a.issuer.ID, hostOf(a.issuer.ID)
	r.View = openbadge.View{
		ID: a.ID, Name: a.class.Name, Description: a.class.Description, AchievementID: a.class.ID, Tag: a.class.Tags, Version: a.class.Version,
		ImageURL: a.Image.ID, ImageCaption: a.Image.Caption, Criteria: openbadge.Criteria(a.class.Criteria),
		Issuer:    openbadge.IssuerView{ID: a.issuer.ID, Name: a.issuer.Name, URL: a.issuer.URL, ImageURL: a.issuer.Image.ID},
		ValidFrom: a.IssuedOn, ValidUntil: a.Expires, Narrative: a.Narrative,
	}
	if r.View.ImageURL == "" {
		r.View.ImageURL, r.View.ImageCaption = a.class.Image.ID, a.class.Image.Caption
	}
	if who := a.Recipient; who.Identity != "" {
		r.View.Recipient.Identifier = []openbadge.IdentityObject{{Hashed: who.Hashed, IdentityHash: who.Identity, IdentityType: who.Type, Salt: who.Salt}}
	}
	for _, e := range a.Evidence {
		r.View.Evidence = append(r.View.Evidence, openbadge.Evidence{ID: e.ID, Name: e.Name, Description: e.Description, Narrative: e.Narrative, Genre: e.Genre, Audience: e.Audience})
	}
	for _, l := range a.class.Alignment {
		r.View.Alignment = append(r.View.Alignment, openbadge.Alignment{
			TargetName: l.TargetName, TargetURL: l.TargetURL, TargetCode: l.TargetCode, TargetDescription: l.TargetDescription, TargetFramework: l.TargetFramework,
		})
	}
}
