package page

import (
	"strconv"
	"time"
)

// Bar is one line of a list of bars: a name, a number, and how far the bar
// reaches.
type Bar struct {
	Label string
	Hint  string // what it means, in a few words; may be empty
	N     int
	Of    int  // what a whole bar stands for
	Share bool // say how many percent of the whole that is
}

// width is how far the bar reaches, for an attribute of SVG.
func (b Bar) width() string {
	if b.Of <= 0 || b.N <= 0 {
		return "0%"
	}
	return percentage(min(float64(b.N)/float64(b.Of), 1) * 100)
}

// percent is how much of the whole it is, in words.
func (b Bar) percent() string {
	if b.Of <= 0 {
		return ""
	}
	p := float64(b.N) / float64(b.Of) * 100
	if p > 0 && p < 1 {
		return "under 1%"
	}
	if p < 100 {
		p = min(p, 99)
	}
	return strconv.Itoa(int(p+0.5)) + "%"
}

// BarsOf are bars that reach as far as the longest of them.
func BarsOf(bars []Bar) []Bar {
	longest := 0
	for _, b := range bars {
		longest = max(longest, b.N)
	}
	for n := range bars {
		bars[n].Of = longest
	}
	return bars
}

// Chart is a number by day or by month.
type Chart struct {
	Title  string
	Points []DayCount
	Months bool // the points are months
}

// The plot of a chart in pixels. Across it is measured in percent of the width
// that there is, so that its words have the same size on every screen.
const (
	plotTop    = 10
	plotHeight = 120
	plotFoot   = 24 // for the days beneath
)

// total is everything in the chart.
func (c Chart) total() (n int) {
	for _, p := range c.Points {
		n += p.Count
	}
	return n
}

// top is the number at the upper end of the axis: even, and round.
func (c Chart) top() int {
	most := 2
	for _, p := range c.Points {
		most = max(most, p.Count)
	}
	unit := 1
	for most > 10*unit {
		unit *= 10
	}
	for _, step := range []int{2, 4, 6, 8} {
		if most <= step*unit {
			return step * unit
		}
	}
	return 10 * unit
}

// ticks are the numbers at the axis.
func (c Chart) ticks() []int { return []int{c.top(), c.top() / 2, 0} }

// y is where a number stands, in pixels from above.
func (c Chart) y(n int) string {
	return strconv.FormatFloat(plotTop+plotHeight*(1-float64(n)/float64(c.top())), 'f', 1, 64)
}

// tall is how high a column is, in pixels. One that stands for anything is seen.
func (c Chart) tall(n int) float64 {
	if n <= 0 {
		return 0
	}
	return max(plotHeight*float64(n)/float64(c.top()), 2)
}

func (c Chart) height(n int) string { return strconv.FormatFloat(c.tall(n), 'f', 1, 64) }

func (c Chart) columnY(n int) string {
	return strconv.FormatFloat(plotTop+plotHeight-c.tall(n), 'f', 1, 64)
}

// left and wide are those of a column, in percent.
func (c Chart) left(i int) string {
	return percentage((float64(i) + 0.14) * 100 / float64(len(c.Points)))
}
func (c Chart) wide() string { return percentage(72 / float64(len(c.Points))) }

// label is a point's day or month in words.
func (c Chart) label(t time.Time) string {
	if c.Months {
		return t.UTC().Format("January 2006")
	}
	return t.UTC().Format("January 2")
}

// short is label beneath the axis.
func (c Chart) short(t time.Time) string {
	if c.Months {
		return t.UTC().Format("Jan 2006")
	}
	return t.UTC().Format("Jan 2")
}

// place is a day beneath the axis.
type place struct {
	at, anchor, text string
}

// places are the first, the last and one between.
func (c Chart) places() []place {
	last := len(c.Points) - 1
	if last < 0 {
		return nil
	}
	all := []place{{"0", "start", c.short(c.Points[0].Day)}}
	if last >= 4 {
		middle := last / 2
		all = append(all, place{percentage((float64(middle) + 0.5) * 100 / float64(last+1)), "middle", c.short(c.Points[middle].Day)})
	}
	if last > 0 {
		all = append(all, place{"100%", "end", c.short(c.Points[last].Day)})
	}
	return all
}

func percentage(p float64) string { return strconv.FormatFloat(p, 'f', 3, 64) + "%" }
