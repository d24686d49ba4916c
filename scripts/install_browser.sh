#!/bin/sh
# Brings Chromium, a Chinese font, and the library that Playwright's driver links to, where the
# browser tests would miss them. The headless shell is Chromium without windows: the same pages, a fifth quicker.
set -eu

missing=""
[ -n "${CHROMIUM:-}" ] || command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null ||
    missing="chromium-headless-shell"
fc-list :lang=zh-cn 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk"
.venv/bin/python -c 'import ctypes; ctypes.CDLL("libatomic.so.1")' 2>/dev/null || missing="$missing libatomic1"

# shellcheck disable=SC2086  # a list of package names
[ -z "$missing" ] || sh scripts/apt_install.sh $missing
