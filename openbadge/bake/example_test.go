package bake_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"

	"laurel/openbadge/bake"
)

// Bake a credential into a PNG picture, and read it back.
func ExamplePNG() {
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		fmt.Println(err)
		return
	}
	baked, err := bake.PNG(picture.Bytes(), []byte(`{"type":["VerifiableCredential","OpenBadgeCredential"]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = png.Decode(bytes.NewReader(baked))
	fmt.Println("still a picture:", err)
	credential, err := bake.ExtractPNG(baked)
	fmt.Printf("%s %v\n", credential, err)
	// Output:
	// still a picture: <nil>
	// {"type":["VerifiableCredential","OpenBadgeCredential"]} <nil>
}

// Bake a credential into an SVG picture, and take it out again.
func ExampleSVG() {
	picture := []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>`)
	baked, err := bake.SVG(picture, []byte(`{"type":["VerifiableCredential","OpenBadgeCredential"]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	payload, err := bake.Extract(baked)
	fmt.Println(payload.Standard, payload.Form, err)
	fmt.Printf("%s\n", payload.Data)
	// Output:
	// Open Badges 3.0 JSON <nil>
	// {"type":["VerifiableCredential","OpenBadgeCredential"]}
}

// Extract tells which standard a picture was baked by, and what it found: an Open Badges 2.0 picture can hold the
// address of an assertion only.
func ExampleExtract() {
	payload, err := bake.Extract([]byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org">
		<openbadges:assertion verify="https://badges.example.org/ob2/b/1"/></svg>`))
	fmt.Printf("%s %s %s %v\n", payload.Standard, payload.Form, payload.Data, err)
	_, err = bake.Extract([]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`))
	fmt.Println(errors.Is(err, bake.ErrNoBadge))
	// Output:
	// Open Badges 2.0 URL https://badges.example.org/ob2/b/1 <nil>
	// true
}
