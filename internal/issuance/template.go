package issuance

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"laurel/internal/badge"
	"laurel/openbadge"
	"laurel/vc"
	"laurel/vc/proof"
)

// varying are the strings in which the documents of one chunk differ, when they have the same members, and what each
// of them is.
var varying = map[string]func(s *setting, d *draft, c *badge.Credential) string{
	"/id":                          func(s *setting, _ *draft, c *badge.Credential) string { return s.names.Badge(c.Code) },
	"/validFrom":                   func(_ *setting, _ *draft, c *badge.Credential) string { return vc.FormatTime(c.ValidFrom()) },
	"/validUntil":                  func(_ *setting, _ *draft, c *badge.Credential) string { return vc.FormatTime(c.ValidUntil()) },
	"/credentialSubject/id":        func(_ *setting, d *draft, _ *badge.Credential) string { return d.subject },
	"/credentialSubject/narrative": func(_ *setting, d *draft, _ *badge.Credential) string { return d.award.Narrative },
	"/credentialStatus/id":         func(s *setting, d *draft, _ *badge.Credential) string { return s.entry(d.index) },
	"/evidence/0/id":               func(_ *setting, d *draft, _ *badge.Credential) string { return d.award.Evidence },
	"/evidence/0/narrative":        func(_ *setting, d *draft, _ *badge.Credential) string { return d.award.EvidenceText },
	"/credentialSubject/licenseNumber": func(_ *setting, _ *draft, c *badge.Credential) string {
		return c.ExternalNumber
	},
	"/credentialSubject/identifier/0/identityHash": func(_ *setting, d *draft, c *badge.Credential) string {
		return openbadge.IdentityHash(string(c.Email), d.salt)
	},
	"/credentialSubject/identifier/0/salt":         func(_ *setting, d *draft, _ *badge.Credential) string { return d.salt },
	"/credentialSubject/identifier/1/identityHash": func(_ *setting, _ *draft, c *badge.Credential) string { return c.Name },
	"/credentialStatus/statusListIndex": func(_ *setting, d *draft, _ *badge.Credential) string {
		return strconv.Itoa(d.index)
	},
}

// pointers are the names of varying.
var pointers = func() (all []string) {
	for pointer := range varying {
		all = append(all, pointer)
	}
	return all
}()

// errTemplate is a template that does not do what canonicalization does.
var errTemplate = errors.New("a template and canonicalization disagree")

// template is a compiled one.
type template struct {
	message  func(prepared []byte) ([]byte, bool)
	complete func(prepared, signature []byte) []byte
	write    func(s *setting, d *draft, c *badge.Credential) (prepared, message []byte, ok bool)
	seen     atomic.Bool // whether one of its documents was verified in full
}

func newTemplate(ctx context.Context, sample []byte) (*template, error) {
	compiled, err := proof.NewTemplate(ctx, sample, pointers)
	if err != nil {
		return nil, err
	}
	slots := compiled.Slots()
	return &template{
		message: compiled.Message, complete: compiled.Complete,
		write: func(s *setting, d *draft, c *badge.Credential) ([]byte, []byte, bool) {
			values := make([]string, len(slots))
			for n, pointer := range slots {
				values[n] = varying[pointer](s, d, c)
			}
			return compiled.Write(values)
		},
	}, nil
}

// recorded is the message of a document that was composed and is to be signed in the same run, with the template that
// it came from.
type recorded struct {
	message []byte
	by      *template
}

// shape tells which members a document has.
type shape struct{ until, number, narrative, evidence, evidenceText bool }

func shapeOf(d *draft, c *badge.Credential) shape {
	return shape{!c.ExpiresOn.IsZero(), c.ExternalNumber != "", d.award.Narrative != "", d.award.Evidence != "", d.award.EvidenceText != ""}
}

// shapes are the templates by which the documents of one chunk are composed.
type shapes struct {
	mu   sync.Mutex
	made map[shape]*shaped
}

// shaped is the template of one shape, made by the first document that has it.
type shaped struct {
	once sync.Once
	*template
}

func (s *shapes) of(of shape) *shaped {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.made == nil {
		s.made = map[shape]*shaped{}
	}
	if s.made[of] == nil {
		s.made[of] = &shaped{}
	}
	return s.made[of]
}

// templates hash recorded documents of one chunk that are signed with one key, when the run that composed them is gone.
// The zero value is ready; nil has none.
type templates struct {
	mu    sync.Mutex
	made  []*template
	tries int
}

// maxShapes bounds the work on a chunk of which each document has other members: more are signed without templates.
const maxShapes = 8

// message gives the bytes to be signed for a document, and the template that they came from; nil when they were
// worked out from the document alone.
func (t *templates) message(ctx context.Context, prepared []byte) ([]byte, *template, error) {
	if t != nil {
		if message, found := t.find(ctx, prepared); found != nil {
			return message, found, nil
		}
	}
	message, err := proof.Message(ctx, prepared)
	return message, nil, err
}

func (t *templates) find(ctx context.Context, prepared []byte) ([]byte, *template) {
	t.mu.Lock()
	made := t.made
	t.mu.Unlock()
	if message, found := fitting(made, prepared); found != nil {
		return message, found
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if message, found := fitting(t.made[len(made):], prepared); found != nil || t.tries == maxShapes {
		return message, found
	}
	t.tries++
	compiled, err := newTemplate(ctx, prepared)
	if err != nil {
		return nil, nil // no verdict on the document
	}
	t.made = append(t.made, compiled)
	return fitting(t.made[len(t.made)-1:], prepared)
}

func fitting(made []*template, prepared []byte) ([]byte, *template) {
	for _, m := range made {
		if message, ok := m.message(prepared); ok {
			return message, m
		}
	}
	return nil, nil
}

// signed is a document with its signature. Ed25519 signs the same message with the same key the same way (RFC 8032, section
// 5.1.6), so it is signed twice, and both have to be one; at the edges of a core's share the public key is asked as well,
// which a private key that changed in memory does not fool. The bytes are read back and verified in full, like anybody
// else's, when no template made them, when they are the first that a template made, and when it is their turn. Errors: errTemplate.
func signed(ctx context.Context, s signer, c *badge.Credential, r recorded, turn, edge bool, now time.Time) ([]byte, error) {
	signature, err := s.sign(r.message)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	if r.by == nil {
		document, err := proof.Complete(c.Prepared, signature)
		if err != nil {
			return nil, err
		}
		return document, check(ctx, s, document, now)
	}
	again, err := s.sign(r.message)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	if !bytes.Equal(signature, again) || edge && !s.holds(r.message, signature) {
		return nil, errors.New("our own signature does not hold")
	}
	document := r.by.complete(c.Prepared, signature)
	if turn || r.by.seen.CompareAndSwap(false, true) {
		if err := check(ctx, s, document, now); err != nil {
			return nil, fmt.Errorf("%w: %w", errTemplate, err)
		}
	}
	return document, nil
}

// same tells whether a document that a template wrote is the one that was composed without it.
func same(written, composed []byte) error {
	if !bytes.Equal(written, composed) {
		return fmt.Errorf("%w: they write different documents", errTemplate)
	}
	return nil
}
