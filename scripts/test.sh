#!/usr/bin/env bash
# The whole test run: what it needs, the checks, the build, the tests.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/prepare.sh
scripts/lint.sh

echo "== go build"
CGO_ENABLED=0 go build -trimpath -o /dev/null ./cmd/laurel

echo "== go test"
go test ./...
