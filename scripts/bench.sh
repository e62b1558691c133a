#!/usr/bin/env bash
# Measures the release build; never part of the tests. RUNS=n repeats a measurement n times.
#   scripts/bench.sh relay [RATE…]          callbacks a second to healthy webhooks; 0: the most
#   scripts/bench.sh tls [RATE]             the relay with TLS for callbacks, webhooks, both, neither; HAProxy between (scripts/test.sh fetches it)
#   scripts/bench.sh isolation              one of ten webhooks hangs
#   scripts/bench.sh one_percent            four of 400 webhooks hang
#   scripts/bench.sh dead                   2,000 of 10,000 webhooks hang or cannot be resolved
#   scripts/bench.sh waiting [MESSAGES]     a million messages wait for dead webhooks
#   scripts/bench.sh hostile                200 webhooks that do their worst
#   scripts/bench.sh outage [SECONDS]       10,000 messages behind a receiver that is down
#   scripts/bench.sh device_page [MESSAGES] the page of one device, ten million messages in the store
#   scripts/bench.sh fleet [DEVICES]        one customer with 3,000 devices
#   scripts/bench.sh import [ROWS [CALLBACKS_A_SECOND [random]]]   random: no order in the devices' ids
#   scripts/bench.sh upgrade [MIB [VERSION]] starts with a messages.db of an earlier version, 1,000 MiB unless told
#   scripts/bench.sh backup [MIB]           500 callbacks a second while 2,048 MiB are backed up
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/packages.sh

scene=${1:-}
[ -n "$scene" ] && [ -e "tests/benchmark/$scene.mjs" ] || { sed -n '2,15s/^# \{0,1\}//p' "$0" >&2; exit 64; }
read -ra packages <<<"$(build_packages)"
need_packages "${packages[@]}"
need_node
ulimit -n "$(ulimit -Hn)"
cmake --preset release -DMYSIGFOX_BENCHMARKS=ON >/dev/null
cmake --build build/release -- --quiet
MYSIGFOX=build/release/mysigfox BENCHMARKS=build/release/tests/benchmark exec node "tests/benchmark/$scene.mjs" "${@:2}"
