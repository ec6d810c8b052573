# Sourced by bench/cluster: three gateways before one simulated provider, under more load than the limits allow.
# shellcheck shell=bash disable=SC2154 # quick, jar, here, work and store_environment are those of bench/cluster

LIMIT=${LIMIT:-3000}
# Requests a second that all callers together make of each pool whose limit is too small, over the three gateways.
TIGHT=(75 38 12)
# The same for a pool whose limit is twice what is asked for, and for one without a limit.
ROOMY=15
MODELS=(fixed sliding roomy free)
# Seconds at least before the first phase, in which each of the pools that are too small is asked for just what it gives:
# a sliding window repeats what was used a minute ago, so one that begins with a burst has all its use in bursts, and a full
# minute then shows when they come, not how much of the pool is used.
LEAD_IN=${LEAD_IN:-65}
WARM_UP=15

choose_ports

simulator_config() {
    local model
    printf 'keywell:\n  simulator:\n    enabled: true\n    providers:\n'
    # It refuses nothing: what the gateways let through is what it counts.
    for model in "${MODELS[@]}"; do printf '      %s: { latency: 20ms, pools: { p: { keys: sk-%s } } }\n' "$model" "$model"; done
}

# provider NAME [LIMITS]
provider() {
    printf '    %s:\n      type: openai-compatible\n' "$1"
    printf '      base-url: http://127.0.0.1:%s/simulator/%s/v1\n' "$simulator_port" "$1"
    printf '      keys:\n        k: { secret: sk-%s, pool: p }\n' "$1"
    [ -z "${2:-}" ] || printf '      pools:\n        p: { limits: [{ requests-per-minute: %s, window: %s }] }\n' "$2" "$3"
}

gateway_config() {
    local model
    printf 'keywell:\n  waiting: { max-wait: 2s }\n  providers:\n'
    provider fixed "$LIMIT" fixed
    provider sliding "$LIMIT" sliding
    provider roomy $((ROOMY * GATEWAYS * 120)) sliding
    provider free
    printf '  models:\n'
    for model in "${MODELS[@]}"; do printf '    %s: { targets: [{ provider: %s, model: bench }] }\n' "$model" "$model"; done
    printf '  consumers:\n    bench: { key: kw-bench-caller }\n'
}

# lanes RATE...: the calls a second of each of the tight pools by way of each gateway. The load of gateway g is lanes 4 g
# to 4 g + 3, in the order of MODELS.
lanes() {
    local g model tight=("$@")
    for ((g = 0; g < GATEWAYS; g++)); do
        for model in "${MODELS[@]}"; do
            case $model in fixed | sliding) printf '%s' "${tight[g]}" ;; *) printf '%s' $ROOMY ;; esac
            printf ' http://127.0.0.1:%s/v1/chat/completions %s kw-bench-caller\n' "${gateway_ports[g]}" "$model"
        done
    done
}

# arbiter MODEL [curl arguments]: fullest window, fullest calendar minute, calls, 429 sent.
arbiter() {
    local model=$1
    shift
    curl -sf -m 5 "$@" "http://127.0.0.1:$simulator_port/simulator/$model/_stats" |
        jq -r '.pools.p | "\(.requests_per_minute.worst) \(.requests_per_minute.worst_fixed) \(.admitted) \(.refused)"'
}

operations() { counters keywell_quota_store_operations_total; }

now_ms() { date +%s%3N; }

# till SECOND: of the run.
till() {
    local left=$((zero + $1 * 1000 - $(now_ms)))
    [ $left -le 0 ] || sleep "$(awk "BEGIN {print $left / 1000}")"
}

# What happened when, for the tables: epoch milliseconds.
journal() { echo "$*" >>"$work/journal"; }

# event NAME [GATEWAY]: a gateway that dies is not asked whether callers were served.
event() {
    say "$1"
    journal event "$(now_ms)" "${2:--1}" "$1"
}

# phase SECOND NAME: begins at that second of the run; ends the one before.
phase() {
    local model
    till "$1"
    [ -z "${phase_name:-}" ] || end_phase "$1"
    phase_name=$2 phase_from=$((zero + $1 * 1000)) operations_before=$(operations)
    say "$phase_name"
    for model in "${MODELS[@]}"; do arbiter "$model" -X DELETE >/dev/null; done
}

# end_phase SECOND: where it should end; what it had to wait for may have taken longer.
end_phase() {
    local model
    journal phase "$phase_from" $((zero + $1 * 1000)) $(($(operations) - operations_before)) "$phase_name"
    for model in "${MODELS[@]}"; do journal worst "$model" "$(arbiter "$model")"; done
}

