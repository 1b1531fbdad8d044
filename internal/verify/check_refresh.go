package verify

import (
	"bytes"
	"context"
	"fmt"

	"laurel/vc"
)

// refreshType is the one kind of refreshService that is used (1EdTech Credential Refresh 1.0).
const refreshType = "1EdTechCredentialRefresh"

// newest asks the refresh service of a badge, once, for the newest version of it. That takes the badge's place when it
// is the same badge of the same issuer and its signature holds; otherwise the badge stays as it is (Open Badges 3.0,
// section Verification, step 3). There is no check when the badge names no service.
func (q *inquiry) newest(ctx context.Context, s secured, key issuerKey) (secured, issuerKey, []Check) {
	for _, service := range vc.Objects(s.doc["refreshService"]) {
		if !vc.HasType(service, refreshType) {
			continue
		}
		fresh, freshKey, err := q.refreshed(ctx, s, vc.String(service, "id"))
		switch {
		case err != nil:
			return s, key, []Check{{checkRefresh, Warn, says("Its issuer offers newer copies, and none could be had. The one at hand was checked."), err.Error()}}
		case bytes.Equal(fresh.document, s.document):
			return s, key, []Check{{checkRefresh, Pass, says("This is the newest copy."), vc.String(service, "id")}}
		}
		return fresh, freshKey, []Check{{checkRefresh, Pass, says("Its issuer offers a newer copy, and that one was checked."), vc.String(service, "id")}}
	}
	return s, key, nil
}

func (q *inquiry) refreshed(ctx context.Context, s secured, address string) (secured, issuerKey, error) {
	body, err := q.get(ctx, address, jsonLD+", application/vc+jwt;q=0.8, text/plain;q=0.5")
	if err != nil {
		return secured{}, issuerKey{}, err
	}
	fresh, err := open(body)
	if err != nil {
		return secured{}, issuerKey{}, err
	}
	if id := vc.String(fresh.doc, "id"); id == "" || id != vc.String(s.doc, "id") || vc.IssuerID(fresh.doc) != vc.IssuerID(s.doc) {
		return secured{}, issuerKey{}, fmt.Errorf("%s offers another badge", address)
	}
	signature, issuer, key := q.checkSignature(ctx, fresh)
	return fresh, key, unheld(signature, issuer)
}
