#!/usr/bin/env bash
# Measures the release build; never part of the tests.
#   scripts/bench.sh import [ROWS [CALLBACKS_A_SECOND]]
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/packages.sh

scene=${1:-}
[ -n "$scene" ] && [ -e "tests/benchmark/$scene.mjs" ] || { sed -n '2,3s/^# \{0,1\}//p' "$0" >&2; exit 64; }
read -ra packages <<<"$(build_packages)"
need_packages "${packages[@]}"
need_node
cmake --preset release >/dev/null
cmake --build build/release --target mysigfox -- --quiet
echo "machine: $(nproc) processors, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1), $(uname -r)"
MYSIGFOX=build/release/mysigfox exec node "tests/benchmark/$scene.mjs" "${@:2}"
