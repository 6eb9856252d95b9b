#!/usr/bin/env bash
# Starts "up" in the background, shows what it says, and returns when it is ready or has failed.
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
source "$repo/scripts/lib/processes.sh"

open_home
log=$home/logs/launcher.log
: >>"$log" # a busy machine may start the reader before the writer
seen=$(stat -c %s "$log" 2>/dev/null || echo 0)
setsid bash "$repo/scripts/commands/up.sh" --no-follow </dev/null >>"$log" 2>&1 &
launcher=$!
tail -c "+$((seen + 1))" -f --pid="$launcher" "$log" &
tail=$!
trap 'kill -TERM "$launcher"; wait "$launcher"; exit 130' INT TERM HUP

until [[ -e $home/run/ready && $(pid_of launcher) == "$launcher" ]]; do
    if ! kill -0 "$launcher" 2>/dev/null; then
        wait "$tail" || true # it still shows the last words
        wait "$launcher" && exit 1
        exit
    fi
    sleep 0.3
done
sleep 0.3
kill "$tail" 2>/dev/null || true
