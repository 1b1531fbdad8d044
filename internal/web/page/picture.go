package page

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// sides are the sizes in which kept pictures are to be had, in pixels, as
// press.Sizes; a test compares them.
var sides = []int{64, 96, 128, 192, 256, 320, 384, 512, 640, 768, 1024}

// fixed is the address of a picture that is shown in one size, in CSS pixels:
// small where that is enough, finer on finer screens. What is no kept picture
// comes as it is.
func fixed(url string, side int) templ.Attributes {
	if !isKept(url) {
		return templ.Attributes{"src": url}
	}
	return templ.Attributes{"src": sized(url, side), "srcset": sized(url, 2*side) + " 2x, " + sized(url, 3*side) + " 3x"}
}

// fluid is the address of a picture whose size follows the page: sizes says how
// wide it is shown, as the attribute of that name.
func fluid(url, sizes string) templ.Attributes {
	if !isKept(url) {
		return templ.Attributes{"src": url}
	}
	var set []string
	for _, side := range sides {
		if side >= 128 {
			set = append(set, url+"?size="+strconv.Itoa(side)+" "+strconv.Itoa(side)+"w")
		}
	}
	return templ.Attributes{"src": sized(url, 320), "srcset": strings.Join(set, ", "), "sizes": sizes}
}

// How wide badges are shown at most: beside the text of a page, and as a tile.
const (
	asideSizes = "(min-width: 23rem) 18rem, 78vw"
	tileSizes  = "10rem"
)

func isKept(url string) bool {
	return strings.HasPrefix(url, "/media/") && strings.HasSuffix(url, ".png")
}

// sized is a picture in the smallest size that has so many pixels.
func sized(url string, side int) string {
	n, _ := slices.BinarySearch(sides, side)
	return url + "?size=" + strconv.Itoa(sides[min(n, len(sides)-1)])
}
