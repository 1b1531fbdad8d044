package issuance

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"laurel/vc/proof"
)

// varying are the strings in which the documents of one chunk differ, when they have the same members.
var varying = []string{
	"/id", "/validFrom", "/validUntil", "/credentialSubject/id", "/credentialSubject/licenseNumber", "/credentialSubject/narrative",
	"/credentialSubject/identifier/0/identityHash", "/credentialSubject/identifier/0/salt", "/credentialSubject/identifier/1/identityHash",
	"/credentialStatus/id", "/credentialStatus/statusListIndex", "/evidence/0/id",
}

// sampled is of how many documents signed with a template one is checked the long way, besides each template's first.
const sampled = 1000

// errTemplate is a template that does not do what canonicalization does.
var errTemplate = errors.New("a template and canonicalization disagree")

// templates hash the documents of one chunk that are signed with one key. The zero value is ready; nil has none.
type templates struct {
	mu    sync.Mutex
	made  []*template
	tries int
}

// template is a compiled one. The first document that is signed with it is checked the long way.
type template struct {
	message  func(prepared []byte) ([]byte, bool)
	complete func(prepared, signature []byte) []byte
	checked  atomic.Bool
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
	compiled, err := proof.NewTemplate(ctx, prepared, varying)
	if err != nil {
		return nil, nil // no verdict on the document
	}
	t.made = append(t.made, &template{message: compiled.Message, complete: compiled.Complete})
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

// signWith signs a prepared document by its template, if there is one, and verifies every signature with the public key
// alone. Unless whole is set, only the first document of each template is read back and verified like anybody else's:
// all others are the same, byte for byte, but for the strings that the template hashed. Errors: errTemplate.
func signWith(ctx context.Context, t *templates, s signer, prepared []byte, now time.Time, whole bool) ([]byte, error) {
	message, by, err := t.message(ctx, prepared)
	if err != nil {
		return nil, err
	}
	if by == nil {
		return signAndCheck(ctx, s, prepared, now)
	}
	signature, err := s.sign(message)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	if !ed25519.Verify(s.public, message, signature) {
		return nil, errors.New("our own signature does not hold")
	}
	signed := by.complete(prepared, signature)
	if first := by.checked.CompareAndSwap(false, true); first || whole {
		if err := check(ctx, s, signed, now); err != nil {
			return nil, fmt.Errorf("%w: %w", errTemplate, err)
		}
	}
	return signed, nil
}
