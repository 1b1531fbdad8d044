package vcapi

import (
	"errors"
	"net/http"
	"slices"

	"laurel/internal/verify"
	"laurel/vc"
	"laurel/vc/proof"
)

// answer is what verifying found.
type answer struct {
	Verified    bool           `json:"verified"`
	Verdict     verify.Verdict `json:"verdict,omitempty"`
	Checks      []verify.Check `json:"checks"`
	Credentials []answer       `json:"credentialResults,omitempty"` // of a presentation
}

// status is 200 for what holds, and 400 for what does not.
func (a answer) status() int {
	if a.Verified {
		return http.StatusOK
	}
	return http.StatusBadRequest
}

func (s *server) verifyCredential(r *http.Request, b body) (int, any, error) {
	o, err := b.options("verifiableCredential", "checks")
	if err != nil {
		return 0, nil, err
	}
	status, err := withStatus(o)
	if err != nil {
		return 0, nil, err
	}
	credential, err := b.document("verifiableCredential")
	if err != nil {
		return 0, nil, err
	}
	a := told(s.verifier.Credential(r.Context(), credential, status))
	return a.status(), a, nil
}

func (s *server) verifyPresentation(r *http.Request, b body) (int, any, error) {
	o, err := b.options("verifiablePresentation", "checks", "domain", "challenge")
	if err != nil {
		return 0, nil, err
	}
	status, err := withStatus(o)
	if err != nil {
		return 0, nil, err
	}
	presentation, err := b.document("verifiablePresentation")
	if err != nil {
		return 0, nil, err
	}
	asked := proof.Occasion{Domain: vc.String(o, "domain"), Challenge: vc.String(o, "challenge")}
	found := s.verifier.Presentation(r.Context(), presentation, asked, status)
	a := answer{Verified: found.Verified(), Checks: []verify.Check{found.Check}}
	for _, c := range found.Credentials {
		a.Credentials = append(a.Credentials, told(c))
	}
	return a.status(), a, nil
}

func told(r verify.Report) answer {
	return answer{Verified: r.Verdict == verify.Valid, Verdict: r.Verdict, Checks: r.Checks}
}

// withStatus reads the option checks. Everything is checked, except that the status is left out when checks are named and
// it is not among them.
func withStatus(o vc.Object) (bool, error) {
	value, there := o["checks"]
	if !there {
		return true, nil
	}
	list, isArray := value.([]any)
	names := vc.Strings(value)
	if !isArray || len(names) != len(list) || slices.ContainsFunc(names, func(s string) bool { return s != "proof" && s != "credentialStatus" }) {
		return false, refuse("The request has an option that is not known here.", errors.New("checks may name proof and credentialStatus"))
	}
	return slices.Contains(names, "credentialStatus"), nil
}
