#!/bin/sh
# Makes .venv with the Python named by the first argument (python3 when there is none).
set -eu

python=${1:-python3}

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Python 3.11 or newer is needed; $python is $("$python" --version 2>&1)." >&2
    exit 1
fi

# Debian keeps the part of Python that a virtual environment needs in a package of its own.
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    sh scripts/apt_install.sh python3-venv
fi

"$python" -m venv .venv
