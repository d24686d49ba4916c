# Sourced by test.sh and check.sh, which define `step`: everything that runs none of our tests.
step "Format" ruff format --check .
step "Lint" ruff check .
step "Types" mypy
step "Templates" djlint --lint --quiet templates
step "Layers" lint-imports
step "Settings of a production server" env HTTPS=true ALLOWED_HOSTS=fulian.example.org \
    DATABASE_URL=postgres://guidance@localhost/guidance python manage.py check --deploy --fail-level WARNING
step "Migrations" python manage.py makemigrations --check --dry-run
