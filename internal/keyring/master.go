package keyring

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// samples are keys that stand in documentation and examples: whoever copies them has no secret.
var samples = []string{
	"laurel-example-master-key-change", // the 32 letters that an example would use
	"0123456789abcdef0123456789abcdef",
	"abcdefghijklmnopqrstuvwxyz012345",
	"changemechangemechangemechangeme",
}

func masterKey(o Options) ([]byte, error) {
	if strings.TrimSpace(o.MasterKey) != "" {
		key, err := parseKey(o.MasterKey)
		if err != nil {
			return nil, fmt.Errorf("master key from the environment: %w", err)
		}
		return key, nil
	}
	if o.File == "" {
		return nil, errors.New("master key: neither a key nor a file to keep one in was given")
	}
	text, err := readKeyFile(o.File)
	if errors.Is(err, fs.ErrNotExist) {
		if err = makeKeyFile(o.File); err == nil {
			text, err = readKeyFile(o.File)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("master key file %s: %w", o.File, err)
	}
	key, err := parseKey(text)
	if err != nil {
		return nil, fmt.Errorf("master key file %s: %w", o.File, err)
	}
	return key, nil
}

// parseKey never puts what it read into its error.
func parseKey(text string) ([]byte, error) {
	text = strings.TrimRight(strings.TrimSpace(text), "=")
	text = strings.NewReplacer("-", "+", "_", "/").Replace(text)
	key, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return nil, errors.New("not base64; make one with: openssl rand -base64 32")
	}
	if len(key) != KeySize {
		return nil, fmt.Errorf("%d bytes long, must be %d; make one with: openssl rand -base64 32", len(key), KeySize)
	}
	if isSample(key) {
		return nil, errors.New("this is a sample value and no secret; make one with: openssl rand -base64 32")
	}
	return key, nil
}

// isSample finds published samples and the two shapes people type: one byte repeated, and bytes that count up or down.
func isSample(key []byte) bool {
	for _, s := range samples {
		if bytes.Equal(key, []byte(s)) {
			return true
		}
	}
	step := key[1] - key[0]
	if step != 0 && step != 1 && step != 0xff {
		return false
	}
	for i := 1; i < len(key); i++ {
		if key[i]-key[i-1] != step {
			return false
		}
	}
	return true
}

func readKeyFile(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", errors.New("not a regular file")
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return "", fmt.Errorf("others can read it (mode %04o); run: chmod 600 %s", info.Mode().Perm(), name)
	}
	text, err := io.ReadAll(io.LimitReader(f, 1024))
	return string(text), err
}

// makeKeyFile writes a new key beside the final name and links it there whole, so that of two programs starting at
// once both read the same key and neither reads half of one.
func makeKeyFile(name string) error {
	key := make([]byte, KeySize)
	if _, err := rand.Read(key); err != nil {
		return err
	}
	dir := filepath.Dir(name)
	f, err := os.CreateTemp(dir, ".master-key-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(base64.StdEncoding.EncodeToString(key) + "\n")
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		return err
	}
	if err := os.Link(f.Name(), name); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(dir)
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
