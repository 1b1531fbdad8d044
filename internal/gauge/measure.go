package gauge

import (
	"context"
	"fmt"
	"runtime"
	"syscall"
	"time"
)

// contest is one thing that Laurel does beside what bounds it on any machine.
type contest struct {
	what, limit  string
	ours, theirs func() error
}

// perCPU is the unit of most figures: how often per second of processor time, whatever else the machine does.
const perCPU = "/CPU s"

// race runs both sides in turns and gives a figure per second of processor time.
func (c contest) race(ctx context.Context, o Options) (Figure, error) {
	o.Progress(c.what)
	// A running house holds more memory than these few documents. With less, the garbage collector would come round
	// many times as often as it does where badges are issued.
	heap := make([]byte, 32<<20)
	defer runtime.KeepAlive(heap)
	var ours, limits []float64
	for range rounds {
		if err := ctx.Err(); err != nil {
			return Figure{}, err
		}
		rate, err := speed(o.Slice, c.ours)
		if err != nil {
			return Figure{}, fmt.Errorf("%s: %w", c.what, err)
		}
		limit, err := speed(o.Slice, c.theirs)
		if err != nil {
			return Figure{}, fmt.Errorf("%s: %w", c.limit, err)
		}
		ours, limits = append(ours, rate), append(limits, limit)
	}
	return Figure{What: c.what, Unit: perCPU}.beside(c.limit, ours, limits), nil
}

// speed is how often something is done in a second of this process's processor time, by one goroutine. What the garbage
// collector does for it on other cores is counted.
func speed(slice time.Duration, do func() error) (float64, error) {
	runtime.GC() // the other side's garbage is not ours to clear away
	began, cpuBegan := time.Now(), cpuTime()
	done := 0
	for batch := 1; done == 0 || time.Since(began) < slice; batch = min(2*batch, 64) {
		for range batch {
			if err := do(); err != nil {
				return 0, err
			}
		}
		done += batch
	}
	return float64(done) / max(cpuTime()-cpuBegan, time.Microsecond).Seconds(), nil
}

// cpuTime is the processor time that this process has used.
func cpuTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
