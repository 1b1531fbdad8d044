package desk

import (
	"bytes"
	"context"
	"path"
	"strings"

	"laurel/internal/badge"
)

// Attachment is a file that somebody sends along: a PNG, JPEG or PDF. It is
// kept as it came, never shown in a page, and handed out for saving only.
type Attachment struct {
	Name string
	Data []byte // empty: none
}

// maxFileName is how much of a file's name is kept, in bytes.
const maxFileName = 120

// beginnings of the files that are taken.
var beginnings = map[string]string{
	"\x89PNG\r\n\x1a\n": ".png",
	"\xff\xd8\xff":      ".jpg",
	"%PDF-":             ".pdf",
}

// check tidies the name and refuses what is too large or of another kind: the
// first bytes decide, not the name.
func (a *Attachment) check() error {
	if len(a.Data) == 0 {
		a.Name = ""
		return nil
	}
	if len(a.Data) > badge.MaxRequestFile {
		return badge.Refuse("file", "A file may have up to 5 MB, and this one is larger.")
	}
	for start, end := range beginnings {
		if bytes.HasPrefix(a.Data, []byte(start)) {
			a.Name = fileName(a.Name, end)
			return nil
		}
	}
	return badge.Refuse("file", "Send a PNG or JPEG picture or a PDF.")
}

// fileName keeps letters, digits and little else of a name, under the ending
// that the content has.
func fileName(name, end string) string {
	name = strings.TrimSuffix(path.Base(strings.ReplaceAll(name, `\`, "/")), path.Ext(name))
	name = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return '-'
	}, name)
	if len(name) > maxFileName {
		name = name[:maxFileName]
	}
	if strings.Trim(name, "-") == "" {
		name = "file"
	}
	return name + end
}

// keep checks an attachment and puts it away. It returns its hash and its
// tidied name, both empty when there is none.
func (d *Desk) keep(ctx context.Context, a Attachment) (hash, name string, err error) {
	if err := a.check(); err != nil || len(a.Data) == 0 {
		return "", "", err
	}
	hash, err = d.Blobs.Put(ctx, a.Data)
	return hash, a.Name, err
}
