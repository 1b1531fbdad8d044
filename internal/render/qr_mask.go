package render

import "math"

// qrMasks say which modules are turned around (ISO/IEC 18004, table 10).
var qrMasks = []func(y, x int) bool{
	func(y, x int) bool { return (y+x)%2 == 0 },
	func(y, _ int) bool { return y%2 == 0 },
	func(_, x int) bool { return x%3 == 0 },
	func(y, x int) bool { return (y+x)%3 == 0 },
	func(y, x int) bool { return (y/2+x/3)%2 == 0 },
	func(y, x int) bool { return y*x%2+y*x%3 == 0 },
	func(y, x int) bool { return (y*x%2+y*x%3)%2 == 0 },
	func(y, x int) bool { return ((y+x)%2+y*x%3)%2 == 0 },
}

// choose applies the mask that disturbs a reader least (7.8.3).
func (c *qrCode) choose() {
	best, least := 0, math.MaxInt
	for mask := range qrMasks {
		c.apply(mask)
		c.format(mask)
		if p := c.penalty(least); p < least {
			best, least = mask, p
		}
		c.apply(mask) // and back
	}
	c.apply(best)
	c.format(best)
}

func (c *qrCode) apply(mask int) {
	turned := qrMasks[mask]
	for y, row := range c.dark {
		for x := range row {
			if !c.fixed[y][x] && turned(y, x) {
				row[x] = !row[x]
			}
		}
	}
}

// penalty of a code: for long lines, squares, what looks like a finder, and too
// much of one shade. Counting ends where it is no less than one before.
func (c *qrCode) penalty(least int) (sum int) {
	dark := 0
	line := make([]bool, c.side)
	for n := range c.side {
		if sum >= least {
			return sum
		}
		sum += qrLinePenalty(c.dark[n])
		for y := range c.side {
			line[y] = c.dark[y][n]
		}
		sum += qrLinePenalty(line)
		for x, is := range c.dark[n] {
			if is {
				dark++
			}
			if n > 0 && x > 0 && is == c.dark[n-1][x] && is == c.dark[n][x-1] && is == c.dark[n-1][x-1] {
				sum += 3
			}
		}
	}
	all := c.side * c.side
	off := dark*20 - all*10
	return sum + 10*(max(off, -off)/all)
}

// qrLinePenalty is that of a row or column.
func qrLinePenalty(line []bool) (sum int) {
	length := 0
	window := 0 // the last eleven modules
	for n, dark := range line {
		if n > 0 && dark == line[n-1] {
			length++
		} else {
			length = 1
		}
		if length == 5 {
			sum += 3
		} else if length > 5 {
			sum++
		}
		window = window << 1 & 0x7ff
		if dark {
			window |= 1
		}
		if n >= 10 && (window == 0b00001011101 || window == 0b10111010000) {
			sum += 40
		}
	}
	return sum
}
