# Sourced by bench/cluster: three gateways and 1,000 consumers, each with a limit of its own that every gateway counts.
# shellcheck shell=bash disable=SC2154 # quick, jar, here, work and store_environment are those of bench/cluster

KEYS=${KEYS:-1000}
# Calls a second, over all gateways and consumers.
RATES=${RATES:-300 600 1200}
LEAD_IN=${LEAD_IN:-20}
PERIOD=${PERIOD:-20}
[ -z "$quick" ] || RATES="300 600"

choose_ports

gateway_config() {
    local k
    printf 'keywell:\n  providers:\n    alpha:\n      type: openai-compatible\n'
    printf '      base-url: http://127.0.0.1:%s/simulator/alpha/v1\n      keys: { k: { secret: sk-alpha, pool: p } }\n' "$simulator_port"
    printf '  models:\n    bench: { targets: [{ provider: alpha, model: bench }] }\n  consumers:\n'
    for ((k = 1; k <= KEYS; k++)); do
        printf '    caller-%s: { key: kw-caller-%s, limits: { requests-per-minute: 100000, window: sliding } }\n' $k $k
    done
}

simulator_config() {
    printf 'keywell:\n  simulator:\n    enabled: true\n    providers:\n      alpha: { latency: 0s, pools: { p: { keys: sk-alpha } } }\n'
}

# Each consumer calls by way of each gateway in turn.
lanes() {
    local k g
    for ((k = 1; k <= KEYS; k++)); do
        for ((g = 0; g < GATEWAYS; g++)); do
            printf '1 http://127.0.0.1:%s/v1/chat/completions bench kw-caller-%s\n' "${gateway_ports[(g + k) % GATEWAYS]}" $k
        done
    done
}

# measure RATE: a line of the table.
measure() {
    local rate=$1 operations lost gateway_ticks server_ticks line good all
    say "$rate calls a second for $((LEAD_IN + PERIOD)) s"
    # shellcheck disable=SC2086 # the option is words
    start load java -Xmx512m -XX:+UseSerialGC -cp "$work/tools" Load --lanes "$work/lanes" --rate "$rate" \
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
    awk -v rate="$rate" -v ops="$operations" -v lost="$lost" -v g="$gateway_ticks" -v s="$server_ticks" -v t="$PERIOD" -v keys="$KEYS" \
        -v p50="$(field p50_us <<<"$line")" -v p99="$(field p99_us <<<"$line")" -v failed=$((all - good)) 'BEGIN {
            printf "| %d | %.0f | %.2f | %.2f | %.1f %% | %.2f | %.2f | %.0f | %.1f / %.1f | %d |\n", rate, ops / t, ops / t / keys,
                ops / (rate * t), ops ? 100 * lost / ops : 0, g / 100 / t, s / 100 / t, ops ? 1e4 * s / ops : 0, p50 / 1e3, p99 / 1e3, failed
        }'
}

simulator_config >"$work/simulator.yaml"
gateway_config >"$work/gateway.yaml"
lanes >"$work/lanes"
start_fleet alpha
for rate in $RATES; do measure "$rate" >>"$work/table"; done

echo "## Cluster: $KEYS busy limits"
echo
echo "$(date -u +%F), $(nproc) cores, commit $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)."
echo "$GATEWAYS gateways (\`java $JVM_FLAGS\`), $SERVERS Infinispan Servers (\`$SERVER_FLAGS\`). $KEYS consumers with a sliding limit each, which call by way of every gateway."
echo "Each line: $LEAD_IN s of lead-in, $PERIOD s measured."
echo
echo "| calls/s | cluster operations/s | per limit | per call | lost swaps | gateways' CPU, cores | servers' CPU, cores | servers' CPU per operation, us | p50 / p99 ms | failed |"
echo "|---|---|---|---|---|---|---|---|---|---|"
cat "$work/table"
