# Sourced by the other scripts: installs what they need, by Debian package name, if it is missing.

# Boost 1.81 stands beside the default 1.74 on Debian 12; later releases have a newer default.
boost_package() {
    local release
    release=$(. /etc/os-release 2>/dev/null && echo "${ID:-}-${VERSION_ID:-}")
    if [ "$release" = debian-12 ]; then echo libboost1.81-dev; else echo libboost-dev; fi
}

build_packages() {
    echo g++ cmake ninja-build pkg-config "$(boost_package)" libssl-dev libsqlite3-dev libcurl4-openssl-dev libfmt-dev \
        libspdlog-dev nlohmann-json3-dev libtomlplusplus-dev libcli11-dev libc-ares-dev libqrcodegen-dev ca-certificates
}

# need_packages NAME...: quiet when nothing is missing.
need_packages() {
    local name missing=()
    if ! command -v dpkg-query >/dev/null; then
        echo "This is not a Debian system: install these yourself: $*" >&2
        return 0
    fi
    for name in "$@"; do
        dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed || missing+=("$name")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    if [ "$(id -u)" -ne 0 ]; then
        printf 'Packages are missing, and installing them takes root. Run:\n\n    sudo apt-get install --no-install-recommends %s\n\n' "${missing[*]}" >&2
        return 69
    fi
    echo "Installing: ${missing[*]}" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Any Node from version 18 on will do, wherever it comes from.
need_node() {
    if command -v node >/dev/null && [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ]; then return 0; fi
    need_packages nodejs
}

# node_packages FOLDER: installs what its lock file names, unless that was done already.
node_packages() {
    if [ "$1/node_modules/.package-lock.json" -nt "$1/package-lock.json" ]; then return 0; fi
    command -v npm >/dev/null || need_packages npm
    echo "Installing what $1/package-lock.json names" >&2
    npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
}

# unpacked FOLDER NAME...: Debian packages unpacked there instead of installed, since installing these starts a service.
unpacked() {
    local folder=$1 name
    shift
    command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || return 1
    mkdir -p "$folder/archives" "$folder/unpacked"
    for name in "$@"; do
        [ -e "$folder/archives/.$name" ] && continue
        (cd "$folder/archives" && apt-get download -qq "$name" >/dev/null 2>&1) || return 1
        dpkg-deb -x "$folder/archives/${name}"_*.deb "$folder/unpacked"
        touch "$folder/archives/.$name"
    done
}
