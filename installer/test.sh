#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing, builds everything and runs every test. A skipped test is a failed test.
#   installer/test.sh [--asan] [arguments of ctest, e.g. -R Tidy]
# --asan builds with AddressSanitizer and UndefinedBehaviorSanitizer and runs only what the arguments select: without
# any, the tests labelled "core" and "integration". MUSTER_BUILD_ONLY=1 stops before the tests.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=installer/steps.sh
. installer/steps.sh

preset=release
if [ "${1:-}" = --asan ]; then
    preset=asan
    shift
    [ $# -gt 0 ] || set -- -L 'core|integration'
fi

install_packages
configure "$preset"
if [ "$preset" = asan ]; then
    # Only the selected tests and the programs that they start: the whole tree a second time would take too long.
    mapfile -t tests < <(ctest --preset asan -N "$@" | sed -n 's/^ *Test *#[0-9]*: *//p')
    [ "${#tests[@]}" -gt 0 ] || stop "no test is selected by: $*"
    build asan musterd musterctl "${tests[@]}"
else
    build release
fi
[ -z "${MUSTER_BUILD_ONLY:-}" ] || exit 0

exec ctest --preset "$preset" --no-tests=error --parallel "$(nproc)" "$@"
