package xlsx

import "strings"

// texts are the texts that cells share, one after the other.
type texts struct {
	all  string
	ends []uint32 // where each ends
}

// get returns a text by its number.
func (t *texts) get(n int) (string, bool) {
	if n < 0 || n >= len(t.ends) {
		return "", false
	}
	start := uint32(0)
	if n > 0 {
		start = t.ends[n-1]
	}
	return t.all[start:t.ends[n]], true
}

// readTexts reads the shared texts; a workbook may have none.
func (w *Workbook) readTexts(name string) error {
	if name == "" {
		return nil
	}
	var all strings.Builder
	err := w.each(name, func(p *part, _ element) error {
		if !p.within("sst", "si") {
			return nil
		}
		text, err := p.text()
		if err != nil {
			return err
		}
		if all.Len()+len(text) > MaxTexts || len(w.texts.ends) == maxTexts {
			return ErrTooManyTexts
		}
		all.WriteString(text)
		w.texts.ends = append(w.texts.ends, uint32(all.Len()))
		return nil
	})
	w.texts.all = all.String()
	return err
}
