#!/bin/sh
# Measures how much sealed mail a fresh node takes on this machine, in one run with a peer if there
# is one. Builds what is missing, keeps its data on a real disk, removes it at the end, and ends
# only what it started.
#   CASES="1KiB:50 1MiB:10"  size:connections of each measurement
#   MAILBOXES=100  WARM_UP=15  MEASURE=20  (seconds, for each case)
#   OPTIONS=                 further options for `cmtp load run`, e.g. --secure
#   PROFILE=0                1: after each case, load again and say where the node's time goes
#   PEERS=                   a script that measures a peer: called with MODES=local SIZES=bytes
#                            SESS=connections CSV=file; it appends lines whose 10th field is
#                            accepted/s and whose 12th is CPU ms a message
#   BASE=/var/tmp            where the data directory is made: must be on the disk under test
#   REPORTS=                 folder in which the JSON reports are kept
#   NODE_JAVA_OPTS=  LOAD_JAVA_OPTS=   options for the two JVMs
set -eu
name=accept.sh
. "$(dirname "$0")/common.sh"

cases=${CASES:-1KiB:50 1MiB:10}
mailboxes=${MAILBOXES:-100}
warm_up=${WARM_UP:-15}
measure=${MEASURE:-20}
reports=${REPORTS:-$work/reports}

# size connections further-options...
load() {
  size=$1 connections=$2
  shift 2
  # shellcheck disable=SC2086
  CMTP_JAVA_OPTS=${LOAD_JAVA_OPTS:-} "$cmtp" load run --data "$work/data" --size "$size" \
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
start_node data --domain bench.test
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
started=
if [ -n "${PEERS:-}" ]; then
  rm -rf "$work/data"
  for one in $cases; do
    echo "-- the peer: $PEERS, ${one%:*} x ${one#*:} connections"
    compare "${one%:*}" "${one#*:}"
  done
fi
exit $failed
