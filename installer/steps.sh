# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The steps that run.sh and test.sh share. Sourced, after `set -eu`; the current folder is the source root.

say() {
    printf 'muster: %s\n' "$*" >&2
}

stop() {
    say "$*"
    exit 1
}

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Prints the packages of debian-packages.txt that are missing; of alternatives, the first that can be had.
missing_packages() {
    local line names name found
    while IFS= read -r line; do
        IFS='|' read -r -a names <<<"${line%%#*}"
        found=
        for name in "${names[@]}"; do
            name=${name//[[:space:]]/}
            [ -n "$name" ] && is_installed "$name" && found=yes && break
        done
        if [ -z "$found" ] && [ -n "${line%%#*}" ]; then
            printf '%s\n' "${names[*]}"
        fi
    done <installer/debian-packages.txt
}

# Of "a b", the first that this Debian knows; apt-get's lists must be there.
first_known() {
    local name
    for name in "$@"; do
        if apt-cache show "$name" >/dev/null 2>&1; then
            printf '%s\n' "$name"
            return
        fi
    done
    printf '%s\n' "$1"
}

install_packages() {
    local missing=() wanted=() line root=()
    command -v dpkg-query >/dev/null || stop "this script installs Debian packages; elsewhere, install what installer/debian-packages.txt names and use the CMake presets"
    mapfile -t missing < <(missing_packages)
    [ "${#missing[@]}" -eq 0 ] && return
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || stop "these packages are missing and only root can install them: ${missing[*]}"
        root=(sudo)
    fi
    say "installing ${#missing[@]} packages"
    "${root[@]}" apt-get -q update >&2 || stop "the package lists cannot be read; is the network there?"
    for line in "${missing[@]}"; do
        # shellcheck disable=SC2086  # One line may name alternatives.
        wanted+=("$(first_known $line)")
    done
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install "${wanted[@]}" >&2 ||
        stop "these packages could not be installed: ${wanted[*]}"
}

# configure PRESET: once; after that the build notices changes by itself.
configure() {
    [ -f "build/$1/build.ninja" ] || cmake --preset "$1" >&2
}

# build PRESET [TARGET...]: everything, or the targets.
build() {
    local preset=$1
    shift
    if [ $# -gt 0 ]; then
        cmake --build --preset "$preset" --target "$@" >&2
    else
        cmake --build --preset "$preset" >&2
    fi
}
