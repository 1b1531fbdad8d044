package proof

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"slices"
	"time"

	"laurel/vc"
)

// authentication is the purpose of proofs by which somebody shows credentials.
const authentication = "authentication"

// ErrOccasion says that a presentation was made for another occasion.
var ErrOccasion = errors.New("the proof was made for another occasion (proofPurpose authentication, domain, challenge)")

// Occasion is what the verifier asked a presentation for. Empty parts were not asked for.
type Occasion struct {
	Domain    string // who asked
	Challenge string // the random text that was given with the question, so that the answer cannot be used again
}

// VerifyPresentation checks one proof of a presentation as Verify checks one of a credential: the holder of this key
// showed this document on that occasion (Data Integrity 1.0, section 4.4, steps on expectedProofPurpose, expectedDomain
// and expectedChallenge). It says nothing of the credentials in it. That the key belongs to the holder is the caller's to
// check. Errors are those of Verify, and ErrOccasion instead of ErrPurpose.
func VerifyPresentation(ctx context.Context, doc vc.Object, p Proof, key crypto.PublicKey, now time.Time, asked Occasion) error {
	s, err := p.named()
	if err != nil {
		return err
	}
	if p.Purpose != authentication {
		return fmt.Errorf("%w: its purpose is %q", ErrOccasion, p.Purpose)
	}
	if asked.Domain != "" && !slices.Contains(vc.Strings(p.Object["domain"]), asked.Domain) {
		return fmt.Errorf("%w: it is not for the domain %q", ErrOccasion, asked.Domain)
	}
	if asked.Challenge != "" && vc.String(p.Object, "challenge") != asked.Challenge {
		return fmt.Errorf("%w: it does not answer the challenge", ErrOccasion)
	}
	return s.verify(ctx, doc, p, key, now)
}
