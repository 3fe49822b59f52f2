#!/bin/sh
# Measures what mail for bad domains (one refuses, one is silent, one is slow) does to mail for good
# ones: two fresh nodes on this machine send at the same time to a third one, which serves all good
# domains and the slow one; only one of the two has mail for bad domains, and they take turns.
# Builds what is missing, keeps its data on a real disk, removes it at the end, and ends only what
# it started.
#   DOMAINS=50 RATE=50       good domains, and messages a second from each sender to all of them
#   ROUNDS=3 EACH=20         each sender has the bad domains' mail so many times, so long each
#   WARM_UP=20               seconds of the same before that, for each sender
#   LEAD=5                   seconds before each time, not measured; 0: making connections is, too
#   BACKLOG=1000             messages that wait for each bad domain; 0: what differs without any
#   SLOW_BY=2000             how late the slow domain's answers come, in milliseconds
#   RETRY=2                  first and half of the longest wait before a bad domain is tried again
#   BASE=/var/tmp            where the data directories are made: must be on the disk under test
#   REPORT=                  file in which the JSON report is kept
#   NODE_JAVA_OPTS=  LOAD_JAVA_OPTS=   options for the JVMs of the nodes and of the load
set -eu
name=fairness.sh
. "$(dirname "$0")/common.sh"

domains=${DOMAINS:-50}
retry=${RETRY:-2}
report=${REPORT:-$work/fairness.json}

"$cmtp" --version
"$cmtp" dns --json --zone /dev/null >"$work/dns.log" 2>&1 &
probe=$!
await '"port"' "$work/dns.log" $probe
dns_port=$(sed -n 's/^ *"port" : \([0-9]*\).*/\1/p' "$work/dns.log")
kill $probe
wait $probe 2>/dev/null || :

names=
number=1
while [ $number -le "$domains" ]; do
  names="$names\"good$number.test\","
  number=$((number + 1))
done
start_node b --set "cmtp.domains=[$names\"slow.test\"]"
tries=0
until [ "$(ls "$work/b" | grep -c '^postmaster@')" -gt "$domains" ]; do
  [ $tries -lt 600 ] || fail "the second node does not settle"
  tries=$((tries + 1))
  sleep 1
done
for sender in a1 a2; do
  start_node $sender --domain $sender.test --set "cmtp.dns.servers=[\"127.0.0.1:$dns_port\"]" \
    --set cmtp.dns.private-targets=true --set "cmtp.delivery.linger=3 s" \
    --set "cmtp.delivery.retry-first=$retry s" --set "cmtp.delivery.retry-max=$((2 * retry)) s"
done
CMTP_JAVA_OPTS=${LOAD_JAVA_OPTS:-} "$cmtp" load fairness --from "$work/a1" \
  --from "$work/a2" --to "$work/b" --dns "$dns_port" --warm-up "${WARM_UP:-20}" --rate "${RATE:-50}" \
  --lead "${LEAD:-5}" --rounds "${ROUNDS:-3}" --seconds "${EACH:-20}" \
  --backlog "${BACKLOG:-1000}" --slow-by "${SLOW_BY:-2000}" --report "$report"
