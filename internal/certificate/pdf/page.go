package pdf

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Page is a page that is being filled. Nothing of it is written before Close.
type Page struct {
	d             *Document
	width, height float64
	content       []byte
	used          map[string]map[string]Ref // resources by their kind and name
	notes         []string                  // annotations
}

// Page begins a page; its sides are in points.
func (d *Document) Page(width, height float64) *Page {
	return &Page{d: d, width: width, height: height, used: map[string]map[string]Ref{}}
}

// Draw adds operators to the content of the page.
func (p *Page) Draw(operators []byte) { p.content = append(p.content, operators...) }

// Use makes an object known to the page's operators, under a name that stands
// for it among others of its kind: Font, XObject, Pattern, ExtGState.
func (p *Page) Use(kind, name string, r Ref) {
	if p.used[kind] == nil {
		p.used[kind] = map[string]Ref{}
	}
	p.used[kind][name] = r
}

// Link makes a rectangle lead to an address; points from the lower left corner.
func (p *Page) Link(x, y, width, height float64, address string) {
	p.notes = append(p.notes, fmt.Sprintf("<</Type/Annot/Subtype/Link/Rect[%.2f %.2f %.2f %.2f]/Border[0 0 0]/F 4/Contents%s/A<</S/URI/URI%s>>>>",
		x, y, x+width, y+height, Text(address), Text(address)))
}

// Close writes the page.
func (p *Page) Close() {
	p.d.sum.Write(p.content)
	content := p.d.packed("", p.content)
	page := fmt.Sprintf("<</Type/Page/Parent %s/MediaBox[0 0 %.3f %.3f]/Resources<<%s>>/Contents %s", p.d.tree, p.width, p.height, Resources(p.used), content)
	if len(p.notes) > 0 {
		page += "/Annots[" + strings.Join(p.notes, "") + "]"
	}
	p.d.pages = append(p.d.pages, p.d.add(page+">>"))
}

// Resources writes the entries of a resource dictionary, sorted.
func Resources(used map[string]map[string]Ref) string {
	var out strings.Builder
	for _, kind := range slices.Sorted(maps.Keys(used)) {
		fmt.Fprintf(&out, "%s<<", Name(kind))
		for _, name := range slices.Sorted(maps.Keys(used[kind])) {
			fmt.Fprintf(&out, "%s %s", Name(name), used[kind][name])
		}
		out.WriteString(">>")
	}
	return out.String()
}
