package render

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
)

// quarters is a square whose corners are red, green, blue and white, row by row.
func quarters(side int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, side, side))
	colors := [2][2]color.NRGBA{{{255, 0, 0, 255}, {0, 255, 0, 255}}, {{0, 0, 255, 255}, {255, 255, 255, 255}}}
	for y := range side {
		for x := range side {
			img.SetNRGBA(x, y, colors[2*y/side][2*x/side])
		}
	}
	return img
}

// withExif puts an Exif block with an orientation before the pixels.
func withExif(jpg []byte, order binary.AppendByteOrder, orientation uint16) []byte {
	tiff := []byte("MM\x00*")
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		tiff = []byte("II*\x00")
	}
	tiff = order.AppendUint32(tiff, 8)
	tiff = order.AppendUint16(tiff, 2)
	for _, entry := range [][2]uint16{{0x010f, 7}, {tagOrientation, orientation}} {
		tiff = order.AppendUint16(tiff, entry[0])
		tiff = order.AppendUint16(tiff, 3)
		tiff = order.AppendUint32(tiff, 1)
		tiff = order.AppendUint16(order.AppendUint16(tiff, entry[1]), 0)
	}
	block := append([]byte("Exif\x00\x00"), tiff...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, markerApp1}, uint16(len(block)+2))
	return bytes.Join([][]byte{jpg[:2], segment, block, jpg[2:]}, nil)
}

func portrait(t *testing.T, data []byte) image.Image {
	t.Helper()
	out, err := engine.Portrait(context.Background(), data)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(out))
	if err != nil || img.Bounds() != image.Rect(0, 0, 512, 512) {
		t.Fatalf("%v, %v", img.Bounds(), err)
	}
	return img
}

// corners names the colors of the corners, row by row.
func corners(img image.Image) (names string) {
	for _, at := range []image.Point{{50, 50}, {460, 50}, {50, 460}, {460, 460}} {
		r, g, b, _ := img.At(at.X, at.Y).RGBA()
		switch {
		case r > 0xc000 && g > 0xc000 && b > 0xc000:
			names += "W"
		case r > 0xc000:
			names += "R"
		case g > 0xc000:
			names += "G"
		case b > 0xc000:
			names += "B"
		default:
			names += "?"
		}
	}
	return names
}

// What Exif 2.32, section 4.6.4, says where the first row and column belong.
func TestAPhotoStandsTheWayTheCameraMeant(t *testing.T) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, quarters(64), nil); err != nil {
		t.Fatal(err)
	}
	for o, want := range map[uint16]string{1: "RGBW", 2: "GRWB", 3: "WBGR", 4: "BWRG", 5: "RBGW", 6: "BRWG", 7: "WGBR", 8: "GWRB", 0: "RGBW", 9: "RGBW"} {
		for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
			if got := corners(portrait(t, withExif(b.Bytes(), order, o))); got != want {
				t.Errorf("orientation %d, %v: %s, want %s", o, order, got, want)
			}
		}
	}
}

func TestAPhotoIsTheMiddleOfThePicture(t *testing.T) {
	wide := image.NewNRGBA(image.Rect(0, 0, 1600, 400))
	square := quarters(400)
	for y := range 400 {
		for x := range 400 {
			wide.SetNRGBA(600+x, y, square.NRGBAAt(x, y))
		}
	}
	if got := corners(portrait(t, asPNG(t, wide))); got != "RGBW" {
		t.Errorf("a wide picture: %s", got)
	}
	if got := corners(portrait(t, asPNG(t, quarters(2)))); got != "RGBW" {
		t.Errorf("a tiny picture: %s", got)
	}
}

func TestNothingButPixelsOfAPhotoIsKept(t *testing.T) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, quarters(64), nil); err != nil {
		t.Fatal(err)
	}
	out, err := engine.Portrait(context.Background(), withExif(b.Bytes(), binary.BigEndian, 6))
	if err != nil {
		t.Fatal(err)
	}
	for _, never := range []string{"Exif", "eXIf", "tEXt", "iTXt", "zTXt"} {
		if bytes.Contains(out, []byte(never)) {
			t.Errorf("the photo has a part %q", never)
		}
	}
}

func TestWhatCannotBeAPhoto(t *testing.T) {
	for name, data := range map[string][]byte{
		"a bomb": bomb(30_000, 30_000, 8, 6), "an empty file": {}, "a drawing": []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`),
		"a PDF": []byte("%PDF-1.7"), "a JPEG that is cut off": {0xff, 0xd8, 0xff, 0xe1, 0xff}, "text": []byte("hello"),
	} {
		out, err := engine.Portrait(context.Background(), data)
		if _, ok := errors.AsType[*Refused](err); !ok || out != nil {
			t.Errorf("%s: %d bytes, %v", name, len(out), err)
		}
	}
}

// Exif is somebody else's data: whatever it is, it neither breaks nor reads on.
func FuzzOrientation(f *testing.F) {
	f.Add(withExif([]byte{0xff, 0xd8, 0xff, 0xda}, binary.BigEndian, 6))
	f.Add(withExif([]byte{0xff, 0xd8, 0xff, 0xda}, binary.LittleEndian, 3))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00MM\x00*\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if o := orientation(data); o < 1 || o > 8 {
			t.Errorf("orientation %d", o)
		}
	})
}
