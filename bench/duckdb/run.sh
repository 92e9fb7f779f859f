#!/bin/sh
# Compares Laurel's report with DuckDB counting the same (bench/duckdb/compare.mjs). Brings DuckDB
# from npm by the lock file; nothing else needs it.
# usage: bench/duckdb/run.sh [ROWS]
set -eu
cd "$(dirname "$0")"
command -v npm >/dev/null || { echo "This needs npm: apt-get install npm" >&2; exit 1; }
(cd ../.. && { [ -f build/release/build.ninja ] || cmake --preset release >/dev/null; } &&
  cmake --build --preset release --target laurel report_bench report_process -- --quiet)
[ -d node_modules/@duckdb/node-api ] || npm ci --silent --no-audit --no-fund
exec node compare.mjs ../../build/release "$@"
