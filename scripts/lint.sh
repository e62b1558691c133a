#!/usr/bin/env bash
# clang-format and clang-tidy over what differs from main.
#   scripts/lint.sh          what differs
#   scripts/lint.sh --all    everything
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/packages.sh
case "${1:-}" in
    "" | --all) ;;
    *) sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
esac
need_packages clang-format clang-tidy-16
lint() {  # CONFIGURATION: judges the sources that stand on stdin
    xargs -r -n 1 -P 2 clang-tidy-16 --quiet --extra-arg=-Wno-unknown-warning-option \
        --checks=-bugprone-suspicious-include -p "$1"
}

pattern=('src/*.cpp' 'src/*.hpp' 'include/*.hpp' 'tests/*.cpp' 'tests/*.hpp')
if [ "${1:-}" = --all ]; then
    clang-format --dry-run --Werror $(git ls-files "${pattern[@]}")
    # Some rooms at a time: their headers are read once.
    rm -rf build/lint-rooms
    cmake --preset dev -B build/lint-rooms -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON -DMYSIGFOX_UNITY=ON >/dev/null
    ls build/lint-rooms/CMakeFiles/mysigfox_room.dir/Unity/*.cxx | lint build/lint-rooms
    exit
fi
mapfile -t files < <(git diff --name-only --diff-filter=d main -- "${pattern[@]}")
[ ${#files[@]} -gt 0 ] || exit 0
clang-format --dry-run --Werror "${files[@]}"
# Each source by itself and without precompiled headers, so that it must include what it uses.
cmake --preset dev -B build/lint -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON -DMYSIGFOX_UNITY=OFF >/dev/null
printf '%s\n' "${files[@]}" | { grep '^src/.*\.cpp$' || true; } | lint build/lint
