package render

import (
	"bytes"
	"encoding/binary"
)

// The parts of a JPEG file and of the Exif block in it that say which way up a
// photo was taken.
const (
	markerStart    = 0xda // of the pixels: nothing about the photo follows
	markerApp1     = 0xe1
	tagOrientation = 0x0112
	maxExifEntries = 1000
)

// orientation is which way up the camera held a JPEG photo, 1 to 8; 1 when it
// does not say, or not so that it can be read.
func orientation(data []byte) int {
	if !bytes.HasPrefix(data, []byte("\xff\xd8")) {
		return 1
	}
	for rest := data[2:]; len(rest) >= 4 && rest[0] == 0xff && rest[1] != markerStart; {
		size := int(binary.BigEndian.Uint16(rest[2:]))
		if size < 2 || 2+size > len(rest) {
			return 1
		}
		if block, found := bytes.CutPrefix(rest[4:2+size], []byte("Exif\x00\x00")); found && rest[1] == markerApp1 {
			return exifOrientation(block)
		}
		rest = rest[2+size:]
	}
	return 1
}

// exifOrientation looks through the first directory of a TIFF block.
func exifOrientation(block []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	switch {
	case bytes.HasPrefix(block, []byte("II*\x00")):
		order = binary.LittleEndian
	case !bytes.HasPrefix(block, []byte("MM\x00*")):
		return 1
	}
	if len(block) < 8 {
		return 1
	}
	at := uint64(order.Uint32(block[4:]))
	if at+2 > uint64(len(block)) {
		return 1
	}
	entries := block[at+2:]
	for range min(int(order.Uint16(block[at:])), maxExifEntries) {
		if len(entries) < 12 {
			return 1
		}
		if order.Uint16(entries) == tagOrientation {
			if o := int(order.Uint16(entries[8:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
		entries = entries[12:]
	}
	return 1
}
