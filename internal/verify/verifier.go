// Package verify is the stranger's room: named checks and a report. Documents
// come in, ours or anybody's, with nothing believed about them; what comes out
// says of each check whether it passed, failed, warns or cannot tell. Our own
// are verified from the very bytes that we serve, by the same code.
package verify

import (
	"bytes"
	"context"
	"crypto"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"laurel/internal/badge"
	"laurel/internal/fetch"
	"laurel/internal/store"
	"laurel/openbadge"
	"laurel/openbadge/bake"
	"laurel/vc"
	"laurel/vc/did"
	"laurel/vc/statuslist"
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
// at a path below its public address (DID documents and status lists), so
// that nothing of ours is fetched.
func New(db *store.DB, client *fetch.Client, publicURL string, served func(ctx context.Context, path string) ([]byte, error), now func() time.Time) *Verifier {
	return &Verifier{db: db, client: client, publicURL: strings.TrimSuffix(publicURL, "/"), served: served, now: now, lists: listCache{kept: map[[32]byte]vc.Object{}}}
}

// NewStranger returns a verifier without an installation: it knows no badge of
// its own and reads everything from where it is published.
func NewStranger(client *fetch.Client, now func() time.Time) *Verifier {
	return &Verifier{client: client, now: now, lists: listCache{kept: map[[32]byte]vc.Object{}}}
}

// MaxInput is the largest document or picture that is looked at, in bytes.
const MaxInput = 4 << 20

// Stored is a credential of this installation with its report.
type Stored struct {
	Report
	Credential   badge.Credential
	Organization badge.Organization
}

// Stored verifies the credential at a code from the bytes as they were
// signed, never rebuilt from rows. Errors: badge.ErrNotFound.
func (v *Verifier) Stored(ctx context.Context, code badge.Code) (s Stored, err error) {
	err = v.db.Read(ctx, func(tx *store.Tx) (err error) {
		if s.Credential, err = tx.PublicCredential(ctx, code); err != nil {
			return err
		}
		s.Organization, err = tx.Org(s.Credential.OrgID).Organization(ctx)
		return err
	})
	if err != nil {
		return s, err
	}
	s.Report = v.report(ctx, s.Credential.Signed)
	if s.Shown && s.View.ID != v.publicURL+"/b/"+string(code) {
		s.Report = v.refused(s.Credential.Signed, "The document kept under this address is the document of another address.")
	}
	return s, nil
}

// Document verifies JSON or a picture with a badge baked in. Errors:
// *badge.Invalid when there is no credential in it.
func (v *Verifier) Document(ctx context.Context, data []byte) (Report, error) {
	document, err := extract(data)
	if err != nil {
		return Report{}, err
	}
	return v.report(ctx, document), nil
}

// extract finds the credential in what somebody handed in.
func extract(data []byte) ([]byte, error) {
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))
	switch {
	case len(data) == 0:
		return nil, badge.Refuse("document", "There is nothing in it. Choose a file, paste the badge's JSON, or give its address.")
	case len(data) > MaxInput:
		return nil, badge.Refuse("document", "This is larger than 4 MB. A badge is much smaller.")
	case bytes.HasPrefix(data, []byte("\x89PNG")):
		document, err := bake.ExtractPNG(data)
		if err != nil {
			return nil, badge.Refuse("document", "This picture holds no badge that can be read: "+err.Error()+". Programs that shrink pictures often strip it; ask for the badge's address or its JSON file.")
		}
		return document, nil
	case data[0] == '{':
		return data, nil
	case bytes.HasPrefix(data, []byte("<svg")), bytes.HasPrefix(data, []byte("<?xml")):
		return nil, badge.Refuse("document", "SVG badges cannot be read here yet. Use the badge's PNG, its JSON or its address.")
	case bytes.HasPrefix(data, []byte("eyJ")):
		return nil, badge.Refuse("document", "Badges in JWT form cannot be read here yet. Use the badge's PNG, its JSON or its address.")
	}
	return nil, badge.Refuse("document", "This is neither a badge in JSON form nor a PNG picture with a badge in it.")
}

