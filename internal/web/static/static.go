// Package static holds the built style sheet, scripts and fonts of the pages
// and serves them. In goes nothing, out go files under Base, an address that
// carries a hash of all of them, so that a browser may keep each file for ever
// and a new build is seen at once. It never serves anything but these files.
package static

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"image/png"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
)

//go:embed assets
var files embed.FS

// kinds are set here because the machine's own table of types may lack them.
var kinds = map[string]string{
	".svg":   "image/svg+xml",
	".png":   "image/png",
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".woff2": "font/woff2",
}

// Prefix is where Handler expects to be mounted.
const Prefix = "/static/"

// Base is the address that the files stand under, with a slash at its end:
// Base()+"app.css" is the style sheet. Relative addresses between the files
// (fonts in the style sheet, imports in modules) stay under the same hash.
func Base() string { return Prefix + version() + "/" }

// version is the first 16 hexadecimal digits of a hash over every file's name
// and content.
var version = sync.OnceValue(func() string {
	h := sha256.New()
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := files.ReadFile(name)
		sum := sha256.Sum256(content)
		h.Write([]byte(name + "\x00"))
		h.Write(sum[:])
		return err
	})
	if err != nil {
		panic("static: the embedded files cannot be read: " + err.Error()) // cannot happen: they are part of the binary
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
})

// Picture is a picture of a page, for the guides: one for each theme.
type Picture struct {
	URL, DarkURL  string
	Width, Height int // in pixels
}

// FindPicture finds a picture of a page by its name, such as "login".
func FindPicture(name string) (p Picture, found bool) {
	light, dark := "pictures/"+name+".png", "pictures/"+name+"-dark.png"
	file, err := files.Open("assets/" + light)
	if err != nil {
		return p, false
	}
	defer file.Close() //nolint:errcheck // it is memory
	size, err := png.DecodeConfig(file)
	if err != nil {
		return p, false
	}
	return Picture{URL: Base() + light, DarkURL: Base() + dark, Width: size.Width, Height: size.Height}, true
}

// Handler serves GET Base()+name. An address with another build's hash is
// answered with today's file, which the browser must ask for again: a page
// rendered by the previous version keeps its looks while servers are replaced.
func Handler() http.Handler {
	assets, err := fs.Sub(files, "assets")
	if err != nil {
		panic("static: " + err.Error()) // cannot happen: the name is a constant
	}
	server := http.FileServerFS(assets)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hash, name, found := strings.Cut(strings.TrimPrefix(r.URL.Path, Prefix), "/")
		if !found || name == "" || strings.HasSuffix(name, "/") {
			http.NotFound(w, r)
			return
		}
		if hash == version() {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		} else {
			w.Header().Set("Cache-Control", "no-cache")
		}
		w.Header().Set("ETag", `"`+version()+`"`)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if kind, known := kinds[path.Ext(name)]; known {
			w.Header().Set("Content-Type", kind)
		}
		r2 := *r
		u := *r.URL
		u.Path, u.RawPath = "/"+name, ""
		r2.URL = &u
		server.ServeHTTP(w, &r2)
	})
}
