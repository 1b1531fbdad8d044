package proof

import (
	"bytes"
	"context"
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"laurel/vc"

	"github.com/mr-tron/base58"
)

// Options say who signs and when.
type Options struct {
	VerificationMethod string    // absolute id of the signing key: did:web:…#key-1
	Created            time.Time // written in UTC, whole seconds
	Cryptosuite        string    // EdDSARDFC2022 when empty
}

// Prepare puts a proof without a signature behind the last member of an unsigned JSON object and leaves its bytes as
// they are (space around the object is dropped). The result is what a ledger records before signing: everything but
// proofValue is fixed; Ed25519 is deterministic, so signing it twice gives the same bytes twice. The proof is an
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
	entry, err := o.entry(doc)
	if err != nil {
		return nil, err
	}
	object := bytes.Trim(unsigned, " \t\r\n")
	body := bytes.TrimRight(object[:len(object)-1], " \t\r\n")
	return bytes.Join([][]byte{body, []byte(`,"proof":`), entry, []byte("}")}, nil), nil
}

// entry writes the proof without its value. Proofs of the JCS kind carry the document's contexts.
func (o Options) entry(doc vc.Object) ([]byte, error) {
	name := o.Cryptosuite
	if name == "" {
		name = EdDSARDFC2022
	}
	s, err := Proof{Type: dataIntegrity, Cryptosuite: name}.suite()
	if err != nil {
		return nil, fmt.Errorf("prepare: %w", err)
	}
	e := struct {
		Type               string `json:"type"`
		Cryptosuite        string `json:"cryptosuite"`
		Created            string `json:"created"`
		VerificationMethod string `json:"verificationMethod"`
		Purpose            string `json:"proofPurpose"`
		Context            any    `json:"@context,omitempty"`
	}{s.proofType, s.name, vc.FormatTime(o.Created), o.VerificationMethod, purpose, nil}
	if s.jcs {
		e.Context = doc["@context"]
	}
	entry, err := json.Marshal([]any{e})
	if err != nil {
		return nil, fmt.Errorf("prepare: %w", err)
	}
	return entry, nil
}

// Message is MessageFor for an Ed25519 key, of which it need not know more: 64 bytes to be signed.
func Message(ctx context.Context, prepared []byte) ([]byte, error) {
	return messageWith(ctx, prepared, func(s suite) (scheme, error) {
		if !slices.Contains(s.keys, ed25519Pure) {
			return none, fmt.Errorf("%w: %s with an Ed25519 key", ErrKey, s.name)
		}
		return ed25519Pure, nil
	})
}

// MessageFor returns the bytes to be signed for a prepared document by the owner of a public key: the hash of the
// proof's options, then the hash of the document, 64 bytes or with P-384 96. An ECDSA signature is over their SHA-256
// or with P-384 SHA-384. Errors wrap ErrKey, ErrMalformed, ErrUnsupported, ErrPurpose, ErrContext, ErrSpelling,
// *vc.Malformed or *canon.Refused: what Verify would not accept is not signed.
func MessageFor(ctx context.Context, prepared []byte, key crypto.PublicKey) ([]byte, error) {
	return messageWith(ctx, prepared, func(s suite) (scheme, error) { return s.scheme(key) })
}

func messageWith(ctx context.Context, prepared []byte, choose func(suite) (scheme, error)) ([]byte, error) {
	doc, p, err := single(prepared)
	if err != nil {
		return nil, err
	}
	s, err := p.check()
	if err != nil {
		return nil, err
	}
	if _, there := p.Object["proofValue"]; there || s.name == "" {
		return nil, fmt.Errorf("%w: the document is signed already, or cannot be", ErrMalformed)
	}
	with, err := choose(s)
	if err != nil {
		return nil, err
	}
	if err := checkForm(doc); err != nil {
		return nil, err
	}
	return s.message(ctx, doc, p, with)
}

// Complete puts a signature into a prepared document: 64 bytes, or with P-384 96, r and s of ECDSA one after the other.
// The same input gives the same bytes. It does not check the signature; Verify does.
func Complete(prepared, signature []byte) ([]byte, error) {
	head, ok := bytes.CutSuffix(prepared, []byte(preparedEnd))
	if !ok {
		return nil, fmt.Errorf("complete: %w: it does not end the document as Prepare leaves it", ErrMalformed)
	}
	signed := completed(head, signature)
	_, p, err := single(signed)
	if err != nil {
		return nil, fmt.Errorf("complete: %w", err)
	}
	if p.Value != multibase(signature) {
		return nil, fmt.Errorf("complete: %w: it is not the last member of the document", ErrMalformed)
	}
	s, err := p.suite()
	if err != nil {
		return nil, fmt.Errorf("complete: %w", err)
	}
	if !slices.ContainsFunc(s.keys, func(with scheme) bool { return with.size() == len(signature) }) {
		return nil, fmt.Errorf("complete: a signature of %d bytes is not one of %s", len(signature), s.name)
	}
	return signed, nil
}

// preparedEnd is how Prepare leaves a document: the proof is its last member and open for one more.
const preparedEnd = "}]}"

// completed puts the signature behind a prepared document without its end.
func completed(head, signature []byte) []byte {
	return bytes.Join([][]byte{head, []byte(`,"proofValue":"`), []byte(multibase(signature)), []byte(`"` + preparedEnd)}, nil)
}

// multibase is a signature as proofs carry it (Data Integrity 1.0, section 2.4): base58btc.
func multibase(signature []byte) string { return "z" + base58.Encode(signature) }

// Sign does Message, sign and Complete in one go. sign gets the 64 bytes of Message and returns an Ed25519 signature
// over them.
func Sign(ctx context.Context, prepared []byte, sign func(message []byte) ([]byte, error)) ([]byte, error) {
	message, err := Message(ctx, prepared)
	if err != nil {
		return nil, err
	}
	return signed(prepared, message, sign)
}

// SignFor does MessageFor, sign and Complete in one go. sign gets the bytes of MessageFor and returns the signature as
// Complete takes it.
func SignFor(ctx context.Context, prepared []byte, key crypto.PublicKey, sign func(message []byte) ([]byte, error)) ([]byte, error) {
	message, err := MessageFor(ctx, prepared, key)
	if err != nil {
		return nil, err
	}
	return signed(prepared, message, sign)
}

func signed(prepared, message []byte, sign func(message []byte) ([]byte, error)) ([]byte, error) {
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
