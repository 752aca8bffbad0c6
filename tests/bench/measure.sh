#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every row of muster-bench, one JSON file each, on a machine that does nothing else.
#   tests/bench/measure.sh FOLDER [NAME...]     names: see muster-bench; default all
# For the queue's peer, first: npm install --prefix tests/bench/node
# MUSTER_BENCH names the program (build/release/bin/muster-bench). Waits up to ten minutes until the load has gone.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bench=${MUSTER_BENCH:-build/release/bin/muster-bench}
[ $# -gt 0 ] || { echo "usage: $0 FOLDER [NAME...]" >&2; exit 2; }
folder=$1
shift
mkdir -p "$folder"
if [ $# -eq 0 ]; then
    mapfile -t names < <("$bench" | cut -d' ' -f1)
else
    names=("$@")
fi

is_quiet() { awk '{ exit !($1 < 0.6) }' /proc/loadavg; }
for _ in $(seq 60); do
    is_quiet && break
    sleep 10
done
is_quiet || echo "the machine is busy ($(cut -d' ' -f1-3 /proc/loadavg)): these figures are preliminary" >&2

{
    uname -srm
    grep -m1 'model name' /proc/cpuinfo
    echo "cores $(nproc)"
    node --version 2>/dev/null || true
    "$(dirname "$bench")/musterd" --version
    cat /proc/loadavg
} > "$folder/machine.txt"
for name in "${names[@]}"; do
    echo "== $name"
    "$bench" "$name" --json "$folder/$name.json"
done
