package verify

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"strings"

	"laurel/openbadge/ob2"
	"laurel/vc"
	"laurel/vc/did"
)

// maxKeys bounds how many keys of an issuer are tried.
const maxKeys = 4

var errAlgorithm = errors.New("only RS256 with a key of 2048 bits and more is checked in Open Badges 2.0")

// signed reports on an assertion that its issuer signed: the issuer is read
// from its address, names its keys, and may have revoked the assertion in its
// list (Open Badges 2.0, section SignedBadge Verification).
func (q *inquiry) signed(ctx context.Context, jws string) Report {
	r := Report{CheckedAt: q.at}
	var a assertion
	var err error
	if a.Assertion, err = ob2.Unverified(jws); err != nil {
		return r.settle(Check{checkSignature, Fail, says("This badge is not signed in a way that can be checked."), reason(err)})
	}
	keyless := Check{checkSignature, Unknown, says("The signature could not be checked, because the issuer's key could not be had."), ""}
	if missing, err := q.complete(ctx, &a, true); err != nil {
		return r.settle(keyless, noIssuer(missing, err))
	}
	if hostOf(a.class.ID) != "" {
		if err := a.issuer.Hosts(a.class.ID); err != nil {
			return r.settle(keyless, Check{checkIssuer, Fail, says("It names a badge that is not of the issuer it names."), reason(err)})
		}
	}
	ids, err := ob2.SigningKeys(a.Assertion, a.issuer)
	if err != nil {
		return r.settle(keyless, disownedKey(err))
	}
	signature := q.checkJWS(ctx, jws, ids, a.issuer)
	if signature.Result != Pass {
		return r.settle(signature, Check{checkIssuer, Unknown, says("Without a signature that holds nobody can tell who issued it."), ""})
	}
	if a.doc, err = payloadOf(jws); err != nil {
		return r.settle(Check{checkSignature, Fail, says("This badge is not signed in a way that can be checked."), reason(err)})
	}
	r.showAssertion(a)
	r.Document = []byte(jws)
	return r.settle(signature, a.atHome(), checkPeriod(a.IssuedOn, a.Expires, q.at), q.revocation(ctx, a), checkShapeOf(ob2.Check(a.doc), standardOB2))
}

// checkJWS tries the keys that may have signed. While one of them cannot be
// had, nobody can tell whether it was that one.
func (q *inquiry) checkJWS(ctx context.Context, jws string, ids []string, issuer ob2.Profile) Check {
	var failed, unknown Check
	for n, id := range ids {
		if n == maxKeys {
			unknown = Check{checkSignature, Unknown, says("The issuer has more keys than are tried here."), fmt.Sprintf("%d keys", len(ids))}
			break
		}
		key, err := q.key(ctx, id, issuer)
		if err != nil {
			unknown = Check{checkSignature, Unknown, says("The signature could not be checked, because the issuer's key could not be had."), reason(err)}
			continue
		}
		switch _, err = ob2.OpenSigned(jws, key, verifyJWS); {
		case err == nil:
			return Check{checkSignature, Pass, says("Nothing in this badge has changed since it was signed."), "JWS, RS256"}
		case errors.Is(err, errAlgorithm):
			unknown = Check{checkSignature, Unknown, says("The signature is of a kind that cannot be checked here."), reason(err)}
		default:
			failed = Check{checkSignature, Fail, failure(err), reason(err)}
		}
	}
	if unknown.Name != "" {
		return unknown
	}
	return failed
}

// key is a key of the issuer: in the profile, or at its own address.
func (q *inquiry) key(ctx context.Context, id string, issuer ob2.Profile) (key ob2.CryptographicKey, err error) {
	n := slices.IndexFunc(issuer.PublicKey, func(k ob2.CryptographicKey) bool { return k.ID == id && k.PublicKeyPEM != "" })
	if n >= 0 {
		key = issuer.PublicKey[n]
		return key, key.BelongsTo(issuer)
	}
	o, err := q.published(ctx, id)
	if err != nil {
		return key, err
	}
	if key, err = ob2.ReadKey(o); err != nil {
		return key, err
	}
	return key, key.BelongsTo(issuer)
}

// revocation looks an assertion up in the list of its issuer.
func (q *inquiry) revocation(ctx context.Context, a assertion) Check {
	address := a.issuer.RevocationList
	if address == "" {
		return Check{checkStatus, Pass, says("The issuer does not publish revocations for this badge."), "no revocationList"}
	}
	o, err := q.object(ctx, address, hostedJSON)
	if err != nil {
		return unknownStatus(says("The issuer's list of revocations could not be read. Try again later."), address+": "+err.Error()).Check
	}
	list, err := ob2.ReadRevocationList(o)
	if err == nil && list.Issuer != a.issuer.ID {
		err = fmt.Errorf("the list is of %q", list.Issuer)
	}
	if err != nil {
		return unknownStatus(says("The issuer's list of revocations does not answer for this badge."), address+": "+err.Error()).Check
	}
	if revoked, found := list.Find(a.Assertion); found {
		return Check{checkStatus, Fail, says("The issuer has revoked it."), join(address, revoked.Reason)}
	}
	return Check{checkStatus, Pass, says("Not revoked."), address}
}

// verifyJWS verifies a compact JWS with an RSA key in PEM form and returns its
// payload. The key decides the algorithm (RFC 8725, section 3.1).
func verifyJWS(jws, publicKeyPEM string) ([]byte, error) {
	block, _ := pem.Decode([]byte(publicKeyPEM))
	if block == nil {
		return nil, errors.New("the issuer's key is not PEM text")
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		if parsed, err = x509.ParsePKCS1PublicKey(block.Bytes); err != nil {
			return nil, fmt.Errorf("the issuer's key: %w", err)
		}
	}
	header, err := part(jws, 0)
	if err != nil {
		return nil, err
	}
	o, err := vc.Decode(header)
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"crit", "b64", "zip"} { // which change what is signed
		if _, there := o[name]; there {
			return nil, fmt.Errorf("%w: the header has %s", errAlgorithm, name)
		}
	}
	key, isRSA := parsed.(*rsa.PublicKey)
	if !isRSA || did.Algorithm(key) != "RS256" || vc.String(o, "alg") != "RS256" {
		return nil, fmt.Errorf("%w: the header says %q", errAlgorithm, vc.String(o, "alg"))
	}
	signature, err := part(jws, 2)
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256([]byte(jws[:strings.LastIndexByte(jws, '.')]))
	if err := rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], signature); err != nil {
		return nil, err
	}
	return part(jws, 1)
}

// part decodes one of the three parts of a compact JWS.
func part(jws string, n int) ([]byte, error) {
	parts := strings.Split(jws, ".")
	if len(parts) != 3 || strings.ContainsAny(jws, "\r\n") {
		return nil, errors.New("the signed badge does not have three parts")
	}
	return base64.RawURLEncoding.Strict().DecodeString(parts[n])
}

func payloadOf(jws string) (vc.Object, error) {
	payload, err := part(jws, 1)
	if err != nil {
		return nil, err
	}
	return vc.Decode(payload)
}
