package vcapi

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"laurel/vc"
	"laurel/vc/proof"
)

// issue signs a credential that keeps to VC Data Model 2.0 and that says no more than its contexts define. The answer is
// the signed credential itself.
func (s *server) issue(r *http.Request, b body) (int, any, error) {
	o, err := b.options("credential", "cryptosuite")
	if err != nil {
		return 0, nil, err
	}
	credential, err := b.document("credential")
	if err != nil {
		return 0, nil, err
	}
	if faults := vc.Check(credential); len(faults) > 0 {
		p := &problem{Status: http.StatusBadRequest, Title: "The credential breaks rules of the VC Data Model 2.0.", Detail: faults[0].Pointer + ": " + faults[0].Message}
		for _, f := range faults {
			p.Errors = append(p.Errors, fault{f.Pointer, f.Message})
		}
		return 0, nil, p
	}
	if id := vc.IssuerID(credential); id != s.issuer.ID {
		return 0, nil, refuse("The credential names another issuer.", fmt.Errorf("it has to be %s, and is %s", s.issuer.ID, id))
	}
	prepared, err := proof.Prepare(b.raw["credential"], proof.Options{
		VerificationMethod: s.issuer.method, Created: s.now(), Cryptosuite: vc.String(o, "cryptosuite"),
	})
	if err != nil {
		return 0, nil, refuse("The credential cannot be signed.", err)
	}
	signed, err := proof.Sign(r.Context(), prepared, func(message []byte) ([]byte, error) { return ed25519.Sign(s.issuer.key, message), nil })
	if err != nil {
		return 0, nil, refuse("The credential cannot be signed.", err)
	}
	return http.StatusCreated, json.RawMessage(signed), nil
}

// document is a member that has to be an object.
func (b body) document(member string) (vc.Object, error) {
	o, ok := b.decoded[member].(vc.Object)
	if !ok {
		return nil, refuse("The request is incomplete.", fmt.Errorf("the member %s has to be an object", member))
	}
	return o, nil
}

// options are those of a request about a document. A member or an option that is not known here is refused, for whoever
// sent it expects it to do something (VC-API, section Options).
func (b body) options(document string, known ...string) (vc.Object, error) {
	for name := range b.decoded {
		if name != document && name != "options" {
			return nil, refuse("The request has a member that is not known here.", errors.New(name))
		}
	}
	value, there := b.decoded["options"]
	if !there {
		return nil, nil
	}
	o, ok := value.(vc.Object)
	if !ok {
		return nil, refuse("The request cannot be understood.", errors.New("options has to be an object"))
	}
	allowed := map[string]bool{}
	for _, name := range known {
		allowed[name] = true
	}
	for name, v := range o {
		_, isText := v.(string)
		if !allowed[name] || name != "checks" && !isText {
			return nil, refuse("The request has an option that is not known here.", errors.New(name))
		}
	}
	return o, nil
}
