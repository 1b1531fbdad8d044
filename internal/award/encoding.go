package award

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"laurel/internal/badge"
)

// encodingOf tells the encoding of a text by its first bytes: UTF-8 where that
// is possible, else that of Windows.
func encodingOf(head []byte) string {
	if wide := utf16Of(head); wide != "" {
		return wide
	}
	if utf8.Valid(whole(head)) {
		return badge.EncodingUTF8
	}
	return badge.EncodingWindows
}

// utf16Of tells UTF-16 by its byte order mark, or by every second byte of the
// beginning being zero, as it is where letters are Latin.
func utf16Of(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return badge.EncodingUTF16LE
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return badge.EncodingUTF16BE
	}
	start := head[:min(len(head), 512)&^1]
	if len(start) < 8 {
		return ""
	}
	zeros := [2]int{}
	for n, b := range start {
		if b == 0 {
			zeros[n&1]++
		}
	}
	switch most := len(start) * 2 / 5; { // 80 of 100 letters
	case zeros[1] >= most && zeros[0] == 0:
		return badge.EncodingUTF16LE
	case zeros[0] >= most && zeros[1] == 0:
		return badge.EncodingUTF16BE
	}
	return ""
}

// whole leaves out a character that is cut off at the end.
func whole(head []byte) []byte {
	for cut := 1; cut < utf8.UTFMax && cut <= len(head); cut++ {
		if b := head[len(head)-cut]; utf8.RuneStart(b) {
			if !utf8.FullRune(head[len(head)-cut:]) {
				return head[:len(head)-cut]
			}
			break
		}
	}
	return head
}

// encodingOfAll is encodingOf for a file whose first letter beyond ASCII may
// stand far below.
func encodingOfAll(r io.Reader) (string, error) {
	in := bufio.NewReaderSize(r, headSize)
	head, err := peek(in)
	if err != nil {
		return "", err
	}
	found := encodingOf(head)
	for found == badge.EncodingUTF8 {
		line, err := in.ReadSlice('\n')
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			return found, nil // longer than any row: reading it says so
		case !utf8.Valid(line):
			return badge.EncodingWindows, nil
		case errors.Is(err, io.EOF):
			return found, nil
		case err != nil:
			return "", fileError(err)
		}
	}
	return found, nil
}

// decoderOf turns an encoding into UTF-8; nil: it is UTF-8. A byte order mark
// wins over what was chosen.
func decoderOf(name string) *encoding.Decoder {
	switch name {
	case badge.EncodingUTF16LE:
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
	case badge.EncodingUTF16BE:
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder()
	case badge.EncodingWindows:
		return charmap.Windows1252.NewDecoder()
	}
	return nil
}
