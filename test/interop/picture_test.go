package interop_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"laurel/internal/verify"
	"laurel/openbadge/bake"
	"laurel/vc/jose"
)

// pictures are a PNG and an SVG picture with nothing in them.
func pictures(t *testing.T) map[string][]byte {
	t.Helper()
	drawn := image.NewRGBA(image.Rect(0, 0, 64, 64))
	for n := range 64 {
		drawn.Set(n, n, color.RGBA{R: 15, G: 118, B: 110, A: 255})
	}
	var raster bytes.Buffer
	if err := png.Encode(&raster, drawn); err != nil {
		t.Fatal(err)
	}
	vector, err := os.ReadFile(filepath.Join("testdata", "badge.svg"))
	if err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{"PNG": raster.Bytes(), "SVG": vector}
}

// We bake, they unbake: the very bytes that were signed, as JSON and as a token.
func TestOurPicturesAreReadByOthers(t *testing.T) {
	judge := startJudge(t)
	key := newSigner(t, "ES256")
	document := key.seal(t, "ecdsa-rdfc-2019", encode(t, current.badge(key.did)))
	token, err := jose.Sign(encode(t, current.badge(key.did)), key.key.Public(), key.method, key.sign)
	if err != nil {
		t.Fatal(err)
	}
	for kind, picture := range pictures(t) {
		baked := bake.PNG
		if kind == "SVG" {
			baked = bake.SVG
		}
		for name, credential := range map[string][]byte{"JSON": document, "JWT": token} {
			t.Run(kind+", "+name, func(t *testing.T) {
				full, err := baked(picture, credential)
				if err != nil {
					t.Fatal(err)
				}
				again, err := baked(full, credential) // what was in it is left out
				if err != nil {
					t.Fatal(err)
				}
				for _, p := range [][]byte{full, again} {
					if got := judge.unbake(t, p); !bytes.Equal(got, credential) {
						t.Errorf("they read %s", got)
					}
				}
				expectVerdict(t, full, verify.Valid)
			})
		}
	}
}

// They bake, we unbake and verify; what was changed in the picture is refused.
func TestPicturesOfOthersAreReadByUs(t *testing.T) {
	judge := startJudge(t)
	issuer := academy(t, judge)
	document := judge.issue(t, bazaar, current.badge(""))
	form, badge := tokenForms[0], current.badge(issuer.DID)
	token := judge.must(t, map[string]any{"kind": "token.sign", "algorithm": "RS256", "header": form.named(issuer.DID + "#RS256"), "claims": form.claims(badge)}).Text
	for kind, picture := range pictures(t) {
		t.Run(kind+", JSON", func(t *testing.T) {
			r := expectVerdict(t, judge.bake(t, picture, string(document), ""), verify.Valid)
			if !bytes.Equal(r.Document, document) {
				t.Errorf("we read %s", r.Document)
			}
			for _, change := range append(tamperings, sealTamperings...) {
				expectVerdict(t, judge.bake(t, picture, string(tampered(t, document, change)), ""), verify.Invalid)
			}
		})
		t.Run(kind+", JWT", func(t *testing.T) {
			expectVerdict(t, judge.bake(t, picture, token, ""), verify.Valid)
			for _, change := range tamperings {
				changed := forged(t, token, form.claims(decode(t, tampered(t, encode(t, badge), change))))
				if r := report(t, judge.bake(t, picture, changed, "")); r.Shown || r.Verdict == verify.Valid {
					t.Errorf("%s: our verifier says %s", change.name, r.Verdict)
				}
			}
		})
		if kind == "SVG" { // where it stands is a rule for those who bake
			expectVerdict(t, judge.bake(t, picture, string(document), "not at the beginning"), verify.Valid)
		}
		for _, how := range map[string][]string{
			"PNG": {"two of them", "as plain text", "with a wrong checksum", "with the credential cut off", "compressed"},
			"SVG": {"two of them", "under another namespace", "cut off", "in the attribute of a JSON credential"},
		}[kind] {
			t.Run(kind+", "+how, func(t *testing.T) {
				expectVerdict(t, judge.bake(t, picture, string(document), how), verify.Invalid)
			})
		}
	}
}
