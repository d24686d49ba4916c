#!/bin/sh
# Installs node_modules exactly as package-lock.json names it, with a Node of our own in .venv
# where the machine has none or one that is too old.
set -eu

PATH="$PWD/.venv/bin:$PATH"

node_is_recent() {
    command -v npm >/dev/null &&
        node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
            process.exit(major > 20 || (major === 20 && minor >= 14) ? 0 : 1)' 2>/dev/null
}

if ! node_is_recent; then
    python -m pip install --quiet --disable-pip-version-check -r requirements-node.txt -c constraints.txt
fi

npm ci --silent
