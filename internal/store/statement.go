package store

import (
	"context"
	"database/sql"
	"sync"
)

// maxKept is how many statements stay prepared.
const maxKept = 100

// kept are the statements of execEach on the writing connection of SQLite:
// the long ones, which take longer to read than to run. pgx keeps its own.
type kept struct {
	mu     sync.Mutex
	byText map[string]*sql.Stmt // nil: wanted, and prepared after the transaction
	wanted []string
}

// get finds a prepared statement, or notes that there should be one.
func (k *kept) get(text string) *sql.Stmt {
	k.mu.Lock()
	defer k.mu.Unlock()
	found, there := k.byText[text]
	if !there && len(k.byText) < maxKept {
		if k.byText == nil {
			k.byText = map[string]*sql.Stmt{}
		}
		k.byText[text], k.wanted = nil, append(k.wanted, text)
	}
	return found
}

// prepare prepares what was wanted, while no transaction holds the connection.
// A statement that cannot be prepared is left to whoever needs it.
func (k *kept) prepare(ctx context.Context, pool *sql.DB) {
	k.mu.Lock()
	wanted := k.wanted
	k.wanted = nil
	k.mu.Unlock()
	for _, text := range wanted {
		if stmt, err := pool.PrepareContext(ctx, text); err == nil {
			k.mu.Lock()
			k.byText[text] = stmt
			k.mu.Unlock()
		}
	}
}

// close closes them all.
func (k *kept) close() (err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, stmt := range k.byText {
		if stmt != nil {
			err = stmt.Close()
		}
	}
	k.byText = nil
	return err
}
