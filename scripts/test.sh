#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test through CTest.
#   scripts/test.sh                 the default (preset dev)
#   scripts/test.sh --preset asan   address and undefined sanitizers (or: tsan)
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/packages.sh

preset=dev
case "${1:-}" in
    "") ;;
    --preset) preset=${2:?--preset needs a name: dev, asan or tsan} ;;
    *) sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
esac

read -ra packages <<<"$(build_packages)"
need_packages "${packages[@]}" libgtest-dev libgmock-dev iproute2 openssl chromium php-cli python3-flask mandoc zsh fish dpkg-dev lintian systemd
need_node
node_packages tests/e2e || echo "Without these packages e2e/signature and the pages' tests prove nothing: they are skipped." >&2
unpacked build/tools nginx haproxy caddy liblua5.3-0 libopentracing-c-wrapper0 libopentracing1 prometheus || echo "Without nginx, HAProxy, Caddy and promtool e2e/proxy and e2e/promtool prove nothing: they are skipped." >&2

cmake --preset "$preset" >"${TMPDIR:-/tmp}/mysigfox-configure.log" 2>&1 || { cat "${TMPDIR:-/tmp}/mysigfox-configure.log" >&2; exit 1; }
cmake --build "build/$preset" -- --quiet
# Twice the processors: most end to end tests wait for a receiver, a browser or a clock.
ctest --preset "$preset" --parallel $((2 * $(nproc)))
