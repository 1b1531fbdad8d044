// Package blob keeps bytes under the name of their own SHA-256 hash, in a folder.
//
// In come bytes, out comes their hash; in comes a hash, out come the very bytes, or an error. It never overwrites good
// bytes, never hands out bytes that do not match their name, and knows nothing of what they mean.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// MaxSize bounds one blob, in bytes.
const MaxSize = 64 << 20

// ErrCorrupt is returned when the bytes on disk no longer match their name. Put of the good bytes repairs it.
var ErrCorrupt = errors.New("stored file is damaged: its bytes do not match its hash")

// Folder is a blob store in a directory. It is safe for concurrent use, also by several processes.
type Folder struct{ dir string }

// Open prepares the directory, and makes it when it does not exist.
func Open(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("blob folder: %w", err)
	}
	return &Folder{dir: dir}, nil
}

// Put keeps data and returns its name: the lower-case hexadecimal SHA-256. When it returns without an error the bytes are
// on disk. Putting the same bytes again changes nothing, except that it repairs a damaged copy.
func (f *Folder) Put(ctx context.Context, data []byte) (hash string, err error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if len(data) > MaxSize {
		return "", fmt.Errorf("blob of %d bytes: more than %d bytes are not kept", len(data), MaxSize)
	}
	sum := sha256.Sum256(data)
	hash = hex.EncodeToString(sum[:])
	if _, err := f.Get(ctx, hash); err == nil {
		return hash, nil
	}
	if err := f.write(f.path(hash), data); err != nil {
		return "", fmt.Errorf("keep blob %s: %w", hash, err)
	}
	return hash, nil
}

// Get returns the bytes of a hash. Errors: fs.ErrNotExist for a name that is not kept or is no hash at all, ErrCorrupt.
func (f *Folder) Get(ctx context.Context, hash string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !isHash(hash) {
		return nil, fmt.Errorf("blob: not a hash: %w", fs.ErrNotExist)
	}
	file, err := os.Open(f.path(hash))
	if err != nil {
		return nil, fmt.Errorf("blob %s: %w", hash, err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("blob %s: %w", hash, err)
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != hash {
		return nil, fmt.Errorf("blob %s: %w", hash, ErrCorrupt)
	}
	return data, nil
}

// Draft is a file that is being written and has no name yet. End it by Keep or
// Drop.
type Draft struct {
	folder *Folder
	tmp    *os.File
	hash   hash.Hash
}

// Draft begins a file that is too large to be held in memory.
func (f *Folder) Draft() (*Draft, error) {
	tmp, err := os.CreateTemp(f.dir, ".new-*")
	if err != nil {
		return nil, fmt.Errorf("begin a blob: %w", err)
	}
	return &Draft{folder: f, tmp: tmp, hash: sha256.New()}, nil
}

// Write implements io.Writer.
func (d *Draft) Write(p []byte) (int, error) {
	d.hash.Write(p) // never fails
	return d.tmp.Write(p)
}

// Reader reads what was written so far, from its beginning. Nothing can be
// written after it.
func (d *Draft) Reader() (io.ReadSeeker, error) {
	_, err := d.tmp.Seek(0, io.SeekStart)
	return d.tmp, err
}

// Keep is Put for what was written.
func (d *Draft) Keep() (name string, err error) {
	defer d.Drop()
	name = hex.EncodeToString(d.hash.Sum(nil))
	path := d.folder.path(name)
	if err := errors.Join(d.tmp.Sync(), os.MkdirAll(filepath.Dir(path), 0o700)); err != nil {
		return "", fmt.Errorf("keep blob %s: %w", name, err)
	}
	// The same bytes again, or good ones in place of damaged ones.
	if err := os.Rename(d.tmp.Name(), path); err != nil {
		return "", fmt.Errorf("keep blob %s: %w", name, err)
	}
	return name, errors.Join(syncDir(filepath.Dir(path)), syncDir(d.folder.dir))
}

// Drop forgets what was written. After Keep it does nothing.
func (d *Draft) Drop() {
	_ = d.tmp.Close()
	_ = os.Remove(d.tmp.Name())
}

// Reader opens the bytes of a hash when all of them are as they were kept. The
// caller closes it. Errors: those of Get.
func (f *Folder) Reader(ctx context.Context, name string) (*os.File, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if !isHash(name) {
		return nil, fmt.Errorf("blob: not a hash: %w", fs.ErrNotExist)
	}
	file, err := os.Open(f.path(name))
	if err != nil {
		return nil, fmt.Errorf("blob %s: %w", name, err)
	}
	sum := sha256.New()
	if _, err = io.Copy(sum, file); err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err == nil && hex.EncodeToString(sum.Sum(nil)) != name {
		err = ErrCorrupt
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("blob %s: %w", name, err), file.Close())
	}
	return file, nil
}

// Remove takes the bytes of a hash away. What is not kept is no error.
func (f *Folder) Remove(ctx context.Context, name string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !isHash(name) {
		return nil
	}
	if err := os.Remove(f.path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove blob %s: %w", name, err)
	}
	return nil
}

// path spreads the files over 256 folders by the first two digits.
func (f *Folder) path(hash string) string { return filepath.Join(f.dir, hash[:2], hash[2:]) }

// write makes the file whole or not at all: temporary file, fsync, rename, fsync of the folders that changed.
func (f *Folder) write(path string, data []byte) error {
	shard := filepath.Dir(path)
	if err := os.MkdirAll(shard, 0o700); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(shard, ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // does nothing after the rename
	_, err = tmp.Write(data)
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return err
	}
	return errors.Join(syncDir(shard), syncDir(f.dir))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// isHash also keeps every path inside the folder: nothing but 64 lower-case hexadecimal digits gets through.
func isHash(s string) bool {
	if len(s) != 2*sha256.Size {
		return false
	}
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
