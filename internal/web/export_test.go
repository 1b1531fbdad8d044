package web

import "laurel/internal/badge"

// EveryRouteHasARow is everyRouteHasARow, for tests.
var EveryRouteHasARow = everyRouteHasARow

// Row is one line of the table of access, for tests.
type Row struct {
	Kind  string
	Act   badge.Act
	Route string
}

// Table is the table of access.
func Table() (rows []Row) {
	for _, r := range table {
		rows = append(rows, Row{string(r.kind), r.act, r.route})
	}
	return rows
}
