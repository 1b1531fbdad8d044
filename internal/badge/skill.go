package badge

import (
	"strings"
	"time"
	"unicode"
)

// Framework is a list of skills that an organization uploaded.
type Framework struct {
	ID        FrameworkID
	OrgID     OrgID
	Name      string
	Skills    int // how many; 0: it is still being read
	CreatedAt time.Time
}

// MaxSkills is how many skills an organization can keep, in all its frameworks.
const MaxSkills = 50_000

// Skill is one line of a framework.
type Skill struct {
	ID            SkillID
	FrameworkID   FrameworkID
	FrameworkName string // when it was read
	Name          string
	URL           string
	Code          string
}

// Alignment is how a badge names the skill.
func (s Skill) Alignment() Alignment {
	return Alignment{Name: s.Name, URL: s.URL, Framework: s.FrameworkName, Code: s.Code}
}

// The bounds of searching by words.
const (
	maxWord  = 24 // characters of a word that are looked at
	maxWords = 12 // words of a skill
)

// Words are those by which a skill is found: its name and code, folded.
func (s Skill) Words() []string { return SearchWords(s.Name + " " + s.Code) }

// SearchWords takes a text apart into its words, folded, each once.
func SearchWords(text string) (words []string) {
	seen := map[string]bool{}
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '#' && r != '+'
	}) {
		if r := []rune(strings.Trim(word, ".")); len(r) > 0 {
			word = string(r[:min(len(r), maxWord)])
			if !seen[word] && len(words) < maxWords {
				seen[word], words = true, append(words, word)
			}
		}
	}
	return words
}

// Validate trims the fields and says what cannot be accepted.
func (s *Skill) Validate() error {
	f := faults{}
	a := s.Alignment()
	a.validate(f)
	s.Name, s.URL, s.Code = a.Name, a.URL, a.Code
	return f.err()
}

// CheckFrameworkName trims the name of a framework.
func CheckFrameworkName(name string) (string, error) {
	f := faults{}
	name = text(f, "name", name, 1, 200, "Give the framework's name, such as ESCO.")
	return name, f.err()
}
