# Sourced by the cluster runs: Infinispan Servers that start, die, freeze and come back, gateways that share them, and the
# provider behind. Servers and gateways are numbered from 0.
# shellcheck shell=bash disable=SC2154 # root, work and jar are the run's

SERVERS=${SERVERS:-3}
SERVER_FLAGS=${SERVER_FLAGS:--XX:TieredStopAtLevel=4 -Xmx256m}
server_ports=() group_ports=() server_pids=() server_logs=()
server_starts=0

# Starts all and returns when all serve; store_environment is then what a gateway needs.
start_servers() {
    local i
    "$root/dev/infinispan/jars"
    for ((i = 0; i < SERVERS; i++)); do
        free_port; server_ports+=("$REPLY")
        # A server takes the port that is 10000 higher too: that one is the free one.
        free_port; group_ports+=($((REPLY - 10000)))
    done
    for ((i = 0; i < SERVERS; i++)); do launch_server $i; done
    for ((i = 0; i < SERVERS; i++)); do await_server $i; done
    store_environment=(
        KEYWELL_QUOTA_STORE=infinispan
        QUARKUS_INFINISPAN_CLIENT_HOSTS="$(printf ',127.0.0.1:%s' "${server_ports[@]}" | cut -c 2-)"
        QUARKUS_INFINISPAN_CLIENT_USERNAME=keywell
        QUARKUS_INFINISPAN_CLIENT_PASSWORD=keywell
        QUARKUS_INFINISPAN_CLIENT_SASL_MECHANISM=SCRAM-SHA-256
    )
}

launch_server() {
    server_starts=$((server_starts + 1))
    server_logs[$1]=server$1.$server_starts
    # shellcheck disable=SC2086 # SERVER_COMMAND_PREFIX is words
    start "${server_logs[$1]}" env INFINISPAN_JVM="$SERVER_FLAGS" ${SERVER_COMMAND_PREFIX:-} "$root/dev/infinispan/node" \
        "$work/server$1" "${server_ports[$1]}" "${group_ports[$1]}" "${group_ports[*]}"
    server_pids[$1]=$REPLY
}

await_server() {
    wait_for 120 "${server_logs[$1]}" "${server_pids[$1]}" grep -q ISPN080001 "$work/${server_logs[$1]}.log"
}

kill_server() { stop "${server_pids[$1]}" KILL; }

freeze_server() { kill -STOP "${server_pids[$1]}"; }

thaw_server() { kill -CONT "${server_pids[$1]}"; }

# make_available SURVIVOR: what an operator does after a majority was lost.
make_available() {
    local cache
    for cache in keywell-quota keywell-cooldowns keywell-notes; do
        curl -sf -X POST -u operator:operator -o /dev/null \
            "http://127.0.0.1:${server_ports[$1]}/rest/v2/caches/$cache?action=set-availability&availability=AVAILABLE" ||
            die "The servers did not become available."
    done
}

GATEWAYS=${GATEWAYS:-3}
gateway_ports=() management_ports=() gateway_pids=()

# Chooses the ports, for the configurations to name them.
choose_ports() {
    local g
    for ((g = 0; g < GATEWAYS; g++)); do
        free_port; gateway_ports+=("$REPLY")
        free_port; management_ports+=("$REPLY")
    done
    free_port; simulator_port=$REPLY
    free_port; simulator_management=$REPLY
}

# java_process NAME CONFIGURATION PORT MANAGEMENT_PORT SIMULATOR [SETTING...]
java_process() {
    local name=$1 configuration=$2 port=$3 management=$4 simulator=$5
    shift 5
    # shellcheck disable=SC2086 # the flags are words
    start "$name" env KEYWELL_CONFIG_FILE="$work/$configuration.yaml" QUARKUS_HTTP_PORT="$port" KEYWELL_PORT="$port" \
        QUARKUS_MANAGEMENT_PORT="$management" KEYWELL_DATABASE=none KEYWELL_SIMULATOR_ENABLED="$simulator" "$@" java $JVM_FLAGS -jar "$jar"
}

launch_gateway() {
    java_process "gateway$1" gateway "${gateway_ports[$1]}" "${management_ports[$1]}" false "${store_environment[@]}"
    gateway_pids[$1]=$REPLY
}

await_gateway() {
    wait_for 60 "gateway$1" "${gateway_pids[$1]}" curl -sf "http://127.0.0.1:${management_ports[$1]}/q/health/ready"
}

# start_fleet PROVIDER: servers, then the provider with the configuration simulator.yaml, then gateways with gateway.yaml.
start_fleet() {
    local g
    start_servers
    java_process simulator simulator "$simulator_port" "$simulator_management" true
    wait_for 60 simulator "$REPLY" curl -sf "http://127.0.0.1:$simulator_port/simulator/$1/_stats"
    for ((g = 0; g < GATEWAYS; g++)); do launch_gateway $g; done
    for ((g = 0; g < GATEWAYS; g++)); do await_gateway $g; done
}

# counters NAME: the sum over gateways and labels.
counters() {
    local g sum=0
    for ((g = 0; g < GATEWAYS; g++)); do sum=$((sum + $(metric "${management_ports[g]}" "$1" || echo 0))); done
    echo $sum
}

# Sum over several processes, in ticks of 10 ms. One that has died counts from its start.
ticks_of() {
    local pid sum=0
    for pid in "$@"; do sum=$((sum + $(cpu_ticks "$pid" 2>/dev/null || echo 0))); done
    echo $sum
}

# metric PORT NAME: the sum of a counter over its labels.
metric() { curl -sf -m 5 "http://127.0.0.1:$1/q/metrics" | awk -v name="$2" '$1 ~ "^" name "([{]|$)" {s += $2} END {printf "%.0f", s}'; }
