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
name=relay.sh
. "$(dirname "$0")/common.sh"

count=${COUNT:-30000}
warm_up=${WARM_UP:-30000}
size=${SIZE:-1KiB}
connections=${CONNECTIONS:-50}
mailboxes=${MAILBOXES:-100}
report=${REPORT:-$work/relay.json}

# name
start_relaying() {
  start_node "$1" --domain "$1.test" --set "cmtp.dns.servers=[\"127.0.0.1:$dns_port\"]" \
    --set cmtp.dns.private-targets=true
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
start_relaying b
b_port=$(number "$work/b.log" port)
{
  echo "_cmtp._tcp.b.test. 3600 IN SRV 0 0 $b_port node.b.test."
  echo "node.b.test. 3600 IN A 127.0.0.1"
} >"$work/zone"
"$cmtp" dns --json --port "$dns_port" --zone "$work/zone" >"$work/dns.log" 2>&1 &
started="$started $!"
await '"port"' "$work/dns.log" $!
start_relaying a
failed=0
relay --warm-up "$warm_up" --count "$count" --report "$report" || failed=1
if [ "${PROFILE:-0}" = 1 ]; then profile; fi
if [ -n "${PEERS:-}" ]; then compare; fi
exit $failed
