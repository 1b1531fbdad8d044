package pdf

import "fmt"

// Form is a drawing made ready for documents (ISO 32000-2, 8.10).
type Form struct {
	Width, Height float64
	Matrix        [6]float64       // from its own space to that of who draws it
	Group         bool             // it is drawn as a whole and then put on the page: for opacity
	Resources     string           // entries of its resource dictionary but XObject
	Forms         map[string]*Form // that it draws, by name
	Packed        []byte           // its operators, by Pack
}

// Write writes the drawing and those in it.
func (f *Form) Write(d *Document) Ref {
	resources := f.Resources
	if len(f.Forms) > 0 {
		used := map[string]Ref{}
		for n := range len(f.Forms) {
			name := FormName(n)
			used[name] = f.Forms[name].Write(d)
		}
		resources += Resources(map[string]map[string]Ref{"XObject": used})
	}
	group := ""
	if f.Group {
		group = "/Group<</S/Transparency/CS/DeviceRGB>>"
	}
	m := f.Matrix
	return d.stream(fmt.Sprintf("/Type/XObject/Subtype/Form/BBox[0 0 %.4f %.4f]/Matrix[%.6f %.6f %.6f %.6f %.4f %.4f]%s/Resources<<%s>>/Filter/FlateDecode",
		f.Width, f.Height, m[0], m[1], m[2], m[3], m[4], m[5], group, resources), f.Packed)
}

// FormName is the name of the drawing at n, counted from 0, in Form.Forms.
func FormName(n int) string { return fmt.Sprintf("X%d", n) }

// Size of it in bytes.
func (f *Form) Size() int {
	size := len(f.Packed) + len(f.Resources)
	for _, inner := range f.Forms {
		size += inner.Size()
	}
	return size
}
