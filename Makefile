# Two targets do everything on a machine with Go and make: demo and test.
.DEFAULT_GOAL := help
.PHONY: help demo test build generate pictures fmt lint bench clean

export CGO_ENABLED ?= 0

help: ## Show this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

demo: build ## Build Laurel and run it with sample data: an organization, a badge, earners
	./bin/laurel demo

test: ## Run every test and check; installs what the full run needs where it can
	@scripts/test.sh

build: ## Build bin/laurel, one file that needs nothing else
	go build -trimpath -ldflags="-s -w" -o bin/laurel ./cmd/laurel

generate: ## Make templ's Go code and the built style sheet and scripts anew (needs npm)
	scripts/templ.sh
	cd ui && npm install --no-save --ignore-scripts && npm run build

pictures: ## Make the pictures in docs/images and in the guides anew (needs Chromium, npm)
	PICTURES=$(CURDIR)/docs/images GUIDE_PICTURES=$(CURDIR)/ui/pictures go test -count=1 -timeout 30m -run TestEveryPage -v ./test/e2e
	cd ui && npm run build

fmt: ## Format the Go code and the templates
	go tool templ fmt internal/web/page
	find . -name node_modules -prune -o -name '*.go' ! -name '*_templ.go' -print | xargs go tool gofumpt -w

lint: ## Check formatting, vet, staticcheck, go.mod and the freshness of generated files
	@scripts/lint.sh

bench: build ## Measure this machine, and Laurel beside what the machine can do
	go test -count=1 -run AreCanonicalizedAlike -v ./test/interop
	go test -run '^$$' -bench . -benchmem ./vc/... ./openbadge/... ./internal/gauge
	./bin/laurel bench

clean: ## Remove what the targets above made: bin, demo data, npm packages
	rm -rf bin laurel-data-demo ui/node_modules test/interop/node_modules test/e2e/node_modules
