package verify

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"laurel/internal/locale"

	"laurel/vc"
	"laurel/vc/did"
	"laurel/vc/statuslist"
)

// maxStatuses bounds how many lists one credential can make us read.
const maxStatuses = 8

// standing is what one status says of a credential.
type standing struct {
	Check
	verdict Verdict // Revoked or Suspended when the check failed
}

// weight orders standings, so that of several the worst counts.
func (s standing) weight() int {
	if s.verdict == Revoked {
		return 4
	}
	return map[Result]int{Pass: 0, Warn: 1, Unknown: 2, Fail: 3}[s.Result]
}

// checkStatusOf reads everything that the issuer publishes about the document (Bitstring Status List 1.0, section 3.2;
// 1EdTech Revocation List 1.0). What cannot be read is unknown, never fine.
func (q *inquiry) checkStatusOf(ctx context.Context, doc vc.Object, key issuerKey) standing {
	value, there := doc["credentialStatus"]
	if !there {
		return standing{Check: Check{checkStatus, Pass, says("The issuer does not publish revocations for this badge."), "no credentialStatus"}}
	}
	entries := vc.Objects(value)
	if all, isArray := value.([]any); len(entries) == 0 || len(entries) > maxStatuses || isArray && len(all) != len(entries) {
		return unknownStatus(says("The badge does not say properly where its revocation would be published."), fmt.Sprintf("credentialStatus is not 1 to %d entries", maxStatuses))
	}
	var worst standing
	var details []string
	for n, o := range entries {
		s := q.status(ctx, doc, o, key)
		details = append(details, s.Detail)
		if n == 0 || s.weight() > worst.weight() {
			worst = s
		}
	}
	worst.Detail = strings.Join(details, "; ")
	return worst
}

// status judges one entry.
func (q *inquiry) status(ctx context.Context, doc, o vc.Object, key issuerKey) standing {
	if list, err := statuslist.ParseRevocationEntry(o); err == nil {
		return q.plainStatus(ctx, doc, list, key)
	}
	entry, err := statuslist.ParseEntry(o)
	if errors.Is(err, statuslist.ErrUnknownType) {
		return unknownStatus(says("The issuer publishes revocations in a way that cannot be read here."), err.Error())
	}
	if err != nil {
		return unknownStatus(says("The badge does not say properly where its revocation would be published."), err.Error())
	}
	detail := fmt.Sprintf("%s, entry %d", entry.List, entry.Index)
	list, err := q.list(ctx, entry.List, key)
	if err != nil {
		return unknownStatus(says("The issuer's list of revocations could not be read. Try again later."), detail+": "+err.Error())
	}
	status, err := statuslist.Lookup(list, entry, q.at)
	if err != nil {
		return unknownStatus(says("The issuer's list of revocations does not answer for this badge."), detail+": "+err.Error())
	}
	if status.Message != "" {
		detail += ": " + status.Message
	}
	switch {
	case status.Value != 0 && entry.Purpose == statuslist.Revocation:
		return standing{Check{checkStatus, Fail, says("The issuer has revoked it."), detail}, Revoked}
	case status.Value != 0 && entry.Purpose == statuslist.Suspension:
		return standing{Check{checkStatus, Fail, says("The issuer has suspended it."), detail}, Suspended}
	case entry.Purpose == statuslist.Message:
		return standing{Check: Check{checkStatus, Warn, says("Not revoked. The issuer has a note about it."), detail}}
	case status.Value != 0:
		return unknownStatus(says("The issuer has marked it for a purpose that is not known here: %s.", entry.Purpose), detail)
	}
	return standing{Check: Check{checkStatus, Pass, says("Not revoked."), detail}}
}

func unknownStatus(sentence locale.Sentence, detail string) standing {
	return standing{Check: Check{checkStatus, Unknown, sentence, detail}}
}

// plainStatus looks a document up in the plain list of its issuer. The list is not signed: its address stands in the
// signed document, and fetch reads it by https.
func (q *inquiry) plainStatus(ctx context.Context, doc vc.Object, address string, key issuerKey) standing {
	body, err := q.get(ctx, address, "application/json, application/ld+json;q=0.9")
	if err != nil {
		return unknownStatus(says("The issuer's list of revocations could not be read. Try again later."), address+": "+err.Error())
	}
	list, err := statuslist.ParseRevocationList(body, address, key.issuer)
	if err != nil {
		return unknownStatus(says("The issuer's list of revocations does not answer for this badge."), address+": "+err.Error())
	}
	id := vc.String(doc, "id")
	if id == "" {
		return unknownStatus(says("The badge has no id under which its issuer could revoke it."), address)
	}
	if revoked, found := list.Lookup(id); found {
		return standing{Check{checkStatus, Fail, says("The issuer has revoked it."), join(address, revoked.Reason)}, Revoked}
	}
	return standing{Check: Check{checkStatus, Pass, says("Not revoked."), address}}
}

// list reads a status list and verifies that the same issuer signed it, as the badge is signed or otherwise.
func (q *inquiry) list(ctx context.Context, address string, key issuerKey) (vc.Object, error) {
	body, err := q.get(ctx, address, jsonLD+", application/vc+jwt;q=0.8, text/plain;q=0.5")
	if err != nil {
		return nil, err
	}
	cached := listKey(body, key)
	if list, ok := q.lists.get(cached); ok {
		return list, nil
	}
	s, err := open(body)
	if err != nil {
		return nil, err
	}
	if issuer := vc.IssuerID(s.doc); issuer != key.issuer {
		return nil, fmt.Errorf("the list is issued by %s", issuer)
	}
	signature, issuer, _ := q.checkSignature(ctx, s)
	if err := unheld(signature, issuer); err != nil {
		return nil, err
	}
	if s.token == nil { // the period of a token's own signature has to be looked at every time
		q.lists.put(cached, s.doc)
	}
	return s.doc, nil
}

// listCache keeps status lists whose proof was verified, under the hash of
// their bytes, the issuer and the key: the same bytes need not be verified twice.
type listCache struct {
	mu   sync.Mutex
	kept map[[32]byte]vc.Object
}

const maxLists = 64

func listKey(body []byte, key issuerKey) [32]byte {
	name, _ := did.EncodeJWK(key.public) // package did gave us the key and can write it
	return sha256.Sum256(slices.Concat([]byte(key.issuer), []byte{0}, name, []byte{0}, body))
}

func (c *listCache) get(key [32]byte) (vc.Object, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	o, ok := c.kept[key]
	return o, ok
}

func (c *listCache) put(key [32]byte, o vc.Object) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.kept) >= maxLists {
		clear(c.kept)
	}
	c.kept[key] = o
}
