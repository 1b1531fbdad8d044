// Package verify is the stranger's room: named checks and a report. Documents
// come in, ours or anybody's, with nothing believed about them; what comes out
// says of each check whether it passed, failed, warns or cannot tell. Our own
// are verified from the very bytes that we serve, by the same code.
package verify

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"laurel/internal/locale"

	"laurel/internal/badge"
	"laurel/internal/fetch"
	"laurel/internal/store"
	"laurel/openbadge"
	"laurel/openbadge/bake"
	"laurel/openbadge/ob2"
	"laurel/vc"
	"laurel/vc/did"
)

// Verifier checks documents. Make it with New.
type Verifier struct {
	db        *store.DB
	client    *fetch.Client
	publicURL string
	served    func(ctx context.Context, path string) ([]byte, error)
	now       func() time.Time
	lists     listCache
}

// New returns the room. served gives the bytes that this installation serves
// at a path below its public address (documents of organizations and of Open
// Badges 2.0; badge.ErrGone beside one that says it was revoked), so that
// nothing of ours is fetched.
func New(db *store.DB, client *fetch.Client, publicURL string, served func(ctx context.Context, path string) ([]byte, error), now func() time.Time) *Verifier {
	return &Verifier{db: db, client: client, publicURL: strings.TrimSuffix(publicURL, "/"), served: served, now: now, lists: listCache{kept: map[[32]byte]vc.Object{}}}
}

// NewStranger returns a verifier without an installation: it knows no badge of
// its own and reads everything from where it is published.
func NewStranger(client *fetch.Client, now func() time.Time) *Verifier {
	return &Verifier{client: client, now: now, lists: listCache{kept: map[[32]byte]vc.Object{}}}
}

// Stored is a credential of this installation with its report.
type Stored struct {
	Report
	Credential   badge.Credential
	Organization badge.Organization
	Revision     badge.Revision // what its organization says in other languages; not what was signed
}

// Stored verifies the credential at a code from the bytes as they were
// signed, never rebuilt from rows. Errors: badge.ErrNotFound.
func (v *Verifier) Stored(ctx context.Context, code badge.Code) (s Stored, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err = v.db.Read(ctx, func(tx *store.Tx) (err error) {
		if s.Credential, err = tx.PublicCredential(ctx, code); err != nil {
			return err
		}
		otx := tx.Org(s.Credential.OrgID)
		if s.Organization, err = otx.Organization(ctx); err != nil {
			return err
		}
		a, err := otx.AchievementAt(ctx, s.Credential.RevisionID)
		s.Revision = a.Revision
		return err
	})
	if err != nil {
		return s, err
	}
	credential, err := open(s.Credential.Signed)
	if err != nil {
		s.Report = v.refused(unreadable(err))
		return s, nil
	}
	s.Report = v.inquire().credential(ctx, credential)
	if s.Shown && s.View.ID != v.publicURL+"/b/"+string(code) {
		s.Report = v.refused(says("The document kept under this address is the document of another address."))
	}
	if address, _ := did.WebURL(s.Issuer); s.Shown && !strings.HasPrefix(address, v.publicURL+"/") {
		s.Report = v.refused(says("The document kept under this address was issued by somebody else."))
	}
	return s, nil
}

// Document verifies what somebody handed in: JSON, a compact JWT, a PNG or SVG
// picture with a badge baked in, of Open Badges 3.0 or 2.0, or a PDF that one is
// attached to. Errors:
// *badge.Invalid when there is no badge in it.
func (v *Verifier) Document(ctx context.Context, data []byte) (Report, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return v.inquire().handedIn(ctx, data)
}

func (q *inquiry) handedIn(ctx context.Context, data []byte) (Report, error) {
	if isPDF(data) {
		return q.printed(ctx, data)
	}
	payload, err := extract(data)
	if err != nil {
		return Report{}, err
	}
	if payload.Form == bake.URL {
		return q.hosted(ctx, string(payload.Data)), nil
	}
	return q.report(ctx, payload.Data), nil
}

