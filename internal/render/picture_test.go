package render

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"runtime"
	"strings"
	"testing"

	"laurel/internal/font"
)

// chunk is one chunk of a PNG file.
func chunk(kind string, data []byte) []byte {
	var b bytes.Buffer
	_ = binary.Write(&b, binary.BigEndian, uint32(len(data)))
	b.WriteString(kind)
	b.Write(data)
	_ = binary.Write(&b, binary.BigEndian, crc32.ChecksumIEEE(b.Bytes()[4:]))
	return b.Bytes()
}

// bomb is a PNG of a few kilobytes whose pixels take gigabytes.
func bomb(width, height uint32, depth, colors byte) []byte {
	header := binary.BigEndian.AppendUint32(nil, width)
	header = binary.BigEndian.AppendUint32(header, height)
	header = append(header, depth, colors, 0, 0, 0)
	var pixels bytes.Buffer
	w, _ := zlib.NewWriterLevel(&pixels, zlib.BestCompression)
	zeros := make([]byte, 1<<20)
	for range 100 {
		_, _ = w.Write(zeros)
	}
	_ = w.Close()
	return bytes.Join([][]byte{[]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", header), chunk("IDAT", pixels.Bytes()), chunk("IEND", nil)}, nil)
}

// photo is a picture with something to see.
func photo(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, color.NRGBA{uint8(255 * x / w), uint8(255 * y / h), 120, uint8(255 - 200*x/w)})
		}
	}
	return img
}

func asPNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestBombIsRefusedBeforeItsPixels(t *testing.T) {
	cases := map[string][]byte{
		"30,000 by 30,000":                bomb(30_000, 30_000, 8, 6),
		"4,097 by 1":                      bomb(4097, 1, 8, 6),
		"4,096 by 4,096 at 16 bits":       bomb(4096, 4096, 16, 6),
		"no pixels":                       bomb(0, 0, 8, 6),
		"greater than a number can count": bomb(1<<31-1, 1<<31-1, 16, 6),
	}
	for name, data := range cases {
		t.Run(name, func(t *testing.T) {
			if len(data) > 200<<10 {
				t.Fatalf("the bomb has %d bytes", len(data))
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := engine.Picture(context.Background(), data)
			runtime.ReadMemStats(&after)
			var refused *Refused
			if !errors.As(err, &refused) {
				t.Fatalf("got %v", err)
			}
			if took := after.TotalAlloc - before.TotalAlloc; took > 64<<10 {
				t.Errorf("took %d bytes of memory", took)
			}
		})
	}
}

func BenchmarkRefuseBomb(b *testing.B) {
	data := bomb(30_000, 30_000, 8, 6)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := engine.Picture(context.Background(), data); err == nil {
			b.Fatal("accepted")
		}
	}
}

func TestFileThatIsNoPictureIsRefusedWithASentence(t *testing.T) {
	good := asPNG(t, photo(64, 64))
	cases := map[string]struct {
		data []byte
		says string
	}{
		"empty":       {nil, "empty"},
		"text":        {[]byte("Name,E-mail\n"), "not a picture"},
		"GIF":         {[]byte("GIF89a"), "Save it as PNG"},
		"PDF":         {[]byte("%PDF-1.7"), "Save it as PNG"},
		"SVGZ":        {[]byte("\x1f\x8b\x08"), "SVGZ"},
		"web page":    {[]byte("<!DOCTYPE html><html></html>"), "document type"},
		"other XML":   {[]byte("<rss/>"), "not a picture"},
		"PNG cut off": {good[:len(good)/2], "damaged"},
		"PNG header":  {good[:20], "damaged"},
		"over 2 MB":   {append(bytes.Clone(good), make([]byte, 2<<20)...), "2 MB"},
		"over 512 KB": {[]byte(`<svg xmlns="http://www.w3.org/2000/svg">` + strings.Repeat(" ", 512<<10) + `</svg>`), "512 KB"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := engine.Picture(context.Background(), c.data)
			var refused *Refused
			if !errors.As(err, &refused) || !strings.Contains(refused.Sentence, c.says) {
				t.Errorf("%v does not say %q", err, c.says)
			}
		})
	}
}

func TestPNGKeepsItsPixelsAndNothingElse(t *testing.T) {
	original := photo(300, 200)
	plain := asPNG(t, original)
	secret := "iTXt openbadgecredential https://example.org/secret"
	text := chunk("iTXt", []byte("openbadgecredential\x00\x00\x00\x00\x00"+secret))
	text = append(text, chunk("tEXt", []byte("Comment\x00"+secret))...)
	text = append(text, chunk("eXIf", []byte(secret))...)
	const afterHeader = 8 + 25
	data := append(bytes.Clone(plain[:afterHeader]), append(text, plain[afterHeader:]...)...)
	data = append(data, secret...) // behind the end
	p, err := engine.Picture(context.Background(), data)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(p.PNG, []byte(secret)) {
		t.Error("text of the upload is still there")
	}
	if p.Width != 300 || p.Height != 200 {
		t.Errorf("%d by %d", p.Width, p.Height)
	}
	if got := pixelsOf(t, p.PNG).(*image.NRGBA); !bytes.Equal(got.Pix, original.Pix) {
		t.Error("pixels changed")
	}
	again, err := engine.Picture(context.Background(), p.PNG)
	if err != nil || !bytes.Equal(again.PNG, p.PNG) {
		t.Error("a picture that was kept changes when it is uploaded again", err)
	}
}

func TestLargePictureIsMadeSmaller(t *testing.T) {
	for _, c := range []struct{ w, h, wantW, wantH int }{
		{1200, 1200, 1200, 1200},
		{1201, 600, 1200, 599},
		{2400, 1200, 1200, 600},
		{1000, 3000, 400, 1200},
		{4096, 1, 1200, 1},
	} {
		t.Run(fmt.Sprintf("%d by %d", c.w, c.h), func(t *testing.T) {
			original := photo(c.w, c.h)
			p, err := engine.Picture(context.Background(), asPNG(t, original))
			if err != nil {
				t.Fatal(err)
			}
			if p.Width != c.wantW || p.Height != c.wantH {
				t.Errorf("%d by %d", p.Width, p.Height)
			}
			if d := difference(pixelsOf(t, p.PNG), original); d > 2 {
				t.Errorf("differs by %.2f of 255", d)
			}
		})
	}
}

func TestJPEGIsAccepted(t *testing.T) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, photo(320, 160), nil); err != nil {
		t.Fatal(err)
	}
	p, err := engine.Picture(context.Background(), b.Bytes())
	if err != nil || p.Width != 320 || !bytes.HasPrefix(p.PNG, []byte("\x89PNG")) {
		t.Errorf("%d by %d, %v", p.Width, p.Height, err)
	}
}

func TestWaitingForASlotEndsWithTheRequest(t *testing.T) {
	e := New("", font.Carried())
	for range atOnce {
		e.slots <- struct{}{}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := e.Picture(ctx, asPNG(t, photo(8, 8))); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
