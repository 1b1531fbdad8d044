package hostile_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"laurel/internal/font"
	"laurel/internal/render"
	"laurel/test/hostile"
)

// The bounds of what one picture may cost.
const (
	mostMemory = 128 << 20
	mostTime   = 20 * time.Second // under all other tests; alone it is less than one
)

// TestMain is also the child that works on one picture: its memory can be told
// apart from everybody else's.
func TestMain(m *testing.M) {
	if file := os.Getenv("HOSTILE_PICTURE"); file != "" {
		fmt.Println(child(file))
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child takes a picture in, as an upload does, and says what came of it and by
// how much the memory of this process grew at most.
func child(file string) string {
	data, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	e := render.New("", font.Carried())
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // the highest value is counted from here
	before := memory("VmRSS:")
	p, err := e.Picture(context.Background(), data)
	grown := memory("VmHWM:") - before
	refused, ok := errors.AsType[*render.Refused](err)
	switch {
	case ok:
		return fmt.Sprintf("%d refused %s", grown, refused.Sentence)
	case err != nil:
		return fmt.Sprintf("%d failed %v", grown, err)
	}
	header, err := png.DecodeConfig(bytes.NewReader(p.PNG))
	return fmt.Sprintf("%d kept %d by %d %v", grown, header.Width, header.Height, err)
}

// memory reads a value of this process, in bytes.
func memory(name string) int {
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); fields[0] == name {
			n, _ := strconv.Atoi(fields[1])
			return n << 10
		}
	}
	return 0
}

func TestPictureBombs(t *testing.T) {
	if memory("VmHWM:") == 0 {
		t.Skip("this system does not tell how much memory a process takes")
	}
	for _, p := range hostile.Pictures() {
		t.Run(p.Name, func(t *testing.T) {
			if len(p.Data) > 2<<20 {
				t.Fatalf("the bomb has %d bytes and is no surprise", len(p.Data))
			}
			file := filepath.Join(t.TempDir(), "picture")
			if err := os.WriteFile(file, p.Data, 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.CommandContext(t.Context(), os.Args[0])
			cmd.Env = append(os.Environ(), "HOSTILE_PICTURE="+file)
			began := time.Now()
			out, err := cmd.CombinedOutput()
			took := time.Since(began)
			grown, said, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
			n, bad := strconv.Atoi(grown)
			if err != nil || bad != nil || !strings.HasPrefix(said, "refused ") && !strings.HasPrefix(said, "kept ") {
				t.Fatalf("neither kept nor refused: %v %s", err, out)
			}
			t.Logf("%d KB: %d MB, %v, %s", len(p.Data)>>10, n>>20, took.Round(time.Millisecond), said)
			if n > mostMemory {
				t.Errorf("took %d MB of memory", n>>20)
			}
			if took > mostTime {
				t.Errorf("took %v", took)
			}
		})
	}
}
