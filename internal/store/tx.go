package store

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"math/bits"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Tx is one transaction of the ledger, valid only inside the function that
// Read or Write was given. It must not be used by two goroutines at once.
type Tx struct {
	engine     Engine
	readOnly   bool
	codecs     *codecs
	blocks     *blockCodec
	statements *kept
	q          statements
	sqlTx      *sql.Tx   // SQLite
	pgxConn    *pgx.Conn // PostgreSQL: the connection under q
	pgxTx      pgx.Tx    // PostgreSQL
}

// statements is what *sql.Tx and *sql.Conn have in common. On PostgreSQL the
// transaction belongs to pgx and its statements run by *sql.Conn on that same
// connection.
type statements interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

func (tx *Tx) begin(ctx context.Context, conn *sql.Conn) error {
	if tx.engine == SQLite {
		var err error
		tx.sqlTx, err = conn.BeginTx(ctx, &sql.TxOptions{ReadOnly: tx.readOnly})
		tx.q = tx.sqlTx
		return err
	}
	err := conn.Raw(func(driver any) error {
		tx.pgxConn = driver.(*stdlib.Conn).Conn()
		return nil
	})
	if err != nil {
		return err
	}
	tx.q = conn
	tx.pgxTx, err = tx.pgxConn.BeginTx(ctx, postgresTxOptions(tx.readOnly))
	return err
}

func (tx *Tx) commit(ctx context.Context) error {
	if tx.sqlTx != nil {
		return tx.sqlTx.Commit()
	}
	return tx.pgxTx.Commit(ctx)
}

// rollback drops the transaction. Its own error is of no interest: whoever
// rolls back already has a better one, and a broken connection rolls back by
// itself.
func (tx *Tx) rollback() {
	if tx.sqlTx != nil {
		_ = tx.sqlTx.Rollback()
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), rollbackTimeout)
	defer cancel()
	_ = tx.pgxTx.Rollback(ctx)
}

// exec runs one statement and returns the number of rows it moved.
func (tx *Tx) exec(ctx context.Context, query string, args ...any) (int64, error) {
	result, err := tx.q.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, wrap(err)
	}
	n, err := result.RowsAffected()
	return n, wrap(err)
}

// query runs a statement that returns rows. The rows must be closed before
// the next statement of the transaction; collect does that.
func (tx *Tx) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	rows, err := tx.q.QueryContext(ctx, query, args...)
	return rows, wrap(err)
}

// queryRow runs a statement that returns at most one row; pass the error of
// its Scan through wrap, which makes a missing row badge.ErrNotFound.
func (tx *Tx) queryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return tx.q.QueryRowContext(ctx, query, args...)
}

// collect reads all rows of a query with scan and closes them. It takes the
// two results of query as they come: collect(scanAward)(tx.query(ctx, …)).
func collect[T any](scan func(row) (T, error)) func(*sql.Rows, error) ([]T, error) {
	return func(rows *sql.Rows, err error) ([]T, error) {
		if err != nil {
			return nil, err
		}
		defer rows.Close() //nolint:errcheck // Err below tells
		var all []T
		for rows.Next() {
			one, err := scan(rows)
			if err != nil {
				return nil, wrap(err)
			}
			all = append(all, one)
		}
		return all, wrap(rows.Err())
	}
}

// row is one row to scan: *sql.Row or *sql.Rows.
type row interface{ Scan(dest ...any) error }

// insertRows is how many rows insertMany puts into one statement. Together with
// the columns of the widest table that is far below the limit of either engine.
const insertRows = 50

// insertMany adds rows of so many columns, many in one statement. into is
// "insert into … (…)"; tail, which may be empty, is what to do on conflict: on
// PostgreSQL no two of the rows may conflict with each other then.
func (tx *Tx) insertMany(ctx context.Context, into string, columns int, tail string, rows [][]any) error {
	for len(rows) > 0 {
		n := insertRows
		if len(rows) < n {
			n = 1 << (bits.Len(uint(len(rows))) - 1) // few texts for a statement cache
		}
		groups := func(yield func([]any) bool) {
			for len(rows) >= n {
				args := slices.Concat(rows[:n]...)
				rows = rows[n:]
				if !yield(args) {
					return
				}
			}
		}
		if _, err := tx.execMany(ctx, into+" values "+tx.valueLists(n, columns)+" "+tail, groups); err != nil {
			return err
		}
	}
	return nil
}

