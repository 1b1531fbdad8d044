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
	first     []byte // the line on which a quoted cell opens, from there on
	more      []byte // the lines below it that were read to find its end
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
	s.number++
	line, err := s.line()
	if err != nil {
		return record{}, err
	}
	s.text, s.ends = s.text[:0], s.ends[:0]
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
	s.first, s.more = append(s.first[:0], line...), s.more[:0]
	line = line[1:]
	for {
		i := bytes.IndexByte(line, '"')
		switch {
		case i < 0:
			s.text = append(append(s.text, line...), '\n')
			next, err := s.line()
			if errors.Is(err, io.EOF) {
				return nil, errUnclosed
			}
			if err != nil {
				return nil, err
			}
			s.more = append(append(s.more, next...), '\n')
			if len(s.text)+len(next) > maxRecord {
				return nil, errUnclosed
			}
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
// so far and the rest of that line are the row, the lines below it are rows of
// their own again.
func (s *splitter) unclosed() record {
	s.back = append(bytes.Clone(s.more), s.back...)
	cells := s.cells()
	for cell := range bytes.SplitSeq(s.first, []byte{s.separator}) {
		cells = append(cells, string(bytes.Trim(cell, `"`)))
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
	if end := bytes.IndexByte(s.back, '\n'); end >= 0 {
		line, s.back = s.back[:end+1], s.back[end+1:]
	} else {
		var err error
		line, err = s.in.ReadSlice('\n')
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			return nil, &FileError{
				Sentence: fmt.Sprintf("Row %d is longer than %d KB, so this does not look like a list of people. %s", s.number, maxRecord>>10, saveAsCSV),
				Row:      s.number,
			}
		case errors.Is(err, io.EOF) && len(line) == 0:
			return nil, io.EOF
		case err != nil && !errors.Is(err, io.EOF):
			return nil, fileError(err)
		}
	}
	line = bytes.TrimSuffix(line, []byte{'\n'})
	line = bytes.TrimSuffix(line, []byte{'\r'})
	if !utf8.Valid(line) {
		return nil, notUTF8(s.number, line)
	}
	return line, nil
}

// notUTF8 quotes the cell that shows the wrong encoding.
func notUTF8(row int, line []byte) error {
	at := bytes.IndexRune(line, utf8.RuneError) // finds the first invalid byte
	from := bytes.LastIndexAny(line[:at], ",;\t\"") + 1
	to := bytes.IndexAny(line[at:], ",;\t\"")
	if to < 0 {
		to = len(line) - at
	}
	cell := shown(strings.ToValidUTF8(string(line[from:at+to]), "�"))
	return &FileError{
		Sentence: fmt.Sprintf("Row %d has letters that are not saved as UTF-8 (“%s”), so names would come out wrong. %s", row, cell, saveAsCSV),
		Row:      row,
	}
}
