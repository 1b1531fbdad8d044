package badge

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// LetterWords are an organization's own words in one letter in one language:
// they take the place of the subject and of what follows the greeting.
type LetterWords struct {
	Kind      LetterKind
	Language  string // BCP 47
	Subject   string // one line; empty: the built-in one
	Text      string // paragraphs, with an empty line between two; empty: the built-in ones
	ChangedAt time.Time
}

// Bounds of an organization's own words, in characters and lines.
const (
	MaxWordsSubject = 150
	MaxWordsText    = 1200
	maxWordsLines   = 30
)

// WordedLetter is a letter that organizations may put into their own words.
type WordedLetter struct {
	Kind   LetterKind
	Fills  []string // names of the placeholders that a text may have
	Needed []string // and of those that it must have: what the rest of the letter does not say
}

// WordedLetters are those to earners in an organization's name.
var WordedLetters = []WordedLetter{
	{LetterIssued, []string{"name", "badge", "organization", "issued", "link", "email"}, nil}, // the badge is its heading
	{LetterExpiring, []string{"name", "badge", "organization", "issued", "expires", "link", "email"}, []string{"badge", "expires"}},
	{LetterRenewed, []string{"name", "badge", "organization", "issued", "link", "email"}, []string{"badge"}},
	{LetterCorrected, []string{"name", "badge", "organization", "issued", "link", "email"}, []string{"badge"}},
	{LetterSuspended, []string{"name", "badge", "organization", "issued", "date", "link", "email"}, []string{"badge"}},
	{LetterReinstated, []string{"name", "badge", "organization", "issued", "date", "link", "email"}, []string{"badge"}},
	{LetterRevoked, []string{"name", "badge", "organization", "issued", "date", "link", "email"}, []string{"badge"}},
	{LetterRequestAnswered, []string{"name", "badge", "organization", "link", "email"}, []string{"badge"}},
	{LetterClaimAsked, []string{"name", "badge", "organization", "link", "email"}, []string{"badge"}},
	{LetterClaimDecided, []string{"name", "badge", "organization", "link", "email"}, []string{"badge"}},
}

// InSubject are the placeholders that a subject may have: no addresses.
func (l WordedLetter) InSubject() []string {
	return slices.DeleteFunc(slices.Clone(l.Fills), func(name string) bool { return name == "link" || name == "email" })
}

// WordedLetterOf finds the letter of a kind; false: its words are Laurel's alone.
func WordedLetterOf(kind LetterKind) (WordedLetter, bool) {
	n := slices.IndexFunc(WordedLetters, func(l WordedLetter) bool { return l.Kind == kind })
	if n < 0 {
		return WordedLetter{}, false
	}
	return WordedLetters[n], true
}

// Placeholder is a name in braces, whether a letter has it or not.
var Placeholder = regexp.MustCompile(`\{[^{}\n]*\}`)

// addressLike is what mail programs make links of: "https://…", "www.…", "desk@college" and "college.example".
var addressLike = regexp.MustCompile(`://|(?i:\bwww\.|\bmailto:|\btel:)|\S@\S|[\p{L}\p{N}\p{M}_-][.。．｡․]\p{L}[\p{L}\p{N}\p{M}-]`)

// Empty tells whether every word of the letter is Laurel's.
func (w LetterWords) Empty() bool { return w.Subject == "" && w.Text == "" }

// Tidy puts lines into shape: no spaces at their ends, no more than one empty
// line in a row, a subject of one line.
func (w *LetterWords) Tidy() {
	w.Subject = strings.Join(strings.Fields(w.Subject), " ")
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ").Replace(w.Text), "\n")
	for n, line := range lines {
		lines[n] = strings.TrimSpace(line)
	}
	lines = slices.CompactFunc(lines, func(a, b string) bool { return a == "" && b == "" })
	w.Text = strings.Trim(strings.Join(lines, "\n"), "\n")
}

// Validate tidies the words and says what cannot be accepted. Errors: *Invalid
// with the fields "subject" and "text"; ErrNotFound for a letter whose words
// are Laurel's alone.
func (w *LetterWords) Validate() error {
	of, known := WordedLetterOf(w.Kind)
	if !known {
		return ErrNotFound
	}
	w.Tidy()
	f := faults{}
	w.Subject = text(f, "subject", w.Subject, 0, MaxWordsSubject, "")
	w.Text = text(f, "text", w.Text, 0, MaxWordsText, "")
	if n := strings.Count(w.Text, "\n") + 1; n > maxWordsLines {
		f.add("text", fmt.Sprintf("This is too long: %d lines of at most %d.", n, maxWordsLines))
	}
	checkWords(f, "subject", w.Subject, of.InSubject())
	checkWords(f, "text", w.Text, of.Fills)
	for _, name := range of.Needed {
		if w.Text != "" && !strings.Contains(w.Text, "{"+name+"}") {
			f.add("text", "Nothing else in this letter says "+neededFor[name]+": put {"+name+"} into the text.")
		}
	}
	return f.err()
}

var neededFor = map[string]string{"badge": "which badge it is about", "expires": "until when the badge is valid"}

// checkWords refuses placeholders that a letter does not have, braces that are
// none, and what mail programs would turn into links.
func checkWords(f faults, field, words string, fills []string) {
	for _, found := range Placeholder.FindAllString(words, -1) {
		if !slices.Contains(fills, strings.Trim(found, "{}")) {
			f.add(field, "There is no "+found+" here. These can be filled in: "+braced(fills)+".")
		}
	}
	rest := Placeholder.ReplaceAllStringFunc(words, func(found string) string { return strings.Repeat("x", len(found)) })
	if at := strings.IndexAny(rest, "{}"); at >= 0 {
		missing := "}"
		if rest[at] == '}' {
			missing = "{"
		}
		f.add(field, "A "+missing+" is missing at “"+wordAt(words, at)+"”. Braces stand around the name of what is filled in, as in {"+fills[0]+"}.")
	}
	for from, word := range wordsOf(rest) {
		if addressLike.MatchString(word) {
			f.add(field, "“"+shortened(words[from:from+len(word)])+"” looks like an address, and mail programs would make a link of it. Take it out, or put a space behind the dot. {link} and {email} put the addresses of the badge and of the organization into the text.")
		}
	}
}

func braced(names []string) string {
	return "{" + strings.Join(names, "}, {") + "}"
}

// wordsOf yields what stands between white space, with where it begins.
func wordsOf(s string) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		at := 0
		for _, word := range strings.Fields(s) {
			at += strings.Index(s[at:], word)
			if !yield(at, word) {
				return
			}
			at += len(word)
		}
	}
}

// wordAt is the word of s around a byte.
func wordAt(s string, at int) string {
	for from, word := range wordsOf(s) {
		if at < from+len(word) {
			return shortened(word)
		}
	}
	return ""
}

// shortened is a word to be shown in a sentence.
func shortened(word string) string {
	const most = 40
	if utf8.RuneCountInString(word) <= most {
		return word
	}
	return string([]rune(word)[:most]) + "…"
}
