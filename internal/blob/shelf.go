package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

// Shelf keeps bytes that can be made again, under the hash of what they are made of. They lie in groups, so that all that
// was made for one person or of one picture can be thrown away at once. Losing any of it loses nothing but time. It is
// safe for concurrent use, also by several processes.
type Shelf struct{ dir string }

// touchAfter is how old the time of a file gets before a reader renews it.
const touchAfter = 24 * time.Hour

// OpenShelf prepares the directory, and makes it when it does not exist.
func OpenShelf(dir string) (*Shelf, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("folder of renditions: %w", err)
	}
	return &Shelf{dir: dir}, nil
}

// Get returns what was put under a key, which is a lower-case hexadecimal SHA-256. What is not there, or is damaged, is
// fs.ErrNotExist: make it again. What is read now and then is not swept away.
func (s *Shelf) Get(ctx context.Context, group, key string, now time.Time) ([]byte, error) {
	path, err := s.path(group, key)
	if err = errors.Join(err, ctx.Err()); err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("rendition %s: %w", key, err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, MaxSize+sha256.Size+1))
	if err != nil {
		return nil, fmt.Errorf("rendition %s: %w", key, err)
	}
	if len(data) < sha256.Size {
		return nil, fmt.Errorf("rendition %s: %w", key, fs.ErrNotExist)
	}
	sum := sha256.Sum256(data[sha256.Size:])
	if !bytes.Equal(sum[:], data[:sha256.Size]) {
		return nil, fmt.Errorf("rendition %s: %w", key, fs.ErrNotExist)
	}
	if info, err := file.Stat(); err == nil && now.Sub(info.ModTime()) > touchAfter {
		_ = os.Chtimes(path, now, now) // else it is made again one day
	}
	return data[sha256.Size:], nil
}

// Put keeps data under a key. The bytes stand behind their own hash and are not brought to the disk: what a power cut
// takes is made again.
func (s *Shelf) Put(ctx context.Context, group, key string, data []byte) error {
	path, err := s.path(group, key)
	if err = errors.Join(err, ctx.Err()); err != nil {
		return err
	}
	if len(data) > MaxSize {
		return fmt.Errorf("rendition of %d bytes: more than %d bytes are not kept", len(data), MaxSize)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("keep rendition %s: %w", key, err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return fmt.Errorf("keep rendition %s: %w", key, err)
	}
	defer os.Remove(tmp.Name()) // does nothing after the rename
	sum := sha256.Sum256(data)
	_, err = tmp.Write(sum[:])
	if err == nil {
		_, err = tmp.Write(data)
	}
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("keep rendition %s: %w", key, err)
	}
	return nil
}

// Drop throws a whole group away. What is not there is no error.
func (s *Shelf) Drop(ctx context.Context, group string) error {
	dir, err := s.groupDir(group)
	if err = errors.Join(err, ctx.Err()); err != nil {
		return err
	}
	return os.RemoveAll(dir)
}

// shelves are the folders over which groups are spread.
const shelves = 256

// Sweep throws away what nobody read since a time, in the folder that is next in turn: the whole shelf is swept after
// 256 sweeps with different turns.
func (s *Shelf) Sweep(ctx context.Context, turn int, unread time.Time) error {
	shelf := filepath.Join(s.dir, fmt.Sprintf("%02x", turn%shelves))
	groups, err := os.ReadDir(shelf)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, group := range groups {
		dir := filepath.Join(shelf, group.Name())
		files, readErr := os.ReadDir(dir)
		err = errors.Join(err, ctx.Err(), readErr)
		for _, file := range files {
			info, infoErr := file.Info()
			if infoErr == nil && info.ModTime().Before(unread) {
				err = errors.Join(err, os.Remove(filepath.Join(dir, file.Name())))
			}
		}
		_ = os.Remove(dir) // only when it is empty
	}
	return err
}

var groupForm = regexp.MustCompile(`^[0-9A-Za-z]{1,64}$`)

func (s *Shelf) groupDir(group string) (string, error) {
	if !groupForm.MatchString(group) {
		return "", fmt.Errorf("%q is no group of renditions", group)
	}
	sum := sha256.Sum256([]byte(group))
	return filepath.Join(s.dir, hex.EncodeToString(sum[:1]), group), nil
}

func (s *Shelf) path(group, key string) (string, error) {
	dir, err := s.groupDir(group)
	if err == nil && !isHash(key) {
		err = fmt.Errorf("%q is no hash", key)
	}
	return filepath.Join(dir, key), err
}
