#!/bin/sh
# Every check of the project, cheapest first; the first failure ends the run. Says at its end how long each took.
set -eu

export PATH="$PWD/.venv/bin:$PATH" PYTHONUTF8=1
# Nothing here may depend on, or write to, the data of the one who runs it.
unset DATABASE_URL GUIDANCE_TODAY DEMO_PASSWORD ALLOWED_HOSTS HTTPS SECRET_KEY
VAR_DIR=$(mktemp -d)
TEST_CACHE="$VAR_DIR/cache" # the demonstration, made once for all steps
export VAR_DIR TEST_CACHE NEVER_SKIP=1
trap 'rm -rf "$VAR_DIR"' EXIT
trap 'exit 130' INT TERM

seconds="$VAR_DIR/seconds"

step() {
    name=$1
    shift
    printf '\n\033[1m== %s\033[0m\n' "$name"
    began=$(date +%s)
    "$@" || { printf '\nFailed: %s\n' "$*" >&2; exit 1; }
    printf '%6d s  %s\n' "$(($(date +%s) - began))" "$name" >>"$seconds"
}

. scripts/static_checks.sh
step "Tests on SQLite" pytest -n 2
step "Tests on PostgreSQL" python scripts/with_postgres.py pytest -n 2 -m postgres
step "Papers in LibreOffice" pytest -n 2 tests/libreoffice
step "Tests in Chromium" pytest -n 2 --dist loadfile tests/browser
printf '\n'
cat "$seconds"
printf '\nAll green.\n'
