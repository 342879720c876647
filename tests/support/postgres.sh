#!/bin/sh
# Starts PostgreSQL in a temporary folder, says "ready FOLDER", and ends it when standard input ends. With "on" it flushes
# every commit to the disk, as a real one does; tests need not wait for that. With "off PORT CERTIFICATE KEY" it listens
# on that port of this machine too, where it speaks TLS only.
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || echo /nowhere/initdb)")
[ -x "$bin/initdb" ] || { echo "PostgreSQL is missing: apt-get install postgresql" >&2; exit 1; }
folder=$(mktemp -d)
as=""
if [ "$(id -u)" = 0 ]; then
  as="setpriv --reuid=postgres --regid=postgres --clear-groups"
  chown postgres "$folder"
fi
chmod 755 "$folder"
$as "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --no-sync >"$folder.log" 2>&1 || { cat "$folder.log" >&2; exit 1; }
listen="-c listen_addresses="
if [ "$#" = 4 ]; then
  cp "$3" "$folder/data/tls.crt" && cp "$4" "$folder/data/tls.key" && chmod 600 "$folder/data/tls.key"
  [ -z "$as" ] || chown postgres "$folder/data/tls.crt" "$folder/data/tls.key"
  printf 'local all all trust\nhostssl all all 127.0.0.1/32 trust\n' >"$folder/data/pg_hba.conf"
  listen="-c listen_addresses=127.0.0.1 -c port=$2 -c ssl=on -c ssl_cert_file=tls.crt -c ssl_key_file=tls.key"
  PGPORT=$2; export PGPORT
fi
$as "$bin/postgres" -D "$folder/data" -k "$folder" $listen -c fsync="${1:-off}" -c max_connections=400 >>"$folder.log" 2>&1 &
server=$!
tries=0
until "$bin/pg_isready" -q -h "$folder" -U postgres; do
  tries=$((tries + 1))
  [ "$tries" -lt 300 ] && kill -0 "$server" 2>/dev/null || { cat "$folder.log" >&2; exit 1; }
  sleep 0.1
done
echo "ready $folder"
# Ends with the program that started this, however it ends.
cat >/dev/null
kill -INT "$server" 2>/dev/null || true
wait "$server" 2>/dev/null || true
rm -rf "$folder" "$folder.log"
