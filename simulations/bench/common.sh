# What the benchmark scripts share; read by them with `.`, after `name`, what they are called, is
# set. Their data is on a real disk below $BASE, removed at the end, and only what was started here
# is ended.
root=$(cd "$(dirname "$0")/../.." && pwd -P)
cmtp=$root/node/bin/cmtp
work=$(mktemp -d "${BASE:-/var/tmp}/cmtp-bench.XXXXXX")
started=

cleanup() {
  trap '' INT TERM HUP
  for process in $started; do kill "$process" 2>/dev/null || :; done
  for process in $started; do wait "$process" 2>/dev/null || :; done
  for process in ${started_first:-}; do kill "$process" 2>/dev/null || :; done
  for process in ${started_first:-}; do wait "$process" 2>/dev/null || :; done
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

fail() {
  echo "$name: $1" >&2
  exit 1
}

# Waits until a file holds this text; its process must live.
await() {
  tries=0
  until grep -q "$1" "$2" 2>/dev/null; do
    kill -0 "$3" 2>/dev/null && [ $tries -lt 1800 ] || {
      cat "$2" >&2
      fail "did not start"
    }
    tries=$((tries + 1))
    sleep 0.1
  done
}

# The first number of that name in a JSON file, 0 if there is none.
number() {
  found=$(sed -n "s/^ *\"$2\" : \([0-9.]*\).*/\1/p" "$1" | head -n 1)
  echo "${found:-0}"
}

# The number of that name in an object of that name: file object name
number_in() {
  found=$(sed -n "/^ *\"$2\" : {/,/}/s/^ *\"$3\" : \([0-9.]*\).*/\1/p" "$1" | head -n 1)
  echo "${found:-0}"
}

bytes() {
  case $1 in
    *MiB) echo $((${1%MiB} * 1048576)) ;;
    *KiB) echo $((${1%KiB} * 1024)) ;;
    *) echo "${1%B}" ;;
  esac
}

# Starts a node on loopback and waits until it serves: its name, then options.
start_node() {
  node_name=$1
  shift
  CMTP_JAVA_OPTS=${NODE_JAVA_OPTS:-} "$cmtp" serve --json --data "$work/$node_name" --port 0 \
    --set cmtp.listen.interface=127.0.0.1 --set cmtp.monitoring.port=off "$@" \
    >"$work/$node_name.log" 2>"$work/$node_name.err" &
  node=$!
  started="$started $node"
  await '"fingerprint"' "$work/$node_name.log" $node
}
