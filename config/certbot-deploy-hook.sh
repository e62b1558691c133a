#!/bin/sh
# Hands a renewed certificate to MySigfox: for /etc/letsencrypt/renewal-hooks/deploy/mysigfox.
# certbot sets RENEWED_LINEAGE. The daemon sees by itself that the files have changed; it takes them
# once both have come to rest, and keeps the old pair if they do not fit.
set -eu

to=${MYSIGFOX_TLS_DIRECTORY:-/etc/mysigfox/tls}
group=${MYSIGFOX_GROUP:-mysigfox}

# Beside and then renamed, so that nobody ever reads half a file.
for name in fullchain.pem privkey.pem; do
    install -m 0640 -g "$group" "${RENEWED_LINEAGE:?is set by certbot}/$name" "$to/.$name.new"
done
for name in fullchain.pem privkey.pem; do
    mv -f "$to/.$name.new" "$to/$name"
done
