#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, builds, and opens the console on a live local cluster. Arguments go to muster instead.
# Without a display it does the same on a virtual one, writes a picture of every page, and says where.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=installer/steps.sh
. installer/steps.sh

install_packages
configure release
build release muster musterd musterctl

program=build/release/bin/muster
[ $# -gt 0 ] || set -- --local

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$program" "$@"
fi
for argument in "$@"; do
    case $argument in
    --help | -h | --version | -v) exec env QT_QPA_PLATFORM=offscreen "$program" "$@" ;;
    --tour | --tour=*) exec xvfb-run -a -s "-screen 0 1920x1200x24" "$program" "$@" ;;
    esac
done
pictures=build/release/tour
say "there is no display: the console is drawn on a virtual one"
xvfb-run -a -s "-screen 0 1920x1200x24" "$program" "$@" --tour "$pictures"
say "a picture of every page is in $PWD/$pictures"
