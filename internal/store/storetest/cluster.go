package storetest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// errMissing says that this machine has no PostgreSQL to test with.
var errMissing = errors.New("no PostgreSQL: set TEST_POSTGRES to a server's URL, or install initdb and postgres")

// clusterScript makes a cluster in a new directory, prints "ready" and the
// directory, and removes everything once its standard input ends, which it
// does when the test binary ends, even by SIGKILL. Durability is off: the
// cluster has nothing to lose.
const clusterScript = `
set -eu
trap '' INT TERM HUP
bin=$1
cd /
dir=$(mktemp -d "${TMPDIR:-/tmp}/laurel-postgres.XXXXXX")
"$bin/initdb" -D "$dir/data" -U laurel -A trust -E UTF8 --locale=C --no-sync >"$dir/log" 2>&1 || {
	cat "$dir/log"
	rm -rf "$dir"
	exit 1
}
"$bin/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= -c fsync=off -c full_page_writes=off \
	-c synchronous_commit=off -c shared_buffers=64MB -c max_connections=200 >>"$dir/log" 2>&1 &
server=$!
until "$bin/pg_isready" -q -h "$dir"; do
	kill -0 $server 2>/dev/null || { cat "$dir/log"; rm -rf "$dir"; exit 1; }
	sleep 0.05
done
echo "ready $dir"
cat >/dev/null
kill -QUIT $server
wait $server || true
rm -rf "$dir"
`

// startCluster starts a temporary cluster that ends with this process and
// returns its URL and the pipe whose end ends it: whoever lets go of lifeline
// lets go of the cluster.
func startCluster() (url string, lifeline io.Closer, err error) {
	bin, err := postgresBin()
	if err != nil {
		return "", nil, err
	}
	cmd := exec.Command("/bin/sh", "-c", clusterScript, "laurel-postgres", bin)
	if os.Geteuid() == 0 { // initdb refuses to run as root
		cmd = exec.Command("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups",
			"/bin/sh", "-c", clusterScript, "laurel-postgres", bin)
	}
	lifeline, err = cmd.StdinPipe()
	if err != nil {
		return "", nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, fmt.Errorf("start a PostgreSQL cluster: %w", err)
	}
	var said []string
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		if dir, ok := strings.CutPrefix(lines.Text(), "ready "); ok {
			return "postgres://laurel@/postgres?sslmode=disable&host=" + dir, lifeline, nil
		}
		said = append(said, lines.Text())
	}
	return "", nil, fmt.Errorf("start a PostgreSQL cluster: %w\n%s", errors.Join(lines.Err(), cmd.Wait()), strings.Join(said, "\n"))
}

// postgresBin finds the directory of initdb and postgres: beside the initdb
// on PATH, or where Debian keeps them.
func postgresBin() (string, error) {
	var candidates []string
	if path, err := exec.LookPath("initdb"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			candidates = append(candidates, path)
		}
	}
	debian, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil {
		return "", err
	}
	for _, initdb := range append(candidates, debian...) {
		dir := filepath.Dir(initdb)
		if _, err := os.Stat(filepath.Join(dir, "postgres")); err == nil {
			return dir, nil
		}
	}
	return "", errMissing
}