# load SECONDS NAME [LANES]
load() {
    local lanes=$work/${3:-lanes}
    # Gateways are killed under it: that is no reason to end.
    start "$2" java -Xmx768m -XX:+UseSerialGC -cp "$work/tools" Load --lanes "$lanes" \
        --rate "$(awk '{s += $1} END {print s}' "$lanes")" --seconds "$1" --drain 5 --log "$work/$2.csv"
    load_pid=$REPLY
}

restart_gateway() {
    stop "${gateway_pids[$1]}" KILL
    event "a gateway is killed" "$1"
    till $(($2 + 5))
    launch_gateway "$1"
    await_gateway "$1"
}

lose_a_server() {
    kill_server 0
    event "a server is killed"
    till $(($1 + 15))
    launch_server 0
    await_server 0
}

freeze_a_server() {
    freeze_server 1
    event "a server is frozen for 15 s"
    till $(($1 + 15))
    thaw_server 1
}

lose_two_servers() {
    kill_server 0
    kill_server 2
    event "two servers are killed; they come back and an operator makes the caches available"
    launch_server 0
    launch_server 2
    await_server 0
    await_server 2
    make_available 1
    event "the caches are available again"
}

lose_all_servers() {
    local i
    for ((i = 0; i < SERVERS; i++)); do kill_server $i; done
    event "all servers are killed; nothing they knew is left"
    till $(($1 + 15))
    for ((i = 0; i < SERVERS; i++)); do launch_server $i; done
    for ((i = 0; i < SERVERS; i++)); do await_server $i; done
    event "all servers are back, empty"
}

simulator_config >"$work/simulator.yaml"
gateway_config >"$work/gateway.yaml"
all=$((TIGHT[0] + TIGHT[1] + TIGHT[2]))
lanes "${TIGHT[@]}" >"$work/lanes"
lanes 1 1 1 >"$work/lanes.warm"
# shellcheck disable=SC2046 # one word for each gateway
lanes $(for rate in "${TIGHT[@]}"; do echo $(((LIMIT * rate / 30 / all + 1) / 2)); done) >"$work/lanes.even"
start_fleet fixed
# What comes to gateways that have just started is answered late and all at once: a burst, and those repeat.
say "warm-up of $WARM_UP s"
load "$WARM_UP" warm lanes.warm
wait "$load_pid" || die "The load generator failed: $(tail -n 3 "$work/warm.log")"
# Phases begin with full minutes, as fixed windows do.
zero=$((($(now_ms) / 60000 + 1) * 60000))
[ $((zero - $(now_ms))) -ge $((LEAD_IN * 1000)) ] || zero=$((zero + 60000))
say "lead-in of $(((zero - $(now_ms)) / 1000)) s"
total=$([ -n "$quick" ] && echo 120 || echo 600)
load $(((zero - $(now_ms)) / 1000)) even lanes.even
# The generator takes a moment to start.
till -2
load $((total + 3)) load
whole_load=$load_pid

if [ -n "$quick" ]; then
    phase 0 undisturbed
    phase 60 "a gateway and a server are lost"
    till 65; restart_gateway 1 65
    till 85; lose_a_server 85
else
    phase 0 undisturbed
    phase 120 "double load"
    load 60 double
    phase 180 "a gateway is lost"
    till 190; restart_gateway 1 190
    phase 240 "a server is lost"
    till 250; lose_a_server 250
    phase 300 "a server freezes"
    till 310; freeze_a_server 310
    phase 360 "two servers are lost"
    till 365; lose_two_servers
    phase 420 "all servers are lost"
    till 425; lose_all_servers 425
    phase 540 recovered
fi
till "$total"
end_phase "$total"
wait "$whole_load" || die "The load generator failed: $(tail -n 3 "$work/load.log")"

echo "## Cluster: windows"
echo
echo "$(date -u +%F), $(nproc) cores, commit $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)."
echo "$GATEWAYS gateways (\`java $JVM_FLAGS\`), $SERVERS Infinispan Servers (\`$SERVER_FLAGS\`), one simulated provider that refuses nothing and counts."
echo "Two pools of $LIMIT requests a minute, one with fixed and one with sliding windows; each is asked for $((all * 6000 / LIMIT)) % of it, ${TIGHT[*]} a second by way of the three gateways."
echo
java -cp "$work/tools" ClusterFigures --folder "$work" --limit "$LIMIT" --models "${MODELS[*]}"
