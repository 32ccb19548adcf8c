#!/bin/sh
# Puts the configuration files of this folder in place on Debian 12, with the values of one host filled in.
#   deploy/install.sh HOST PUBLIC_ADDRESS [PRIVATE_ADDRESS] [TLS_DIR]
# HOST is both the SIP domain and the name in the browser's address bar. PRIVATE_ADDRESS is for hosts behind one-to-one
# NAT, as most clouds have. TLS_DIR holds fullchain.pem and privkey.pem (default: Let's Encrypt's place).
# Optional, in the environment: GATEWAY_IP and GATEWAY_PORT of your carrier; ALLOW_FROM, the address or network (or `all`)
# that may reach the web site, which nobody may at first; DESTDIR puts everything under another root.
# Run it again after a change of the values or of the files: secrets that exist are kept.
set -eu

host=${1:?HOST is missing}
public=${2:?PUBLIC_ADDRESS is missing}
private=${3:-$public}
tls=${4:-/etc/letsencrypt/live/$host}
root=${DESTDIR:-}
here=$(cd "$(dirname "$0")" && pwd)
umask 022

mkdir -p "$root/etc/zorio-webphone" "$root/etc/kamailio" "$root/etc/rtpengine" "$root/etc/default" \
    "$root/etc/nginx/sites-enabled" "$root/etc/systemd/system" "$root/usr/local/bin"

secrets=$root/etc/zorio-webphone/secrets.env
if [ ! -e "$secrets" ]; then
    (umask 077; {
        echo "ZORIO_AUTH_SECRET=$(openssl rand -hex 32)"
        echo "ZORIO_TURN_SECRET=$(openssl rand -hex 32)"
    } > "$secrets")
fi
# The database may be a URL with a password, so it stands with the secrets.
grep -q '^ZORIO_DB=' "$secrets" || echo "ZORIO_DB=$root/var/lib/zorio-webphone/server.db" >> "$secrets"
. "$secrets"

# What Debian put there first is kept once.
keep() { if [ -e "$1" ] && [ ! -e "$1.orig" ]; then cp -p "$1" "$1.orig"; fi; }

keep "$root/etc/kamailio/kamailio.cfg"
cp "$here/kamailio/kamailio.cfg" "$root/etc/kamailio/kamailio.cfg"
(umask 027; cat > "$root/etc/kamailio/local.cfg" <<CFG
#!define SIP_DOMAIN "$host"
#!define AUTH_SECRET "$ZORIO_AUTH_SECRET"
#!define LISTEN_IP $private
#!define ADVERTISED_IP $public
#!define GATEWAY_IP "${GATEWAY_IP:-}"
#!define GATEWAY_PORT "${GATEWAY_PORT:-5060}"
CFG
)
# The daemon reads it as user kamailio.
if getent group kamailio > /dev/null; then chgrp kamailio "$root/etc/kamailio/local.cfg"; fi
printf 'RUN_KAMAILIO=yes\nSHM_MEMORY=1024\nPKG_MEMORY=16\n' > "$root/etc/default/kamailio"

keep "$root/etc/rtpengine/rtpengine.conf"
sed "s/^interface = .*/interface = $private!$public/" "$here/rtpengine/rtpengine.conf" > "$root/etc/rtpengine/rtpengine.conf"

# Firewall rules for the kernel module, which is not used.
printf 'CONFIG_FILE=/etc/rtpengine/rtpengine.conf\nPIDFILE=/run/rtpengine/rtpengine-daemon.pid\nMANAGE_IPTABLES=no\nSET_USER=rtpengine\n' \
    > "$root/etc/default/rtpengine-daemon"

keep "$root/etc/turnserver.conf"
# The media relay is a peer of the TURN server, and lives at one of these two addresses: the only exceptions to make.
(umask 027; { cat "$here/coturn/turnserver.conf"; cat <<CFG
realm=$host
static-auth-secret=$ZORIO_TURN_SECRET
external-ip=$public/$private
allowed-peer-ip=$private
CFG
} > "$root/etc/turnserver.conf")
if getent group turnserver > /dev/null; then chgrp turnserver "$root/etc/turnserver.conf"; fi

if [ -n "${ALLOW_FROM:-}" ] || [ ! -e "$root/etc/nginx/zorio-webphone-allow.conf" ]; then
    printf 'allow %s;\ndeny all;\n' "${ALLOW_FROM:-127.0.0.1}" > "$root/etc/nginx/zorio-webphone-allow.conf"
fi
sed -e "s|HOST|$host|g" -e "s|TLS_DIR|$tls|g" -e "s|ETC|$root/etc|g" "$here/nginx/zorio-webphone.conf" \
    > "$root/etc/nginx/sites-enabled/zorio-webphone.conf"
sed -e "s|NODE|$(command -v node)|" -e "s|REPOSITORY|$(dirname "$here")|" -e "s|HOST|$host|g" \
    "$here/zorio-webphone.service" > "$root/etc/systemd/system/zorio-webphone.service"

# The server's commands (`user add` …) on its database and as its user, which must own the files of the database.
if [ -z "$root" ] && ! getent passwd zorio-webphone > /dev/null; then
    useradd --system --home-dir /var/lib/zorio-webphone --shell /usr/sbin/nologin zorio-webphone
fi
if getent passwd zorio-webphone > /dev/null; then
    install -d -o zorio-webphone -g zorio-webphone -m 750 "$root/var/lib/zorio-webphone"
else
    mkdir -p "$root/var/lib/zorio-webphone"
fi
cat > "$root/usr/local/bin/zorio-webphone" <<SH
#!/bin/sh
set -eu
set -a
. "$secrets"
set +a
run="$(command -v node) $(dirname "$here")/packages/server/dist/cli.js"
if [ "\$(id -u)" = 0 ] && getent passwd zorio-webphone > /dev/null; then
    exec setpriv --reuid zorio-webphone --regid zorio-webphone --clear-groups \$run "\$@"
fi
exec \$run "\$@"
SH
chmod 755 "$root/usr/local/bin/zorio-webphone"
echo "Configured $host. Next: systemctl daemon-reload, then restart kamailio rtpengine-daemon coturn nginx zorio-webphone."
