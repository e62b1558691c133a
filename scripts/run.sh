#!/usr/bin/env bash
# Builds the relay and starts it on http://127.0.0.1:8080 with a demo device.
#   scripts/run.sh          serve until Ctrl-C; data under ./var
#   scripts/run.sh --demo   unattended: register, send real callbacks, see each arrive; exit 0 if all did
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/packages.sh

demo=no
case "${1:-}" in
    "") ;;
    --demo) demo=yes ;;
    *) sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
esac

read -ra packages <<<"$(build_packages)"
need_packages "${packages[@]}"
[ "$demo" = no ] || need_node

build=build/release
echo "Building (a few minutes the first time) ..." >&2
cmake --preset release >"${TMPDIR:-/tmp}/mysigfox-configure.log" 2>&1 || { cat "${TMPDIR:-/tmp}/mysigfox-configure.log" >&2; exit 1; }
cmake --build "$build" --target mysigfox -- --quiet

if [ "$demo" = yes ]; then
    exec node scripts/demo.mjs "$build/mysigfox"
fi

mkdir -p var && chmod 700 var
config=var/mysigfox.toml
if [ ! -e "$config" ]; then
    (umask 077; head -c 18 /dev/urandom | base64 | tr '+/' '-_' >var/callback-secret)
    cat >"$config" <<TOML
# Written by scripts/run.sh for trying things out on this machine; yours to change.
state_directory = "$PWD/var"
public_url = "http://127.0.0.1:8080"

[listen]
http = ["127.0.0.1:8080"]
admin = ""

[[sigfox.account]]
name = "demo"
secret_files = ["$PWD/var/callback-secret"]

[delivery]
allowed_targets = ["127.0.0.0/8"]   # so that a receiver on this machine can be a webhook
TOML
fi
mysigfox=("$build/mysigfox" --config "$config")

device=C0FFEE
if [ ! -e var/demo-token ]; then
    echo "device_id
$device" | "${mysigfox[@]}" device import - --tokens-to var/demo-token.new >/dev/null
    mv var/demo-token.new var/demo-token
fi
token=$(sed -n "s/^$device,//p" var/demo-token)
secret=$(cat var/callback-secret)

cat <<TEXT

MySigfox starts on http://127.0.0.1:8080 (Ctrl-C ends it; data in ./var)

  1. Make an inbox to receive messages:   http://127.0.0.1:8080/inbox
  2. Register the demo device:            http://127.0.0.1:8080/form
         Device ID    $device
         Token        $token
         E-mail       any address
         Webhook URL  the address of your inbox
  3. Play Sigfox:

curl -i http://127.0.0.1:8080/sigfox/uplink \\
    -H 'Authorization: Bearer $secret' -H 'Content-Type: application/json' \\
    -d '{"device":"$device","time":"'\$(date +%s)'","data":"48656c6c6f","seqNumber":"1","snr":"16.21","rssi":"-135.00"}'

What to paste into the Sigfox Backend (which cannot reach 127.0.0.1: it needs a public address):

$("${mysigfox[@]}" callback show)

TEXT
exec "${mysigfox[@]}" serve
