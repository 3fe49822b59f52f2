#!/bin/sh
# Measures how much mail one fresh node hands over to another one on this machine, found in DNS, in
# one run with a peer if there is one. Builds what is missing, keeps its data on a real disk, removes
# it at the end, and ends only what it started.
#   COUNT=30000 WARM_UP=30000  messages measured, and sent before that
#   SIZE=1KiB CONNECTIONS=50 MAILBOXES=100
#   PROFILE=0                1: relay again and say where each node's time goes
#   PEERS=                   a script that measures a peer: called with MODES=relay SIZES=bytes
#                            SESS=connections CSV=file, see accept.sh
#   BASE=/var/tmp            where the data directories are made: must be on the disk under test
#   REPORT=                  file in which the JSON report is kept
#   NODE_JAVA_OPTS=  LOAD_JAVA_OPTS=   options for the JVMs of the nodes and of the load
set -eu

count=${COUNT:-30000}
warm_up=${WARM_UP:-30000}
size=${SIZE:-1KiB}
connections=${CONNECTIONS:-50}
mailboxes=${MAILBOXES:-100}
root=$(cd "$(dirname "$0")/../.." && pwd -P)
cmtp=$root/node/bin/cmtp
work=$(mktemp -d "${BASE:-/var/tmp}/cmtp-bench.XXXXXX")
report=${REPORT:-$work/relay.json}
started=

cleanup() {
  for process in $started; do kill "$process" 2>/dev/null || :; done
  for process in $started; do wait "$process" 2>/dev/null || :; done
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

fail() {
  echo "relay.sh: $1" >&2
  exit 1
}

# Waits until a file holds this text; its process must live.
await() {
  tries=0
  until grep -q "$1" "$2" 2>/dev/null; do
    kill -0 "$3" 2>/dev/null && [ $tries -lt 600 ] || {
      cat "$2" >&2
      fail "did not start"
    }
    tries=$((tries + 1))
    sleep 0.1
  done
}

# The first number of that name in a JSON file.
number() {
  sed -n "s/^ *\"$2\" : \([0-9.]*\).*/\1/p" "$1" | head -n 1
}

# name
start_node() {
  CMTP_JAVA_OPTS=${NODE_JAVA_OPTS:-} "$cmtp" serve --json --domain "$1.test" --data "$work/$1" \
    --port 0 --set cmtp.listen.interface=127.0.0.1 --set "cmtp.dns.servers=[\"127.0.0.1:$dns_port\"]" \
    --set cmtp.dns.private-targets=true --set cmtp.monitoring.port=off >"$work/$1.log" 2>"$work/$1.err" &
  started="$started $!"
  await '"fingerprint"' "$work/$1.log" $!
}

relay() {
  CMTP_JAVA_OPTS=${LOAD_JAVA_OPTS:-} "$cmtp" load relay --from "$work/a" --to "$work/b" \
    --size "$size" --connections "$connections" --mailboxes "$mailboxes" "$@"
}

profile() {
  for one in a b; do
    echo "-- again, profiled: where the time of node $one goes"
    relay --warm-up 0 --count "$count" >"$work/profiled.log" 2>&1 &
    loading=$!
    sleep 2
    "$cmtp" load profile --data "$work/$one" --seconds 8 || :
    wait "$loading" || cat "$work/profiled.log"
  done
}

bytes() {
  case $1 in
    *MiB) echo $((${1%MiB} * 1048576)) ;;
    *KiB) echo $((${1%KiB} * 1024)) ;;
    *) echo "${1%B}" ;;
  esac
}

compare() {
  csv=$work/peers.csv
  MODES=relay SIZES=$(bytes "$size") SESS=$connections CSV=$csv "$PEERS" || fail "$PEERS failed"
  [ -s "$csv" ] || fail "$PEERS wrote nothing to CSV"
  median=$(grep -v '^skipped' "$csv" | sort -t , -k 10 -n |
    awk -F , '{ line[NR] = $10 " " $12 } END { print line[int((NR + 1) / 2)] }')
  echo "$(number "$report" arrivedPerSecond) $median" |
    awk '{ printf "nodes %.1f/s; peer %.1f/s, %.3f ms CPU; nodes / peer: %.2f x rate\n", $1, $2, $3, $1 / $2 }'
}

"$cmtp" --version
"$cmtp" dns --json --zone /dev/null >"$work/dns0.log" 2>&1 &
probe=$!
await '"port"' "$work/dns0.log" $probe
dns_port=$(number "$work/dns0.log" port)
kill $probe
wait $probe 2>/dev/null || :
start_node b
b_port=$(number "$work/b.log" port)
{
  echo "_cmtp._tcp.b.test. 3600 IN SRV 0 0 $b_port node.b.test."
  echo "node.b.test. 3600 IN A 127.0.0.1"
} >"$work/zone"
"$cmtp" dns --json --port "$dns_port" --zone "$work/zone" >"$work/dns.log" 2>&1 &
started="$started $!"
await '"port"' "$work/dns.log" $!
start_node a
failed=0
relay --warm-up "$warm_up" --count "$count" --report "$report" || failed=1
if [ "${PROFILE:-0}" = 1 ]; then profile; fi
if [ -n "${PEERS:-}" ]; then compare; fi
exit $failed