// valueLists is the text "($1, $2), ($3, $4)" of n rows. SQLite takes $1 for a
// name, and looks each of them up among all others when it is bound: for it
// they are question marks.
func (tx *Tx) valueLists(n, columns int) string {
	if tx.engine == SQLite {
		row := "(" + strings.TrimSuffix(strings.Repeat("?, ", columns), ", ") + ")"
		return strings.TrimSuffix(strings.Repeat(row+", ", n), ", ")
	}
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("(" + parameters(1+i*columns, columns) + ")")
	}
	return b.String()
}

// batchRows is how many rows of execEach travel to PostgreSQL at once.
const batchRows = 500

// execMany is execEach for callers that do not ask which set moved what: it
// returns the number of rows moved in total.
func (tx *Tx) execMany(ctx context.Context, query string, argSets iter.Seq[[]any]) (total int64, err error) {
	moved, err := tx.execEach(ctx, query, argSets)
	for _, n := range moved {
		total += n
	}
	return total, err
}

// execEach runs one statement once per set of arguments, prepared once, and
// returns the number of rows that each moved. It stops at the first error.
func (tx *Tx) execEach(ctx context.Context, query string, argSets iter.Seq[[]any]) (moved []int64, err error) {
	if tx.engine == Postgres {
		return tx.execBatches(ctx, query, argSets)
	}
	stmt, err := tx.prepare(ctx, query)
	if err != nil {
		return nil, wrap(err)
	}
	defer stmt.Close() //nolint:errcheck // nothing is pending; a kept one stays
	// One check per row replaces the goroutine that the driver starts for
	// each statement under a context that can end.
	quiet := context.WithoutCancel(ctx)
	for args := range argSets {
		if err := ctx.Err(); err != nil {
			return moved, err
		}
		result, err := stmt.ExecContext(quiet, args...)
		if err != nil {
			return moved, wrap(err)
		}
		n, err := result.RowsAffected()
		if err != nil {
			return moved, wrap(err)
		}
		moved = append(moved, n)
	}
	return moved, nil
}

// prepare finds a statement of SQLite that was prepared before, or prepares it
// for this transaction and notes that it was wanted.
func (tx *Tx) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if kept := tx.statements.get(query); kept != nil {
		return tx.sqlTx.StmtContext(ctx, kept), nil
	}
	return tx.q.PrepareContext(ctx, query)
}

// execBatches is execEach on PostgreSQL: one round trip per batchRows.
func (tx *Tx) execBatches(ctx context.Context, query string, argSets iter.Seq[[]any]) (moved []int64, err error) {
	batch := &pgx.Batch{}
	send := func() error {
		results := tx.pgxConn.SendBatch(ctx, batch)
		for range batch.Len() {
			tag, err := results.Exec()
			if err != nil {
				return wrap(errors.Join(err, results.Close()))
			}
			moved = append(moved, tag.RowsAffected())
		}
		batch = &pgx.Batch{}
		return wrap(results.Close())
	}
	for args := range argSets {
		batch.Queue(query, args...)
		if batch.Len() == batchRows {
			if err := send(); err != nil {
				return moved, err
			}
		}
	}
	if batch.Len() == 0 {
		return moved, nil
	}
	return moved, send()
}

// SQLTx is the transaction under tx on SQLite, for the queue alone; nil on
// PostgreSQL.
func (tx *Tx) SQLTx() *sql.Tx { return tx.sqlTx }

// PgxTx is the transaction under tx on PostgreSQL, for the queue alone; nil on
// SQLite.
func (tx *Tx) PgxTx() pgx.Tx { return tx.pgxTx }
