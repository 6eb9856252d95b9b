#!/usr/bin/env bash
# down: stops what runs, in order, and waits for it
source "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"
source "$repo/scripts/lib/processes.sh"

open_home
if launcher=$(pid_of launcher); then
    kill -TERM "$launcher" || die "the launcher (pid $launcher) belongs to someone else"
elif anything_runs; then
    say "no launcher, but something it left behind"
else
    say "not running"
    exit 0
fi
lock_home 130 || die "still stopping; see $home/logs"
end_everything
say "stopped"
