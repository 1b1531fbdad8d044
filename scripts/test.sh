#!/usr/bin/env bash
# The whole test run: what it needs, the checks, the build, the tests.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/prepare.sh
scripts/lint.sh

echo "== go build"
CGO_ENABLED=0 go build -trimpath -o /dev/null ./cmd/laurel

# Only where much happens at once: with the race detector everything takes
# many times longer. It needs a C compiler.
echo "== go test -race"
if command -v cc >/dev/null; then
	CGO_ENABLED=1 go test -race ./internal/issuance ./internal/web ./internal/mail ./internal/fetch ./test/journey
fi

# Not from the cache: some tests judge the built program, and the cache does
# not know what that was built from.
echo "== go test"
go test -count=1 -timeout 30m ./... # test/e2e opens every page, one browser at a time
