#!/bin/sh
# Measures how much sealed mail a fresh node takes on this machine, in one run with a peer if there
# is one. Builds what is missing, keeps its data on a real disk, removes it at the end, and ends
# only what it started.
#   CASES="1KiB:50 1MiB:10"  size:connections of each measurement
#   MAILBOXES=100  WARM_UP=15  MEASURE=20  (seconds, for each case)
#   OPTIONS=                 further options for `cmtp load accept`, e.g. --secure
#   PROFILE=0                1: after each case, load again and say where the node's time goes
#   PEERS=                   a script that measures a peer: called with MODES=local SIZES=bytes
#                            SESS=connections CSV=file; it appends lines whose 10th field is
#                            accepted/s and whose 12th is CPU ms a message
#   BASE=/var/tmp            where the data directory is made: must be on the disk under test
#   REPORTS=                 folder in which the JSON reports are kept
#   NODE_JAVA_OPTS=  LOAD_JAVA_OPTS=   options for the two JVMs
set -eu

cases=${CASES:-1KiB:50 1MiB:10}
mailboxes=${MAILBOXES:-100}
warm_up=${WARM_UP:-15}
measure=${MEASURE:-20}
root=$(cd "$(dirname "$0")/../.." && pwd -P)
cmtp=$root/node/bin/cmtp
work=$(mktemp -d "${BASE:-/var/tmp}/cmtp-bench.XXXXXX")
reports=${REPORTS:-$work/reports}
node=

cleanup() {
  if [ -n "$node" ]; then
    kill "$node" 2>/dev/null || :
    wait "$node" 2>/dev/null || :
  fi
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

fail() {
  echo "accept.sh: $1" >&2
  exit 1
}

start_node() {
  CMTP_JAVA_OPTS=${NODE_JAVA_OPTS:-} "$cmtp" serve --domain bench.test --data "$work/data" \
    --port 0 --set cmtp.listen.interface=127.0.0.1 --set cmtp.monitoring.port=off >"$work/node.log" 2>&1 &
  node=$!
  tries=0
  until [ -f "$work/data/admin.json" ]; do
    kill -0 "$node" 2>/dev/null && [ $tries -lt 600 ] || {
      cat "$work/node.log" >&2
      fail "the node did not start"
    }
    tries=$((tries + 1))
    sleep 0.1
  done
}

# size connections further-options...
load() {
  size=$1 connections=$2
  shift 2
  # shellcheck disable=SC2086
  CMTP_JAVA_OPTS=${LOAD_JAVA_OPTS:-} "$cmtp" load accept --data "$work/data" --size "$size" \
    --connections "$connections" --mailboxes "$mailboxes" ${OPTIONS:-} "$@"
}

profile() {
  echo "-- $1 again, profiled: where the node's time goes"
  load "$1" "$2" --warm-up 3 --seconds "$((measure + 10))" >"$work/profiled.log" 2>&1 &
  loading=$!
  sleep 5
  "$cmtp" load profile --data "$work/data" --seconds "$measure" || :
  wait "$loading" || cat "$work/profiled.log"
}

# The first number of that name in a JSON report, 0 if there is none.
number() {
  found=$(sed -n "s/^ *\"$2\" : \([0-9.]*\).*/\1/p" "$1" | head -n 1)
  echo "${found:-0}"
}

bytes() {
  case $1 in
    *MiB) echo $((${1%MiB} * 1048576)) ;;
    *KiB) echo $((${1%KiB} * 1024)) ;;
    *) echo "${1%B}" ;;
  esac
}

# The ratio to the peer's median; ours first.
compare() {
  csv=$work/peers-$1.csv
  MODES=local SIZES=$(bytes "$1") SESS=$2 CSV=$csv "$PEERS" || fail "$PEERS failed"
  [ -s "$csv" ] || fail "$PEERS wrote nothing to CSV"
  median=$(grep -v '^skipped' "$csv" | sort -t , -k 10 -n |
    awk -F , '{ line[NR] = $10 " " $12 } END { print line[int((NR + 1) / 2)] }')
  report=$reports/accept-$1.json
  echo "$(number "$report" acceptedPerSecond) $(number "$report" cpuMillisPerMessage) $median" |
    awk -v what="$1 x $2" '{
      printf "%s: node %.1f/s, %.3f ms CPU each; peer %.1f/s, %.3f ms; node / peer: %.2f x rate",
        what, $1, $2, $3, $4, $1 / $3
      if ($4 > 0) printf ", %.2f x CPU", $2 / $4
      print ""
    }'
}

"$cmtp" --version
mkdir -p "$reports"
start_node
failed=0
for one in $cases; do
  echo "-- ${one%:*} x ${one#*:} connections"
  load "${one%:*}" "${one#*:}" --warm-up "$warm_up" --seconds "$measure" \
    --report "$reports/accept-${one%:*}.json" || failed=1
done
if [ "${PROFILE:-0}" = 1 ]; then
  for one in $cases; do profile "${one%:*}" "${one#*:}"; done
fi
kill "$node"
wait "$node" || :
node=
if [ -n "${PEERS:-}" ]; then
  rm -rf "$work/data"
  for one in $cases; do
    echo "-- the peer: $PEERS, ${one%:*} x ${one#*:} connections"
    compare "${one%:*}" "${one#*:}"
  done
fi
exit $failed
