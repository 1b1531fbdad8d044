package keyring

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

var secret = []byte("\x91\x02 thirty-two bytes nobody\x7fknows")

func open(t *testing.T, key []byte) *Ring {
	t.Helper()
	r, err := Open(Options{MasterKey: base64.StdEncoding.EncodeToString(key)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func ring(t *testing.T) *Ring { return open(t, secret) }

func otherRing(t *testing.T) *Ring {
	other := bytes.Clone(secret)
	other[31] ^= 1
	return open(t, other)
}

func TestMasterKeyFromTheEnvironment(t *testing.T) {
	up := make([]byte, 32)
	for i := range up {
		up[i] = byte(i)
	}
	for name, c := range map[string]struct {
		key string
		ok  bool
	}{
		"standard":       {base64.StdEncoding.EncodeToString(secret), true},
		"URL, unpadded":  {base64.RawURLEncoding.EncodeToString(secret), true},
		"with a newline": {base64.StdEncoding.EncodeToString(secret) + "\n", true},
		"not base64":     {"correct horse battery staple!!", false},
		"hexadecimal":    {strings.Repeat("a7", 32), false},
		"31 bytes":       {base64.StdEncoding.EncodeToString(secret[:31]), false},
		"33 bytes":       {base64.StdEncoding.EncodeToString(append(bytes.Clone(secret), 1)), false},
		"all zero":       {base64.StdEncoding.EncodeToString(make([]byte, 32)), false},
		"one letter":     {base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("A"), 32)), false},
		"counting up":    {base64.StdEncoding.EncodeToString(up), false},
		"sample text":    {base64.StdEncoding.EncodeToString([]byte("changemechangemechangemechangeme")), false},
		"known sample":   {base64.StdEncoding.EncodeToString([]byte(samples[0])), false},
	} {
		_, err := Open(Options{MasterKey: c.key})
		if (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && strings.Contains(err.Error(), strings.TrimSpace(c.key)) {
			t.Errorf("%s: the error repeats the key", name)
		}
	}
	for _, s := range samples {
		if len(s) != KeySize {
			t.Errorf("sample %q has %d bytes and would never match", s, len(s))
		}
	}
	if _, err := Open(Options{}); err == nil {
		t.Error("opened without any key")
	}
}

func TestMasterKeyFileIsMadeOnceAndReadAgain(t *testing.T) {
	file := filepath.Join(t.TempDir(), "master.key")
	var made [8]*Ring
	var all sync.WaitGroup
	for i := range made {
		all.Go(func() {
			var err error
			if made[i], err = Open(Options{File: file}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	again, err := Open(Options{File: file})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range made {
		if !bytes.Equal(r.Derive("p", "x"), again.Derive("p", "x")) {
			t.Fatal("programs that started together have different keys")
		}
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	left, err := os.ReadDir(filepath.Dir(file))
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	elsewhere, err := Open(Options{File: filepath.Join(t.TempDir(), "master.key")})
	if err != nil || bytes.Equal(elsewhere.Derive("p", "x"), again.Derive("p", "x")) {
		t.Errorf("two installations have one key (%v)", err)
	}
}

func TestMasterKeyFileThatOthersCanReadIsRefused(t *testing.T) {
	for mode, ok := range map[os.FileMode]bool{0o600: true, 0o400: true, 0o640: false, 0o604: false, 0o660: false, 0o644: false} {
		file := filepath.Join(t.TempDir(), "master.key")
		if err := os.WriteFile(file, []byte(base64.StdEncoding.EncodeToString(secret)), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(file, mode); err != nil {
			t.Fatal(err)
		}
		_, err := Open(Options{File: file})
		if (err == nil) != ok {
			t.Errorf("mode %04o: %v", mode, err)
		}
		if !ok && err != nil && !strings.Contains(err.Error(), "chmod 600 "+file) {
			t.Errorf("the error does not say what to do: %v", err)
		}
	}
	if _, err := Open(Options{File: t.TempDir()}); err == nil {
		t.Error("a folder was taken for a key file")
	}
	empty := filepath.Join(t.TempDir(), "master.key")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(Options{File: empty}); err == nil {
		t.Error("an empty file was replaced or accepted: whatever it was to hold, nobody should overwrite it")
	}
}

// A kind of key: how it is made, opened and checked.
type kind struct {
	generate func(r *Ring, org, keyID string) (check func(message, signature []byte) bool, sealed []byte, err error)
	signer   func(r *Ring, org, keyID string, sealed []byte) (func([]byte) ([]byte, error), error)
}

var kinds = map[string]kind{
	"Ed25519": {func(r *Ring, org, keyID string) (func(message, signature []byte) bool, []byte, error) {
		public, sealed, err := r.Generate(org, keyID)
		return func(message, signature []byte) bool { return ed25519.Verify(public, message, signature) }, sealed, err
	}, (*Ring).Signer},
	"RS256": {func(r *Ring, org, keyID string) (func(message, signature []byte) bool, []byte, error) {
		public, sealed, err := r.GenerateRS256(org, keyID)
		return func(message, signature []byte) bool {
			digest := sha256.Sum256(message)
			return public.N.BitLen() == 2048 && rsa.VerifyPKCS1v15(public, crypto.SHA256, digest[:], signature) == nil
		}, sealed, err
	}, (*Ring).SignerRS256},
}

func TestSealedKeySignsForItsOrganizationOnly(t *testing.T) {
	for name, k := range kinds {
		t.Run(name, func(t *testing.T) { signsForItsOrganizationOnly(t, k) })
	}
}

func TestAKeyOfOneKindIsNoneOfTheOther(t *testing.T) {
	r := ring(t)
	for name, k := range kinds {
		_, sealed, err := k.generate(r, "org-1", "key-1")
		if err != nil {
			t.Fatal(err)
		}
		for other, o := range kinds {
			if _, err := o.signer(r, "org-1", "key-1", sealed); (err == nil) != (name == other) || err != nil && !errors.Is(err, ErrSealed) {
				t.Errorf("%s opened as %s: %v", name, other, err)
			}
		}
	}
}

func signsForItsOrganizationOnly(t *testing.T, k kind) {
	r := ring(t)
	check, sealed, err := k.generate(r, "org-1", "key-1")
	if err != nil {
		t.Fatal(err)
	}
	sign, err := k.signer(r, "org-1", "key-1", sealed)
	if err != nil {
		t.Fatal(err)
	}
	signature, err := sign([]byte("message"))
	if err != nil || !check([]byte("message"), signature) {
		t.Fatalf("signature does not verify: %v", err)
	}
	again, err := k.signer(open(t, secret), "org-1", "key-1", sealed)
	if err != nil {
		t.Fatal(err)
	}
	if second, _ := again([]byte("message")); !bytes.Equal(second, signature) {
		t.Error("the same message gets two signatures")
	}
	flip := func(i int) []byte { b := bytes.Clone(sealed); b[i] ^= 1; return b }
	for name, c := range map[string]struct {
		ring       *Ring
		org, keyID string
		sealed     []byte
	}{
		"another organization": {r, "org-2", "key-1", sealed}, "another key id": {r, "org-1", "key-2", sealed}, "shifted border": {r, "org-1k", "ey-1", sealed},
		"another master key": {otherRing(t), "org-1", "key-1", sealed}, "empty": {r, "org-1", "key-1", nil}, "cut": {r, "org-1", "key-1", sealed[:20]},
		"version changed": {r, "org-1", "key-1", flip(0)}, "nonce changed": {r, "org-1", "key-1", flip(1)}, "last byte changed": {r, "org-1", "key-1", flip(len(sealed) - 1)},
	} {
		if _, err := k.signer(c.ring, c.org, c.keyID, c.sealed); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, second, err := k.generate(r, "org-1", "key-1")
	if err != nil || bytes.Equal(second, sealed) {
		t.Errorf("two keys are alike (%v)", err)
	}
}

func TestDerivedValuesAreSeparate(t *testing.T) {
	r := ring(t)
	seen := map[string]string{}
	for _, purpose := range []string{"a", "b", "ab", "", "token a"} {
		for _, id := range []string{"1", "2", "b1", ""} {
			v := r.Derive(purpose, id)
			if len(v) != KeySize || !bytes.Equal(v, open(t, secret).Derive(purpose, id)) {
				t.Fatalf("%q %q: not 32 constant bytes", purpose, id)
			}
			if other, taken := seen[string(v)]; taken {
				t.Errorf("%q %q gives the same as %s", purpose, id, other)
			}
			seen[string(v)] = fmt.Sprintf("%q %q", purpose, id)
		}
	}
	if bytes.Equal(r.Derive("a", "1"), otherRing(t).Derive("a", "1")) {
		t.Error("another master key derives the same")
	}
}

func TestTemporaryPassword(t *testing.T) {
	r := ring(t)
	form := regexp.MustCompile(`^([2-9a-hjkmnp-z]{4}-){4}[2-9a-hjkmnp-z]{4}$`)
	used, seen := map[rune]bool{}, map[string]bool{}
	for i := range 500 {
		id := fmt.Sprintf("invitation-%d", i)
		p := r.TemporaryPassword(id)
		if !form.MatchString(p) || strings.ContainsAny(p, "01oli") {
			t.Fatalf("%q", p)
		}
		if p != r.TemporaryPassword(id) || seen[p] {
			t.Fatalf("%q is not constant, or is given twice", p)
		}
		seen[p] = true
		for _, c := range p {
			used[c] = true
		}
	}
	if len(used) != len(passwordAlphabet)+1 {
		t.Errorf("%d of %d characters are ever used", len(used)-1, len(passwordAlphabet))
	}
	p := r.TemporaryPassword("x")
	for _, typed := range []string{
		p, strings.ToUpper(p), strings.ReplaceAll(p, "-", ""), " " + strings.ReplaceAll(p, "-", " ") + "\r\n", strings.ReplaceAll(p, "-", "\u2013"),
		strings.ReplaceAll(p, "-", "\u00a0"), "\u200b" + p, strings.ReplaceAll(p, "-", "\u2011"), strings.ReplaceAll(p, "-", "\u2212"),
	} {
		if got := NormalizeTemporaryPassword(typed); got != p {
			t.Errorf("%q became %q, want %q", typed, got, p)
		}
	}
	for _, typed := range []string{"", p[:len(p)-1], p + "2", r.TemporaryPassword("y"), strings.Repeat("x", 10_000)} {
		if NormalizeTemporaryPassword(typed) == p {
			t.Errorf("%.30q was taken for the password", typed)
		}
	}
}

func TestTokens(t *testing.T) {
	r := ring(t)
	rapid.Check(t, func(rt *rapid.T) {
		id := rapid.StringMatching(`[A-Za-z0-9_.-]{1,60}`).Draw(rt, "id")
		token := r.Token("reset", id)
		if !regexp.MustCompile(`^[A-Za-z0-9_.-]+$`).MatchString(token) {
			rt.Fatalf("%q is not safe in a URL", token)
		}
		if got, ok := r.CheckToken("reset", token); !ok || got != id {
			rt.Fatalf("%q gives %q, %v", token, got, ok)
		}
		i := rapid.IntRange(0, len(token)-1).Draw(rt, "changed place")
		changed := token[:i] + string(rapid.SampledFrom([]byte("ABab01-_.%")).Draw(rt, "to")) + token[i+1:]
		if _, ok := r.CheckToken("reset", changed); ok && changed != token {
			rt.Fatalf("%q passes for %q", changed, token)
		}
		if _, ok := r.CheckToken("reset", token[:i]); ok {
			rt.Fatalf("the first %d characters pass", i)
		}
	})
	token := r.Token("reset", "account-1")
	if code := token[strings.LastIndex(token, ".")+1:]; len(code)*6 < 128 {
		t.Errorf("code %q has fewer than 128 bits", code)
	}
	for name, c := range map[string]struct {
		r              *Ring
		purpose, token string
	}{
		"another purpose": {r, "setup", token}, "another master key": {otherRing(t), "reset", token}, "empty": {r, "reset", ""}, "only a dot": {r, "reset", "."},
		"no id": {r, "reset", token[strings.Index(token, "."):]}, "no code": {r, "reset", "account-1."}, "longer": {r, "reset", token + "A"}, "padded": {r, "reset", token + "="},
		"space": {r, "reset", " " + token}, "huge": {r, "reset", strings.Repeat("a", 1<<20) + "." + token},
	} {
		if id, ok := c.r.CheckToken(c.purpose, c.token); ok || id != "" {
			t.Errorf("%s: passes as %q", name, id)
		}
	}
}

func TestNothingIsPrinted(t *testing.T) {
	r := ring(t)
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%X", "%c"} {
		fmt.Fprintf(&out, verb+" "+verb+"\n", r, *r)
	}
	fmt.Fprintf(&out, "%v %+v", struct{ R *Ring }{r}, map[string]Ring{"r": *r})
	for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		_ = h.Handle(context.Background(), slogRecord(slog.Any("ring", r), slog.Any("value", *r), slog.Any("in", struct{ R *Ring }{r})))
	}
	text := out.String()
	for _, hidden := range [][]byte{secret, r.derive} {
		for _, form := range []string{string(hidden), fmt.Sprintf("%x", hidden), fmt.Sprintf("%X", hidden), fmt.Sprint(hidden), base64.StdEncoding.EncodeToString(hidden), fmt.Sprintf("%#v", hidden)} {
			if strings.Contains(text, strings.Trim(form, "[]")) {
				t.Errorf("a key is printed as %.20q…", form)
			}
		}
	}
	if strings.Count(text, "keyring(redacted)") < 20 {
		t.Errorf("printed:\n%s", text)
	}
}

func slogRecord(attrs ...slog.Attr) slog.Record {
	var r slog.Record
	r.AddAttrs(attrs...)
	return r
}

func BenchmarkSigner(b *testing.B) {
	r, err := Open(Options{MasterKey: base64.StdEncoding.EncodeToString(secret)})
	if err != nil {
		b.Fatal(err)
	}
	_, sealed, err := r.Generate("org", "key")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := r.Signer("org", "key", sealed); err != nil {
			b.Fatal(err)
		}
	}
}
