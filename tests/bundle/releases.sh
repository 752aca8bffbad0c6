#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs the bundle's test on an older and a newer Debian too: releases.sh FOLDER TEST. As root; FOLDER keeps the systems for the next
# time. They come from the mirror that this machine's apt-get uses.
set -eu
folder=$1 test=$2

# shellcheck disable=SC2016  # apt-get's variable, not ours.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -1)
[ -n "$mirror" ] || { echo "apt-get names no mirror; run 'apt-get update'" >&2; exit 1; }
mkdir -p "$folder"
roots=
for release in bullseye trixie; do
    if [ ! -f "$folder/$release.done" ]; then
        rm -rf "${folder:?}/$release"
        debootstrap --variant=minbase "$release" "$folder/$release" "$mirror"
        touch "$folder/$release.done"
    fi
    roots=$roots:$folder/$release
done
MUSTER_BUNDLE_ROOTS=$roots exec "$test"
