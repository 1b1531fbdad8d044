package award

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// maxRecord is the longest row in bytes. A spreadsheet cell holds at most
// 32,767 characters.
const maxRecord = 128 << 10

// record is one row split into cells.
type record struct {
	number  int // spreadsheet row
	cells   []string
	quoting string // what is wrong with its quotation marks, or ""
}

// splitter splits a table into rows as RFC 4180 says. encoding/csv would do
// for good files; this one counts rows as a spreadsheet does (blank ones too),
// holds at most maxRecord bytes of one row, and loses no row to a quotation
// mark that never closes: it marks that row and goes on with the next line.
type splitter struct {
	in        *bufio.Reader // buffers maxRecord bytes
	separator byte
	number    int    // of the row read last
	back      []byte // lines to read again before in
	first     []byte // first line of a row that runs over several
	more      []byte // its other lines
	text      []byte // cells of the row, without quotation marks
	ends      []int  // where each cell ends in text
}

func newSplitter(in *bufio.Reader, separator byte) *splitter {
	return &splitter{in: in, separator: separator}
}

// nextFilled returns the next row that has anything in it, or io.EOF.
func (s *splitter) nextFilled() (record, error) {
	for {
		rec, err := s.next()
		if err != nil || !isBlank(rec.cells) || rec.quoting != "" {
			return rec, err
		}
	}
}

// next returns the next row, blank or not, or io.EOF.
func (s *splitter) next() (record, error) {
	line, err := s.line()
	if err != nil {
		return record{}, err
	}
	s.number++
	s.text, s.ends, s.more = s.text[:0], s.ends[:0], s.more[:0]
	quoting := ""
	for {
		if len(line) > 0 && line[0] == '"' {
			line, err = s.quoted(line)
			if errors.Is(err, errUnclosed) {
				return s.unclosed(), nil
			}
			if err != nil {
				return record{}, err
			}
			if len(line) > 0 && line[0] != s.separator {
				quoting = "Text follows a closing quotation mark. Quotation marks inside a cell are written twice."
			}
		}
		end := bytes.IndexByte(line, s.separator)
		if end < 0 {
			s.text = append(s.text, line...)
			s.ends = append(s.ends, len(s.text))
			return record{number: s.number, cells: s.cells(), quoting: quoting}, nil
		}
		s.text = append(s.text, line[:end]...)
		s.ends = append(s.ends, len(s.text))
		line = line[end+1:]
	}
}

var errUnclosed = errors.New("quotation mark never closes")

// quoted reads a quoted cell, over several lines if need be, and returns what
// stands behind its closing quotation mark.
func (s *splitter) quoted(line []byte) ([]byte, error) {
	whole := line
	line = line[1:]
	for {
		i := bytes.IndexByte(line, '"')
		switch {
		case i < 0:
			s.text = append(append(s.text, line...), '\n')
			if len(s.more) == 0 {
				s.first = append(s.first[:0], whole...)
			}
			next, err := s.line()
			if errors.Is(err, io.EOF) || len(s.more)+len(next) > maxRecord {
				s.more = append(s.more, next...)
				return nil, errUnclosed
			}
			if err != nil {
				return nil, err
			}
			s.more = append(append(s.more, next...), '\n')
			line = next
		case i+1 < len(line) && line[i+1] == '"':
			s.text = append(s.text, line[:i+1]...)
			line = line[i+2:]
		default:
			s.text = append(s.text, line[:i]...)
			return line[i+1:], nil
		}
	}
}

// unclosed gives up on a row whose quotation mark never closes: the cells read
// so far and the rest of its first line are the row, the other lines are rows
// of their own again.
func (s *splitter) unclosed() record {
	s.back = append(append([]byte{}, s.more...), s.back...)
	s.text = s.text[:0]
	if n := len(s.ends); n > 0 {
		s.text = s.text[:0]
	}
	rest := bytes.Split(s.first, []byte{s.separator})
	cells := make([]string, 0, len(rest))
	for _, c := range rest {
		cells = append(cells, string(bytes.Trim(c, `"`)))
	}
	return record{
		number: s.number, cells: cells,
		quoting: "A quotation mark opens a cell of this row and never closes. Close it, or write it twice if it belongs to the text.",
	}
}

// cells cuts text, once copied, into the cells.
func (s *splitter) cells() []string {
	text := string(s.text)
	cells := make([]string, len(s.ends))
	start := 0
	for i, end := range s.ends {
		cells[i] = text[start:end]
		start = end
	}
	return cells
}

// line returns the next line without its end, valid until the next call.
func (s *splitter) line() ([]byte, error) {
	var line []byte
	if len(s.back) > 0 {
		end := bytes.IndexByte(s.back, '\n')
		if end < 0 {
			end = len(s.back) - 1
		}
		line, s.back = s.back[:end+1], s.back[end+1:]
	} else {
		var err error
		line, err = s.in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			return nil, &FileError{
				Sentence: fmt.Sprintf("Row %d is longer than %d KB: this does not look like a list of people. Check the file, or save it as “CSV UTF-8” again.", s.number+1, maxRecord>>10),
				Row:      s.number + 1,
			}
		}
		if err != nil && (!errors.Is(err, io.EOF) || len(line) == 0) {
			if errors.Is(err, io.EOF) {
				return nil, io.EOF
			}
			return nil, fileError(err)
		}
	}
	line = bytes.TrimSuffix(line, []byte{'\n'})
	line = bytes.TrimSuffix(line, []byte{'\r'})
	if !utf8.Valid(line) {
		return nil, notUTF8(s.number+1, line)
	}
	return line, nil
}

// notUTF8 quotes the word that shows the wrong encoding.
func notUTF8(row int, line []byte) error {
	at := 0
	for at < len(line) {
		c, n := utf8.DecodeRune(line[at:])
		if c == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	from := bytes.LastIndexAny(line[:at], ",;\t\"") + 1
	to := at + 1
	if end := bytes.IndexAny(line[to:], ",;\t\""); end >= 0 {
		to += end
	} else {
		to = len(line)
	}
	cell := shown(strings.ToValidUTF8(string(line[from:to]), "�"))
	return &FileError{
		Sentence: fmt.Sprintf("Row %d has letters that are not saved as UTF-8 (“%s”), so names would come out wrong. %s Nothing was imported.", row, cell, saveAsCSV),
		Row:      row,
	}
}