// Address verifies the badge at a web address, ours or anybody's. Errors:
// *badge.Invalid when nothing can be read there.
func (v *Verifier) Address(ctx context.Context, typed string) (Report, error) {
	typed = strings.TrimSpace(typed)
	if code, ok := v.OwnCode(typed); ok {
		s, err := v.Stored(ctx, code)
		if errors.Is(err, badge.ErrNotFound) {
			return Report{}, badge.Refuse("address", "There is no badge at this address. Check the twelve characters at its end.")
		}
		return s.Report, err
	}
	if !strings.Contains(typed, "://") {
		typed = "https://" + typed
	}
	response, err := v.client.Get(ctx, typed, "application/vc+ld+json, application/ld+json, application/json;q=0.9, image/png;q=0.8")
	if err != nil {
		return Report{}, badge.Refuse("address", err.Error())
	}
	report, err := v.Document(ctx, response.Body)
	if invalid, ok := errors.AsType[*badge.Invalid](err); ok {
		return report, badge.Refuse("address", "There is something at this address, but: "+invalid.Fields["document"])
	}
	return report, err
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

// get reads a DID document or a status list, our own without any request.
func (v *Verifier) get(ctx context.Context, address, accept string) ([]byte, error) {
	if path, ok := strings.CutPrefix(address, v.publicURL+"/"); ok && v.db != nil {
		return v.served(ctx, "/"+path)
	}
	response, err := v.client.Get(ctx, address, accept)
	if err != nil {
		return nil, err
	}
	return response.Body, nil
}

// report runs the checks in order. A document whose signature does not hold is
// not looked into any further.
func (v *Verifier) report(ctx context.Context, document []byte) Report {
	r := Report{CheckedAt: v.now(), Document: document}
	doc, err := vc.Decode(document)
	if err != nil {
		return v.refused(document, "This is not a document that can be verified: "+err.Error()+".")
	}
	signature, issuer, key := v.checkSignature(ctx, doc)
	r.Checks = append(r.Checks, signature, issuer)
	r.Issuer, r.Domain = key.did, key.domain
	if signature.Result != Pass || issuer.Result == Fail {
		r.Verdict = verdict(r.Checks, r.View, r.CheckedAt)
		return r
	}
	view, err := openbadge.Read(doc)
	if err != nil {
		r.Checks = append(r.Checks, Check{checkShape, Fail, "Somebody signed this, but it is not an Open Badges 3.0 badge.", err.Error()})
		r.Verdict = Invalid
		return r
	}
	r.View, r.Shown = view, true
	r.Checks = append(r.Checks, checkDatesOf(view, r.CheckedAt), v.checkStatusOf(ctx, doc, key), checkShapeOf(doc))
	r.Verdict = verdict(r.Checks, view, r.CheckedAt)
	return r
}

// refused is the report on something that is no credential at all.
func (v *Verifier) refused(document []byte, sentence string) Report {
	return Report{Verdict: Invalid, CheckedAt: v.now(), Document: document, Checks: []Check{{checkSignature, Fail, sentence, ""}}}
}

// listCache keeps status lists whose proof was verified, under the hash of
// their bytes, the issuer and the key: the same bytes need not be verified twice.
type listCache struct {
	mu   sync.Mutex
	kept map[[32]byte]vc.Object
}

const maxLists = 64

func listKey(body []byte, issuer string, public crypto.PublicKey) [32]byte {
	name, _ := did.EncodeJWK(public) // package did gave us the key and can write it
	return sha256.Sum256(slices.Concat([]byte(issuer), []byte{0}, name, []byte{0}, body))
}

func (c *listCache) get(key [32]byte) (vc.Object, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	o, ok := c.kept[key]
	return o, ok
}

func (c *listCache) put(key [32]byte, o vc.Object) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.kept) >= maxLists {
		clear(c.kept)
	}
	c.kept[key] = o
}

// statusOf is the entry of a document, if it has one.
func statusOf(doc vc.Object) (e statuslist.Entry, there bool, err error) {
	value, there := doc["credentialStatus"]
	if !there {
		return e, false, nil
	}
	entries := vc.Objects(value)
	if len(entries) != 1 {
		return e, true, fmt.Errorf("%w: %d status entries", statuslist.ErrUnknownType, len(entries))
	}
	e, err = statuslist.ParseEntry(entries[0])
	return e, true, err
}

// domainOf is the host that vouches for a did:web.
func domainOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
