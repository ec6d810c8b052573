# Sourced by bench/cluster: the same gateway with the local store and with the cluster's, each alone on one core, beside nginx
# as the yardstick: what the machine does at the moment meets that as well. Several starts of each.
# shellcheck shell=bash disable=SC2154 # quick, jar, here, work and store_environment are those of bench/cluster
# shellcheck source=bench/closed-loop.sh
source "$here/closed-loop.sh"

GATEWAY_CORE=${GATEWAY_CORE:-0}
LOAD_CORE=${LOAD_CORE:-1}
rounds=3 seconds=4 warm_up=24 turns=4 most_turns=14 rate=2000 starts=${STARTS:-3}
[ -z "$quick" ] || starts=1
export CALLER_KEY=kw-bench-caller
[ "$(nproc)" -ge 2 ] || die "This needs two cores: one for the gateway, one for everything else."
need nginx nginx-light
need wrk wrk
need pgrep procps

free_port; export JSON_PORT=$REPLY
free_port; export EVENTS_PORT=$REPLY
free_port; export PROXY_JSON_PORT=$REPLY
free_port; export PROXY_EVENTS_PORT=$REPLY
declare -A pid json_port=([nginx]=$PROXY_JSON_PORT)

fill upstream.conf
fill proxy.conf
fill keywell.yaml
# They get what load and upstream leave of their core (idle class): see bench/README.md, "Servers on the core of the load".
SERVER_COMMAND_PREFIX="taskset -c $LOAD_CORE chrt --idle 0"
start_servers
start upstream taskset -c "$LOAD_CORE" nginx -p "$work" -c "$work/upstream.conf" -g 'daemon off;'
wait_for 5 upstream "$REPLY" answers "$JSON_PORT" bench
start proxy taskset -c "$GATEWAY_CORE" nginx -p "$work" -c "$work/proxy.conf" -g 'daemon off;'
wait_for 5 proxy "$REPLY" answers "$PROXY_JSON_PORT" bench
pid[nginx]=$(pgrep -P "$REPLY")

# launch TARGET [SETTING...]: the only gateway for the time being, warm.
launch() {
    local name=$1 turn
    shift
    free_port; json_port[$name]=$REPLY
    free_port; management_port=$REPLY
    java_process "$name" keywell "${json_port[$name]}" "$management_port" false QUARKUS_VERTX_EVENT_LOOPS_POOL_SIZE=1 "$@" \
        taskset -c "$GATEWAY_CORE"
    pid[$name]=$REPLY
    wait_for 60 "$name" "$REPLY" answers "${json_port[$name]}" bench
    drive_wrk "$name" 64 2048 "$warm_up" >/dev/null
    # The cluster's client works a few times a second only and its rare branches undo what was compiled before they were
    # seen, so its code is compiled late.
    for ((turn = 1; turn <= most_turns; turn++)); do
        if ! busy_while "${pid[$name]}" 8 both "$name" && [ "$turn" -ge $turns ]; then break; fi
    done
    say "$name: warm after $((turn > most_turns ? most_turns : turn)) turns"
}

both() {
    drive_wrk "$1" 16 2048 4
    drive_wrk "$1" 64 2048 4
}

# count_operations: how often a cluster's gateway asks the servers, a second.
count_operations() {
    local before
    before=$(metric "$management_port" keywell_quota_store_operations_total)
    drive_wrk cluster 64 2048 "$seconds" >/dev/null
    operations=$(calc %.1f "($(metric "$management_port" keywell_quota_store_operations_total) - $before) / $seconds")
}

