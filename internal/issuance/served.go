package issuance

import (
	"context"
	"strconv"
	"strings"

	"laurel/internal/badge"
)

// Served is what this installation serves at a path below its public address:
// the documents of an organization and those of Open Badges 2.0. Errors:
// badge.ErrNotFound; badge.ErrGone with the document that says so for an
// assertion that was revoked.
func (i *Issuer) Served(ctx context.Context, path string) ([]byte, error) {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	switch {
	case len(parts) == 3 && parts[0] == "o" && parts[2] == "did.json":
		return i.DIDDocument(ctx, parts[1])
	case len(parts) == 4 && parts[0] == "o":
		return i.numbered(ctx, parts[1], parts[2], parts[3])
	case len(parts) == 3 && parts[0] == "ob2":
		return i.twin(ctx, parts[1], parts[2])
	}
	return nil, badge.ErrNotFound
}

// numbered is a document of which an organization has several.
func (i *Issuer) numbered(ctx context.Context, slug, kind, text string) ([]byte, error) {
	number, err := strconv.Atoi(text)
	if err != nil || strconv.Itoa(number) != text { // one address each
		return nil, badge.ErrNotFound
	}
	switch kind {
	case "status":
		return i.StatusList(ctx, slug, badge.ListBitstring, number)
	case "suspensions":
		return i.StatusList(ctx, slug, badge.ListSuspension, number)
	case "revocations":
		return i.RevocationList(ctx, slug, number)
	case "keys":
		return i.KeyJWK(ctx, slug, number)
	}
	return nil, badge.ErrNotFound
}

// twin is a document of Open Badges 2.0, which is at its id and, for those who
// cannot say what they want, with .json behind it.
func (i *Issuer) twin(ctx context.Context, kind, name string) ([]byte, error) {
	name = strings.TrimSuffix(name, ".json")
	switch kind {
	case "b":
		code, ok := badge.ParseCode(name)
		if !ok || string(code) != name {
			return nil, badge.ErrNotFound
		}
		return i.Assertion(ctx, code)
	case "a":
		return i.BadgeClass(ctx, badge.RevisionID(name))
	case "o":
		return i.HostedIssuer(ctx, name)
	}
	return nil, badge.ErrNotFound
}
