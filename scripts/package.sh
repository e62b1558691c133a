#!/usr/bin/env bash
# Makes the Debian package, with what is needed to install it; cmake/package.cmake says what is in it.
#   scripts/package.sh                           builds the release and packs it into build/package
#   scripts/package.sh --test                    and installs, removes and judges the package
#   scripts/package.sh --rehearse                and uses it on a clean Debian 12, by the docs alone (root, debootstrap)
#   scripts/package.sh --boot                    and lets a real systemd run it, booted in a folder (root, debootstrap)
#   scripts/package.sh --program FILE --into DIR packs the program of a build directory as it is, quickly
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/packages.sh

program='' out=build/package tests=() boots='' compression=xz
while [ $# -gt 0 ]; do
    case $1 in
        --program) program=$(realpath "${2:?--program needs a file}"); compression=gzip; shift 2 ;;
        --into) out=${2:?--into needs a directory}; shift 2 ;;
        --test) tests=(package hardening); shift ;;
        --rehearse) tests=(clean_system); shift ;;
        --boot) boots=yes; shift ;;
        *) sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
    esac
done

log=$(mktemp)
trap 'rm -rf "$log" "${work:-}"' EXIT
if [ -z "$program" ]; then
    read -ra packages <<<"$(build_packages)"
    need_packages "${packages[@]}" dpkg-dev binutils perl
    cmake --preset release >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
    cmake --build build/release --target mysigfox -- --quiet
    program=$PWD/build/release/mysigfox
fi

# The same commit makes the same package.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH
work=$(mktemp -d)
cpack --config "$(dirname "$program")/CPackConfig.cmake" -B "$work" -D CPACK_DEBIAN_COMPRESSION_TYPE=$compression \
    ${DEBEMAIL:+-D CPACK_DEBIAN_PACKAGE_MAINTAINER="$DEBEMAIL"} >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
mkdir -p "$out"
package=$out/$(basename "$work"/*.deb)
mv "$work"/*.deb "$package"
dpkg-deb --fsys-tarfile "$package" | tar -xO ./usr/share/doc/mysigfox/mysigfox.spdx.json >"$out/mysigfox.spdx.json"
echo "$package"

if [ ${#tests[@]} -gt 0 ]; then
    need_packages lintian systemd debootstrap iproute2
    need_node
    PACKAGE=$(realpath "$package") MYSIGFOX=$program node --test $(printf 'tests/e2e/%s.test.mjs ' "${tests[@]}")
fi
if [ -n "$boots" ]; then
    need_packages debootstrap iproute2
    need_node
    scripts/package/boot.sh "$package"
fi
