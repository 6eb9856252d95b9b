# shellcheck shell=bash
# Starts the services, reports each death, starts again with a growing pause.

# One worker trains on each GPU; on the CPU one run after the other uses all cores.
gpus=0
if [[ $torch_backend != cpu ]] && type -P nvidia-smi >/dev/null; then gpus=$(nvidia-smi -L | grep -c '^GPU' || true); fi
trainers=${trainers:-$((gpus > 1 ? gpus : 1))}
[[ $trainers =~ ^[1-9][0-9]?$ ]] || die "WARPGRAD_WORKERS is a number of workers from 1 to 99, not '$trainers'"
# The first worker answers adaptations; each of the others trains one run at a time.
services=(api worker-1)
for ((number = 2; number <= trainers + 1; number++)); do services+=("worker-$number"); done
if [[ -n $own_cluster ]]; then services=(postgres "${services[@]}"); fi
declare -A pid born pause due
viewers=()

# One line per message, for whoever reads several programs in one terminal; a caller's own choice wins.
export Logging__Console__FormatterName=${Logging__Console__FormatterName:-simple}
export Logging__Console__FormatterOptions__SingleLine=${Logging__Console__FormatterOptions__SingleLine:-true}

# Workers take fresh memory 2 MiB at a time instead of page by page, which a step's activations are large enough to feel.
huge_pages=GLIBC_TUNABLES=${GLIBC_TUNABLES:-glibc.malloc.hugetlb=1}

launch() {
    local devices=() figures=()
    if [[ $1 == worker-* ]] && ((gpus > 1)); then devices=("Worker__Device=cuda:$(((${1#worker-} - 2) % gpus))"); fi
    # All workers have one environment, but each needs a port of its own.
    if [[ $1 == worker-* && ${Metrics__Port:-} =~ ^[1-9][0-9]*$ ]]; then figures=("Metrics__Port=$((Metrics__Port + ${1#worker-} - 1))"); fi
    case $1 in
        postgres)
            "$repo/scripts/postgres.sh" start "$cluster" </dev/null 8>&- 9>&- || true
            pid[postgres]=$("$repo/scripts/postgres.sh" pid "$cluster") || true
            ;;
        api) run_in api "$1" ASPNETCORE_URLS="$address" Web__Root="$published/web" dotnet WarpGrad.Api.dll ;;
        worker-1) run_in jobs "$1" "$huge_pages" "${figures[@]}" Worker__Queues=interactive dotnet WarpGrad.Jobs.dll ;;
        worker-*) run_in jobs "$1" "$huge_pages" "${devices[@]}" "${figures[@]}" Worker__Queues=training,housekeeping dotnet WarpGrad.Jobs.dll ;;
    esac
    born[$1]=$SECONDS
}

# run_in FOLDER NAME [VARIABLE=VALUE...] PROGRAM...: programs look for their settings files where they are started.
run_in() {
    local folder=$1 name=$2
    shift 2
    if [[ -n $libtorch ]]; then set -- LD_LIBRARY_PATH="$libtorch${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" "$@"; fi
    apart env -C "$published/$folder" "$@" >>"$home/logs/$name.log" 2>&1 &
    pid[$name]=$!
    remember "$name" $!
}

# The log of the start before this one is kept beside the new one.
begin_logs() {
    local name log
    ln -sfn "$cluster/postgres.log" "$home/logs/postgres.log"
    for name in "${services[@]}"; do
        log=$(realpath -m "$home/logs/$name.log")
        if [[ -s $log ]]; then mv "$log" "$log.1"; fi
        if [[ -n $follow ]]; then show_log "$name"; fi
    done
}

show_log() {
    # In sessions of their own, because the last lines come after the Ctrl-C that stops us.
    apart tail -n +1 -F --pid=$$ "$home/logs/$1.log" 2>/dev/null \
        > >(apart sed -u "s/^/$(printf '%-8s' "$1") | /") &
    viewers+=($!)
}

alive() { [[ -n ${pid[$1]:-} ]] && kill -0 "${pid[$1]}" 2>/dev/null; }

# A service that lived for a minute has earned a quick restart; one that keeps dying waits longer each time.
tend() {
    local name=$1 code=0
    if alive "$name"; then return; fi
    if [[ -z ${due[$name]:-} ]]; then
        wait "${pid[$name]:-0}" 2>/dev/null || code=$?
        if ((SECONDS - born[$name] >= 60)); then pause[$name]=1; fi
        due[$name]=$((SECONDS + pause[$name]))
        if ((code == 0)); then
            say "$name has left; it starts again in ${pause[$name]} s; log: $home/logs/$name.log"
        else
            say "$name has died ($(reason "$code")); it starts again in ${pause[$name]} s; log: $home/logs/$name.log"
        fi
        pause[$name]=$((pause[$name] < 15 ? pause[$name] * 2 : 30))
    elif ((SECONDS >= due[$name])); then
        due[$name]=
        launch "$name"
    fi
}

reason() {
    if (($1 == 127)); then
        echo "exit code unknown"
    elif (($1 > 128)); then
        echo "signal $(kill -l "$1")"
    else
        echo "exit code $1"
    fi
}

start_services() {
    local name
    for name in "${services[@]}"; do
        pause[$name]=1
        launch "$name"
    done
}

wait_until_ready() {
    local deadline=$((SECONDS + 180)) name
    say "waiting for the site"
    until [[ $(site_status) == 200 ]]; do
        # A site that has never been up will not get up by trying again.
        if ! alive api; then
            tail -n 20 "$home/logs/api.log" >&2
            die "the site does not start; the whole log is $home/logs/api.log"
        fi
        if ((SECONDS >= deadline)); then die "$address/health/ready is not 200 after 3 minutes; logs: $home/logs"; fi
        for name in "${services[@]}"; do tend "$name"; done
        sleep 0.5
    done
}

# Bash speaks enough HTTP: a bare machine may have no curl.
site_status() {
    local status
    (
        exec 3<>"/dev/tcp/localhost/$port" || exit
        printf 'GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
        read -r -t 5 _ status _ <&3
        echo "$status"
    ) 2>/dev/null || true
}

port_answers() { (exec 3<>"/dev/tcp/localhost/$port") 2>/dev/null; }

supervise() {
    local name stopping=
    # Not exit: the trap may run inside the redirection below, which would swallow the last words.
    trap 'stopping=yes' INT TERM HUP
    while [[ -z $stopping ]]; do
        for name in "${services[@]}"; do tend "$name"; done
        # A signal cuts "wait" short, unlike a plain sleep. Bash's own words on a killed child are dropped: tend reports it.
        {
            apart sleep 1 &
            wait $! || true
        } 2>/dev/null
    done
}
