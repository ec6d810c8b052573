# Sourced by bench/cluster: the same gateway with the local store and with the cluster's, in turns, on one core.
# Several pairs of them: what a compiler makes of a program differs from start to start by some percent.
# shellcheck shell=bash disable=SC2154 # quick, jar, here, work and store_environment are those of bench/cluster
# shellcheck source=bench/closed-loop.sh
source "$here/closed-loop.sh"

GATEWAY_CORE=${GATEWAY_CORE:-0}
LOAD_CORE=${LOAD_CORE:-1}
rounds=4 seconds=6 warm_up=24 turns=8 rate=2000 pairs=2
[ -z "$quick" ] || rounds=3 warm_up=12 turns=4 pairs=1
export CALLER_KEY=kw-bench-caller
[ "$(nproc)" -ge 2 ] || die "This needs two cores: one for the gateway, one for everything else."
need nginx nginx-light
need wrk wrk

free_port; export JSON_PORT=$REPLY
free_port; export EVENTS_PORT=$REPLY
declare -A pid json_port=() management_port=()

# launch NAME SETTING...
launch() {
    local name=$1
    shift
    free_port; json_port[$name]=$REPLY
    free_port; management_port[$name]=$REPLY
    java_process "$name" keywell "${json_port[$name]}" "$REPLY" false QUARKUS_VERTX_EVENT_LOOPS_POOL_SIZE=1 "$@" \
        taskset -c "$GATEWAY_CORE"
    pid[$name]=$REPLY
    wait_for 60 "$name" "$REPLY" answers "${json_port[$name]}" bench
}

fill upstream.conf
fill keywell.yaml
# They get what load and upstream leave of their core (idle class): see bench/README.md, "Servers on the core of the load".
SERVER_COMMAND_PREFIX="taskset -c $LOAD_CORE chrt --idle 0"
start_servers
start upstream taskset -c "$LOAD_CORE" nginx -p "$work" -c "$work/upstream.conf" -g 'daemon off;'
wait_for 5 upstream "$REPLY" answers "$JSON_PORT" bench
for ((pair = 1; pair <= pairs; pair++)); do
    launch "local$pair"
    launch "cluster$pair" "${store_environment[@]}"
done

# use PAIR: which of them are meant by local and cluster from here on.
use() {
    local name
    for name in local cluster; do
        pid[$name]=${pid[$name$1]} json_port[$name]=${json_port[$name$1]} management_port[$name]=${management_port[$name$1]}
    done
    # The same gateway as local; its rounds are those with ballast.
    pid[busy]=${pid[local]} json_port[busy]=${json_port[local]}
}

# load_servers: starts what makes the servers work as much as the cluster's gateways do, and lets it stand still; it is told how
# often those ask. What servers take of the load's core meets a local gateway then as it meets the cluster's: the rest
# is what the request path itself costs.
load_servers() {
    local before after hosts lib
    before=$(metric "${management_port[cluster]}" keywell_quota_store_operations_total)
    drive_wrk cluster 64 2048 "$seconds" >/dev/null
    after=$(metric "${management_port[cluster]}" keywell_quota_store_operations_total)
    operations=$(calc %.1f "($after - $before) / $seconds")
    lib=$(dirname "$jar")/lib
    hosts=$(printf ';127.0.0.1:%s' "${server_ports[@]}" | cut -c 2-)
    # A round is two operations.
    start ballast taskset -c "$LOAD_CORE" chrt --idle 0 java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m \
        -cp "$lib/main/*:$lib/boot/*" "$here/cluster.d/Ballast.java" "$hosts" "$(calc %.2f "$operations / 2")"
    ballast=$REPLY
    wait_for 60 ballast "$ballast" grep -q ready "$work/ballast.log"
    # Its own code and that of the servers' are compiled, then it waits for its turns.
    sleep 5
    kill -STOP "$ballast"
}

# with_ballast TARGET COMMAND...: the servers work meanwhile, if the target is the local gateway with ballast.
with_ballast() {
    [ "$1" != busy ] || kill -CONT "$ballast"
    "${@:2}"
    [ "$1" != busy ] || kill -STOP "$ballast"
}

# control SCENARIO: the median over the rounds of the second local gateway's requests divided by the first's.
control() {
    awk -v s="$1" '$1 == s && $2 == "local" && $3 == "per_second" {if (++n % 2) first = $4; else print $4 / first}' "$work/figures" | sort -g |
        awk '{v[NR] = $1} END {printf "%.3f", (v[int((NR + 1) / 2)] + v[int((NR + 2) / 2)]) / 2}'
}

# The cluster's client works a few times a second only and its rare branches undo what was compiled before they were seen, so
# its code is compiled late: all are warm after as many turns at least, and when their compilers are quiet.
busy_compilers() {
    busy_while "${pid[$1]}" 8 both "$1"
}

