#!/bin/sh
# Measures what the load generator itself costs: its CPU for each request, and the node's, for a
# closed loop in clear and inside secure channels, and for an open loop of mail alone and of a mix of
# commands in sessions. The goal is a quarter of the node's at most. Builds what is missing, keeps
# its data on a real disk, removes it at the end, and ends only what it started.
#   WARM_UP=20 MEASURE=30    seconds, for each case; compilers have work for long in both programs
#   RATE=100                 requests a second in the open loops
#   CONNECTIONS=50 MAILBOXES=100
#   CASES="bare secure open mix"
#   BASE=/var/tmp            where the data directory is made
#   REPORTS=                 folder in which the reports are kept
#   NODE_JAVA_OPTS=  LOAD_JAVA_OPTS=   options for the two JVMs
set -eu
name=share.sh
. "$(dirname "$0")/common.sh"

rate=${RATE:-100}
reports=${REPORTS:-$work/reports}

# case, then options
load() {
  one=$1
  shift
  CMTP_JAVA_OPTS=${LOAD_JAVA_OPTS:-} "$cmtp" load run --data "$work/data" --size 1KiB \
    --connections "${CONNECTIONS:-50}" --mailboxes "${MAILBOXES:-100}" \
    --warm-up "${WARM_UP:-20}" --seconds "${MEASURE:-30}" --report "$reports/share-$one" "$@"
}

"$cmtp" --version
mkdir -p "$reports"
start_node data --domain bench.test --set cmtp.limits.logins-per-hour=1000000
failed=0
for case in ${CASES:-bare secure open mix}; do
  case $case in
    bare) set -- ;;
    secure) set -- --secure --pipeline 4 ;;
    open) set -- --rate "$rate" ;;
    mix)
      set -- --rate "$rate" --mix mail=70,list=10,fetch=10,login=5,keyrequest=3,getrec=2 --watch 20
      ;;
    *) fail "CASES: $case is not known" ;;
  esac
  echo "-- $case: $*"
  load "$case" "$@" || failed=1
  report=$reports/share-$case.json
  echo "$case $(number "$report" answered) $(number "$report" seconds)" \
    "$(number_in "$report" server cpuMillisPerMessage)" \
    "$(number_in "$report" generator cpuMillisPerMessage)" >>"$work/table"
done
awk '{
  printf "%-7s %8.1f/s  node %.3f ms CPU a request, generator %.3f ms: %.0f %%\n",
    $1, $2 / $3, $4, $5, 100 * $5 / $4
}' "$work/table"
exit $failed
