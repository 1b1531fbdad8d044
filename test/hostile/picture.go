package hostile

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/png"
	"slices"
)

// Pictures are pixels that cost more than they show. Each name begins with the
// kind of the file; none has more than 2 MiB.
func Pictures() []File {
	whole := pngFile(4096, 4096, 8, 6, false, nil)
	return []File{
		{"PNG of 30,000 by 30,000", pngFile(30_000, 30_000, 8, 6, false, zeros(100<<20))},
		{"PNG of 4,097 by 1", pngFile(4097, 1, 8, 6, false, nil)},
		{"PNG beyond what a number counts", pngFile(1<<31-1, 1<<31-1, 16, 6, false, []byte{0})},
		{"PNG without pixels", pngFile(0, 0, 8, 6, false, []byte{0})},
		{"PNG of 16 bits", pngFile(4096, 4096, 16, 6, false, []byte{0})},
		{"PNG of the largest size", whole},
		{"PNG of the largest size, interlaced", pngFile(4096, 4096, 8, 6, true, nil)},
		{"PNG of 16 bits of gray, interlaced", pngFile(4096, 2048, 16, 0, true, nil)},
		{"PNG interlaced, as large as accepted", pngFile(3900, 3900, 8, 6, true, nil)},
		{"PNG of 16 bits, as large as accepted", pngFile(4096, 2048, 16, 6, false, nil)},
		{"PNG cut off", whole[:len(whole)/2]},
		{"PNG with far more pixels than it says", pngFile(8, 8, 8, 6, false, zeros(300<<20))},
		{"PNG with a text of 300 MB", with(small(), part{"zTXt", append([]byte("Comment\x00\x00"), deflated(zeros(300<<20))...)})},
		{"PNG with an international text of 300 MB", with(small(), part{"iTXt", append([]byte("Comment\x00\x01\x00\x00\x00"), deflated(zeros(300<<20))...)})},
		{"PNG with a color profile of 300 MB", with(small(), part{"iCCP", append([]byte("p\x00\x00"), deflated(zeros(300<<20))...)})},
		{"PNG that moves, ten thousand frames", with(small(), part{"acTL", []byte{0, 0, 0x27, 0x10, 0, 0, 0, 0}}, part{"fcTL", zeros(26)}, part{"fdAT", append(zeros(4), deflated(zeros(100<<20))...)})},
		{"PNG with a part of 4 GB", append(small()[:33], 0xff, 0xff, 0xff, 0xff, 'I', 'D', 'A', 'T')},
		{"PNG of a hundred thousand empty parts", with(small(), slices.Repeat([]part{{"tIME", nil}}, 100_000)...)},
		{"PNG with a palette of nothing", pngFile(4096, 4096, 1, 3, false, nil)},
		{"PNG with a wrong checksum", flipped(small())},
		{"JPEG of 65,535 by 65,535", jpegFile(0xc0, 65_535, 65_535, 3, 1)},
		{"JPEG of the largest size, progressive", jpegFile(0xc2, 4096, 4096, 3, 1)},
		{"JPEG progressive, as large as accepted", jpegFile(0xc2, 2500, 2500, 3, 1)},
		{"JPEG of four inks, progressive", jpegFile(0xc2, 4096, 4096, 4, 1)},
		{"JPEG of 60,000 scans", jpegFile(0xc2, 1200, 1200, 3, 60_000)},
		{"JPEG of the largest size, a thousand scans", jpegFile(0xc2, 4096, 4096, 3, 1000)},
		{"JPEG coded by arithmetic", jpegFile(0xc9, 4096, 4096, 3, 1)},
		{"JPEG cut off", jpegFile(0xc0, 4096, 4096, 3, 1)[:60]},
		{"JPEG with nothing but notes", append([]byte("\xff\xd8"), bytes.Repeat([]byte("\xff\xe1\x00\x02"), 500_000)...)},
	}
}

