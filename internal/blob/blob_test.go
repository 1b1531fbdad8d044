package blob

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func folder(t *testing.T) *Folder {
	t.Helper()
	f, err := Open(filepath.Join(t.TempDir(), "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func files(t *testing.T, f *Folder) (names []string) {
	t.Helper()
	err := filepath.WalkDir(f.dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestWhatIsPutComesBack(t *testing.T) {
	f := folder(t)
	for _, data := range [][]byte{{}, []byte("hello"), bytes.Repeat([]byte{0, 255}, 1<<20)} {
		hash, err := f.Put(t.Context(), data)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := f.Get(t.Context(), hash); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s: %d bytes, %v", hash, len(got), err)
		}
	}
	hash, err := f.Put(t.Context(), []byte("hello"))
	if err != nil || hash != "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824" {
		t.Errorf("%s, %v", hash, err)
	}
	reopened, err := Open(f.dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reopened.Get(t.Context(), hash); err != nil {
		t.Errorf("after opening again: %v", err)
	}
	if n := len(files(t, f)); n != 3 {
		t.Errorf("%d files for 3 blobs", n)
	}
}

func TestUnknownAndHostileNamesAreNotFound(t *testing.T) {
	f := folder(t)
	hash, err := f.Put(t.Context(), []byte("hello"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(f.dir, "..", "outside"), []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"", ".", "..", "../outside", hash[:63], hash + "0", strings.ToUpper(hash), strings.Repeat("0", 64), hash[:2] + "/" + hash[3:], strings.Repeat("../", 21) + "x",
		hash[:63] + "\x00",
	} {
		if got, err := f.Get(t.Context(), name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %q, %v", name, got, err)
		}
	}
}

func TestDamageIsNoticedAndRepairedByPuttingAgain(t *testing.T) {
	f := folder(t)
	data := []byte("a picture")
	hash, err := f.Put(t.Context(), data)
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][]byte{"one bit": []byte("a pictura"), "cut": data[:4], "longer": append(bytes.Clone(data), 0), "empty": {}} {
		if err := os.WriteFile(f.path(hash), bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := f.Get(t.Context(), hash); !errors.Is(err, ErrCorrupt) || got != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		if _, err := f.Put(t.Context(), data); err != nil {
			t.Fatal(err)
		}
		if got, err := f.Get(t.Context(), hash); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s, after putting again: %q, %v", name, got, err)
		}
	}
}

func TestManyWritersOfOneBlobLeaveOneWholeFile(t *testing.T) {
	f := folder(t)
	data := bytes.Repeat([]byte("picture"), 50_000)
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			hash, err := f.Put(context.Background(), data)
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := f.Get(context.Background(), hash); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if names := files(t, f); len(names) != 1 {
		t.Errorf("files left: %v", names)
	}
}

func TestRefusals(t *testing.T) {
	f := folder(t)
	if _, err := f.Put(t.Context(), make([]byte, MaxSize+1)); err == nil {
		t.Error("a blob above the limit was kept")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.Put(ctx, []byte("x")); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
	if names := files(t, f); len(names) != 0 {
		t.Errorf("files left: %v", names)
	}
	hash, err := f.Put(t.Context(), []byte("y"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Remove(f.path(hash)), os.MkdirAll(filepath.Join(f.path(hash), "in the way"), 0o700)); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Put(t.Context(), []byte("y")); err == nil {
		t.Error("kept although the place is taken")
	}
	if names := files(t, f); len(names) != 0 {
		t.Errorf("half a blob left: %v", names)
	}
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(filepath.Join(blocked, "blobs")); err == nil {
		t.Error("a folder inside a file was opened")
	}
}
