# Sourced by the runs that need rows: a gateway with its admin API and a database, and an upstream that answers everything.
# shellcheck shell=bash disable=SC2154 # root, work and here are of processes.sh, JVM_FLAGS and jar the run's

export KEYWELL_ADMIN_TOKEN=kwa-bench-operator
export CALLER_KEY=kw-bench-caller

choose_governed_ports() {
    free_port; export JSON_PORT=$REPLY
    free_port; gateway_port=$REPLY
    free_port; management_port=$REPLY
}

# What it answers below /v2x/ says so in its id.
start_upstream() {
    fill upstream.conf
    sed -i 's|^    location / {|    location ~ ^/v(2.)/ { return 200 '"'"'{"id":"moved-$1","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}'"'"'; }\n&|' \
        "$work/upstream.conf"
    start upstream nginx -p "$work" -c "$work/upstream.conf" -g 'daemon off;'
    wait_for 5 upstream "$REPLY" curl -sf -o /dev/null "http://127.0.0.1:$JSON_PORT/v1"
}

# governed NAME CONFIGURATION PORT MANAGEMENT_PORT DATA [SETTING...]: starts a gateway; REPLY = its id.
governed() {
    local name=$1 configuration=$2 port=$3 management=$4 data=$5
    shift 5
    # shellcheck disable=SC2086 # the flags are words
    start "$name" env KEYWELL_CONFIG_FILE="$configuration" KEYWELL_PORT="$port" QUARKUS_HTTP_PORT="$port" \
        QUARKUS_MANAGEMENT_PORT="$management" KEYWELL_DATA_DIR="$data" "$@" ${PREFIX:-} java $JVM_FLAGS -jar "$jar"
}

ready() { curl -sf -o /dev/null "http://127.0.0.1:${1:-$management_port}/q/health/ready"; }

# admin METHOD PATH [BODY [CONTENT_TYPE]]
admin() {
    local body=()
    [ $# -lt 3 ] || body=(--data-binary "$3" -H "content-type: ${4:-application/json}")
    curl -sS --fail-with-body -m 120 -X "$1" -H "authorization: Bearer $KEYWELL_ADMIN_TOKEN" -H 'if-match: *' "${body[@]}" \
        "http://127.0.0.1:$gateway_port/admin/v1/$2"
}

# called KEY MODEL: the answer to one call.
called() {
    curl -sf -m 10 -H "authorization: Bearer $1" -H 'content-type: application/json' \
        -d '{"model":"'"$2"'","messages":[{"role":"user","content":"hello"}],"max_tokens":16}' \
        "http://127.0.0.1:$gateway_port/v1/chat/completions"
}

# sql STATEMENT...: on the database of database_url, database_user and PGPASSWORD.
sql() { java -XX:TieredStopAtLevel=1 -cp "$work/tools:$(echo "$(dirname "$jar")"/lib/main/org.postgresql.postgresql-*.jar)" Sql "$database_url" "$database_user" "$@"; }

# embedded DATA: sql means the gateway's own server.
embedded() {
    database_url="jdbc:postgresql://127.0.0.1:$(sed -n 4p "$1/postgres/cluster/postmaster.pid")/postgres"
    database_user=postgres
    PGPASSWORD=$(cat "$1/postgres/password")
    export PGPASSWORD
}

# unpack_postgres FOLDER: the server's programs, from the jar that the gateway has.
unpack_postgres() {
    local machine=amd64
    [ "$(uname -m)" != aarch64 ] || machine=arm64v8
    need xz xz-utils
    need unzip unzip
    mkdir -p "$1"
    unzip -qo "$(dirname "$jar")"/lib/main/*embedded-postgres-binaries-linux-$machine-*.jar -d "$work/unpacked"
    tar -xJf "$work"/unpacked/*.txz -C "$1"
}

# PostgreSQL does not run as root: as nobody in a namespace of its own it does.
as_nobody() { if [ "$(id -u)" = 0 ]; then unshare -U "$@"; else "$@"; fi; }

# A server that the gateway did not start: make_server once, then start_server and stop_server as often as wanted.
database_prefix=()
make_server() {
    server=$work/server
    unpack_postgres "$server/bin"
    free_port; server_port=$REPLY
    export PGPASSWORD=bench-password
    printf '%s' "$PGPASSWORD" >"$server/password"
    as_nobody "$server/bin/bin/initdb" -D "$server/data" -U keywell -A scram-sha-256 --pwfile="$server/password" \
        --locale=C.UTF-8 >"$work/initdb.log" 2>&1 || die "initdb failed: $(tail -n 5 "$work/initdb.log")"
    database_url=jdbc:postgresql://127.0.0.1:$server_port/postgres database_user=keywell
    database_environment=(
        KEYWELL_DATABASE=external
        QUARKUS_DATASOURCE_REACTIVE_URL="postgresql://127.0.0.1:$server_port/postgres"
        QUARKUS_DATASOURCE_USERNAME=keywell
        QUARKUS_DATASOURCE_PASSWORD="$PGPASSWORD"
        KEYWELL_ENCRYPTION_KEY="$(head -c 32 /dev/urandom | base64)"
    )
}

start_server() {
    local command=("$server/bin/bin/postgres" -D "$server/data" -p "$server_port" -c listen_addresses=127.0.0.1
        -c unix_socket_directories= -c fsync=on -c synchronous_commit=on)
    [ "$(id -u)" != 0 ] || command=(unshare -U "${command[@]}")
    start server "${database_prefix[@]}" "${command[@]}"
    server_pid=$REPLY
    wait_for 30 server "$server_pid" sql 'select 1'
}

# stop_server [SIGNAL]: INT = the fast shutdown.
stop_server() { stop "$server_pid" "${1:-INT}"; }

# goal TEXT MEASURED EXPRESSION; unmet counts those that were not.
unmet=0
goal() {
    local met
    met=$(calc %d "($3) ? 1 : 0")
    [ "$met" = 1 ] || unmet=$((unmet + 1))
    printf '| %s | %s | %s |\n' "$1" "$2" "$([ "$met" = 1 ] && echo yes || echo '**no**')"
}

print_machine() {
    echo "$(date -u +%F), $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(nproc) cores, commit" \
        "$(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown), \`java $JVM_FLAGS\`."
}
