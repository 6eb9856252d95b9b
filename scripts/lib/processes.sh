# shellcheck shell=bash
# The processes of one installation, known to whoever comes later by files in $home/run:
# "pid start-time", because a pid alone may by then belong to a stranger.

open_home() {
    # Others may pass through root's data folder (PostgreSQL's user must) but not list it.
    if [[ ! -d $home ]]; then mkdir -p "$home" && chmod 711 "$home"; fi
    mkdir -p "$home/logs" "$home/run"
    chmod 700 "$home/logs" "$home/run"
}

# lock_home SECONDS: false when another launcher still holds the home after that time.
lock_home() {
    exec 9>>"$home/run/lock"
    flock -w "$1" 9
}

start_time() {
    local stat
    { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
    # The name before the last ")" may hold anything; after it come state, then 18 fields, then the time.
    read -ra stat <<<"${stat##*) }"
    [[ ${stat[0]} != Z ]] && echo "${stat[19]}"
}

remember() { echo "$2 $(start_time "$2")" >"$home/run/$1.pid"; }

# pid_of NAME: prints the pid if that very process still lives.
pid_of() {
    local pid started
    { read -r pid started <"$home/run/$1.pid"; } 2>/dev/null || return 1
    [[ -n $started && $(start_time "$pid") == "$started" ]] && echo "$pid"
}

# Descriptor 9 is the lock of the home, descriptor 8 the line to the guardian. A child that
# outlives us must hold neither. In a session of its own it does not see the terminal's Ctrl-C,
# so that we can stop things in order.
apart() { exec setsid "$@" 8>&- 9>&-; }

# await PROGRAM...: runs it to its end, but lets a signal stop us (and it) at once.
await() {
    local step
    apart "$@" &
    step=$!
    remember step "$step"
    wait "$step"
}

# signal NAME PID: to the whole session that the process leads.
signal() { kill "-$1" -- "-$2" 2>/dev/null || kill "-$1" "$2" 2>/dev/null || true; }

# end_processes SECONDS NAME...: asks them all, waits for them all, then insists.
end_processes() {
    local deadline=$((SECONDS + $1)) name pid
    shift
    for name in "$@"; do
        if pid=$(pid_of "$name"); then signal TERM "$pid"; fi
    done
    for name in "$@"; do
        while pid=$(pid_of "$name"); do
            if ((SECONDS >= deadline)) || [[ -n ${hurry:-} ]]; then
                say "$name does not stop: ending it the hard way"
                signal KILL "$pid"
            fi
            sleep 0.1 || true # Ctrl-C ends it early
        done
        rm -f "$home/run/$name.pid"
    done
}

# An earlier start may have had more workers than this one.
known_workers() {
    local file
    for file in "$home"/run/worker-*.pid; do
        if [[ -e $file ]]; then basename "$file" .pid; fi
    done
}

# Workers first, with time for a checkpoint (the .NET host itself gives up after 30 s); then the site; the database they all need last.
end_everything() {
    local workers
    end_processes 10 step
    mapfile -t workers < <(known_workers)
    end_processes 35 "${workers[@]}"
    end_processes 35 api
    setsid --wait "$repo/scripts/postgres.sh" stop "$home/postgres"
    rm -f "$home/run/launcher.pid" "$home/run/ready"
}

anything_runs() {
    local name workers
    mapfile -t workers < <(known_workers)
    for name in step "${workers[@]}" api; do
        if pid_of "$name" >/dev/null; then return; fi
    done
    "$repo/scripts/postgres.sh" pid "$home/postgres" >/dev/null
}

# The guardian is what stops things, whether we ask it to or are killed: it wakes when the
# last writer of descriptor 8 is gone. It holds the lock until all is stopped.
post_guardian() {
    exec 8> >(
        trap '' INT TERM HUP
        cat >/dev/null
        trap 'hurry=1' INT
        "$@"
    )
    guardian=$!
}

dismiss_guardian() {
    trap '' INT TERM HUP
    exec 8>&-
    wait "$guardian" || true
}
