package interop_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"laurel/vc/ldcontext"
)

// A context has to say the same to everybody who has a copy of it.
func TestContextsAreThoseOfOthers(t *testing.T) {
	var theirs map[string]any
	if err := json.Unmarshal(startJudge(t).must(t, map[string]any{"kind": "proof.contexts"}).Document, &theirs); err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, address := range ldcontext.URLs() {
		document, there := theirs[address]
		if !there {
			continue
		}
		compared++
		ours, _ := ldcontext.Lookup(address)
		if !reflect.DeepEqual(decode(t, ours), document) {
			t.Errorf("%s says something else in a package of others", address)
		}
	}
	if compared < 10 {
		t.Errorf("%d contexts were compared", compared)
	}
}
