package web

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/go-chi/chi/v5"

	"laurel/internal/badge"
)

// access is who may come to an address.
type access struct {
	kind kind
	act  badge.Act // of kindStaff: what the door asks Actor.May, as the room behind it does again
}

type kind string

// The kinds of access, from open to closed. Whoever is kept out of the last
// four learns nothing: a stranger is led to the login, and for everybody else
// the address is like one that never was.
const (
	kindAnybody  kind = "anybody"
	kindLink     kind = "link"     // whoever has the secret in it, which is checked by the handler
	kindBadge    kind = "badge"    // whoever may see the badge: the handler stands behind server.visible
	kindEarner   kind = "earner"   // somebody who was issued a badge: nobody else has a portfolio
	kindPerson   kind = "person"   // somebody who is signed in; what is not theirs is not there
	kindStaff    kind = "staff"    // somebody who works for the organization; ErrForbidden when their role does not reach this far
	kindOperator kind = "operator" // who runs this installation
)

var (
	anybody  = access{kind: kindAnybody}
	byLink   = access{kind: kindLink}
	byBadge  = access{kind: kindBadge}
	earner   = access{kind: kindEarner}
	person   = access{kind: kindPerson}
	operator = access{kind: kindOperator}
)

// staff is access for those whose role lets them do something.
func staff(act badge.Act) access { return access{kindStaff, act} }

// row is one line of the table.
type row struct {
	access
	route string // method and pattern, as the router writes them, without a slash at the end
}

// routeAccess is the table, to look into.
var routeAccess = func() map[string]access {
	m := make(map[string]access, len(table))
	for _, r := range table {
		m[r.route] = r.access
	}
	return m
}()

// allowed finds who may make a request. There is nobody in what has no row.
func allowed(r *http.Request) access {
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	return routeAccess[method+" "+chi.RouteContext(r.Context()).RoutePattern()]
}

// everyRouteHasARow panics where the router and the table differ: an address
// is open to nobody until its row says to whom.
func everyRouteHasARow(router chi.Routes) {
	missing := maps.Clone(routeAccess)
	var open []string
	err := chi.Walk(router, func(method, pattern string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		route := method + " " + pattern
		if pattern != "/" {
			route = strings.TrimSuffix(route, "/")
		}
		if _, ok := routeAccess[route]; !ok {
			open = append(open, route)
		}
		delete(missing, route)
		return nil
	})
	if err == nil && len(open) > 0 {
		err = fmt.Errorf("%q have no row in access_table.go: say who may come there", open)
	}
	if err == nil && (len(missing) > 0 || len(routeAccess) != len(table)) {
		err = fmt.Errorf("access_table.go has rows without a route, or one twice: %q", slices.Sorted(maps.Keys(missing)))
	}
	if err != nil {
		panic("web: " + err.Error())
	}
}
