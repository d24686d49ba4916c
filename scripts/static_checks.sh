# Sourced by test.sh and check.sh, which define `step`: everything that needs no database.
step "Format" ruff format --check .
step "Lint" ruff check .
step "Types" mypy
step "Templates" djlint --lint --quiet templates
step "Layers" lint-imports
step "Scripts" npm run --silent lint
step "Settings of a production server" env HTTPS=true ALLOWED_HOSTS=fulian.example.org \
    DATABASE_URL=postgres://guidance@localhost/guidance python manage.py check --deploy --fail-level WARNING
step "Migrations" python manage.py makemigrations --check --dry-run
step "Tests of the scripts" npm test --silent
