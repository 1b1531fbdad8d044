package badge

import (
	"bytes"
	"path"
	"strings"
)

// Attachment is a file that somebody sends along: a PNG, JPEG or PDF. It is
// kept as it came, never shown in a page, and handed out for saving only.
type Attachment struct {
	Name string
	Data []byte // empty: none
}

// maxAttachmentName is how much of a file's name is kept, in bytes.
const maxAttachmentName = 120

// attachmentBeginnings are those of the files that are taken.
var attachmentBeginnings = map[string]string{
	"\x89PNG\r\n\x1a\n": ".png",
	"\xff\xd8\xff":      ".jpg",
	"%PDF-":             ".pdf",
}

// Check tidies the name and refuses what is too large or of another kind: the
// first bytes decide, not the name.
func (a *Attachment) Check() error {
	if len(a.Data) == 0 {
		a.Name = ""
		return nil
	}
	if len(a.Data) > MaxRequestFile {
		return Refuse("file", "A file may have up to 5 MB, and this one is larger.")
	}
	for start, end := range attachmentBeginnings {
		if bytes.HasPrefix(a.Data, []byte(start)) {
			a.Name = attachmentName(a.Name, end)
			return nil
		}
	}
	return Refuse("file", "Send a PNG or JPEG picture or a PDF.")
}

// attachmentName keeps letters, digits and little else of a name, under the ending
// that the content has.
func attachmentName(name, end string) string {
	name = strings.TrimSuffix(path.Base(strings.ReplaceAll(name, `\`, "/")), path.Ext(name))
	name = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return '-'
	}, name)
	if len(name) > maxAttachmentName {
		name = name[:maxAttachmentName]
	}
	if strings.Trim(name, "-") == "" {
		name = "file"
	}
	return name + end
}
