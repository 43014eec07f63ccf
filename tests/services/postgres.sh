#!/usr/bin/env bash
# A private PostgreSQL cluster for tests, on a free port of 127.0.0.1. Nothing of it outlives its folder.
#
#   tests/services/postgres.sh start [DIR]    starts it and prints its URL (for SOUK_TEST_POSTGRES)
#   tests/services/postgres.sh stop [DIR]     stops it and removes the folder
#   tests/services/postgres.sh run COMMAND…   starts one, runs the command with SOUK_TEST_POSTGRES set, stops it
#
# Needs Debian's package postgresql (initdb and postgres are found in /usr/lib/postgresql, too).
# PostgreSQL refuses to run as root: root starts it as the user postgres, or as nobody.
set -euo pipefail

default_dir="${TMPDIR:-/tmp}/souk-test-postgres"

# Prints the path of one of PostgreSQL's programs. Debian keeps them out of PATH.
program() {
    command -v "$1" && return
    local candidate
    for candidate in /usr/lib/postgresql/*/bin/"$1"; do
        [[ -x $candidate ]] && echo "$candidate" && return
    done
    echo "$1 not found: install PostgreSQL (Debian: apt-get install postgresql)" >&2
    return 1
}

unprivileged() {
    cd / # the working directory may be one that the other user may not read
    if [[ $(id -u) -ne 0 ]]; then
        "$@"
    else
        setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups "$@"
    fi
}

free_port() {
    local port
    for _ in $(seq 50); do
        port=$((20000 + RANDOM % 30000))
        (: </dev/tcp/127.0.0.1/$port) 2>/dev/null || { echo $port && return; }
    done
    echo "no free port found" >&2
    return 1
}

start() {
    local dir=$1 port initdb postgres
    initdb=$(program initdb)
    postgres=$(program postgres)
    [[ -e $dir ]] && stop "$dir"
    mkdir -p "$dir"
    [[ $(id -u) -ne 0 ]] || chown "$owner" "$dir"
    port=$(free_port)
    (unprivileged "$initdb" --pgdata="$dir/data" --username=souk --auth=trust --encoding=UTF8 \
        --locale=C --no-sync >"$dir/initdb.log")
    # The data is worth nothing, so it need not survive a crash.
    unprivileged "$postgres" -D "$dir/data" -p "$port" -c listen_addresses=127.0.0.1 \
        -c unix_socket_directories= -c max_connections=300 -c fsync=off -c full_page_writes=off \
        -c synchronous_commit=off >"$dir/postgres.log" 2>&1 </dev/null &
    for _ in $(seq 100); do
        # The last line of the file says "ready" as soon as connections are taken.
        if [[ $(tail -n 1 "$dir/data/postmaster.pid" 2>/dev/null) == ready* ]]; then
            echo "postgres://souk@127.0.0.1:$port/postgres"
            return
        fi
        sleep 0.1
    done
    cat "$dir/postgres.log" >&2
    return 1
}

stop() {
    local dir=$1 pid
    [[ $dir == /?* && -e $dir/initdb.log ]] || { echo "$dir holds no cluster of ours" >&2 && return 1; }
    pid=$(head -n 1 "$dir/data/postmaster.pid" 2>/dev/null || true)
    if [[ -n $pid ]]; then
        kill -INT "$pid" 2>/dev/null || true # fast shutdown: open sessions are cut
        for _ in $(seq 100); do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.1
        done
    fi
    rm -rf -- "$dir"
}

run() {
    folder=$(mktemp -d "${TMPDIR:-/tmp}/souk-postgres.XXXXXX")
    chmod 755 "$folder"
    trap 'stop "$folder/cluster"; rm -r "$folder"' EXIT
    SOUK_TEST_POSTGRES=$(start "$folder/cluster")
    export SOUK_TEST_POSTGRES
    "$@"
}

if id postgres >/dev/null 2>&1; then owner=postgres; else owner=nobody; fi
case ${1:-} in
    start | stop) "$1" "$(realpath -m "${2:-$default_dir}")" ;;
    run) shift && run "$@" ;;
    *) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0" && exit 2 ;;
esac
