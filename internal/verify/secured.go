package verify

import (
	"bytes"

	"laurel/vc"
	"laurel/vc/jose"
)

// secured is a credential with what protects it: proofs inside of it, or the token around it.
type secured struct {
	document []byte // as it was read
	doc      vc.Object
	token    *jose.Token // nil: the proofs are in doc
}

// open takes JSON or a compact JWT apart. Nothing is verified yet.
func open(document []byte) (secured, error) {
	document = bytes.TrimSpace(document)
	if !bytes.HasPrefix(document, []byte("{")) && bytes.Count(document, []byte(".")) == 2 {
		token, err := jose.Parse(document)
		return secured{document, token.Credential, &token}, err
	}
	doc, err := vc.Decode(document)
	return secured{document, doc, nil}, err
}
