#!/bin/sh
# Installs the Debian packages named as arguments, or says which command would.
set -eu

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "Missing on this machine: $*. Please run:  sudo apt-get install $*" >&2
    exit 1
fi

echo "Installing $* …"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq || true  # one unreachable source need not hide the others
apt-get install -y -qq --no-install-recommends "$@" >/dev/null