func zeros(n int) []byte { return make([]byte, n) }

func deflated(data []byte) []byte {
	var b bytes.Buffer
	w, _ := zlib.NewWriterLevel(&b, zlib.BestCompression)
	_, _ = w.Write(data)
	_ = w.Close()
	return b.Bytes()
}

// chunk is one part of a PNG file.
func chunk(kind string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// pngFile is a PNG that says of itself what its header says. Its pixels are
// data, or as many zeros as there should be.
func pngFile(width, height uint32, depth, colors byte, interlaced bool, data []byte) []byte {
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	header = append(header, depth, colors, 0, 0, 0)
	if data == nil {
		bits := int(depth) * map[byte]int{0: 1, 2: 3, 3: 1, 6: 4}[colors]
		lines := [][4]int{{0, 0, 1, 1}} // where a pass begins and how far its pixels are apart (PNG, section 8.2)
		if interlaced {
			lines = [][4]int{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}
		}
		n := 0
		for _, p := range lines {
			across, down := (int(width)-p[0]+p[2]-1)/p[2], (int(height)-p[1]+p[3]-1)/p[3]
			n += (1 + (across*bits+7)/8) * down
		}
		data = zeros(n)
	}
	if interlaced {
		header[12] = 1
	}
	palette := []byte(nil)
	if colors == 3 {
		palette = chunk("PLTE", []byte{1, 2, 3})
	}
	return bytes.Join([][]byte{[]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", header), palette, chunk("IDAT", deflated(data)), chunk("IEND", nil)}, nil)
}

// small is a good PNG.
func small() []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 8, 8)))
	return b.Bytes()
}

// part is one more chunk.
type part struct {
	kind string
	data []byte
}

// with puts parts behind the header.
func with(file []byte, parts ...part) []byte {
	const header = 8 + 25
	out := bytes.Clone(file[:header])
	for _, p := range parts {
		out = append(out, chunk(p.kind, p.data)...)
	}
	return append(out, file[header:]...)
}

func flipped(file []byte) []byte {
	out := bytes.Clone(file)
	out[len(out)-20] ^= 1
	return out
}

// jpegFile is a JPEG whose every block is the same gray, told once and then
// again in scans that change nothing.
func jpegFile(frame byte, width, height, inks, scans int) []byte {
	b := []byte{0xff, 0xd8}
	segment := func(marker byte, data []byte) {
		b = append(binary.BigEndian.AppendUint16(append(b, 0xff, marker), uint16(len(data)+2)), data...)
	}
	segment(0xdb, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...))
	sof := binary.BigEndian.AppendUint16([]byte{8}, uint16(height))
	sof = append(binary.BigEndian.AppendUint16(sof, uint16(width)), byte(inks))
	sos := []byte{byte(inks)}
	for i := range inks {
		sof = append(sof, byte(i+1), 0x11, 0)
		sos = append(sos, byte(i+1), 0)
	}
	segment(frame, sof)
	counts := make([]byte, 16)
	counts[0] = 1                                             // one code of one bit
	segment(0xc4, append(append([]byte{0x00}, counts...), 0)) // of the constant part: no difference
	// of the other parts: as many empty blocks as can be told, 2^14 and more
	segment(0xc4, append(append([]byte{0x10}, counts...), 0xe0))
	last := byte(63)
	if frame == 0xc2 {
		last = 0
	}
	segment(0xda, append(bytes.Clone(sos), 0, last, 0))
	blocks := min((width+7)/8*((height+7)/8)*inks, 1<<20)
	b = append(b, zeros(blocks/8+1)...)
	most := (2<<20 - len(b) - 64) / (10 + blocks/inks/(1<<14)*2 + 2)
	for range min(scans-1, most) {
		segment(0xda, []byte{1, 1, 0, 1, 63, 0})
		b = append(b, zeros(blocks/inks/(1<<14)*2+2)...)
	}
	return append(b, 0xff, 0xd9)
}
