# Sourced by the runs that compare programs as fast as they go: rounds of wrk, and medians of their figures.
# shellcheck shell=bash disable=SC2154 # CALLER_KEY, LOAD_CORE, pid, json_port and seconds are the run's

# fill FILE: writes cost.d/FILE with its @NAMES@ replaced to $work/FILE.
fill() {
    local name script="s|@WORK@|$work|g"
    for name in JSON_PORT EVENTS_PORT PROXY_JSON_PORT PROXY_EVENTS_PORT CALLER_KEY; do
        script+=";s|@$name@|${!name:-}|g"
    done
    sed "$script" "$here/cost.d/$1" >"$work/$1"
}

answers() {
    curl -sf -o /dev/null -H "Authorization: Bearer $CALLER_KEY" -H 'Content-Type: application/json' \
        -d '{"model":"'"$2"'","messages":[{"role":"user","content":"hello"}]'"${3:-}"'}' \
        "http://127.0.0.1:$1/v1/chat/completions"
}

# Figures gather in a file of "scenario target name value" lines, one for each round; a table shows medians.
record() { printf '%s %s %s %s\n' "$@" >>"$work/figures"; }

median() {
    awk -v s="$1" -v t="$2" -v n="$3" '$1 == s && $2 == t && $3 == n {print $4}' "$work/figures" | sort -g |
        awk '{v[NR] = $1} END {if (NR) print (v[int((NR + 1) / 2)] + v[int((NR + 2) / 2)]) / 2; else print "-"}'
}

# paired SCENARIO TARGET OTHER NAME: the median over the rounds of the one's figure divided by the other's.
paired() {
    awk -v s="$1" -v a="$2" -v b="$3" -v n="$4" '
        $1 == s && $3 == n && $2 == a {of[++i] = $4}
        $1 == s && $3 == n && $2 == b {to[++j] = $4}
        END {for (k = 1; k <= i; k++) print of[k] / to[k]}' "$work/figures" | sort -g |
        awk '{v[NR] = $1} END {printf "%.3f", (v[int((NR + 1) / 2)] + v[int((NR + 2) / 2)]) / 2}'
}

# last SCENARIO TARGET NAME: the figure of the last round; - = there is none.
last() { awk -v s="$1" -v t="$2" -v n="$3" '$1 == s && $2 == t && $3 == n {v = $4} END {print v == "" ? "-" : v}' "$work/figures"; }

# A gateway beside a yardstick: what the machine does at the moment meets both. Between two starts its own mood changes by a fifth,
# what a gateway is beside nginx by a few percent; and several gateways that live at once make each other dearer.
# beside_nginx SCENARIO TARGET COMMAND [ARGUMENT...]: COMMAND SCENARIO nginx ARGUMENT..., then the same for the target. What a figure
# is beside that of nginx is recorded as x-NAME, how much more as over-NAME. All CPU of nginx is its event loop's.
beside_nginx() {
    local name mine its
    "$3" "$1" nginx "${@:4}"
    "$3" "$1" "$2" "${@:4}"
    for name in per_second cpu_us loop_us whole_us p50_us p90_us; do
        mine=$(last "$1" "$2" $name)
        its=$(last "$1" nginx ${name/loop/whole})
        [ "$mine" = - ] || [ "$its" = - ] || {
            record "$1" "$2" "x-$name" "$(calc %.4f "$mine / $its")"
            record "$1" "$2" "over-$name" "$(calc %.1f "$mine - $its")"
        }
    done
}

# ratio SCENARIO TARGET OTHER NAME: of the medians of what they are beside nginx.
ratio() { calc %.3f "$(median "$1" "$2" "x-$4") / $(median "$1" "$3" "x-$4")"; }

# by_start SCENARIO TARGET NAME: what it is beside nginx, the mean of each start; rounds is the run's.
by_start() {
    awk -v s="$1" -v t="$2" -v n="x-$3" -v r="$rounds" '
        $1 == s && $2 == t && $3 == n {sum += $4; if (++i % r == 0) {printf "%s%.3f", (i > r ? ", " : ""), sum / r; sum = 0}}' "$work/figures"
}

# calc FORMAT EXPRESSION
calc() { awk "BEGIN {printf \"$1\", $2}"; }

drive_wrk() {
    taskset -c "$LOAD_CORE" wrk -t1 -c"$2" -d"$4"s -s "$here/cost.d/post.lua" \
        "http://127.0.0.1:${json_port[$1]}/v1/chat/completions" -- "$3" "$CALLER_KEY" >"$work/wrk.log"
    awk '/^figures/ {for (i = 2; i < NF; i += 2) print $i, $(i + 1)}' "$work/wrk.log"
}

# closed SCENARIO TARGET CONNECTIONS BYTES: one round as fast as it goes.
closed() {
    local before=0 after=0 figures
    [ "$2" = direct ] || before=$(cpu_ticks "${pid[$2]}")
    figures=$(drive_wrk "$2" "$3" "$4" "$seconds")
    [ "$2" = direct ] || after=$(cpu_ticks "${pid[$2]}")
    local requests micros p50_us p99_us errors
    read -r requests micros p50_us p99_us errors < <(awk '{printf "%s ", $2} END {print ""}' <<<"$figures")
    [ "$errors" = 0 ] || die "$errors of $requests calls failed ($1, $2)."
    record "$1" "$2" per_second "$(calc %.0f "$requests * 1e6 / $micros")"
    record "$1" "$2" cpu_us "$(calc %.1f "($after - $before) * 10000 / $requests")"
    record "$1" "$2" p50_us "$p50_us"
    record "$1" "$2" p99_us "$p99_us"
}

# compilers PID: what its just-in-time compilers have used, in ticks of 10 ms.
compilers() {
    local task
    for task in "/proc/$1/task"/*; do
        if grep -q CompilerThre "$task/comm" 2>/dev/null; then sed 's/.*) //' "$task/stat"; fi
    done | awk '{sum += $12 + $13} END {print sum + 0}'
}

# busy_while PID SECONDS COMMAND...: runs the load, which takes so long; true when compilers used 2 % of a core meanwhile.
# What is compiled on the gateway's only core is no cost of a request.
busy_while() {
    local before
    before=$(compilers "$1")
    "${@:3}" >/dev/null
    [ $(($(compilers "$1") - before)) -gt $(($2 * 2)) ]
}

# warm_up AT_LEAST AT_MOST PID SECONDS COMMAND...: as many turns of the load until the compilers are quiet.
warm_up() {
    local turn
    for ((turn = 1; turn <= $2; turn++)); do
        if ! busy_while "${@:3}" && [ "$turn" -ge "$1" ]; then break; fi
    done
    say "warm after $((turn > $2 ? $2 : turn)) turns of $4 s"
}
