package did

import (
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"laurel/vc"
)

// What keeps a document from giving a key. Errors of Document.Key wrap one of them.
var (
	ErrNoMethod       = errors.New("the document has no such verification method")
	ErrNotAsserting   = errors.New("the document does not allow this verification method to issue credentials (assertionMethod)")
	ErrRevoked        = errors.New("the verification method was revoked")
	ErrExpired        = errors.New("the verification method has expired")
	ErrUnsupportedKey = errors.New("the kind of key is not supported")
)

// Document is a controller document (Controlled Identifiers 1.0, section 2; DID Core 1.0, section 5), cut down to
// what issuing needs: who it is about, its verification methods, and which of them may assert.
type Document struct {
	ID              string
	Methods         []Method
	AssertionMethod []string // absolute ids of the methods that may sign credentials
}

// Method is one verification method (Controlled Identifiers 1.0, section 2.2).
type Method struct {
	ID         string           // absolute: the document's id, #, a name
	Controller string           // empty in a call of NewDocument means the document's id
	Key        crypto.PublicKey // nil when the method is of a kind that is not supported
	Expires    time.Time        // zero: never
	Revoked    time.Time        // zero: never
}

// NewDocument makes the document of an identifier whose methods may all sign credentials.
func NewDocument(id string, methods ...Method) *Document {
	d := &Document{ID: id}
	for _, m := range methods {
		if m.Controller == "" {
			m.Controller = id
		}
		d.Methods = append(d.Methods, m)
		d.AssertionMethod = append(d.AssertionMethod, m.ID)
	}
	return d
}

// The contexts of documents (DID Core 1.0, section 4.1).
const (
	contextDID      = "https://www.w3.org/ns/did/v1"
	contextMultikey = "https://w3id.org/security/multikey/v1"
	contextJWK      = "https://w3id.org/security/jwk/v1"
)

// MarshalJSON writes the document as application/did+json or application/did+ld+json: methods as Multikey, those
// with RSA keys as JsonWebKey, assertionMethod as absolute text, because some verifiers read only that form.
func (d *Document) MarshalJSON() ([]byte, error) {
	type method struct {
		ID         string          `json:"id"`
		Type       string          `json:"type"`
		Controller string          `json:"controller"`
		Multikey   string          `json:"publicKeyMultibase,omitempty"`
		JWK        json.RawMessage `json:"publicKeyJwk,omitempty"`
		Expires    string          `json:"expires,omitempty"`
		Revoked    string          `json:"revoked,omitempty"`
	}
	contexts := []string{contextDID, contextMultikey}
	methods := make([]method, 0, len(d.Methods))
	for _, m := range d.Methods {
		written := method{ID: m.ID, Type: "Multikey", Controller: m.Controller, Expires: stamp(m.Expires), Revoked: stamp(m.Revoked)}
		var err error
		if written.Multikey, err = Multikey(m.Key); err != nil {
			written.Type = "JsonWebKey"
			if written.JWK, err = EncodeJWK(m.Key); err != nil {
				return nil, fmt.Errorf("write %s: method %s: %w", d.ID, m.ID, err)
			}
			if !slices.Contains(contexts, contextJWK) {
				contexts = append(contexts, contextJWK)
			}
		}
		methods = append(methods, written)
	}
	return json.Marshal(struct {
		Context         []string `json:"@context"`
		ID              string   `json:"id"`
		Methods         []method `json:"verificationMethod"`
		AssertionMethod []string `json:"assertionMethod"`
	}{contexts, d.ID, methods, d.AssertionMethod})
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return vc.FormatTime(t)
}

// ParseDocument reads a document that was fetched for wantID and refuses one that is about somebody else (Controlled
// Identifiers 1.0, section 3.3). Methods may stand under verificationMethod or inside assertionMethod; relative
// names such as "#key-1" are completed. A method of an unknown kind does no harm until its key is asked for.
func ParseDocument(data []byte, wantID string) (*Document, error) {
	o, err := vc.Decode(data)
	if err != nil {
		return nil, err
	}
	if id := vc.String(o, "id"); id != wantID {
		return nil, fmt.Errorf("the document is about %q, not about %q", id, wantID)
	}
	d := &Document{ID: wantID}
	for _, m := range vc.Objects(o["verificationMethod"]) {
		if err := d.add(m); err != nil {
			return nil, err
		}
	}
	asserting, ok := o["assertionMethod"].([]any)
	if !ok && o["assertionMethod"] != nil {
		asserting = []any{o["assertionMethod"]}
	}
	for _, v := range asserting {
		if m, embedded := v.(vc.Object); embedded {
			if err := d.add(m); err != nil {
				return nil, err
			}
		}
		d.AssertionMethod = append(d.AssertionMethod, d.absolute(vc.ID(v)))
	}
	return d, nil
}

