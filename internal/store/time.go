package store

import (
	"fmt"
	"time"
)

// micros is the form of a point in time in the ledger: microseconds since
// 1970 in UTC, a bigint. The zero time, "not yet" or "never", is 0.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// fromMicros is the reverse of micros.
func fromMicros(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

// moment scans a bigint column into the time it points to.
type moment struct{ t *time.Time }

// Scan implements sql.Scanner.
func (m moment) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return fmt.Errorf("a time is a bigint, not %T", src)
	}
	*m.t = fromMicros(n)
	return nil
}
