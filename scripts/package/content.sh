#!/usr/bin/env bash
# Makes what a package has below /usr and the tree does not hold: the stripped program, and what it says of itself.
#   scripts/package/content.sh PROGRAM INTO VERSION
set -euo pipefail
program=$1 into=$2 version=$3
cd "$(dirname "$0")/../.."
share=$into/share
maintainer=${DEBEMAIL:-MySigfox <mysigfox@mysigfox.example>}

rm -rf "$into"
mkdir -p "$into/bin" "$share"/{bash-completion/completions,zsh/vendor-completions,fish/vendor_completions.d,man/man1,man/man5,doc/mysigfox}

install -m 0755 "$program" "$into/bin/mysigfox"
strip --remove-section=.comment --remove-section=.note "$into/bin/mysigfox"
"$program" completion bash >"$share/bash-completion/completions/mysigfox"
"$program" completion zsh >"$share/zsh/vendor-completions/_mysigfox"
"$program" completion fish >"$share/fish/vendor_completions.d/mysigfox.fish"
"$program" manual mysigfox | gzip -9n >"$share/man/man1/mysigfox.1.gz"
"$program" manual mysigfox.toml | gzip -9n >"$share/man/man5/mysigfox.toml.5.gz"
gzip -9n <CHANGELOG.md >"$share/doc/mysigfox/changelog.gz"
printf 'mysigfox (%s) unstable; urgency=medium\n\n  * Packed by scripts/package.sh; changelog.gz says what changed.\n\n -- %s  %s\n' \
    "$version" "$maintainer" "$(date -R -u -d "@${SOURCE_DATE_EPOCH:-$(date +%s)}")" | gzip -9n >"$share/doc/mysigfox/changelog.Debian.gz"
perl scripts/sbom.pl "$program" "$(dirname "$program")" "$version" >"$share/doc/mysigfox/mysigfox.spdx.json"
chmod -R u=rwX,go=rX "$into"
