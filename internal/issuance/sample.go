package issuance

import (
	"bytes"
	"time"

	"laurel/internal/badge"
	"laurel/vc/proof"
)

// sample is a document as those of a chunk are, about nobody: what the ledger
// keeps of the others is what differs from it, and it stays when an earner has
// everything of theirs erased. It is never signed. On one day, for one wording,
// key and list, it is the same bytes.
func sample(s *setting) ([]byte, error) {
	const drawn = 64 // at least what a draft needs
	day := badge.Day(s.now)
	d, err := draw(bytes.NewReader(make([]byte, drawn)), badge.Award{
		Name: "Somebody", Email: "somebody@example.org", ExternalNumber: "0", IssuedOn: day, ExpiresOn: day.AddDate(1, 0, 0),
		Narrative: "Narrative.", Evidence: "https://example.org/",
	})
	if err != nil {
		return nil, err
	}
	c := s.credential(&d)
	unsigned, err := document(s, &d, &c).Marshal()
	if err != nil {
		return nil, err
	}
	return proof.Prepare(unsigned, proof.Options{VerificationMethod: s.signer.method, Created: day.Add(12 * time.Hour)})
}
