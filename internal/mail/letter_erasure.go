package mail

import "time"

// Erasure is what the letters say that tell somebody of the end of their account.
type Erasure struct {
	Name, UserName string
	Link           string    // takes it back; in the first letter
	Until          time.Time // when it begins
	ExportURL      string    // where everything can be taken along
	SiteURL        string
}

// ErasureLetter tells that everything will be erased, and how to take that back.
func ErasureLetter(d Erasure) (Content, error) {
	d.Name = DisplayName(d.Name)
	return erasureLetter.write("", d, d.Link, d.ExportURL, d.SiteURL)
}

// ErasedLetter is the last one.
func ErasedLetter(d Erasure) (Content, error) {
	d.Name = DisplayName(d.Name)
	return erasedLetter.write("", d, d.SiteURL)
}
