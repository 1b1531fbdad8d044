package issuance

import (
	"bytes"
	"crypto/ed25519"

	"laurel/internal/badge"
	"laurel/vc/proof"
)

// sample is a document as that of an award would be, but about nobody: what
// the ledger keeps of documents is what differs from it, and it stays when
// their earners have everything of theirs erased. It has the award's members
// and dates and nothing else of it, and its signature is none.
func sample(s *setting, of badge.Award) ([]byte, error) {
	const drawn = 64 // at least what a draft needs
	text := func(has, instead string) string {
		if has == "" {
			return ""
		}
		return instead
	}
	d, err := draw(bytes.NewReader(make([]byte, drawn)), badge.Award{
		Name: "Somebody", Email: "somebody@example.org", IssuedOn: of.IssuedOn, ExpiresOn: of.ExpiresOn,
		ExternalNumber: text(of.ExternalNumber, "0"), Narrative: text(of.Narrative, "Narrative."), Evidence: text(of.Evidence, "https://example.org/"),
	})
	if err != nil {
		return nil, err
	}
	c := s.credential(&d)
	unsigned, err := document(s, &d, &c).Marshal()
	if err != nil {
		return nil, err
	}
	prepared, err := proof.Prepare(unsigned, proof.Options{VerificationMethod: s.signer.method, Created: s.now})
	if err != nil {
		return nil, err
	}
	return proof.Complete(prepared, make([]byte, ed25519.SignatureSize))
}