# load_servers: starts what makes the servers work as much as the cluster's gateway does, and lets it stand still. What servers
# take of the load's core meets a local gateway then as it meets the cluster's: the rest is what the request path itself costs.
load_servers() {
    local hosts lib
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

# with_ballast SCENARIO TARGET COMMAND [ARGUMENT...]: the servers work meanwhile, if the target is the local gateway with ballast.
with_ballast() {
    [ "$2" != busy ] || kill -CONT "$ballast"
    "$3" "$1" "$2" "${@:4}"
    [ "$2" != busy ] || kill -STOP "$ballast"
}

# paced SCENARIO TARGET: one round at a rate that is far from the most; latency from the instant at which a call was due.
paced() {
    local line name
    line=$(taskset -c "$LOAD_CORE" java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m -cp "$work/tools" Load --keys "$CALLER_KEY" \
        --url "http://127.0.0.1:${json_port[$2]}/v1/chat/completions" --rate $rate --body 2048 --seconds $((seconds + 2)) --lead-in 2 \
        --watch "${pid[$2]}")
    [[ $line == *'"unfinished":0,"incomplete":0,'*'"outcomes":{"200":'+([0-9])'}}' ]] || die "$2: not all calls were answered well: $line"
    for name in p50_us p90_us; do record "$1" "$2" "$name" "$(field "$name" <<<"$line")"; done
    record "$1" "$2" cpu_us "$(calc %.1f "$(field cpu_us <<<"$line") / ($rate * $seconds)")"
}
shopt -s extglob

# measure TARGET...: the gateway that runs, by these names.
measure() {
    local i target
    for ((i = 1; i <= rounds; i++)); do
        for target in "$@"; do
            beside_nginx c16 "$target" with_ballast closed 16 2048
            beside_nginx c64 "$target" with_ballast closed 64 2048
            beside_nginx paced "$target" with_ballast paced
        done
    done
}

local_start() {
    say "start $start of $starts, local"
    launch local
    # The same gateway; its rounds are those with ballast.
    pid[busy]=${pid[local]} json_port[busy]=${json_port[local]}
    measure local busy
    stop "${pid[local]}"
}

cluster_start() {
    say "start $start of $starts, cluster"
    launch cluster "${store_environment[@]}"
    [ -n "${operations:-}" ] || count_operations
    measure cluster
    stop "${pid[cluster]}"
}

# Who is first changes, so that a drift of the machine meets both.
for ((start = 1; start <= starts; start++)); do
    if [ $((start % 2)) -eq 1 ]; then
        cluster_start
        [ -n "${ballast:-}" ] || load_servers
        local_start
    else
        local_start
        cluster_start
    fi
done

echo "## Cluster: cost of a request"
echo
echo "$(date -u +%F), $(nproc) cores, commit $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)."
echo "\`java $JVM_FLAGS\`, one event loop, one gateway at a time, core $GATEWAY_CORE; load and upstream on core $LOAD_CORE, $SERVERS Infinispan Servers there too, in its idle time. Every policy works on each call, as in \`bench/cost\`."
echo "$starts starts of each, $rounds rounds of $seconds s in each, each beside a round of nginx as a plain reverse proxy: ratios are those of the medians of what a gateway was beside nginx."
echo
echo "The cluster's gateway asks the servers $operations times a second at 64 connections. \`busy\` is the local gateway while another process asks them as often."
echo
echo "| as fast as it goes, connections | local req/s | busy | cluster | cluster of local | cluster of busy | goal: at least 0.95 | CPU us, local | busy | cluster | cluster of local | cluster of busy |"
echo "|---|---|---|---|---|---|---|---|---|---|---|---|"
for scenario in c16 c64; do
    value=$(ratio $scenario cluster busy per_second)
    printf '| %s | %s | %s | %s | %s | **%s** | %s | %s | %s | %s | %s | %s |\n' "${scenario#c}" \
        "$(median $scenario local per_second)" "$(median $scenario busy per_second)" "$(median $scenario cluster per_second)" \
        "$(ratio $scenario cluster local per_second)" "$value" "$(calc %s "($value >= 0.95) ? \"yes\" : \"**no**\"")" \
        "$(median $scenario local cpu_us)" "$(median $scenario busy cpu_us)" "$(median $scenario cluster cpu_us)" \
        "$(ratio $scenario cluster local cpu_us)" "$(ratio $scenario cluster busy cpu_us)"
done
echo
echo "| at $rate calls/s | local | busy | cluster | cluster of local | goal: at most 1.05 | cluster of busy |"
echo "|---|---|---|---|---|---|---|"
for name in p50_us p90_us cpu_us; do
    value=$(ratio paced cluster local $name)
    printf '| %s | %s | %s | %s | **%s** | %s | %s |\n' "$name" "$(median paced local $name)" "$(median paced busy $name)" \
        "$(median paced cluster $name)" "$value" "$(calc %s "($value <= 1.05) ? \"yes\" : \"**no**\"")" "$(ratio paced cluster busy $name)"
done
echo
echo "| CPU of a call beside nginx's, start by start | local | busy | cluster |"
echo "|---|---|---|---|"
for scenario in c16 c64 paced; do
    printf '| %s | %s | %s | %s |\n' $scenario "$(by_start $scenario local cpu_us)" "$(by_start $scenario busy cpu_us)" "$(by_start $scenario cluster cpu_us)"
done
