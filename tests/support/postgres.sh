#!/bin/sh
# Starts PostgreSQL in a temporary folder, says "ready FOLDER", and ends it when standard input ends. With "on" it flushes
# every commit to the disk, as a real one does; tests need not wait for that.
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
$as "$bin/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= -c fsync="${1:-off}" -c max_connections=400 >>"$folder.log" 2>&1 &
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
