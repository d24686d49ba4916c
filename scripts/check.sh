#!/bin/sh
# For daily use: the static checks, then the fast tests of the path given, or of what changed since the last commit.
set -eu

export PATH="$PWD/.venv/bin:$PATH" PYTHONUTF8=1
unset DATABASE_URL GUIDANCE_TODAY DEMO_PASSWORD ALLOWED_HOSTS HTTPS SECRET_KEY

step() {
    printf '\033[1m== %s\033[0m\n' "$1"
    shift
    "$@"
}

. scripts/static_checks.sh
tests=${*:-$(python scripts/tests_of_changes.py)}
# shellcheck disable=SC2086  # a list of paths
[ -z "$tests" ] || step "Tests of $tests" pytest --quiet --exitfirst -m "not postgres" tests/test_architecture.py $tests
