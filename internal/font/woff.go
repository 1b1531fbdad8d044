package font

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"io"
)

// The bounds of a WOFF file.
const (
	maxTables   = 64
	maxUnpacked = 4 << 20 // bytes
)

var errWOFF = errors.New("the WOFF file is damaged")

// unpack turns a WOFF file into the font in it (WOFF 1.0, sections 3 to 5).
func unpack(woff []byte) ([]byte, error) {
	if len(woff) < 44 {
		return nil, errWOFF
	}
	tables, size := int(binary.BigEndian.Uint16(woff[12:])), binary.BigEndian.Uint32(woff[16:])
	if tables > maxTables || size > maxUnpacked || len(woff) < 44+20*tables {
		return nil, errWOFF
	}
	out := make([]byte, 12+16*tables, max(int(size), 12+16*tables))
	copy(out, woff[4:8])
	binary.BigEndian.PutUint16(out[4:], uint16(tables))
	for n := range tables {
		entry := woff[44+20*n:][:20]
		table, err := unpackTable(woff, entry)
		if err != nil {
			return nil, err
		}
		head := out[12+16*n:]
		copy(head, entry[:4])
		copy(head[4:8], entry[16:20])
		binary.BigEndian.PutUint32(head[8:], uint32(len(out)))
		binary.BigEndian.PutUint32(head[12:], uint32(len(table)))
		out = append(out, table...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
		if len(out) > maxUnpacked {
			return nil, errWOFF
		}
	}
	return out, nil
}

// unpackTable reads one table by its entry in the directory.
func unpackTable(woff, entry []byte) ([]byte, error) {
	at, packed, length := int(binary.BigEndian.Uint32(entry[4:])), int(binary.BigEndian.Uint32(entry[8:])), int(binary.BigEndian.Uint32(entry[12:]))
	if at > len(woff) || packed > len(woff)-at || packed > length || length > maxUnpacked {
		return nil, errWOFF
	}
	table := woff[at:][:packed]
	if packed == length {
		return table, nil
	}
	r, err := zlib.NewReader(bytes.NewReader(table))
	if err != nil {
		return nil, errors.Join(errWOFF, err)
	}
	out, err := io.ReadAll(io.LimitReader(r, int64(length)+1))
	if err != nil || len(out) != length {
		return nil, errors.Join(errWOFF, err)
	}
	return out, nil
}
