#!/bin/sh
# Every check of the project, cheapest first; the first failure ends the run.
set -eu

export PATH="$PWD/.venv/bin:$PATH" PYTHONUTF8=1
# Nothing here may depend on, or write to, the data of the one who runs it.
unset DATABASE_URL GUIDANCE_TODAY DEMO_PASSWORD ALLOWED_HOSTS HTTPS SECRET_KEY
VAR_DIR=$(mktemp -d)
export VAR_DIR
trap 'rm -rf "$VAR_DIR"' EXIT
trap 'exit 130' INT TERM

step() {
    printf '\n\033[1m== %s\033[0m\n' "$1"
    shift
    "$@" || { printf '\nFailed: %s\n' "$*" >&2; exit 1; }
}

step "Format" ruff format --check .
step "Lint" ruff check .
step "Types" mypy
step "Templates" djlint --lint --quiet templates
step "Layers" lint-imports
step "Settings of a production server" env HTTPS=true ALLOWED_HOSTS=fulian.example.org \
    DATABASE_URL=postgres://guidance@localhost/guidance python manage.py check --deploy --fail-level WARNING
step "Migrations" python manage.py makemigrations --check --dry-run
step "Tests on SQLite" pytest -m "not browser and not office" -n 2
step "Tests on PostgreSQL" python scripts/with_postgres.py pytest -m "not browser and not office" -n 2
step "Papers in LibreOffice" pytest -m office
step "Tests in Chromium" pytest -m browser -n 2 --dist loadfile
printf '\nAll green.\n'