both() {
    drive_wrk "$1" 16 2048 4
    drive_wrk "$1" 64 2048 4
}

# paced TARGET: one round at a rate that is far from the most; latency from the instant at which a call was due.
paced() {
    local line name
    line=$(taskset -c "$LOAD_CORE" java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m -cp "$work/tools" Load --keys "$CALLER_KEY" \
        --url "http://127.0.0.1:${json_port[$1]}/v1/chat/completions" --rate $rate --body 2048 --seconds $((seconds + 3)) --lead-in 3 \
        --watch "${pid[$1]}")
    [[ $line == *'"unfinished":0,"incomplete":0,'*'"outcomes":{"200":'+([0-9])'}}' ]] || die "$1: not all calls were answered well: $line"
    for name in p50_us p90_us; do record paced "$1" "$name" "$(field "$name" <<<"$line")"; done
    record paced "$1" cpu_us "$(calc %.1f "$(field cpu_us <<<"$line") / ($rate * $seconds)")"
}
shopt -s extglob

warm() {
    local target turn busy
    for target in local cluster; do
        say "warming up $target for $warm_up s"
        drive_wrk $target 64 2048 "$warm_up" >/dev/null
    done
    for ((turn = 1; turn <= 20; turn++)); do
        busy=
        for target in local cluster; do if busy_compilers $target; then busy+=" $target"; fi; done
        say "warming up, turn $turn of $turns to 20${busy:+: compilers still at work in$busy}"
        [ "$turn" -lt "$turns" ] || [ -n "$busy" ] || break
    done
}

for ((pair = 1; pair <= pairs; pair++)); do
    use $pair
    warm
done
load_servers
for ((round = 1; round <= rounds; round++)); do
    say "round $round of $rounds"
    # Who is first changes, so that a drift of the machine meets both.
    targets="local cluster busy"
    [ $((round % 2)) -eq 1 ] || targets="busy cluster local"
    for ((pair = 1; pair <= pairs; pair++)); do
        use $pair
        for spec in "c16 16" "c64 64"; do
            # shellcheck disable=SC2086 # scenario, connections
            for target in $targets; do with_ballast "$target" closed ${spec% *} "$target" ${spec#* } 2048; done
        done
        for target in $targets; do with_ballast "$target" paced "$target"; done
    done
done

echo "## Cluster: cost of a request"
echo
echo "$(date -u +%F), $(nproc) cores, commit $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)."
echo "\`java $JVM_FLAGS\`, one event loop, core $GATEWAY_CORE; load and upstream on core $LOAD_CORE, $SERVERS Infinispan Servers there too, in its idle time. Every policy works on each call, as in \`bench/cost\`."
echo "Medians of $rounds interleaved rounds of $seconds s with $pairs pairs of gateways; a ratio is the median of the rounds' ratios."
[ "$pairs" -lt 2 ] || echo "Two gateways with the local store differ by as much themselves: $(control c16) at 16 connections, $(control c64) at 64."
echo
echo "The cluster's gateways ask the servers $operations times a second at 64 connections. \`busy\` is the local gateway while another process asks them as often."
echo
echo "| as fast as it goes, connections | local req/s | busy | cluster | cluster of local | cluster of busy | goal: at least 0.95 | CPU us, local | busy | cluster | cluster of busy |"
echo "|---|---|---|---|---|---|---|---|---|---|---|"
for scenario in c16 c64; do
    ratio=$(paired $scenario cluster busy per_second)
    printf '| %s | %s | %s | %s | %s | **%s** | %s | %s | %s | %s | %s |\n' "${scenario#c}" \
        "$(median $scenario local per_second)" "$(median $scenario busy per_second)" "$(median $scenario cluster per_second)" \
        "$(paired $scenario cluster local per_second)" "$ratio" "$(calc %s "($ratio >= 0.95) ? \"yes\" : \"**no**\"")" \
        "$(median $scenario local cpu_us)" "$(median $scenario busy cpu_us)" "$(median $scenario cluster cpu_us)" \
        "$(paired $scenario cluster busy cpu_us)"
done
echo
echo "| at $rate calls/s | local | busy | cluster | cluster of local | goal: at most 1.05 | cluster of busy |"
echo "|---|---|---|---|---|---|---|"
for name in p50_us p90_us cpu_us; do
    ratio=$(paired paced cluster local $name)
    printf '| %s | %s | %s | %s | **%s** | %s | %s |\n' "$name" "$(median paced local $name)" "$(median paced busy $name)" \
        "$(median paced cluster $name)" "$ratio" "$(calc %s "($ratio <= 1.05) ? \"yes\" : \"**no**\"")" "$(paired paced cluster busy $name)"
done
