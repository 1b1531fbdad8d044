package store

import "context"

// JobCount is how many jobs of one kind are in one state, in the words of the
// queue's own table.
type JobCount struct {
	Kind, State string
	N           int
}

// SystemJobCounts counts the jobs of all organizations. The table belongs to
// the queue, which must have migrated it.
func (tx *Tx) SystemJobCounts(ctx context.Context) ([]JobCount, error) {
	const query = "select kind, cast(state as text), count(*) from river_job group by kind, state order by kind, state"
	return collect(func(r row) (JobCount, error) {
		var c JobCount
		err := r.Scan(&c.Kind, &c.State, &c.N)
		return c, err
	})(tx.query(ctx, query))
}
