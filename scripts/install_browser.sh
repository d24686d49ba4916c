#!/bin/sh
# Brings Chromium and a Chinese font where the browser tests would miss them.
set -eu

missing=""
[ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || missing="chromium"
fc-list :lang=zh-cn 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk"

# shellcheck disable=SC2086  # a list of package names
[ -z "$missing" ] || sh scripts/apt_install.sh $missing
