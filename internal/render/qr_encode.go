package render

// This file makes QR codes of bytes with error correction level M
// (ISO/IEC 18004). Numbers in comments are its sections.

// How the codewords of a version are divided (table 9, level M): of error
// correction in each block, and how many blocks.
var (
	qrCorrection = []int{0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26}
	qrBlocks     = []int{0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13}
)

// qrCode is a code that is being drawn.
type qrCode struct {
	version, side int
	dark, fixed   [][]bool // by row; fixed ones belong to patterns, not to data
}

// encodeQR makes the smallest code of data; nil: there is too much.
func encodeQR(data []byte) [][]bool {
	for version := 1; version < len(qrBlocks); version++ {
		room := qrCodewords(version) - qrCorrection[version]*qrBlocks[version]
		header := 2 // bytes, nearly: mode and count
		if version >= 10 {
			header = 3
		}
		if len(data)+header > room {
			continue
		}
		c := newQRCode(version)
		c.place(qrInterleave(version, qrData(data, version, room)))
		c.choose()
		return c.dark
	}
	return nil
}

// qrCodewords is how many bytes the data modules of a version hold (table 1).
func qrCodewords(version int) int {
	modules := (16*version+128)*version + 64
	if version >= 2 {
		align := version/7 + 2
		modules -= (25*align-10)*align - 55
		if version >= 7 {
			modules -= 36
		}
	}
	return modules / 8
}

// qrData is a segment of bytes, filled up (7.4.2, 7.4.5, 7.4.10).
func qrData(data []byte, version, room int) []byte {
	out := make([]byte, 0, room)
	if version < 10 {
		out = append(out, 0x40|byte(len(data)>>4), byte(len(data)<<4))
	} else {
		out = append(out, 0x40|byte(len(data)>>12), byte(len(data)>>4), byte(len(data)<<4))
	}
	for _, b := range data {
		out[len(out)-1] |= b >> 4
		out = append(out, b<<4) // the last one ends with the terminator, 0000
	}
	for pad := byte(0xec); len(out) < room; pad ^= 0xec ^ 0x11 {
		out = append(out, pad)
	}
	return out
}

// qrInterleave adds error correction, block by block (7.5, 7.6).
func qrInterleave(version int, data []byte) []byte {
	count, correction := qrBlocks[version], qrCorrection[version]
	short, longer := len(data)/count, len(data)%count // the last so many have one more
	generator := qrGenerator(correction)
	var blocks, checks [][]byte
	for n := range count {
		size := short
		if n >= count-longer {
			size++
		}
		blocks, checks = append(blocks, data[:size]), append(checks, qrRemainder(data[:size], generator))
		data = data[size:]
	}
	var out []byte
	for n := range short + 1 {
		for _, block := range blocks {
			if n < len(block) {
				out = append(out, block[n])
			}
		}
	}
	for n := range correction {
		for _, check := range checks {
			out = append(out, check[n])
		}
	}
	return out
}

// qrMultiply multiplies in the field of 256 elements modulo x⁸+x⁴+x³+x²+1.
func qrMultiply(a, b byte) (product byte) {
	for n := 7; n >= 0; n-- {
		carry := product >> 7
		product = product<<1 ^ carry*0x1d
		product ^= (b >> n & 1) * a
	}
	return product
}

// qrGenerator is the generator polynomial of a degree, without its first
// coefficient, which is 1 (annex A).
func qrGenerator(degree int) []byte {
	out := make([]byte, degree)
	out[degree-1] = 1
	root := byte(1)
	for range degree {
		for n := range out {
			out[n] = qrMultiply(out[n], root)
			if n+1 < degree {
				out[n] ^= out[n+1]
			}
		}
		root = qrMultiply(root, 2)
	}
	return out
}

// qrRemainder are the error correction codewords of a block.
func qrRemainder(block, generator []byte) []byte {
	out := make([]byte, len(generator))
	for _, b := range block {
		factor := b ^ out[0]
		copy(out, out[1:])
		out[len(out)-1] = 0
		for n, g := range generator {
			out[n] ^= qrMultiply(g, factor)
		}
	}
	return out
}

