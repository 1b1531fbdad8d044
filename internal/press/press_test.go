package press

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"laurel/internal/badge"
	"laurel/internal/blob"
	"laurel/internal/font"
	"laurel/internal/render"
)

func open(t *testing.T) (*Press, *bytes.Buffer) {
	t.Helper()
	blobs, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	kept, err := blob.OpenShelf(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	return New(Options{Blobs: blobs, Kept: kept, Draw: render.New("", font.Carried()), Now: time.Now, Log: slog.New(slog.NewTextHandler(&log, nil))}), &log
}

func TestWhatManyAskForIsMadeOnceAndKept(t *testing.T) {
	p, _ := open(t)
	var made atomic.Int32
	begun, goOn := make(chan struct{}), make(chan struct{})
	draw := func(context.Context) ([]byte, error) {
		if made.Add(1) == 1 {
			close(begun)
		}
		<-goOn
		return []byte("a picture"), nil
	}
	ask := func() {
		if data, err := p.once(t.Context(), "ada", keyOf("x"), draw); err != nil || string(data) != "a picture" {
			t.Errorf("%q, %v", data, err)
		}
	}
	var wg sync.WaitGroup
	wg.Go(ask)
	<-begun
	for range 20 {
		wg.Go(ask)
	}
	close(goOn)
	wg.Wait()
	ask()
	if made.Load() != 1 {
		t.Errorf("made %d times", made.Load())
	}
	if err := p.Forget(t.Context(), "ada"); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Kept.Get(t.Context(), "ada", keyOf("x"), time.Now()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("after forgetting: %v", err)
	}
	ask()
	if made.Load() != 2 {
		t.Errorf("made %d times, forgotten once", made.Load())
	}
}

// Whoever comes when too many wait is told so at once; nothing of it is kept,
// and the next one is served.
func TestWhenTooManyWaitTheNextIsBusy(t *testing.T) {
	p, _ := open(t)
	goOn := make(chan struct{})
	slow := func(context.Context) ([]byte, error) { <-goOn; return []byte("late"), nil }
	var wg sync.WaitGroup
	line := inLine + cap(p.slots)
	for n := range line {
		wg.Go(func() {
			if _, err := p.once(t.Context(), "ada", keyOf(n), slow); err != nil {
				t.Errorf("%d: %v", n, err)
			}
		})
	}
	for p.waiting.Load() < int32(line) { // all of them stand in line
		runtime.Gosched()
	}
	if _, err := p.once(t.Context(), "ada", keyOf("one more"), slow); !errors.Is(err, badge.ErrBusy) {
		t.Errorf("one more: %v", err)
	}
	close(goOn)
	wg.Wait()
	if data, err := p.once(t.Context(), "ada", keyOf("one more"), slow); err != nil || string(data) != "late" {
		t.Errorf("later: %q, %v", data, err)
	}
}

func TestAClosedPressDrawsNothing(t *testing.T) {
	p, _ := open(t)
	p.Close()
	p.Close()
	_, err := p.once(t.Context(), "ada", keyOf("x"), func(context.Context) ([]byte, error) { t.Error("drawn"); return nil, nil })
	if !errors.Is(err, badge.ErrBusy) {
		t.Error(err)
	}
}

func TestOperatorIsToldWhichCharactersNoFontHas(t *testing.T) {
	p, log := open(t)
	if _, err := p.Shape(t.Context(), Card, Facts{Account: "ada", Title: "野外 First Aid", Earner: "山田", State: State{Tone: Good, Word: "Valid", Line: "Valid"}}); err != nil {
		t.Fatal(err)
	}
	if said := log.String(); !strings.Contains(said, "野外山田") || !strings.Contains(said, "fonts") {
		t.Errorf("the log says %q", said)
	}
}

func TestRecentKeepsWhatIsUsed(t *testing.T) {
	c := newRecent[int](100)
	size := func(int) int { return 10 }
	c.put("used", 1, 10)
	for n := range 100 {
		c.put(string(rune('a'+n)), n, 10)
		if v, ok := c.get("used", size); !ok || v != 1 {
			t.Fatalf("gone after %d others", n+1)
		}
		if kept := len(c.young) + len(c.old); kept > 22 {
			t.Fatalf("%d things of 10 bytes are kept", kept)
		}
	}
	if _, ok := c.get("a", size); ok {
		t.Error("what nobody asked for is still there")
	}
}
