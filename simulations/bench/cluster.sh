#!/bin/sh
# Measures what an accepted message costs on SQLite, on PostgreSQL, and in a node of three processes
# on PostgreSQL, which all run at the same time and take the load in turns: what else happens on the
# machine happens to all. Each node has a PostgreSQL server of its own, whose CPU is told too.
#   ROUNDS=3 EACH=15         how many turns, and how many seconds are measured each time
#   WARM_UP=30000            messages to each process before the rounds: compilers have work for long
#   LEAD=3                   seconds of load before each turn
#   SIZE=1KiB CONNECTIONS=50 MAILBOXES=100
#   PROCESSES=3              of the third node
#   ORDER="sqlite postgres cluster"   what is measured; quiet: SQLite without a line a message
#   PROFILE=0                1: load again and say where the time of one process of each goes
#   BASE=/var/tmp            where the data directories are made: must be on the disk under test
#   REPORTS=                 folder in which the JSON reports are kept
#   NODE_JAVA_OPTS=  LOAD_JAVA_OPTS=   options for the JVMs of the nodes and of the load
set -eu
name=cluster.sh
. "$(dirname "$0")/common.sh"

size=${SIZE:-1KiB}
each=${EACH:-15}
order=${ORDER:-sqlite postgres cluster}
processes=${PROCESSES:-3}
reports=${REPORTS:-$work/reports}
started_first=
mkdir -p "$reports"

# name; then $url and $database are those of a new server
start_postgres() {
  "$cmtp" load postgres --json --database-data "$work/$1-data" >"$work/$1.log" 2>"$work/$1.err" &
  started_first="$started_first $!"
  await '"pid"' "$work/$1.log" $!
  database=$(number "$work/$1.log" pid)
  url=$(sed -n 's/^ *"url" : "\(.*\)".*/\1/p' "$work/$1.log")
}

# name, then options
start_on_postgres() {
  one=$1
  shift
  start_node "$one" --domain bench.test --set "cmtp.store.url=\"$url\"" \
    --set cmtp.store.user=postgres --set cmtp.cluster.interface=127.0.0.1 \
    --set cmtp.cluster.port=0 --set "cmtp.cluster.secret-file=$work/secret" "$@"
}

# what, then further options
load() {
  case $1 in
    sqlite | quiet) where="--data $work/$1" ;;
    postgres) where="--data $work/p1 --database-pid $database_p" ;;
    cluster)
      where="--data $work/c1 --database-pid $database_c"
      for number in $(seq 2 "$processes"); do where="$where --also $work/c$number"; done
      ;;
  esac
  shift
  # shellcheck disable=SC2086
  CMTP_JAVA_OPTS=${LOAD_JAVA_OPTS:-} "$cmtp" load run $where --size "$size" \
    --connections "${CONNECTIONS:-50}" --mailboxes "${MAILBOXES:-100}" "$@"
}

"$cmtp" --version
head -c 32 /dev/urandom | base64 >"$work/secret"
chmod 600 "$work/secret"
for what in $order; do
  case $what in
    sqlite) start_node sqlite --domain bench.test ;;
    quiet) start_node quiet --domain bench.test --set cmtp.log.level=warn ;;
    postgres)
      start_postgres p
      database_p=$database
      start_on_postgres p1
      ;;
    cluster)
      start_postgres c
      database_c=$database
      for number in $(seq "$processes"); do start_on_postgres "c$number"; done
      ;;
    *) fail "ORDER: $what is not known" ;;
  esac
done
for what in $order; do
  messages=${WARM_UP:-30000}
  if [ "$what" = cluster ]; then messages=$((messages * processes)); fi
  load "$what" --warm-up 0 --count "$messages" >"$work/warm-up" || {
    cat "$work/warm-up" >&2
    fail "$what does not take the load"
  }
done

failed=0
for round in $(seq "${ROUNDS:-3}"); do
  for what in $order; do
    report=$reports/$what-$round.json
    load "$what" --warm-up "${LEAD:-3}" --seconds "$each" --report "$report" >"$work/out" || {
      failed=1
      cat "$work/out"
    }
    echo "$round $what $(number "$report" accepted) $(number "$report" seconds)" \
      "$(number_in "$report" server cpuMillisPerMessage)" \
      "$(number_in "$report" database cpuMillisPerMessage)" \
      "$(number_in "$report" latencyMillis p50) $(number_in "$report" latencyMillis p99)" \
      "$(number "$report" othersPercent)" >>"$work/table"
  done
done
awk -v names="$order" '
  function line(what, n, s, node, db, extra) {
    printf "%-9s %7.1f/s  node %.3f + database %.3f = %.3f ms CPU a message, %4.0f messages a CPU-second%s\n",
      what, n / s, node / n, db / n, (node + db) / n, n * 1000 / (node + db), extra
  }
  {
    line($2, $3, $4, $3 * $5, $3 * $6, sprintf("; p50 %s p99 %s ms, others %.0f %%", $7, $8, $9))
    n[$2] += $3; s[$2] += $4; node[$2] += $3 * $5; db[$2] += $3 * $6
  }
  END {
    print "-- all rounds"
    count = split(names, order)
    for (i = 1; i <= count; i++) {
      what = order[i]
      cost = (node[what] + db[what]) / n[what]
      if (i == 1) least = cost
      line(what, n[what], s[what], node[what], db[what], sprintf("; %.2f x", cost / least))
    }
  }' "$work/table"

if [ "${PROFILE:-0}" = 1 ]; then
  for what in $order; do
    case $what in postgres) one=p1 ;; cluster) one=c1 ;; *) one=$what ;; esac
    echo "-- $what again, profiled: where the time of $one goes"
    load "$what" --warm-up 0 --seconds "$((each + 10))" >"$work/profiled.log" 2>&1 &
    loading=$!
    sleep 5
    "$cmtp" load profile --data "$work/$one" --seconds "$each" || :
    wait "$loading" || cat "$work/profiled.log"
  done
fi
exit $failed
