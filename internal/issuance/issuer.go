// Package issuance is the room in which an award becomes a credential:
// composed, checked, recorded before signing, signed, verified with the public
// key alone, sealed. It also takes credentials back and publishes the status
// lists that say so. Everything it does can be done twice without harm.
package issuance

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"laurel/internal/badge"
	"laurel/internal/keyring"
	"laurel/internal/queue"
	"laurel/internal/store"
	"laurel/vc/did"
)

// Issuer signs and takes back. Make it with New.
type Issuer struct {
	db     *store.DB
	ring   *keyring.Ring
	queue  *queue.Queue
	names  Names
	now    func() time.Time
	random io.Reader
	log    *slog.Logger
	cores  int
	// turn lets one chunk at a time draw status indexes: chunks that draw from
	// one list together would only make each other start again.
	turn sync.Mutex
	// templatesStopped is set when a template was caught making another hash
	// than canonicalization does.
	templatesStopped atomic.Bool
	tokens           tokens
	templated        atomic.Uint64 // documents that templates had to do with
}

// New returns the room. publicURL is the configured address of this
// installation, http or https, without a path.
func New(db *store.DB, ring *keyring.Ring, q *queue.Queue, publicURL string, now func() time.Time, random io.Reader, log *slog.Logger) (*Issuer, error) {
	names, err := NewNames(publicURL)
	if err != nil {
		return nil, err
	}
	return &Issuer{db: db, ring: ring, queue: q, names: names, now: now, random: random, log: log, cores: runtime.GOMAXPROCS(0)}, nil
}

// Names gives everything that stands in signed documents its public address.
// They never change once something was signed.
type Names struct{ base *url.URL }

