#!/usr/bin/env bash
# Boots a Debian 12 with systemd in a folder and lets tests/e2e/booted_system.test.mjs run the package there.
#   scripts/package/boot.sh PACKAGE      SYSTEM=FOLDER: a folder made before, taken as it is and kept
set -euo pipefail
cd "$(dirname "$0")/../.."
package=$(realpath "$1")
if ! refusal=$(unshare --net --mount --uts --ipc --pid --fork --cgroup true 2>&1); then
    echo "SKIPPED, NOTHING IS PROVED: no system may be booted in a folder here: $refusal"
    exit 0
fi

work=$(mktemp -d)
trap 'rm -rf --one-file-system "$work"' EXIT
chmod 0755 "$work"  # its / belongs to everybody, as on any system
root=${SYSTEM:-$work/system}
if [ ! -e "$root/etc/os-release" ]; then
    echo "Making a Debian 12" >&2
    debootstrap --variant=minbase --include=systemd-sysv,dbus,openssl,iproute2,procps bookworm "$root" >"$work/log" 2>&1 || { tail -n 20 "$work/log" >&2; exit 1; }
    cp "$package" "$root/srv/mysigfox.deb"
    chroot "$root" sh -ec 'apt-get update -qq; apt-get install -y -qq --no-install-recommends --download-only /srv/mysigfox.deb' >"$work/log" 2>&1 || { tail -n 20 "$work/log" >&2; exit 1; }
    # Nobody sits at it, and nothing is to be fetched.
    for unit in console-getty.service apt-daily.timer apt-daily-upgrade.timer; do ln -sf /dev/null "$root/etc/systemd/system/$unit"; done
fi

# In a network where this system is alone with its ports.
PACKAGE=$package ROOT=$root unshare --net sh -c 'ip link set lo up; exec node --test tests/e2e/booted_system.test.mjs'
