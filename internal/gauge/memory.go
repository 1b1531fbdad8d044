package gauge

import (
	"os"
	"runtime/debug"
	"strconv"
	"strings"
)

// resetPeak lets Linux forget the most memory that this process held so far (proc(5), clear_refs). Elsewhere there is no
// figure.
func resetPeak() {
	debug.FreeOSMemory() // what was done before is not asked here
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
}

// peakMiB is the most memory that this process held since; false when the system does not say.
func peakMiB() (float64, bool) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(rest), " kB"))
			return float64(kib) / 1024, err == nil
		}
	}
	return 0, false
}
