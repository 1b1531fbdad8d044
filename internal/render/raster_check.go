package render

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
)

// checkRaster looks at the size of the file and at its header, never at its
// pixels: a file of some kilobytes can decode to gigabytes.
func checkRaster(data []byte) error {
	if len(data) > maxRaster {
		return &Refused{Sentence: fmt.Sprintf("The picture has %.1f MB, and 2 MB is the limit. Save it smaller or with fewer pixels.", float64(len(data))/(1<<20))}
	}
	header, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return damaged(err)
	}
	w, h := header.Width, header.Height
	switch {
	case w < 1 || h < 1:
		return damaged(nil)
	case w > maxSide || h > maxSide:
		return &Refused{Sentence: fmt.Sprintf("The picture is %d by %d pixels, and %d by %d is the limit. Save it with fewer pixels; 1200 by 1200 is plenty.", w, h, maxSide, maxSide)}
	case w*h*bytesPerPixel(header.ColorModel) > maxPixels:
		return &Refused{Sentence: fmt.Sprintf("The picture is %d by %d pixels with 16 bits per color, which takes too much memory. Save it with 8 bits per color or fewer pixels.", w, h)}
	}
	cost, how := 0, "interlaced"
	if kind == "png" && interlaced(data) {
		cost = w * h * bytesPerPixel(header.ColorModel) * 3 / 2
	} else if kind == "jpeg" {
		cost, how = jpegCost(data), "progressive"
		if n := bytes.Count(data, []byte("\xff\xda")); n > maxScans { // within pixels an 0xff is followed by 0
			return &Refused{Sentence: fmt.Sprintf("The picture is saved in %d passes, which takes too long to read. Save it again as PNG or JPEG.", n)}
		}
	}
	if cost > maxPasses {
		return &Refused{Sentence: fmt.Sprintf("The picture is %d by %d pixels and saved in passes (%s), which takes too much memory. Save it in the usual way or with fewer pixels; 1200 by 1200 is plenty.", w, h, how)}
	}
	return nil
}

func bytesPerPixel(m color.Model) int {
	if m == color.RGBA64Model || m == color.NRGBA64Model || m == color.Gray16Model {
		return 8
	}
	return 4
}

// interlaced tells whether a PNG comes in passes, each of which is decoded to a
// picture of its own (PNG, section 11.2.1: the last byte of the header).
func interlaced(data []byte) bool {
	const at = 8 + 8 + 12 // signature, length and kind, then width, height and four bytes
	return len(data) > at && data[at] != 0
}

// jpegCost is how many bytes a progressive JPEG takes while it is decoded: each
// sample as a number of four bytes until the last pass, and then as one. It is
// zero for any other JPEG (ITU T.81, annex B.2.2).
func jpegCost(data []byte) int {
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		marker, length := data[at+1], int(binary.BigEndian.Uint16(data[at+2:]))
		segment := data[at+4 : min(len(data), at+2+max(length, 2))]
		switch {
		case marker == 0xff: // a byte that fills
			at++
			continue
		case marker == 0xda, marker == 0xc2 && len(segment) < 6:
			return 0 // the pixels, or too short to be decoded
		case marker != 0xc2:
			at += 2 + length
			continue
		}
		pixels := int(binary.BigEndian.Uint16(segment[1:])) * int(binary.BigEndian.Uint16(segment[3:]))
		most, samples := 1, 0
		for c := segment[6:]; len(c) >= 3; c = c[3:] {
			n := int(c[1]>>4) * int(c[1]&15)
			most, samples = max(most, n), samples+n
		}
		return pixels * samples / most * 5
	}
	return 0
}

func damaged(cause error) error {
	return &Refused{Sentence: "The picture is damaged or cut off. Save or download it again.", Cause: cause}
}
