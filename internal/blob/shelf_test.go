package blob

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func keyOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func shelf(t *testing.T) *Shelf {
	t.Helper()
	s, err := OpenShelf(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWhatWasPutComesBackUntilItsGroupIsDropped(t *testing.T) {
	s, now := shelf(t), time.Now()
	for _, group := range []string{"ada", "bob"} {
		if err := s.Put(t.Context(), group, keyOf("card"), []byte("the card of "+group)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Drop(t.Context(), "ada"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(t.Context(), "ada", keyOf("card"), now); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("after dropping: %v", err)
	}
	if got, err := s.Get(t.Context(), "bob", keyOf("card"), now); err != nil || string(got) != "the card of bob" {
		t.Errorf("the other group: %q, %v", got, err)
	}
}

func TestDamagedRenditionIsAsIfItWereNotThere(t *testing.T) {
	s := shelf(t)
	path, _ := s.path("ada", keyOf("card"))
	for name, harm := range map[string]func([]byte) []byte{
		"cut off": func(b []byte) []byte { return b[:20] },
		"changed": func(b []byte) []byte { b[len(b)-1]++; return b },
		"empty":   func([]byte) []byte { return nil },
	} {
		if err := s.Put(t.Context(), "ada", keyOf("card"), []byte("a card")); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, harm(data), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Get(t.Context(), "ada", keyOf("card"), time.Now()); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestSweepTakesWhatNobodyRead(t *testing.T) {
	s, now := shelf(t), time.Now()
	old := now.Add(-40 * 24 * time.Hour)
	for _, key := range []string{"read", "unread"} {
		if err := s.Put(t.Context(), "ada", keyOf(key), []byte(key)); err != nil {
			t.Fatal(err)
		}
		path, _ := s.path("ada", keyOf(key))
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Get(t.Context(), "ada", keyOf("read"), now); err != nil {
		t.Fatal(err)
	}
	for turn := range shelves {
		if err := s.Sweep(t.Context(), turn, now.Add(-30*24*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Get(t.Context(), "ada", keyOf("read"), now); err != nil {
		t.Errorf("what was read is gone: %v", err)
	}
	if _, err := s.Get(t.Context(), "ada", keyOf("unread"), now); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what was not read: %v", err)
	}
}

func TestNoNameLeadsOutOfTheShelf(t *testing.T) {
	s := shelf(t)
	for _, group := range []string{"", "..", "a/b", "../../etc", "ümlaut"} {
		if err := s.Put(t.Context(), group, keyOf("x"), nil); err == nil {
			t.Errorf("group %q was accepted", group)
		}
		if err := s.Drop(t.Context(), group); err == nil {
			t.Errorf("group %q was dropped", group)
		}
	}
	if err := s.Put(t.Context(), "ada", "../x", nil); err == nil {
		t.Error("a key that is no hash was accepted")
	}
	if left, _ := filepath.Glob(filepath.Join(s.dir, "*")); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}
