package issuance

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"laurel/vc/proof"
)

// varying are the strings in which the documents of one chunk differ, when they have the same members.
var varying = []string{
	"/id", "/validFrom", "/validUntil", "/credentialSubject/id", "/credentialSubject/licenseNumber", "/credentialSubject/narrative",
	"/credentialSubject/identifier/0/identityHash", "/credentialSubject/identifier/0/salt", "/credentialSubject/identifier/1/identityHash",
	"/credentialStatus/id", "/credentialStatus/statusListIndex", "/evidence/0/id",
}

// errTemplate is a template that does not do what canonicalization does.
var errTemplate = errors.New("a template and canonicalization disagree")

// templates hash the documents of one chunk that are signed with one key. The zero value is ready; nil has none.
type templates struct {
	mu    sync.Mutex
	made  []*template
	tries int
}

// template is a compiled one.
type template struct {
	message  func(prepared []byte) ([]byte, bool)
	complete func(prepared, signature []byte) []byte
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

// signWith signs a prepared document by its template, if there is one. What came out is read back and verified like
// anybody else's document, with the public key and without the template. Errors: errTemplate.
func signWith(ctx context.Context, t *templates, s signer, prepared []byte, now time.Time) ([]byte, error) {
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
	signed := by.complete(prepared, signature)
	if err := check(ctx, s, signed, now); err != nil {
		return nil, fmt.Errorf("%w: %w", errTemplate, err)
	}
	return signed, nil
}
