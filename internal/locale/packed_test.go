package locale

import (
	"bytes"
	"os"
	"testing"
)

func TestThePackedCatalogsAreThoseThatAreEdited(t *testing.T) {
	for _, l := range Languages {
		edited, err := os.ReadFile("catalog/" + string(l) + ".json")
		if err != nil {
			t.Fatal(err)
		}
		packed, err := unpacked(l)
		if err != nil || !bytes.Equal(edited, packed) {
			t.Errorf("%s.json.gz is not %s.json packed, run make generate (%v)", l, l, err)
		}
	}
}
