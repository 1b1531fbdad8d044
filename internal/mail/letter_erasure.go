package mail

import (
	"time"

	"laurel/internal/locale"
)

// Erasure is what the letters say that tell somebody of the end of their account.
type Erasure struct {
	Name, UserName string
	Link           string    // takes it back; in the first letter
	Until          time.Time // when it begins
	ExportURL      string    // where everything can be taken along
	SiteURL        string
}

// ErasureLetter tells that everything will be erased, and how to take that back.
func ErasureLetter(words *locale.Words, d Erasure) (Content, error) {
	d.Name = DisplayName(d.Name)
	return erasureLetter.write(words, "", d, d.Link, d.ExportURL, d.SiteURL)
}

// ErasedLetter is the last one.
func ErasedLetter(words *locale.Words, d Erasure) (Content, error) {
	d.Name = DisplayName(d.Name)
	return erasedLetter.write(words, "", d, d.SiteURL)
}
