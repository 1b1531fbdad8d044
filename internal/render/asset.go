package render

import (
	"embed"
	"fmt"

	"github.com/klauspost/compress/zstd"
)

// The drawing engine and its fonts, packed: they are a third of their size in
// the binary, and most programs that hold them draw nothing.
//
//go:embed asset/*.zst
var packed embed.FS

// unpack returns one file of the asset folder as its project published it;
// asset/NOTICE says which that is.
func unpack(name string) ([]byte, error) {
	file, err := packed.ReadFile("asset/" + name + ".zst")
	if err != nil {
		return nil, err
	}
	reader, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	content, err := reader.DecodeAll(file, nil)
	if err != nil {
		return nil, fmt.Errorf("unpack %s: %w", name, err)
	}
	return content, nil
}
