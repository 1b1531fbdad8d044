package proof

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"laurel/vc"

	"github.com/mr-tron/base58"
)

// Options say who signs and when.
type Options struct {
	VerificationMethod string    // absolute id of the signing key: did:web:…#key-1
	Created            time.Time // written in UTC, whole seconds
}

// Prepare puts a proof without a signature behind the last member of an unsigned JSON object and leaves its bytes as
// they are (space around the object is dropped). The result is what a ledger records before signing: everything but
// proofValue is fixed, and Ed25519 is deterministic, so signing it twice gives the same bytes twice. The proof is an
// array, as the strict schema of Open Badges wants it. Errors wrap *vc.Malformed or say what is missing.
func Prepare(unsigned []byte, o Options) ([]byte, error) {
	doc, err := vc.Decode(unsigned)
	if err != nil {
		return nil, err
	}
	if _, there := doc["proof"]; there {
		return nil, errors.New("prepare: the document has a proof already")
	}
	if _, ok := vc.Contexts(doc); !ok {
		return nil, errors.New("prepare: the document has no contexts (@context), or some are written into it")
	}
	if !strings.Contains(o.VerificationMethod, ":") || o.Created.IsZero() {
		return nil, errors.New("prepare: a full verification method and the time of creation are required")
	}
	entry, err := json.Marshal([]any{struct {
		Type               string `json:"type"`
		Cryptosuite        string `json:"cryptosuite"`
		Created            string `json:"created"`
		VerificationMethod string `json:"verificationMethod"`
		Purpose            string `json:"proofPurpose"`
	}{proofType, cryptosuite, vc.FormatTime(o.Created), o.VerificationMethod, purpose}})
	if err != nil {
		return nil, fmt.Errorf("prepare: %w", err)
	}
	object := bytes.Trim(unsigned, " \t\r\n")
	body := bytes.TrimRight(object[:len(object)-1], " \t\r\n")
	return bytes.Join([][]byte{body, []byte(`,"proof":`), entry, []byte("}")}, nil), nil
}

// Message returns the 64 bytes to be signed for a prepared document: the hash of the proof's options, then the hash
// of the document (EdDSA Cryptosuites 1.0, section 3.2.4). Errors wrap ErrMalformed, ErrUnsupported, ErrPurpose,
// ErrContext, ErrSpelling, *vc.Malformed or *canon.Refused: what Verify would not accept is not signed.
func Message(ctx context.Context, prepared []byte) ([]byte, error) {
	doc, p, err := single(prepared)
	if err != nil {
		return nil, err
	}
	if err := p.check(); err != nil {
		return nil, err
	}
	if _, there := p.Object["proofValue"]; there {
		return nil, fmt.Errorf("%w: the document is signed already", ErrMalformed)
	}
	if err := checkForm(doc); err != nil {
		return nil, err
	}
	return message(ctx, doc, p)
}

// Complete puts a signature of 64 bytes into a prepared document. The same input gives the same bytes. It does not
// check the signature; Verify does.
func Complete(prepared, signature []byte) ([]byte, error) {
	if len(signature) != ed25519.SignatureSize {
		return nil, fmt.Errorf("complete: the signature has %d bytes, not %d", len(signature), ed25519.SignatureSize)
	}
	head, ok := bytes.CutSuffix(prepared, []byte("}]}"))
	if !ok {
		return nil, fmt.Errorf("complete: %w: it does not end the document as Prepare leaves it", ErrMalformed)
	}
	value := "z" + base58.Encode(signature)
	signed := bytes.Join([][]byte{head, []byte(`,"proofValue":"` + value + `"}]}`)}, nil)
	_, p, err := single(signed)
	if err != nil {
		return nil, fmt.Errorf("complete: %w", err)
	}
	if p.Value != value {
		return nil, fmt.Errorf("complete: %w: it is not the last member of the document", ErrMalformed)
	}
	return signed, nil
}

// Sign does Message, sign and Complete in one go. sign gets the 64 bytes of Message and returns an Ed25519 signature
// over them.
func Sign(ctx context.Context, prepared []byte, sign func(message []byte) ([]byte, error)) ([]byte, error) {
	message, err := Message(ctx, prepared)
	if err != nil {
		return nil, err
	}
	signature, err := sign(message)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	return Complete(prepared, signature)
}

// single decodes a document that has to have exactly one proof, in an array.
func single(data []byte) (vc.Object, Proof, error) {
	doc, err := vc.Decode(data)
	if err != nil {
		return nil, Proof{}, err
	}
	proofs, err := Proofs(doc)
	if err != nil {
		return nil, Proof{}, err
	}
	if len(proofs) != 1 {
		return nil, Proof{}, fmt.Errorf("%w: a prepared document has one, this one has %d", ErrMalformed, len(proofs))
	}
	return doc, proofs[0], nil
}
