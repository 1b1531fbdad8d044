package ldcontext_test

import (
	"fmt"

	"laurel/vc/ldcontext"
)

// A context is found by the very text of its address, or it does not exist.
func ExampleLookup() {
	document, known := ldcontext.Lookup("https://www.w3.org/ns/credentials/v2")
	fmt.Println(len(document) > 0, known)
	_, known = ldcontext.Lookup("https://contexts.example/v1")
	fmt.Println(known)
	// Output:
	// true true
	// false
}
