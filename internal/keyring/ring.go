// Package keyring holds the one master key of an installation and everything that is derived from it or sealed with it.
//
// In come a master key (from the environment or from a file of mode 0600), identifiers, and sealed bytes from the
// ledger. Out go sealed signing keys, functions that sign, and values derived for one purpose and one id: temporary
// passwords and tokens, which the ledger therefore never has to hold. It never prints a secret, never writes anything
// but the master key file, and never returns a private key.
package keyring

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"

	"golang.org/x/crypto/chacha20poly1305"
)

// KeySize is the length of the master key and of every derived value, in bytes.
const KeySize = 32

// Options says where the master key comes from. MasterKey wins when both are given.
type Options struct {
	MasterKey string // base64 of 32 bytes, from the environment
	File      string // file of mode 0600 with the same text; made by crypto/rand when it does not exist
}

// Ring seals, signs and derives under one master key. It is safe for concurrent use and shows nothing when printed.
type Ring struct {
	aead   cipher.AEAD // XChaCha20-Poly1305: its nonces may be drawn at random
	derive []byte      // root of all derived values; per-purpose keys come from it by HKDF
}

// Open reads the master key, or makes it at the first start. It refuses a key of the wrong length, a key known from
// samples, and a file that anybody but its owner can read.
func Open(o Options) (*Ring, error) {
	master, err := masterKey(o)
	if err != nil {
		return nil, err
	}
	sealing, err := subkey(master, "seal")
	if err != nil {
		return nil, err
	}
	deriving, err := subkey(master, "derive")
	if err != nil {
		return nil, err
	}
	aead, err := chacha20poly1305.NewX(sealing)
	if err != nil {
		return nil, fmt.Errorf("keyring: %w", err)
	}
	return &Ring{aead: aead, derive: deriving}, nil
}

// Derive returns 32 bytes that are always the same for one purpose and id under one master key, and that tell nothing
// about the value for any other purpose or id: HMAC-SHA256 of the id under a key that HKDF (RFC 5869) makes for the purpose.
func (r *Ring) Derive(purpose, id string) []byte {
	key, err := subkey(r.derive, purpose)
	if err != nil {
		panic("keyring: " + err.Error()) // HKDF fails only for outputs longer than 8,160 bytes
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id))
	return mac.Sum(nil)
}

func subkey(root []byte, purpose string) ([]byte, error) {
	key, err := hkdf.Key(sha256.New, root, nil, "laurel/1/"+purpose, KeySize)
	if err != nil {
		return nil, fmt.Errorf("derive key: %w", err)
	}
	return key, nil
}

const redacted = "keyring(redacted)"

// Format prints the word "redacted" for every verb, so that no log line or error can carry a key.
func (Ring) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redacted) }

// String is the same word, for code that asks for it by name.
func (Ring) String() string { return redacted }

// LogValue is the same word for slog.
func (Ring) LogValue() slog.Value { return slog.StringValue(redacted) }
