package award

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"laurel/internal/badge"
)

// headSize is how much of a file is looked at before it is read: enough for
// the heading row.
const headSize = 64 << 10

// openText returns a text file as UTF-8 without byte order mark, in a reader
// that buffers maxRecord bytes, and its head. encoding is the one to read it
// with; empty: the one that its head shows, which is returned.
func openText(in *bufio.Reader, encoding string) (text *bufio.Reader, head []byte, used string, err error) {
	if head, err = peek(in); err != nil {
		return nil, nil, "", err
	}
	if encoding == "" {
		encoding = encodingOf(head)
	}
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) && encoding == badge.EncodingUTF8 {
		_, err = in.Discard(3) // it was peeked: this cannot fail
	} else if decoder := decoderOf(encoding); decoder != nil {
		in = bufio.NewReaderSize(decoder.Reader(in), maxRecord)
	}
	if err != nil {
		return nil, nil, "", err
	}
	if head, err = peek(in); err != nil {
		return nil, nil, "", err
	}
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		in = bufio.NewReaderSize(carriageReturns{in}, maxRecord)
		head = bytes.ReplaceAll(head, []byte("\r"), []byte("\n"))
	}
	return in, head, encoding, nil
}

// peek returns the head of the file, which may be all of it.
func peek(in *bufio.Reader) ([]byte, error) {
	head, err := in.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fileError(err)
	}
	return head, nil
}

// limited fails with a FileError after max bytes.
type limited struct {
	r         io.Reader
	left, max int64
}

func (l *limited) Read(p []byte) (int, error) {
	if int64(len(p)) > l.left+1 { // one byte more tells a full file from one that is too large
		p = p[:l.left+1]
	}
	n, err := l.r.Read(p)
	l.left -= int64(n)
	if l.left < 0 {
		l.left = 0
		return 0, &FileError{Sentence: fmt.Sprintf("The file is larger than %s. Split it into smaller files and import them one after the other.", size(l.max))}
	}
	return n, err
}

func size(n int64) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}

// carriageReturns reads a file of an old Macintosh, whose lines end in a
// carriage return alone.
type carriageReturns struct{ r io.Reader }

func (c carriageReturns) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for i, b := range p[:n] {
		if b == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// fileError passes a *FileError and says of any other error where it happened.
func fileError(err error) error {
	var file *FileError
	if errors.As(err, &file) {
		return err
	}
	return fmt.Errorf("read file of earners: %w", err)
}

const saveAsCSV = "In Excel choose File, Save As, “CSV UTF-8 (Comma delimited)”; in other spreadsheets export as CSV. Then choose that file."

// magics are the first bytes of the files people choose by mistake.
var magics = []struct{ prefix, is, then string }{
	{"\x89PNG\r\n\x1a\n", "a picture (PNG)", "Choose the CSV file with the earners."},
	{"\xff\xd8\xff", "a picture (JPEG)", "Choose the CSV file with the earners."},
	{"GIF8", "a picture (GIF)", "Choose the CSV file with the earners."},
	{"%PDF-", "a PDF document", "Open the table it was made from. " + saveAsCSV},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Word file", saveAsCSV},
	{"{\\rtf", "a text document (RTF)", saveAsCSV},
	{"\x1f\x8b", "a compressed file (gzip)", "Unpack it and choose the CSV file inside."},
	{"<!DOCTYPE", "a web page", saveAsCSV},
	{"<!doctype", "a web page", saveAsCSV},
	{"<html", "a web page", saveAsCSV},
	{"<?xml", "an XML file", saveAsCSV},
	{"<svg", "a picture (SVG)", "Choose the CSV file with the earners."},
}

// refuseBinary names a file that is not a text table.
func refuseBinary(head []byte) error {
	is, then := "", saveAsCSV
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.prefix)) {
			is, then = m.is, m.then
		}
	}
	switch {
	case is != "":
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		if is, then = zipKind(head); is == "" {
			return nil
		}
	case utf16Of(head) != "":
	case bytes.IndexByte(head, 0) >= 0:
		is = "not text"
	}
	if is == "" {
		return nil
	}
	return &FileError{Sentence: fmt.Sprintf("This file is %s, not a CSV file or an Excel workbook. %s", is, then)}
}

// isWorkbook tells whether a file that begins like this is an Excel workbook.
func isWorkbook(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) && (bytes.Contains(head, []byte("xl/")) || bytes.Contains(head, []byte("[Content_Types].xml")))
}

// zipKind tells the spreadsheets that are zip archives from other archives.
func zipKind(head []byte) (is, then string) {
	switch {
	case bytes.Contains(head, []byte("application/vnd.oasis.opendocument.spreadsheet")):
		return "an OpenDocument spreadsheet (ODS)", saveAsCSV
	case isWorkbook(head):
		return "", ""
	}
	return "an archive (ZIP)", "Unpack it and choose the CSV file inside."
}