// maxMethods bounds how many keys of one document are read: a point on a curve costs a square root.
const maxMethods = 64

func (d *Document) add(o vc.Object) error {
	if len(d.Methods) == maxMethods {
		return fmt.Errorf("the document has more than %d verification methods", maxMethods)
	}
	m := Method{ID: d.absolute(vc.String(o, "id")), Controller: vc.String(o, "controller")}
	if slices.ContainsFunc(d.Methods, func(other Method) bool { return other.ID == m.ID }) {
		return fmt.Errorf("the document defines the verification method %q twice", m.ID)
	}
	var err error
	if m.Expires, err = vc.Moment(o, "expires"); err != nil {
		return fmt.Errorf("read the verification method %q: %w", m.ID, err)
	}
	if m.Revoked, err = vc.Moment(o, "revoked"); err != nil {
		return fmt.Errorf("read the verification method %q: %w", m.ID, err)
	}
	m.Key, err = readKey(o)
	switch {
	case errors.Is(err, ErrUnsupportedKey):
		m.Key = nil
	case err != nil:
		return fmt.Errorf("read the verification method %q: %w", m.ID, err)
	}
	d.Methods = append(d.Methods, m)
	return nil
}

func (d *Document) absolute(id string) string {
	if strings.HasPrefix(id, "#") {
		return d.ID + id
	}
	return id
}

// readKey reads the key of a Multikey, of a JsonWebKey, or of their forerunners with the same members:
// Ed25519VerificationKey2020 and JsonWebKey2020.
func readKey(o vc.Object) (crypto.PublicKey, error) {
	switch vc.String(o, "type") {
	case "Multikey":
		return ParseMultikey(vc.String(o, "publicKeyMultibase"))
	case "Ed25519VerificationKey2020":
		return DecodeKey(vc.String(o, "publicKeyMultibase"))
	case "JsonWebKey", "JsonWebKey2020":
		jwk, _ := o["publicKeyJwk"].(vc.Object)
		return readJWK(jwk)
	}
	return nil, ErrUnsupportedKey
}

// Key returns the key of a verification method that may sign credentials at the time now (Controlled Identifiers
// 1.0, section 3.3, with purpose assertionMethod): the method is in this document, controlled by its subject, listed
// under assertionMethod, neither revoked nor expired. Errors wrap ErrNoMethod, ErrNotAsserting, ErrRevoked,
// ErrExpired or ErrUnsupportedKey.
func (d *Document) Key(methodID string, now time.Time) (crypto.PublicKey, error) {
	i := slices.IndexFunc(d.Methods, func(m Method) bool { return m.ID == methodID })
	if i < 0 || !strings.HasPrefix(methodID, d.ID+"#") {
		return nil, fmt.Errorf("%w: %q", ErrNoMethod, methodID)
	}
	m := d.Methods[i]
	switch {
	case m.Controller != d.ID:
		return nil, fmt.Errorf("%w: %q is controlled by %q", ErrNotAsserting, methodID, m.Controller)
	case !slices.Contains(d.AssertionMethod, methodID):
		return nil, fmt.Errorf("%w: %q", ErrNotAsserting, methodID)
	case !m.Revoked.IsZero() && !now.Before(m.Revoked):
		return nil, fmt.Errorf("%w on %s", ErrRevoked, vc.FormatTime(m.Revoked))
	case !m.Expires.IsZero() && !now.Before(m.Expires):
		return nil, fmt.Errorf("%w on %s", ErrExpired, vc.FormatTime(m.Expires))
	case m.Key == nil:
		return nil, fmt.Errorf("%w: %q; Multikey and JsonWebKey with an Ed25519, P-256, P-384 or RSA key are", ErrUnsupportedKey, methodID)
	}
	return m.Key, nil
}
