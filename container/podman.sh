# Sourced by the scripts beside it: podman as this machine lets it run.
# shellcheck shell=bash disable=SC2034,SC2154 # IMAGE is the scripts'; work is from bench/processes.sh

IMAGE=localhost/keywell:ci

skip() {
    echo "SKIPPED: $1"
    exit 77
}

# Some machines may not raise limits, and have control groups that crun refuses.
use_podman() {
    command -v podman >/dev/null || skip "podman is not installed"
    cat >"$work/containers.conf" <<END_OF_FILE
[containers]
default_ulimits = ["nofile=$(ulimit -Sn):$(ulimit -Hn)", "nproc=4096:4096"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
END_OF_FILE
    if command -v runc >/dev/null; then echo 'runtime = "runc"' >>"$work/containers.conf"; fi
    export CONTAINERS_CONF=$work/containers.conf
    podman info >"$work/info.log" 2>&1 || skip "podman does not work here: $(tail -n 1 "$work/info.log")"
}
