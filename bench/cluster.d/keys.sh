# Sourced by bench/cluster: three gateways and 1,000 consumers, each with a limit of its own that every gateway counts; once
# with sliding windows, where a lease is good for a second, and once with fixed ones, where it is good for a minute.
# shellcheck shell=bash disable=SC2154 # quick, jar, here, work and store_environment are those of bench/cluster

KEYS=${KEYS:-1000}
# Calls a second, over all gateways and consumers.
RATES=${RATES:-300 600 1200}
LEAD_IN=${LEAD_IN:-20}
PERIOD=${PERIOD:-20}
# Before the first line: six JVMs on two cores compile for long.
WARM_UP=${WARM_UP:-60}
WINDOWS=${WINDOWS:-sliding fixed}
[ -z "$quick" ] || RATES=600 LEAD_IN=15 PERIOD=15 WARM_UP=30

choose_ports

gateway_config() {
    local k window
    printf 'keywell:\n  providers:\n    alpha:\n      type: openai-compatible\n'
    printf '      base-url: http://127.0.0.1:%s/simulator/alpha/v1\n      keys: { k: { secret: sk-alpha, pool: p } }\n' "$simulator_port"
    printf '  models:\n    bench: { targets: [{ provider: alpha, model: bench }] }\n  consumers:\n'
    for window in $WINDOWS; do
        for ((k = 1; k <= KEYS; k++)); do
            printf '    %s-%s: { key: kw-%s-%s, limits: { requests-per-minute: 100000, window: %s } }\n' "$window" $k "$window" $k "$window"
        done
    done
}

simulator_config() {
    printf 'keywell:\n  simulator:\n    enabled: true\n    providers:\n      alpha: { latency: 0s, pools: { p: { keys: sk-alpha } } }\n'
}

# lanes WINDOW: each consumer calls by way of each gateway in turn.
lanes() {
    local k g
    for ((k = 1; k <= KEYS; k++)); do
        for ((g = 0; g < GATEWAYS; g++)); do
            printf '1 http://127.0.0.1:%s/v1/chat/completions bench kw-%s-%s\n' "${gateway_ports[(g + k) % GATEWAYS]}" "$1" $k
        done
    done
}

warm_up() {
    say "warming up for $WARM_UP s"
    cat "$work"/lanes.* >"$work/lanes"
    # shellcheck disable=SC2086 # the option is words
    start load java -Xmx512m -XX:+UseSerialGC -cp "$work/tools" Load --lanes "$work/lanes" --rate 600 --seconds "$WARM_UP" --drain 5
    wait "$REPLY" || die "The load generator failed: $(tail -n 3 "$work/load.log")"
}

# measure WINDOW RATE: a line of the table.
measure() {
    local window=$1 rate=$2 operations lost gateway_ticks server_ticks line good all
    say "$window windows, $rate calls a second for $((LEAD_IN + PERIOD)) s"
    # shellcheck disable=SC2086 # the option is words
    start load java -Xmx512m -XX:+UseSerialGC -cp "$work/tools" Load --lanes "$work/lanes.$window" --rate "$rate" \
        --lead-in "$LEAD_IN" --seconds $((LEAD_IN + PERIOD)) --drain 5
    local load=$REPLY
    sleep "$LEAD_IN"
    operations=$(counters keywell_quota_store_operations_total) lost=$(counters keywell_quota_store_lost_swaps_total)
    gateway_ticks=$(ticks_of "${gateway_pids[@]}") server_ticks=$(ticks_of "${server_pids[@]}")
    sleep "$PERIOD"
    operations=$(($(counters keywell_quota_store_operations_total) - operations))
    lost=$(($(counters keywell_quota_store_lost_swaps_total) - lost))
    gateway_ticks=$(($(ticks_of "${gateway_pids[@]}") - gateway_ticks))
    server_ticks=$(($(ticks_of "${server_pids[@]}") - server_ticks))
    wait "$load" || die "The load generator failed: $(tail -n 3 "$work/load.log")"
    line=$(tail -n 1 "$work/load.log")
    good=$(jq '.outcomes["200"] // 0' <<<"$line") all=$(jq '[.outcomes[]] | add' <<<"$line")
    awk -v window="$window" -v rate="$rate" -v ops="$operations" -v lost="$lost" -v g="$gateway_ticks" -v s="$server_ticks" -v t="$PERIOD" -v keys="$KEYS" \
        -v p50="$(field p50_us <<<"$line")" -v p99="$(field p99_us <<<"$line")" -v failed=$((all - good)) 'BEGIN {
            printf "| %s | %d | %.0f | %.2f | %.2f | %.1f %% | %.2f | %.2f | %.0f | %.1f / %.1f | %d |\n", window, rate, ops / t, ops / t / keys,
                ops / (rate * t), ops ? 100 * lost / ops : 0, g / 100 / t, s / 100 / t, ops ? 1e4 * s / ops : 0, p50 / 1e3, p99 / 1e3, failed
        }'
}

simulator_config >"$work/simulator.yaml"
gateway_config >"$work/gateway.yaml"
for window in $WINDOWS; do lanes "$window" >"$work/lanes.$window"; done
start_fleet alpha
warm_up
for window in $WINDOWS; do
    for rate in $RATES; do measure "$window" "$rate" >>"$work/table"; done
done

echo "## Cluster: $KEYS busy limits"
echo
echo "$(date -u +%F), $(nproc) cores, commit $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)."
echo "$GATEWAYS gateways (\`java $JVM_FLAGS\`), $SERVERS Infinispan Servers (\`$SERVER_FLAGS\`). $KEYS consumers with a limit each, which call by way of every gateway."
echo "Each line: $LEAD_IN s of lead-in, $PERIOD s measured."
echo
echo "| window | calls/s | cluster operations/s | per limit | per call | lost swaps | gateways' CPU, cores | servers' CPU, cores | servers' CPU per operation, us | p50 / p99 ms | failed |"
echo "|---|---|---|---|---|---|---|---|---|---|---|"
cat "$work/table"
