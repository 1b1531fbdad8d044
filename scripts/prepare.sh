#!/usr/bin/env bash
# Installs what the full test run needs beside Go: PostgreSQL, Chromium,
# Node.js, a C compiler for the race detector, programs that judge PDF files and
# pictures, and the npm packages of the test judges and of ui/. Where it cannot, it says in one line what will be skipped;
# with CI=true it fails instead.
set -euo pipefail
cd "$(dirname "$0")/.."

missing() {
	if [[ ${CI-} == true ]]; then
		echo "missing: $*" >&2
		exit 1
	fi
	echo "skipped: $*"
}

has() { command -v "$1" >/dev/null; }
has_postgres() { [[ -n ${TEST_POSTGRES-} ]] || has initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }
has_node() { has node && has npm && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'; }

# install_debian installs Debian packages, as root or by sudo.
install_debian() {
	local root=() log
	has apt-get || return 1
	if ((EUID != 0)); then
		has sudo && { sudo -n true 2>/dev/null || [[ -t 0 ]]; } || return 1
		root=(sudo)
	fi
	log=$(mktemp)
	echo "installing $* with apt-get"
	if ! "${root[@]}" apt-get update -qq >"$log" 2>&1 ||
		! "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >>"$log" 2>&1; then
		tail -n 5 "$log"
		rm -f "$log"
		return 1
	fi
	rm -f "$log"
}

wanted=()
has_postgres || wanted+=(postgresql)
has "${CHROMIUM:-chromium}" || wanted+=(chromium)
has node || wanted+=(nodejs)
has npm || wanted+=(npm)
has cc || wanted+=(gcc libc6-dev)
has qpdf || wanted+=(qpdf)
has pdftotext && has pdftoppm && has pdfdetach || wanted+=(poppler-utils)
has zbarimg || wanted+=(zbar-tools)
has xmllint || wanted+=(libxml2-utils)
has pngcheck || wanted+=(pngcheck)
has openssl || wanted+=(openssl)
if ((${#wanted[@]} > 0)); then
	install_debian "${wanted[@]}" || true
fi

has_postgres || missing "tests on PostgreSQL: there is no initdb and it could not be installed"
has "${CHROMIUM:-chromium}" || missing "test/e2e: there is no Chromium and it could not be installed"
for judge in qpdf pdftotext zbarimg xmllint pngcheck openssl; do
	has "$judge" || missing "tests of certificates and pictures fail: there is no $judge and it could not be installed"
done
has cc || missing "the race detector: there is no C compiler and it could not be installed"
if ! has_node; then
	missing "test/interop, test/e2e and the freshness of ui/: they need Node.js 20 or newer and npm"
	exit 0
fi

for dir in ui test/interop test/e2e; do
	if [[ -f $dir/package-lock.json && ! $dir/node_modules/.package-lock.json -nt $dir/package-lock.json ]]; then
		echo "installing the npm packages of $dir"
		# The versions of the lock file, but not by "npm ci": that also wants the
		# packages of other platforms, and not every mirror has them all.
		(cd "$dir" && npm install --no-save --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null) ||
			missing "$dir: its npm packages could not be installed"
	fi
done
