# Sourced by the runs: starts processes, waits for them, measures them and stops them by their ids.
# shellcheck shell=bash

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
work=$(mktemp -d "${TMPDIR:-/tmp}/keywell.XXXXXX")
started=()

say() { printf '%s\n' "$*" >&2; }

die() {
    say "$*"
    exit 1
}

stop_all() {
    local status=$? pid
    trap - EXIT INT TERM
    # One that is frozen would not hear the first.
    for pid in "${started[@]}"; do kill "$pid" 2>/dev/null && kill -CONT "$pid" 2>/dev/null || true; done
    for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || true; done
    if compgen -G "$work/*.log" >/dev/null && { [ "$status" -ne 0 ] || [ -n "${KEEP:-}" ]; }; then
        say "logs are in $work"
    else
        rm -rf "$work"
    fi
    exit "$status"
}
trap stop_all EXIT
trap 'exit 130' INT TERM

# need COMMAND PACKAGE...: installs the Debian packages when the command is missing.
need() {
    local command=$1
    shift
    command -v "$command" >/dev/null && return
    say "$command is missing; installing $*"
    { apt-get update && apt-get install -y --no-install-recommends "$@"; } >"$work/apt.log" 2>&1
    command -v "$command" >/dev/null || die "$command is needed (Debian: $*) and could not be installed."
}

# A TCP port that nobody listens on, and that this run has not given out before.
taken_ports=" "
free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 10000))
        case $taken_ports in *" $port "*) continue ;; esac
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && continue
        taken_ports+="$port "
        REPLY=$port
        return
    done
}

# start NAME COMMAND...: runs it in the background, output to $work/NAME.log; REPLY = its id.
start() {
    local name=$1
    shift
    "$@" >"$work/$name.log" 2>&1 &
    REPLY=$!
    started+=("$REPLY")
}

# stop PID [SIGNAL]
stop() {
    kill "-${2:-TERM}" "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
    local i
    for i in "${!started[@]}"; do
        if [ "${started[i]}" = "$1" ]; then unset "started[i]"; fi
    done
}

# wait_for SECONDS NAME PID COMMAND...: until the command succeeds.
wait_for() {
    local seconds=$1 name=$2 pid=$3 deadline=$((SECONDS + $1))
    shift 3
    until "$@" >/dev/null 2>&1; do
        if ! kill -0 "$pid" 2>/dev/null || [ "$SECONDS" -ge "$deadline" ]; then
            tail -n 20 "$work/$name.log" >&2
            die "$name did not come up in $seconds s."
        fi
        sleep 0.2
    done
}

# CPU time that a process has used, user and system, in ticks of 10 ms.
cpu_ticks() { sed 's/.*) //' "/proc/$1/stat" | awk '{print $12 + $13}'; }

# memory_mib PID VmRSS|VmHWM
memory_mib() { awk -v name="$2:" '$1 == name {printf "%.0f", $2 / 1024}' "/proc/$1/status"; }

# field NAME <<<JSON: a number of the generator's line.
field() { sed -n "s/.*\"$1\":\([0-9.]*\).*/\1/p"; }

compile_tools() {
    need javac default-jdk-headless
    javac -d "$work/tools" "$here"/java/*.java || die "The tools in bench/java do not compile."
}

gateway_jar() {
    REPLY=${GATEWAY_JAR:-$root/target/quarkus-app/quarkus-run.jar}
    [ -f "$REPLY" ] || die "$REPLY is missing. Package the gateway first: ./mvnw -DskipTests package"
}

# The gateway packaged for a trained cache, which covers no class loader but Java's own.
aot_jar() {
    REPLY=${AOT_JAR:-}
    [ -z "$REPLY" ] || return 0
    say "packaging for the cache"
    (cd "$root" && ./mvnw -B -q -DskipTests package -Dquarkus.package.jar.type=aot-jar -Dquarkus.package.output-directory=quarkus-aot) ||
        die "The gateway could not be packaged."
    REPLY=$root/target/quarkus-aot/quarkus-run.jar
}