// Address verifies the badge at a web address, ours or anybody's. Errors:
// *badge.Invalid when nothing can be read there.
func (v *Verifier) Address(ctx context.Context, typed string) (Report, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	typed = strings.TrimSpace(typed)
	if code, ok := v.OwnCode(typed); ok {
		s, err := v.Stored(ctx, code)
		if errors.Is(err, badge.ErrNotFound) {
			return Report{}, NoBadge()
		}
		return s.Report, err
	}
	if !strings.Contains(typed, "://") {
		typed = "https://" + typed
	}
	q := v.inquire()
	body, err := q.get(ctx, typed, accepted)
	if answered(err) == http.StatusGone { // which is how badges of Open Badges 2.0 are revoked
		return q.hosted(ctx, typed), nil
	}
	if _, read := errors.AsType[*fetch.Error](err); err != nil && !read {
		return Report{}, badge.Refuse("address", "There is no badge at this address.")
	}
	if err != nil {
		return Report{}, badge.Refuse("address", err.Error())
	}
	report, err := q.handedIn(ctx, body)
	report.Source = body
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		return report, badge.Refuse("address", "There is something at this address, but: "+invalid.Fields["document"])
	}
	return report, err
}

// NoBadge is the refusal of an address of ours at which there is no badge, or
// none that its reader may see.
func NoBadge() error {
	return badge.Refuse("address", "There is no badge at this address. Check the twelve characters at its end.")
}

// OwnCode tells whether an address, or a bare code, names a badge of this
// installation.
func (v *Verifier) OwnCode(typed string) (badge.Code, bool) {
	if v.db == nil {
		return "", false
	}
	if rest, ok := strings.CutPrefix(typed, v.publicURL+"/b/"); ok {
		rest, _, _ = strings.Cut(rest, "?")
		rest, _, _ = strings.Cut(rest, ".")
		return badge.ParseCode(strings.Trim(rest, "/"))
	}
	return badge.ParseCode(typed)
}

// report runs the checks in order. A document whose signature does not hold is
// not looked into any further.
func (q *inquiry) report(ctx context.Context, document []byte) Report {
	if _, err := ob2.Unverified(string(document)); err == nil {
		return q.signed(ctx, string(document))
	}
	s, err := open(document)
	if err != nil {
		return q.refused(unreadable(err))
	}
	if s.token == nil && ob2.IsAssertion(s.doc) {
		return q.unsealed(ctx, s.doc)
	}
	return q.credential(ctx, s)
}

// credential reports on a badge of Open Badges 3.0.
func (q *inquiry) credential(ctx context.Context, s secured) Report {
	r := Report{CheckedAt: q.at}
	signature, issuer, key := q.checkSignature(ctx, s)
	r.Checks = append(r.Checks, signature, issuer)
	if signature.Result != Pass || issuer.Result == Fail {
		r.sumUp(Invalid)
		return r
	}
	s, key, refresh := q.newest(ctx, s, key)
	r.Checks = append(r.Checks, refresh...)
	view, err := openbadge.Read(s.doc)
	if err != nil {
		r.Checks = append(r.Checks, Check{checkShape, Fail, says("Somebody signed this, but it is not an Open Badges 3.0 badge."), ""})
		r.Verdict = Invalid
		return r
	}
	r.View, r.Document, r.Shown, r.Issuer, r.Domain = view, s.document, true, key.issuer, key.domain
	status := q.checkStatusOf(ctx, s.doc, key)
	r.Checks = append(r.Checks, checkPeriod(view.ValidFrom, view.ValidUntil, q.at), status.Check, checkShapeOf(openbadge.Check(s.doc), "Open Badges 3.0"))
	r.Checks = append(r.Checks, checkOneSubject(view.OtherSubjects)...)
	r.Checks = append(r.Checks, q.checkEndorsements(ctx, s.doc)...)
	r.sumUp(status.verdict)
	return r
}

func unreadable(err error) locale.Sentence {
	why := reason(err)
	if why == "" {
		return says("This is not a document that can be verified.")
	}
	return says("This is not a document that can be verified: %s.", why)
}

// refused is the report on something that is no credential at all.
func (v *Verifier) refused(sentence locale.Sentence) Report {
	return Report{Verdict: Invalid, CheckedAt: v.now(), Checks: []Check{{checkSignature, Fail, sentence, ""}}}
}
