#!/usr/bin/env bash
# token: prints a fresh API token of the first administrator
source "$(dirname "${BASH_SOURCE[0]}")/../lib/common.sh"
source "$repo/scripts/lib/processes.sh"
source "$repo/scripts/lib/database.sh"

need_dotnet
open_home
# With nothing running, the database is started for the moment and stopped again by the guardian.
if [[ -n $own_cluster && ! -e $home/run/ready ]] || ! pid_of launcher >/dev/null; then
    lock_home 70 || die "something else is at work in $home: try again when it is done"
    if anything_runs; then end_everything; fi
    post_guardian end_everything
    trap 'exit 130' INT TERM HUP
    trap dismiss_guardian EXIT
    await "$repo/scripts/publish.sh" migrate api
    start_database
    migrate
else
    start_database
fi
cd "$published/api"
# Whoever takes the output for a token must find nothing else in it.
export Logging__Console__LogToStandardErrorThreshold=Trace Logging__LogLevel__Default=Warning
dotnet WarpGrad.Api.dll token 8>&- 9>&-
