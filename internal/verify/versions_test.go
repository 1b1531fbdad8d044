package verify_test

import (
	"strings"
	"testing"

	"laurel/internal/verify"
	"laurel/openbadge"
	"laurel/vc"
)

// The first versions of the context belong to data model 1.1, and redefine what data model 2.0 protects.
func TestEveryVersionOfTheContext(t *testing.T) {
	w, academy := local(t), anIssuer(t, 1)
	const badges = "https://purl.imsglobal.org/spec/ob/v3p0/"
	unsigned := string(academy.unsigned(t, func(c *openbadge.Credential) { c.Status = nil }))
	for _, c := range []struct{ version, model, second, next string }{
		{"3.0.0", vc.ContextV1, "context.json", "context-3.0.2.json"},
		{"3.0.1", vc.ContextV1, "context-3.0.1.json", "context-3.0.2.json"},
		{"3.0.2", vc.ContextV2, "context-3.0.2.json", "context-3.0.3.json"},
		{"3.0.3", vc.ContextV2, "context-3.0.3.json", "context-3.0.2.json"},
	} {
		t.Run(c.version, func(t *testing.T) {
			contexts := `"` + c.model + `","` + badges + c.second + `"`
			document := strings.Replace(unsigned, `"`+vc.ContextV2+`","`+openbadge.Context303+`"`, contexts, 1)
			if c.model == vc.ContextV1 {
				document = strings.Replace(document, contexts, contexts+`,"https://w3id.org/security/data-integrity/v2"`, 1)
				document = strings.Replace(document, `"validFrom"`, `"issuanceDate"`, 1)
			}
			if !strings.Contains(document, contexts) {
				t.Fatal("the document has other contexts")
			}
			signed := academy.sign(t, []byte(document))
			r, err := w.Verifier.Document(t.Context(), signed)
			if err != nil || r.Verdict != verify.Valid || r.View.Name != "Algebra" || of(r, "shape").Result != verify.Pass {
				t.Errorf("%s, %v: %+v", r.Verdict, err, r.Checks)
			}
			moved := strings.Replace(string(signed), c.second, c.next, 1)
			if r, err := w.Verifier.Document(t.Context(), []byte(moved)); err != nil || r.Verdict == verify.Valid {
				t.Errorf("moved to %s: %s, %v", c.next, r.Verdict, err)
			}
		})
	}
}
