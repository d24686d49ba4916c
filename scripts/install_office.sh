#!/bin/sh
# Brings LibreOffice's Writer and Calc, which lay the papers out in a test, poppler's tools, which read the
# pages, and a Chinese font, where they are missing.
set -eu

missing=""
command -v lowriter >/dev/null || missing="libreoffice-writer"
command -v localc >/dev/null || missing="$missing libreoffice-calc"
command -v pdftotext >/dev/null || missing="$missing poppler-utils"
fc-list :lang=zh-cn 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk"

# shellcheck disable=SC2086  # a list of package names
[ -z "$missing" ] || sh scripts/apt_install.sh $missing
