#!/usr/bin/env bash
# Makes the Debian package, with what is needed to install it and nothing that the tree does not hold.
#   scripts/package.sh                           builds the release and packs it into build/package
#   scripts/package.sh --test                    and installs, removes and judges the package
#   scripts/package.sh --rehearse                and uses it on a clean Debian 12, by the docs alone (root, debootstrap)
#   scripts/package.sh --program FILE --into DIR packs a program that was built before, quickly
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/packages.sh

program='' out=build/package tests=() compression=xz
while [ $# -gt 0 ]; do
    case $1 in
        --program) program=$(realpath "${2:?--program needs a file}"); compression=gzip; shift 2 ;;
        --into) out=${2:?--into needs a directory}; shift 2 ;;
        --test) tests=(package hardening); shift ;;
        --rehearse) tests=(clean_system); shift ;;
        *) sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
    esac
done

if [ -z "$program" ]; then
    read -ra packages <<<"$(build_packages)"
    need_packages "${packages[@]}" dpkg-dev binutils perl
    cmake --preset release >"${TMPDIR:-/tmp}/mysigfox-configure.log" 2>&1 || { cat "${TMPDIR:-/tmp}/mysigfox-configure.log" >&2; exit 1; }
    cmake --build build/release --target mysigfox -- --quiet
    program=$PWD/build/release/mysigfox
fi

version=$(cat VERSION)-1
architecture=$(dpkg --print-architecture)
maintainer=${DEBEMAIL:-MySigfox <mysigfox@mysigfox.example>}
# The same commit makes the same package.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH

mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
doc=$tree/usr/share/doc/mysigfox

put() {  # MODE SOURCE TARGET
    install -D -m "$1" "$2" "$tree/$3"
}

compressed() {  # TARGET: what stands on stdin
    mkdir -p "$(dirname "$tree/$1")"
    gzip -9n >"$tree/$1"
}

put_program() {
    put 0755 "$program" usr/bin/mysigfox
    strip --remove-section=.comment --remove-section=.note "$tree/usr/bin/mysigfox"
    local unit shell
    for unit in mysigfox.service mysigfox.socket mysigfox-https.socket mysigfox-backup.service mysigfox-backup.timer; do
        put 0644 "systemd/$unit" "lib/systemd/system/$unit"
    done
    put 0644 systemd/mysigfox.sysusers usr/lib/sysusers.d/mysigfox.conf
    put 0644 systemd/mysigfox.tmpfiles usr/lib/tmpfiles.d/mysigfox.conf
    put 0644 config/mysigfox.toml etc/mysigfox/mysigfox.toml
    for shell in bash:usr/share/bash-completion/completions/mysigfox \
        zsh:usr/share/zsh/vendor-completions/_mysigfox fish:usr/share/fish/vendor_completions.d/mysigfox.fish; do
        "$program" completion "${shell%%:*}" >"$work/completion"
        put 0644 "$work/completion" "${shell#*:}"
    done
}

put_documents() {
    "$program" manual mysigfox | compressed usr/share/man/man1/mysigfox.1.gz
    "$program" manual mysigfox.toml | compressed usr/share/man/man5/mysigfox.toml.5.gz
    put 0644 scripts/package/copyright usr/share/doc/mysigfox/copyright
    compressed usr/share/doc/mysigfox/changelog.gz <CHANGELOG.md
    printf 'mysigfox (%s) unstable; urgency=medium\n\n  * Packed by scripts/package.sh; changelog.gz says what changed.\n\n -- %s  %s\n' \
        "$version" "$maintainer" "$(date -R -u -d "@$SOURCE_DATE_EPOCH")" | compressed usr/share/doc/mysigfox/changelog.Debian.gz
    local file
    for file in docs/*.md docs/operators/*.md docs/monitoring/*; do
        put 0644 "$file" "usr/share/doc/mysigfox/${file#docs/}"
    done
    put 0644 systemd/mysigfox-root.conf usr/share/doc/mysigfox/examples/mysigfox-root.conf
    put 0755 config/certbot-deploy-hook.sh usr/share/doc/mysigfox/examples/certbot-deploy-hook.sh
    perl scripts/sbom.pl "$program" "$(dirname "$program")" "$version" >"$doc/mysigfox.spdx.json"
}

libraries() {  # what the program must find installed, as Depends names it
    mkdir -p "$work/debian"
    printf 'Source: mysigfox\n\nPackage: mysigfox\nArchitecture: any\n' >"$work/debian/control"
    (cd "$work" && dpkg-shlibdeps -O "$tree/usr/bin/mysigfox") | sed -n 's/^shlibs:Depends=//p'
}

put_control() {
    local control=$tree/DEBIAN depends size
    mkdir -p "$control"
    depends=$(libraries)
    size=$(du -sk --apparent-size --exclude=DEBIAN "$tree" | cut -f1)
    sed -e "s|@VERSION@|$version|; s|@ARCHITECTURE@|$architecture|; s|@MAINTAINER@|$maintainer|; s|@SIZE@|$size|; s|@DEPENDS@|$depends|" \
        scripts/package/control.in >"$control/control"
    echo /etc/mysigfox/mysigfox.toml >"$control/conffiles"
    install -m 0755 scripts/package/postinst scripts/package/prerm scripts/package/postrm "$control"
    (cd "$tree" && find . -path ./DEBIAN -prune -o -type f ! -path './etc/*' -printf '%P\0' | sort -z | xargs -0 md5sum) >"$control/md5sums"
}

put_program
put_documents
put_control
chmod -R u=rwX,go=rX "$tree"
package=$out/mysigfox_${version}_$architecture.deb
dpkg-deb --build --root-owner-group "-Z$compression" "$tree" "$package" >/dev/null
cp "$doc/mysigfox.spdx.json" "$out/mysigfox.spdx.json"
echo "$package"

if [ ${#tests[@]} -gt 0 ]; then
    need_packages lintian systemd debootstrap iproute2
    need_node
    PACKAGE=$(realpath "$package") MYSIGFOX=$program node --test $(printf 'tests/e2e/%s.test.mjs ' "${tests[@]}")
fi
