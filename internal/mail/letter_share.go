package mail

import (
	"strings"
	"time"

	"laurel/internal/locale"
)

const maxNote = 1000 // in characters

// SharedBadge is what the letter says by which an earner shows a badge to somebody.
type SharedBadge struct {
	EarnerName           string // as printed on the badge
	OrganizationName     string
	BadgeName            string
	BadgeURL, PictureURL string
	IssuedOn             time.Time
	Note                 string // of the earner's, plain text; may be empty
}

// SharedBadgeLetter shows a badge to somebody in the name of its earner, whose note stands in it as quoted text.
func SharedBadgeLetter(words *locale.Words, d SharedBadge) (Content, error) {
	d.EarnerName = DisplayName(d.EarnerName)
	d.OrganizationName = oneLine(d.OrganizationName, maxName)
	d.BadgeName = oneLine(d.BadgeName, maxSubject)
	lines := strings.Split(d.Note, "\n")
	for n, line := range lines {
		lines[n] = oneLine(line, maxNote)
	}
	d.Note = strings.TrimSpace(strings.Join(lines, "\n"))
	return sharedBadgeLetter.write(words, "", d, d.BadgeURL, d.PictureURL)
}
