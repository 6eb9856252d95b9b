#!/usr/bin/env bash
# up [--detach]: starts everything, Ctrl-C stops it; --detach returns when the site answers
source "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"
source "$repo/scripts/lib/processes.sh"
source "$repo/scripts/lib/database.sh"

follow=yes
stop_hint="Ctrl-C stops it"
for option in "$@"; do
    case $option in
        --detach) exec bash "$repo/scripts/detach.sh" ;;
        # What --detach uses: the children's logs go to their files only.
        --no-follow) follow="" stop_hint="./warpgrad down stops it" ;;
        *) die "up knows --detach, not '$option'" ;;
    esac
done
source "$repo/scripts/lib/supervisor.sh"

refuse_second_start() {
    local running
    if running=$(pid_of launcher); then
        die "already running at $(<"$home/run/address") (pid $running); ./warpgrad down stops it"
    fi
}

leave() {
    say "stopping"
    {
        dismiss_guardian
        # The last lines of the children are still on their way to the terminal.
        sleep 0.3
        if ((${#viewers[@]} > 0)); then kill "${viewers[@]}" || true; fi
    } 2>/dev/null
    say "stopped"
}

need_dotnet
open_home
refuse_second_start
# Whoever holds the lock without being a launcher is clearing up after one that was killed.
if ! lock_home 70; then
    refuse_second_start
    die "something else is at work in $home and does not end"
fi
if anything_runs; then
    say "stopping what an earlier start left behind"
    end_everything
fi
if port_answers; then die "port $port is taken by another program: stop that, or set WARPGRAD_PORT"; fi

rm -f "$home/run/ready"
remember launcher $$
echo "$address" >"$home/run/address"
post_guardian end_everything
trap 'exit 0' INT TERM HUP
trap leave EXIT

await "$repo/scripts/publish.sh"
begin_logs
start_database
migrate
start_services
wait_until_ready

if [[ -n ${WARPGRAD_ADMIN_EMAIL:-} ]]; then
    sign_in="Sign in as $WARPGRAD_ADMIN_EMAIL, with the password of WARPGRAD_ADMIN_PASSWORD."
else
    sign_in="The first visit creates the administrator; later ones sign in with an account."
fi
cat <<TEXT

  WarpGrad is ready at $address
  $sign_in
  $stop_hint. Logs: $home/logs

TEXT
touch "$home/run/ready"
supervise