// newQRCode draws the patterns of a version (6.3).
func newQRCode(version int) *qrCode {
	c := &qrCode{version: version, side: 17 + 4*version}
	c.dark, c.fixed = qrGrid(c.side), qrGrid(c.side)
	for n := range c.side { // timing
		c.set(6, n, n%2 == 0)
		c.set(n, 6, n%2 == 0)
	}
	for _, corner := range [][2]int{{3, 3}, {3, c.side - 4}, {c.side - 4, 3}} { // finders
		c.square(corner[0], corner[1], 4, func(ring int) bool { return ring != 2 && ring != 4 })
	}
	at := qrAlignments(version)
	for i, y := range at {
		for j, x := range at {
			if last := len(at) - 1; i == 0 && j == 0 || i == 0 && j == last || i == last && j == 0 {
				continue
			}
			c.square(y, x, 2, func(ring int) bool { return ring != 1 })
		}
	}
	c.format(0)
	if version >= 7 {
		c.number()
	}
	return c
}

func qrGrid(side int) [][]bool {
	all := make([]bool, side*side)
	out := make([][]bool, side)
	for y := range out {
		out[y] = all[y*side:][:side]
	}
	return out
}

func (c *qrCode) set(y, x int, dark bool) { c.dark[y][x], c.fixed[y][x] = dark, true }

// square draws rings around a module, as far as they are on the code.
func (c *qrCode) square(y, x, rings int, dark func(ring int) bool) {
	for dy := -rings; dy <= rings; dy++ {
		for dx := -rings; dx <= rings; dx++ {
			if y+dy >= 0 && y+dy < c.side && x+dx >= 0 && x+dx < c.side {
				c.set(y+dy, x+dx, dark(max(dy, -dy, dx, -dx)))
			}
		}
	}
}

// qrAlignments are the rows and columns of alignment patterns (annex E).
func qrAlignments(version int) []int {
	if version == 1 {
		return nil
	}
	count := version/7 + 2
	step := (version*8 + count*3 + 5) / (count*4 - 4) * 2
	out := make([]int, count)
	out[0] = 6
	for n, at := count-1, version*4+10; n > 0; n, at = n-1, at-step {
		out[n] = at
	}
	return out
}

// format writes the error correction level, which is M, and the mask (7.9).
func (c *qrCode) format(mask int) {
	bits := mask // level M is 00
	rest := bits
	for range 10 {
		rest = rest<<1 ^ rest>>9*0x537
	}
	bits = (bits<<10 | rest) ^ 0x5412
	bit := func(n int) bool { return bits>>n&1 == 1 }
	for n := range 6 {
		c.set(n, 8, bit(n))
		c.set(8, n, bit(14-n))
	}
	c.set(7, 8, bit(6))
	c.set(8, 8, bit(7))
	c.set(8, 7, bit(8))
	for n := range 8 {
		c.set(8, c.side-1-n, bit(n))
	}
	for n := range 7 {
		c.set(c.side-7+n, 8, bit(8+n))
	}
	c.set(c.side-8, 8, true)
}

// number writes the version (7.10).
func (c *qrCode) number() {
	rest := c.version
	for range 12 {
		rest = rest<<1 ^ rest>>11*0x1f25
	}
	bits := c.version<<12 | rest
	for n := range 18 {
		dark := bits>>n&1 == 1
		c.set(c.side-11+n%3, n/3, dark)
		c.set(n/3, c.side-11+n%3, dark)
	}
}

// place puts codewords into the modules that are left, in columns of two, up
// and down by turns (7.7.3).
func (c *qrCode) place(codewords []byte) {
	n := 0
	for right := c.side - 1; right > 0; right -= 2 {
		if right == 6 {
			right = 5
		}
		for step := range c.side {
			y := step
			if (right+1)&2 == 0 {
				y = c.side - 1 - step
			}
			for x := right; x > right-2; x-- {
				if !c.fixed[y][x] && n < len(codewords)*8 {
					c.dark[y][x] = codewords[n/8]>>(7-n%8)&1 == 1
					n++
				}
			}
		}
	}
}