// NewNames checks a public address: it has to carry did:web identifiers that
// lead back to the very same address.
func NewNames(publicURL string) (Names, error) {
	u, err := url.Parse(publicURL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || strings.ContainsAny(publicURL, "?#") || strings.Trim(u.Path, "/") != "" {
		return Names{}, fmt.Errorf("the public address %q is not of the form https://badges.example.org", publicURL)
	}
	n := Names{&url.URL{Scheme: u.Scheme, Host: u.Host}}
	id, err := n.DID("organization")
	if err != nil {
		return Names{}, fmt.Errorf("the public address %q cannot be used: %w", publicURL, err)
	}
	found, err := did.WebURL(id)
	if err != nil {
		return Names{}, fmt.Errorf("the public address %q cannot be used: %w", publicURL, err)
	}
	if base, _, _ := strings.Cut(found, "/o/"); base != n.base.String() {
		return Names{}, fmt.Errorf("the public address %q has to be written as %s", publicURL, base)
	}
	return n, nil
}

func (n Names) at(parts ...string) string { return n.base.String() + "/" + strings.Join(parts, "/") }

// DID of an organization, did:web below the public address.
func (n Names) DID(slug string) (string, error) { return did.Web(n.base, "o", slug) }

// Badge page of a credential, which is also the id of the credential.
func (n Names) Badge(c badge.Code) string { return n.at("b", string(c)) }

// Achievement in the wording of one revision.
func (n Names) Achievement(r badge.RevisionID) string { return n.at("a", string(r)) }

// Picture kept under a hash.
func (n Names) Picture(hash string) string { return n.at("media", hash+".png") }

// List is a status list of an organization.
func (n Names) List(slug string, number int) string {
	return n.at("o", slug, "status", strconv.Itoa(number))
}

// Revocations is a plain list of revoked credentials of an organization.
func (n Names) Revocations(slug string, number int) string {
	return n.at("o", slug, "revocations", strconv.Itoa(number))
}

// Suspensions is a list of the suspended credentials of an organization.
func (n Names) Suspensions(slug string, number int) string {
	return n.at("o", slug, "suspensions", strconv.Itoa(number))
}

// listOf is the address of a list of any kind.
func (n Names) listOf(slug string, l badge.StatusList) string {
	switch l.Kind {
	case badge.ListPlain:
		return n.Revocations(slug, l.Number)
	case badge.ListSuspension:
		return n.Suspensions(slug, l.Number)
	}
	return n.List(slug, l.Number)
}

// Key is where one public key of an organization stands alone.
func (n Names) Key(slug string, number int) string {
	return n.at("o", slug, "keys", strconv.Itoa(number))
}

// KeyName is the verification method of a key within an organization's DID document.
func KeyName(did string, number int) string { return did + "#key-" + strconv.Itoa(number) }

// DID of an organization. NewNames has made sure that there is one.
func (i *Issuer) DID(slug string) string {
	id, err := i.names.DID(slug)
	if err != nil {
		return ""
	}
	return id
}

// DIDDocument is an organization's DID document as JSON. Errors: badge.ErrNotFound.
func (i *Issuer) DIDDocument(ctx context.Context, slug string) ([]byte, error) {
	var keys []badge.SigningKey
	err := i.db.Read(ctx, func(tx *store.Tx) error {
		org, err := tx.PublicOrganization(ctx, slug)
		if err != nil {
			return err
		}
		keys, err = tx.Org(org.ID).Keys(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	id, err := i.names.DID(slug)
	if err != nil {
		return nil, err
	}
	methods := make([]did.Method, len(keys))
	for n, k := range keys {
		public, err := publicKey(k)
		if err != nil {
			return nil, err
		}
		methods[n] = did.Method{ID: KeyName(id, k.Number), Controller: id, Key: public}
	}
	return json.Marshal(did.NewDocument(id, methods...))
}

// publicKey reads the public half of a key: Ed25519, or RSA.
func publicKey(k badge.SigningKey) (public crypto.PublicKey, err error) {
	if k.Algorithm == badge.RS256 {
		public, err = did.ParseJWK([]byte(k.Public))
	} else {
		public, err = did.DecodeKey(k.Public)
	}
	if err != nil {
		return nil, fmt.Errorf("key %s: %w", k.ID, err)
	}
	return public, nil
}

// signer is a key ready to sign with, and its public half to check with.
type signer struct {
	key    badge.SigningKey
	did    string
	method string
	public ed25519.PublicKey
	sign   func(message []byte) ([]byte, error)
}

// holds tells whether a signature is the key's own.
func (s signer) holds(message, signature []byte) bool {
	return ed25519.Verify(s.public, message, signature)
}

// signer opens one of an organization's keys.
func (i *Issuer) signer(org badge.Organization, keys []badge.SigningKey, id badge.KeyID) (signer, error) {
	k, err := keyOf(org, keys, id)
	if err != nil {
		return signer{}, err
	}
	return i.open(org, k)
}

func keyOf(org badge.Organization, keys []badge.SigningKey, id badge.KeyID) (badge.SigningKey, error) {
	for _, k := range keys {
		if k.ID == id {
			return k, nil
		}
	}
	return badge.SigningKey{}, fmt.Errorf("organization %s has no key %s", org.ID, id)
}

func (i *Issuer) open(org badge.Organization, k badge.SigningKey) (s signer, err error) {
	if s, err = i.checker(org, k); err != nil {
		return s, err
	}
	s.sign, err = i.ring.Signer(string(org.ID), string(k.ID), k.Sealed)
	return s, err
}

// checker is a signer that only checks.
func (i *Issuer) checker(org badge.Organization, k badge.SigningKey) (s signer, err error) {
	s.key = k
	if s.did, err = i.names.DID(org.Slug); err != nil {
		return s, err
	}
	s.method = KeyName(s.did, k.Number)
	if s.public, err = did.DecodeKey(k.Public); err != nil {
		return s, fmt.Errorf("key %s: %w", k.ID, err)
	}
	return s, nil
}

// newest opens the key that signs now.
func (i *Issuer) newest(org badge.Organization, keys []badge.SigningKey) (signer, error) {
	k, there := badge.NewestKey(keys, badge.EdDSA)
	if !there {
		return signer{}, errors.New("the organization has no signing key")
	}
	return i.open(org, k)
}
